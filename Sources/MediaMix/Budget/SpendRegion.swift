/// The plans that are allowed: spends of cells, each within its bounds, whose sums over the nodes of a
/// tree are within the nodes' limits.
///
/// A cell is what is decided on: a channel, or a channel in a geo or a period. The root's two limits
/// are the budget; below it are groups of channels and, where a channel has several cells, channels.
package struct SpendRegion: Sendable {
  /// A sum of spends with limits.
  package struct Node: Sendable {
    /// The cells and nodes that it is the sum of.
    package var cells: [Int]
    package var children: [Int]
    /// What the sum may be, in money.
    package var lower: Double
    package var upper: Double

    /// A node of cells and nodes.
    package init(cells: [Int] = [], children: [Int] = [], lower: Double, upper: Double) {
      self.cells = cells
      self.children = children
      self.lower = lower
      self.upper = upper
    }
  }

  /// The least spend of each cell, in money.
  package var lower: [Double]
  /// The largest.
  package var upper: [Double]
  /// Children before their parents; the last is the root.
  package private(set) var nodes: [Node]

  /// A region.
  ///
  /// - Parameter nodes: children before their parents, the root last; each cell and each node but the
  ///   root belongs to one node.
  package init(lower: [Double], upper: [Double], nodes: [Node]) {
    precondition(lower.count == upper.count, "bounds of other cells")
    self.lower = lower
    self.upper = upper
    self.nodes = nodes
  }

  /// Number of cells.
  var cellCount: Int { lower.count }

  /// The place of the root.
  var root: Int { nodes.count - 1 }

  /// What all spends add up to.
  package var budget: Double { nodes[root].lower }

  /// What the budget leaves beyond all lower bounds.
  var room: Double { max(0, budget - lower.reduce(0, +)) }

  /// Whether the sums of spends are within the limits of their nodes, up to rounding.
  func allows(_ spends: [Double]) -> Bool {
    var sums: [Double] = []
    for node in nodes {
      let sum =
        node.cells.reduce(0) { $0 + spends[$1] } + node.children.reduce(0) { $0 + sums[$1] }
      let tolerance = Self.rounding * budget
      guard sum >= node.lower - tolerance, sum <= node.upper + tolerance else { return false }
      sums.append(sum)
    }
    return true
  }

  /// The least and the largest sum that each node can have, given the bounds of its cells and of the
  /// nodes below it, its own aside; `[node]`.
  var reaches: [(least: Double, most: Double)] {
    var reaches: [(least: Double, most: Double)] = []
    for node in nodes {
      var (least, most) = (0.0, 0.0)
      for cell in node.cells {
        least += lower[cell]
        most += upper[cell]
      }
      for child in node.children {
        least += max(reaches[child].least, nodes[child].lower)
        most += min(reaches[child].most, nodes[child].upper)
      }
      reaches.append((least, most))
    }
    return reaches
  }

  /// The smallest and the largest spend, whatever the budget is; nil for a range that is empty.
  package var range: ClosedRange<Double>? {
    let reaches = reaches
    for (node, reach) in zip(nodes, reaches).dropLast() {
      // Limits that meet only up to rounding still meet.
      let tolerance = Self.rounding * max(reach.most.magnitude, reach.least.magnitude)
      guard max(reach.least, node.lower) <= min(reach.most, node.upper) + tolerance else {
        return nil
      }
    }
    let (least, most) = reaches[root]
    return least <= most
      ? least...most : (least - most <= Self.rounding * least ? most...least : nil)
  }

  /// Sums of this size relative to their terms may be due to rounding.
  static let rounding = 1e-11
}
