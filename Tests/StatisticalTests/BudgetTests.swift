import Foundation
import MediaMix
import MediaMixInference
import Testing

extension StatisticalTests {
  @Suite("Random budgets")
  struct BudgetTests {
    @Test("A thousand: allowed, optimal by their certificate, never worse than where they began")
    func random() async {
      var unproven: [Int] = []
      for index in 0..<1000 {
        var random = RandomStream(seed: 11, purpose: .simulation, index: index)
        let problem = CurveProblem(&random)
        let start = problem.region.projection(
          of: zip(problem.region.lower, problem.region.upper).map { ($0 + $1) / 2 })
        let began = problem.curves.evaluate(start).value
        let summit = await problem.solve(from: start)
        problem.expectAllowed(summit.spends, "problem \(index)")
        #expect(summit.evaluation.value >= began, "problem \(index)")
        if summit.check.residual > 1e-8 { unproven.append(index) }
      }
      #expect(unproven.isEmpty, "\(unproven)")
    }

    @Test("At least the best of SciPy's SLSQP from fifty random plans each")
    func besideSLSQP() async throws {
      let url = try #require(
        Bundle.module.url(
          forResource: "slsqp", withExtension: "json", subdirectory: "Fixtures/budgets"))
      let file = try JSONDecoder().decode(CurveFile.self, from: Data(contentsOf: url))
      #expect(file.problems.count == 24)
      for (index, given) in file.problems.enumerated() {
        let problem = CurveProblem(given)
        let start = problem.region.projection(of: given.lower)
        let summit = await problem.solve(from: start)
        problem.expectAllowed(summit.spends, "problem \(index)")
        let best = given.best
        #expect(summit.evaluation.value >= best * (1 - 1e-9), "problem \(index)")
        #expect(summit.check.residual <= 1e-8, "problem \(index)")
      }
    }
  }
}

/// Problems as the fixture has them.
private struct CurveFile: Decodable {
  struct Problem: Decodable {
    struct Group: Decodable {
      let channels: [Int]
      let upper: Double
    }
    let height: [Double]
    let half: [Double]
    let slope: [Double]
    let lower: [Double]
    let upper: [Double]
    let budget: Double
    let groups: [Group]
    let best: Double
  }
  let problems: [Problem]
}

/// The sum of a Hill curve of each spend.
private struct HillCurves: SpendObjective {
  let height: [Double]
  let half: [Double]
  let slope: [Double]

  func evaluate(_ spends: [Double]) -> SpendEvaluation {
    var evaluation = SpendEvaluation(value: 0, gradient: [], curvature: [], terms: [])
    for cell in spends.indices {
      let spend = max(spends[cell], 1e-150)
      let power = slope[cell]
      let share =
        1 / (1 + VectorMath.exp(power * (VectorMath.log(half[cell]) - VectorMath.log(spend))))
      let first = height[cell] * power * share * (1 - share) / spend
      evaluation.terms?.append(height[cell] * share)
      evaluation.gradient.append(first)
      evaluation.curvature.append(first * (power * (1 - 2 * share) - 1) / spend)
    }
    evaluation.value = (evaluation.terms ?? []).reduce(0, +)
    return evaluation
  }
}

private struct CurveProblem {
  let curves: HillCurves
  let region: SpendRegion

  init(_ given: CurveFile.Problem) {
    curves = HillCurves(height: given.height, half: given.half, slope: given.slope)
    let grouped = Set(given.groups.flatMap(\.channels))
    var nodes = given.groups.map {
      SpendRegion.Node(cells: $0.channels, lower: 0, upper: $0.upper)
    }
    nodes.append(
      SpendRegion.Node(
        cells: given.height.indices.filter { !grouped.contains($0) },
        children: Array(nodes.indices), lower: given.budget, upper: given.budget))
    region = SpendRegion(lower: given.lower, upper: given.upper, nodes: nodes)
  }

  /// 2 to 60 curves with slopes from 0.2 to 8; bounds that are tight, loose, from 0 or without width;
  /// groups around a random plan that is allowed.
  init(_ random: inout RandomStream) {
    let count = 2 + Int(59 * random.uniform())
    func logUniform(_ low: Double, _ high: Double) -> Double {
      low * VectorMath.exp(random.uniform() * VectorMath.log(high / low))
    }
    let scale = logUniform(1e-3, 1e6)
    let width = logUniform(0.01, 5)
    var (height, half, slope) = ([Double](), [Double](), [Double]())
    var (lower, upper, inside) = ([Double](), [Double](), [Double]())
    for _ in 0..<count {
      let historic = scale * VectorMath.exp(0.5 * random.normal())
      height.append(VectorMath.exp(random.normal()))
      half.append(scale * VectorMath.exp(0.7 * random.normal()))
      slope.append(logUniform(0.2, 8))
      let isFixed = random.uniform() < 0.1
      let low = max(0, historic * (1 - (isFixed ? 0 : width)))
      lower.append(low)
      upper.append(isFixed ? low : historic * (1 + width))
      inside.append(low + random.uniform() * (upper[upper.count - 1] - low))
    }
    curves = HillCurves(height: height, half: half, slope: slope)
    var nodes: [SpendRegion.Node] = []
    if random.uniform() < 0.5 {
      let sum = inside[..<(count / 2)].reduce(0, +)
      nodes.append(
        SpendRegion.Node(
          cells: Array(0..<count / 2), lower: random.uniform() < 0.5 ? 0 : 0.9 * sum,
          upper: random.uniform() < 0.3 ? .infinity : 1.1 * sum))
    }
    let budget = inside.reduce(0, +)
    nodes.append(
      SpendRegion.Node(
        cells: Array((nodes.isEmpty ? 0 : count / 2)..<count), children: Array(nodes.indices),
        lower: budget, upper: budget))
    region = SpendRegion(lower: lower, upper: upper, nodes: nodes)
  }

  func solve(from start: [Double]) async -> ProjectedAscent.Summit {
    await AllocationSolver(curves, separable: curves, in: region, stepCount: 600)
      .solve(region, from: [start])
  }

  func expectAllowed(_ plan: [Double], _ comment: Comment) {
    #expect(zip(plan, region.lower).allSatisfy { $0 >= $1 }, comment)
    #expect(zip(plan, region.upper).allSatisfy { $0 <= $1 }, comment)
    #expect(abs(plan.reduce(0, +) - region.budget) <= 1e-12 * region.budget, comment)
    for node in region.nodes.dropLast() {
      let sum = node.cells.reduce(0) { $0 + plan[$1] }
      #expect(sum >= node.lower * (1 - 1e-10) && sum <= node.upper * (1 + 1e-10), comment)
    }
  }
}
