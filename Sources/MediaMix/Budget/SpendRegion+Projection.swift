extension SpendRegion {
  /// The nearest plan of the region to `point`: that which minimises Σ weight·(spend − point)².
  ///
  /// By the conditions of optimality each spend is its point, shifted by τ / weight and clamped to its
  /// bounds, with one shift τ for the cells of a node. A node whose limits do not matter takes its
  /// parent's shift; otherwise it takes the one that brings its sum to its limit. So the parent's
  /// shift, clamped between the two at which the node's limits are met, is the node's. A node's sum
  /// grows with the shift and is linear between a few corners, so that Newton's method with a bracket
  /// ends at the exact shift.
  ///
  /// - Parameters:
  ///   - point: a plan, `[cell]`, allowed or not.
  ///   - weights: > 0, `[cell]`; nil: all 1.
  /// - Precondition: the region is not empty.
  package func projection(of point: [Double], weights: [Double]? = nil) -> [Double] {
    var projection = Projection(
      region: self, point: point,
      inverses: weights?.map { 1 / $0 } ?? Array(repeating: 1, count: cellCount))
    return projection.run()
  }

  /// How far each node's sum is from its limits: whether it is at the lower, or at the upper.
  func activeLimits(of spends: [Double]) -> [(atLower: Bool, atUpper: Bool)] {
    let reaches = reaches
    var sums: [Double] = []
    return nodes.enumerated().map { index, node in
      let sum =
        node.cells.reduce(0) { $0 + spends[$1] } + node.children.reduce(0) { $0 + sums[$1] }
      sums.append(sum)
      let tolerance = 1e-10 * max(sum.magnitude, min(reaches[index].most, budget).magnitude)
      // A limit that the cells' own bounds keep the sum from crossing has no say.
      return (
        node.lower > reaches[index].least && sum <= node.lower + tolerance,
        node.upper < reaches[index].most && sum >= node.upper - tolerance
      )
    }
  }
}

/// One projection.
private struct Projection {
  let region: SpendRegion
  let point: [Double]
  /// 1 / weight, `[cell]`.
  let inverses: [Double]
  /// The shifts at which a node's sum is at its lower and upper limit, `[node]`.
  private var floors: [Double] = []
  private var ceilings: [Double] = []
  /// Shifts beyond which all cells of a node are at a bound, `[node]`.
  private var least: [Double] = []
  private var most: [Double] = []
  private var result: [Double]

  init(region: SpendRegion, point: [Double], inverses: [Double]) {
    self.region = region
    self.point = point
    self.inverses = inverses
    result = point
  }

  mutating func run() -> [Double] {
    let reaches = region.reaches
    for (index, node) in region.nodes.enumerated() {
      addEnds(of: node)
      let (lowest, highest) = reaches[index]
      let floor = node.lower > lowest ? shift(of: index, for: min(node.lower, highest)) : -.infinity
      let ceiling =
        node.upper == node.lower && node.lower > lowest
        ? floor : node.upper < highest ? shift(of: index, for: max(node.upper, lowest)) : .infinity
      floors.append(floor)
      ceilings.append(max(floor, ceiling))
    }
    let root = region.root
    let middle = min(max(0, floors[root]), ceilings[root])
    // At a budget that only one plan meets, no shift is finite.
    assign(root, shift: middle.isFinite ? middle : middle < 0 ? least[root] : most[root])
    balance()
    return result
  }

  private mutating func addEnds(of node: SpendRegion.Node) {
    var (low, high) = (Double.infinity, -Double.infinity)
    for cell in node.cells {
      low = min(low, (region.lower[cell] - point[cell]) / inverses[cell])
      high = max(high, (region.upper[cell] - point[cell]) / inverses[cell])
    }
    for child in node.children {
      low = min(low, least[child])
      high = max(high, most[child])
    }
    least.append(low)
    most.append(high)
  }

  private func spend(_ cell: Int, _ shift: Double) -> Double {
    min(max(point[cell] + shift * inverses[cell], region.lower[cell]), region.upper[cell])
  }

  /// A node's sum at a shift, and the sum's derivative.
  private func total(_ index: Int, _ shift: Double) -> (sum: Double, slope: Double) {
    var (sum, slope) = (0.0, 0.0)
    for cell in region.nodes[index].cells {
      let spend = spend(cell, shift)
      sum += spend
      if spend > region.lower[cell], spend < region.upper[cell] { slope += inverses[cell] }
    }
    for child in region.nodes[index].children {
      let own = min(max(shift, floors[child]), ceilings[child])
      let part = total(child, own)
      sum += part.sum
      if own == shift { slope += part.slope }
    }
    return (sum, slope)
  }

  /// The shift at which a node's sum is `target`.
  private func shift(of index: Int, for target: Double) -> Double {
    var (low, high) = (least[index], most[index])
    var shift = min(max(0, low), high)
    for _ in 0..<200 {
      let (sum, slope) = total(index, shift)
      let miss = target - sum
      if miss == 0 { return shift }
      if miss > 0 { low = shift } else { high = shift }
      let newton = slope > 0 ? shift + miss / slope : .nan
      let next = newton > low && newton < high ? newton : low + (high - low) / 2
      if next == shift || !(next > low && next < high) {
        return newton.isNaN ? next : min(max(newton, low), high)
      }
      shift = next
    }
    return shift
  }

  private mutating func assign(_ index: Int, shift: Double) {
    for cell in region.nodes[index].cells { result[cell] = spend(cell, shift) }
    for child in region.nodes[index].children {
      assign(child, shift: min(max(shift, floors[child]), ceilings[child]))
    }
  }

  /// Gives what rounding left over to cells that have room for it.
  private mutating func balance() {
    let limits = region.activeLimits(of: result)
    var isFree = Array(repeating: true, count: region.nodes.count)
    var cells: [Int] = []
    for index in region.nodes.indices.reversed() {
      if index != region.root, limits[index].atLower || limits[index].atUpper {
        isFree[index] = false
      }
      for child in region.nodes[index].children where !isFree[index] { isFree[child] = false }
      if isFree[index] { cells += region.nodes[index].cells }
    }
    for cell in cells {
      let rest = region.budget - result.reduce(0, +)
      guard rest != 0 else { return }
      let balanced = result[cell] + rest
      if balanced >= region.lower[cell], balanced <= region.upper[cell],
        result[cell] > region.lower[cell], result[cell] < region.upper[cell]
      {
        result[cell] = balanced
        return
      }
    }
  }
}
