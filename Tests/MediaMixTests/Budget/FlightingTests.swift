import MediaMix
import MediaMixInference
import Testing

@Suite("Spends of periods")
struct FlightingTests {
  private func problem(periods: Int) -> BudgetProblem {
    var problem = BudgetProblem(periods: periods)
    problem.granularity = .period
    return problem
  }

  /// The objective of a problem, and a plan that is not its best.
  private func place(
    _ problem: BudgetProblem, _ fit: FittedModel
  ) async throws -> (objective: any SpendObjective, spends: [Double]) {
    let plan = try await fit.optimizeBudget(problem)
    let window = try BudgetWindow(problem, fit: fit)
    let objective = await window.optimizer(of: fit).objective
    return (
      objective, plan.cells.enumerated().map { $1.previousSpend * (1 + 0.1 * Double($0 % 3)) }
    )
  }

  @Test("Second derivatives are differences of gradients", arguments: MediaTransform.allCases)
  func secondDerivatives(_ transform: MediaTransform) async throws {
    let fit = try await SmallFit.make(transform, geos: 3)
    let (objective, spends) = try await place(problem(periods: 9), fit)
    let hessian = try #require(await objective.hessian(spends, isConcave: false))
    for cell in spends.indices {
      func change(_ step: Double) async -> [Double] {
        var (more, less) = (spends, spends)
        more[cell] += step
        less[cell] -= step
        let (above, below) = (await objective.evaluate(more), await objective.evaluate(less))
        return zip(above.gradient, below.gradient).map { ($0 - $1) / (2 * step) }
      }
      let step = 1e-3 * spends[cell]
      let (coarse, fine) = (await change(step), await change(step / 2))
      let expected = zip(coarse, fine).map { (4 * $1 - $0) / 3 }
      let found = hessian.product(spends.indices.map { $0 == cell ? 1 : 0 })
      let scale = expected.map(\.magnitude).max() ?? 0
      #expect(scale > 0)
      for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-7 * scale, "cell \(cell)") }
    }
  }

  @Test("A concave model bends downwards everywhere, and is the whole one of concave curves")
  func concave() async throws {
    for transform in MediaTransform.allCases {
      let fit = try await SmallFit.make(transform)
      let (objective, spends) = try await place(problem(periods: 9), fit)
      let whole = try #require(await objective.hessian(spends, isConcave: false))
      let concave = try #require(await objective.hessian(spends, isConcave: true))
      for frequency in 0..<9 {
        let direction = spends.indices.map { Double(($0 * (frequency + 1)) % 9) - 4 }
        func bend(_ hessian: BlockHessian) -> Double {
          zip(direction, hessian.product(direction)).reduce(0) { $0 + $1.0 * $1.1 }
        }
        #expect(bend(concave) <= 0)
        #expect(bend(concave) <= bend(whole) + 1e-12 * bend(whole).magnitude)
        if transform != .hillAdstock { #expect(bend(concave) == bend(whole)) }
      }
    }
  }

  @Test("Carry-over does not keep plans from converging", arguments: MediaTransform.allCases)
  func convergence(_ transform: MediaTransform) async throws {
    let fit = try await SmallFit.make(transform)
    let plan = try await fit.optimizeBudget(problem(periods: 26))
    #expect(plan.certificate.converged, "\(plan.certificate)")
    // Up to 90 were seen; ascent without second derivatives creeps for thousands.
    #expect(plan.certificate.evaluations <= 150, "\(plan.certificate)")
    #expect(plan.kpi > plan.previousKPI)
  }
}
