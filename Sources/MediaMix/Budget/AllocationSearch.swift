/// The best plan on a grid of spends, by dynamic programming over the tree of a region: Hill curves are
/// S-shaped, so that a climb from one plan may end beside the best.
///
/// Spends are the lower bounds plus whole steps. The value of a node at so many steps is the best split
/// among its cells and nodes, found by adding one after another (the max-plus convolution of their
/// tables). The plan is then searched for again around itself on finer grids.
struct AllocationSearch {
  private let value: (_ spend: Double, _ cell: Int) -> Double
  private let region: SpendRegion
  private let stepCount: Int

  /// A search in a region.
  ///
  /// - Parameters:
  ///   - stepCount: how many steps the budget has beyond the lower bounds.
  ///   - value: what a cell brings at a spend.
  init(
    _ region: SpendRegion, stepCount: Int, value: @escaping (_ spend: Double, _ cell: Int) -> Double
  ) {
    self.region = region
    self.stepCount = stepCount
    self.value = value
  }

  /// The best plan found, in the region.
  func best(refinements: Int = 2) -> [Double] {
    var (window, plan) = (region, pass(in: region))
    for _ in 0..<refinements {
      let step = Self.step(of: window, stepCount)
      guard step > 0 else { break }
      for cell in plan.indices {
        window.lower[cell] = max(region.lower[cell], plan[cell] - 2 * step)
        window.upper[cell] = min(region.upper[cell], plan[cell] + 2 * step)
      }
      let finer = pass(in: window)
      if total(finer) > total(plan) { plan = finer }
    }
    return plan
  }

  private func total(_ plan: [Double]) -> Double {
    plan.indices.reduce(0) { $0 + value(plan[$1], $1) }
  }

  private static func step(of window: SpendRegion, _ count: Int) -> Double {
    max(0, window.budget - window.lower.reduce(0, +)) / Double(count)
  }

  /// The best plan on a window's grid, brought into the region.
  private func pass(in window: SpendRegion) -> [Double] {
    let step = Self.step(of: window, stepCount)
    guard step > 0 else { return region.projection(of: window.lower) }
    var tables: [NodeTable] = []
    for node in window.nodes {
      var table = NodeTable(lower: 0)
      for cell in node.cells {
        let (low, high) = (window.lower[cell], window.upper[cell])
        let levels = min(stepCount, Int(((high - low) / step).rounded(.up)))
        let values = (0...levels).map { value(min(low + Double($0) * step, high), cell) }
        table.add(values, limit: stepCount)
        table.lower += low
      }
      for child in node.children {
        table.add(tables[child].values, limit: stepCount)
        table.lower += tables[child].lower
      }
      table.restrict(to: node, step: step)
      tables.append(table)
    }
    var plan = window.lower
    var levels = Array(repeating: 0, count: tables.count)
    levels[window.root] = tables[window.root].bestLevel(at: stepCount)
    for index in tables.indices.reversed() {
      let node = window.nodes[index]
      let parts = tables[index].split(levels[index])
      for (cell, steps) in zip(node.cells, parts) {
        plan[cell] = min(window.lower[cell] + Double(steps) * step, window.upper[cell])
      }
      for (child, steps) in zip(node.children, parts.dropFirst(node.cells.count)) {
        levels[child] = steps
      }
    }
    return region.projection(of: plan)
  }
}

/// The best that a node can bring with so many steps above its lower bounds.
private struct NodeTable {
  /// The sum of the lower bounds.
  var lower: Double
  /// `[level]`; −∞ where a limit forbids it.
  private(set) var values = [0.0]
  /// How many levels the last part takes of so many, `[part][level]`.
  private var choices: [[Int32]] = []

  init(lower: Double) { self.lower = lower }

  /// Adds a part with a value for each of its levels.
  mutating func add(_ part: [Double], limit: Int) {
    let count = min(values.count - 1 + part.count - 1, limit) + 1
    var sums = Array(repeating: -Double.infinity, count: count)
    var choice = Array(repeating: Int32(0), count: count)
    for level in 0..<count {
      let fewest = max(0, level - (values.count - 1))
      let most = min(part.count - 1, level)
      guard fewest <= most else { continue }
      var (best, taken) = (-Double.infinity, fewest)
      for steps in fewest...most {
        let sum = values[level - steps] + part[steps]
        if sum > best { (best, taken) = (sum, steps) }
      }
      sums[level] = best
      choice[level] = Int32(taken)
    }
    values = sums
    choices.append(choice)
  }

  /// Forbids levels beyond a node's limits, but for those that rounding to steps makes.
  mutating func restrict(to node: SpendRegion.Node, step: Double) {
    let least = max(0, ((node.lower - lower) / step).rounded(.down))
    let most = max(0, ((node.upper - lower) / step).rounded(.up))
    for level in values.indices where Double(level) < least || Double(level) > most {
      values[level] = -.infinity
    }
  }

  /// The allowed level next to `level` from below.
  func bestLevel(at level: Int) -> Int {
    let highest = min(level, values.count - 1)
    return (0...highest).last { values[$0] > -.infinity } ?? highest
  }

  /// How many levels each part takes of so many, `[part]`.
  func split(_ level: Int) -> [Int] {
    var rest = level
    let parts = choices.reversed().map { choice in
      let steps = Int(choice[min(rest, choice.count - 1)])
      rest -= steps
      return steps
    }
    return parts.reversed()
  }
}
