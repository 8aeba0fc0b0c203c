import MediaMix
import MediaMixInference
import Testing

@Suite("Plans that are allowed")
struct SpendRegionTests {
  /// A random region of three levels with zero-width boxes, and a plan in it.
  private func region(_ random: inout RandomStream, cells count: Int) -> (SpendRegion, [Double]) {
    var (lower, upper, inside) = ([Double](), [Double](), [Double]())
    for _ in 0..<count {
      let low = random.uniform() < 0.3 ? 0 : random.uniform()
      let width = random.uniform() < 0.2 ? 0 : 3 * random.uniform()
      lower.append(low)
      upper.append(low + width)
      inside.append(low + random.uniform() * width)
    }
    func sum(_ cells: some Sequence<Int>) -> Double { cells.reduce(0) { $0 + inside[$1] } }
    func limits(_ total: Double) -> (Double, Double) {
      switch random.uniform() {
      case ..<0.3: (total, total)
      case ..<0.6: (total * random.uniform(), total * (1 + 0.2 * random.uniform()))
      default: (0, .infinity)
      }
    }
    let third = count / 3
    let (a, b) = (Array(0..<third), Array(third..<2 * third))
    var nodes: [SpendRegion.Node] = []
    for cells in [a, b] {
      let (low, high) = limits(sum(cells))
      nodes.append(SpendRegion.Node(cells: cells, lower: low, upper: high))
    }
    let (low, high) = limits(sum(a) + sum(b))
    nodes.append(SpendRegion.Node(children: [0, 1], lower: low, upper: high))
    let budget = sum(0..<count)
    nodes.append(
      SpendRegion.Node(
        cells: Array(2 * third..<count), children: [2], lower: budget, upper: budget))
    return (SpendRegion(lower: lower, upper: upper, nodes: nodes), inside)
  }

  private func expectAllowed(_ plan: [Double], _ region: SpendRegion) {
    #expect(zip(plan, region.lower).allSatisfy { $0 >= $1 })
    #expect(zip(plan, region.upper).allSatisfy { $0 <= $1 })
    var sums: [Double] = []
    for node in region.nodes {
      let sum =
        node.cells.reduce(0) { $0 + plan[$1] } + node.children.reduce(0) { $0 + sums[$1] }
      let rounding = 1e-12 * max(1, sum)
      #expect(sum >= node.lower - rounding && sum <= node.upper + rounding)
      sums.append(sum)
    }
  }

  @Test("A projection is allowed, its own projection, and nearer than any other plan")
  func projection() {
    var random = RandomStream(seed: 3, purpose: .simulation, index: 5)
    for _ in 0..<400 {
      let count = 3 + Int(20 * random.uniform())
      let (region, inside) = region(&random, cells: count)
      let point = (0..<count).map { _ in 3 * random.normal() }
      let weights = (0..<count).map { _ in VectorMath.exp(2 * random.normal()) }
      let plan = region.projection(of: point, weights: weights)
      expectAllowed(plan, region)
      let again = region.projection(of: plan, weights: weights)
      #expect(zip(plan, again).allSatisfy { abs($0 - $1) < 1e-11 })
      // In a convex set the nearest point is the one from which no other lies towards the target:
      // for a plan inside, and for many more.
      for _ in 0..<10 {
        let shifts = (0..<count).map { _ in random.normal() }
        let other = region.projection(of: zip(inside, shifts).map { $0 + $1 })
        var angle = 0.0
        for cell in 0..<count {
          let away = weights[cell] * (point[cell] - plan[cell])
          angle += away * (other[cell] - plan[cell])
        }
        #expect(angle < 1e-8 * (weights.max() ?? 1))
      }
    }
  }

  @Test("A budget that one plan alone meets, and boxes without width")
  func degenerate() throws {
    let (lower, upper) = ([1.0, 2, 0], [1.0, 5, 4])
    func region(_ budget: Double) -> SpendRegion {
      SpendRegion(
        lower: lower, upper: upper,
        nodes: [SpendRegion.Node(cells: [0, 1, 2], lower: budget, upper: budget)])
    }
    #expect(region(3).projection(of: [9, 9, 9]) == [1, 2, 0])
    #expect(region(10).projection(of: [-9, -9, -9]) == [1, 5, 4])
    #expect(region(7).projection(of: [100, 4, 4]) == [1, 3, 3])
    #expect(try #require(region(7).range) == 3...10)
  }
}
