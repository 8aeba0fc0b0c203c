import MediaMix
import Testing

@Suite("The certificate of optimality")
struct OptimalityCheckTests {
  /// Cells under one budget.
  private func region(
    lower: [Double], upper: [Double], budget: Double, group: (cells: [Int], upper: Double)? = nil
  ) -> SpendRegion {
    var nodes: [SpendRegion.Node] = []
    var free = Array(lower.indices)
    if let group {
      nodes.append(SpendRegion.Node(cells: group.cells, lower: 0, upper: group.upper))
      free.removeAll { group.cells.contains($0) }
    }
    nodes.append(
      SpendRegion.Node(
        cells: free, children: group == nil ? [] : [0], lower: budget, upper: budget))
    return SpendRegion(lower: lower, upper: upper, nodes: nodes)
  }

  @Test("Between bounds, half the difference of marginal returns over the larger")
  func interior() {
    let region = region(lower: [0, 0], upper: [10, 10], budget: 8)
    let check = OptimalityCheck([3, 5], gradient: [2, 1.5], in: region)
    #expect(abs(check.residual - 0.25 / 2) < 1e-15)
    #expect(check.bounds == [nil, nil])
    #expect(OptimalityCheck([3, 5], gradient: [2, 2], in: region).residual == 0)
    #expect(OptimalityCheck([3, 5], gradient: [2, 2], in: region).multiplier == 2)
  }

  @Test("At its lower bound a cell may earn less, and not more; at its upper the reverse")
  func bounds() {
    let region = region(lower: [1, 0, 0], upper: [10, 10, 4], budget: 8)
    func residual(_ gradient: [Double]) -> Double {
      OptimalityCheck([1, 3, 4], gradient: gradient, in: region).residual
    }
    #expect(
      OptimalityCheck([1, 3, 4], gradient: [1, 2, 3], in: region).bounds == [.lower, nil, .upper])
    #expect(residual([1, 2, 3]) == 0)
    #expect(abs(residual([3, 2, 3]) - 0.25) < 1e-15)
    #expect(abs(residual([1, 2, 1]) - 0.25) < 1e-15)
    // What is at a bound may earn incomparably more, and hides no difference of the others.
    let two = self.region(lower: [0, 0, 0], upper: [9, 9, 1], budget: 8)
    let check = OptimalityCheck([3, 4, 1], gradient: [2, 1, 1e9], in: two)
    #expect(abs(check.residual - 0.25) < 1e-15)
  }

  @Test("Bounds that no money reaches do not blind it", arguments: [10, 1e6, 1e12, 1e60])
  func wideBounds(upper: Double) {
    let region = region(lower: [0, 0], upper: [upper, upper], budget: 8)
    let check = OptimalityCheck([3, 5], gradient: [2, 1.5], in: region)
    #expect(check.bounds == [nil, nil])
    #expect(abs(check.residual - 0.125) < 1e-15)
  }

  @Test("A group at its limit may earn more than the rest, one inside may not")
  func groups() {
    func residual(limit: Double, gradient: [Double]) -> Double {
      let region = region(
        lower: [0, 0, 0], upper: [10, 10, 10], budget: 9, group: (cells: [0, 1], upper: limit))
      return OptimalityCheck([2, 3, 4], gradient: gradient, in: region).residual
    }
    #expect(residual(limit: 5, gradient: [3, 3, 2]) == 0)
    #expect(abs(residual(limit: 6, gradient: [3, 3, 2]) - 0.5 / 3) < 1e-15)
    #expect(abs(residual(limit: 5, gradient: [1, 1, 2]) - 0.25) < 1e-15)
    #expect(abs(residual(limit: 5, gradient: [3, 2, 1]) - 0.5 / 3) < 1e-15)
  }
}
