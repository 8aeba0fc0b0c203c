import MediaMix
import MediaMixInference
import Testing

@Suite("Gradients of plans")
struct BudgetGradientTests {
  private struct Case: Sendable, CustomTestStringConvertible {
    let transform: MediaTransform
    let geos: Int?
    let granularity: BudgetGranularity
    let riskAversion: Double
    var testDescription: String {
      "\(transform.rawValue), \(geos ?? 1) geos, by \(granularity.rawValue), risk \(riskAversion)"
    }
  }

  private static let cases = MediaTransform.allCases.flatMap { transform in
    [nil, 3].flatMap { geos in
      BudgetGranularity.allCases.flatMap { granularity in
        [0, 1.5].map {
          Case(transform: transform, geos: geos, granularity: granularity, riskAversion: $0)
        }
      }
    }
  }

  @Test("Value and first derivatives are those of the prediction", arguments: cases)
  private func gradient(_ example: Case) async throws {
    let fit = try await SmallFit.make(example.transform, geos: example.geos)
    var problem = BudgetProblem(periods: 7)
    problem.granularity = example.granularity
    problem.riskAversion = example.riskAversion
    let plan = try await fit.optimizeBudget(problem)
    let window = try BudgetWindow(problem, fit: fit)
    let objective = await window.optimizer(of: fit).objective
    // Somewhere, rather than at the best.
    let spends = plan.cells.enumerated().map { $1.previousSpend * (1 + 0.1 * Double($0 % 3)) }
    let found = await objective.evaluate(spends)
    if example.riskAversion == 0 {
      let kpi = try PlanPrediction.kpi(plan.media, fit)
      #expect(abs(kpi - plan.kpi) < 1e-10 * kpi)
    }
    for cell in stride(from: 0, to: spends.count, by: max(1, spends.count / 5)) {
      func value(_ step: Double) async -> Double {
        var moved = spends
        moved[cell] += step
        return await objective.evaluate(moved).value
      }
      func difference(_ step: Double) async -> Double {
        (await value(step) - value(-step)) / (2 * step)
      }
      let step = 1e-3 * spends[cell]
      let slope = (4 * (await difference(step / 2)) - (await difference(step))) / 3
      #expect(abs(slope - found.gradient[cell]) < 1e-7 * max(abs(slope), 1e-3), "cell \(cell)")
      if example.riskAversion == 0 {
        let bend = (await value(step) - 2 * found.value + value(-step)) / (step * step)
        #expect(
          abs(bend - found.curvature[cell]) < 1e-3 * max(abs(bend), abs(slope) / spends[cell]),
          "cell \(cell)")
      }
    }
  }

  @Test("Media in a gap carry over into the window")
  func gap() async throws {
    let fit = try await SmallFit.make(.carryover)
    var problem = BudgetProblem(periods: 5)
    problem.gap = Panel(repeating: 1.5, timeCount: 3, columnCount: 2)
    let plan = try await fit.optimizeBudget(problem)
    let kpi = try PlanPrediction.kpi(plan.media, fit, gap: problem.gap)
    #expect(abs(kpi - plan.kpi) < 1e-10 * kpi)
    let without = try await fit.optimizeBudget(BudgetProblem(periods: 5))
    #expect(abs(kpi - without.kpi) > 1e-6 * kpi)
  }
}
