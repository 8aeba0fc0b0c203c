import MediaMix
import MediaMixInference
import Testing

@Suite("Budgets beside the reference")
struct BudgetFixtureTests {
  @Test("All five budgets reach the best KPI known, with a certificate")
  func best() async throws {
    for output in try await FittedOutput.all() {
      let json = try #require(output.json["optimize"])
      func numbers(_ key: String) throws -> [Double] { try #require(json[key]).numbers }
      let prices = try numbers("prices")
      let budget = try #require(json["budget"]?.doubleValue)
      let plan = try await output.fit.optimizeBudget(
        BudgetProblem(
          periods: try #require(json["n_time_periods"]?.intValue), goal: .budget(budget)))
      let best = try #require(json["kpi_best"]?.doubleValue)
      let start = try #require(json["kpi_at_start"]?.doubleValue)
      #expect(plan.kpi >= best * (1 - 1e-9), "\(output.label): \(plan.kpi), not \(best)")
      #expect(plan.kpi <= best * (1 + 1e-6), "\(output.label): \(plan.kpi), not \(best)")
      #expect(abs(plan.previousKPI - start) < 1e-9 * start, "\(output.label)")
      let media = plan.channels.map(\.media)
      #expect(relativeError(media, try numbers("media_best")) < 1e-4, "\(output.label)")
      for (key, found) in [
        ("starting_values", plan.channels.map(\.previousSpend)),
        ("lower_bounds", plan.channels.map(\.lower)), ("upper_bounds", plan.channels.map(\.upper)),
      ] {
        let expected = zip(try numbers(key), prices).map { $0 * $1 }
        #expect(relativeError(found, expected) < 1e-12, "\(output.label), \(key)")
      }
      #expect(plan.certificate.converged && plan.certificate.residual < 1e-9, "\(output.label)")
      #expect(abs(plan.budget - budget) <= 1e-12 * budget)
      #expect(abs(plan.channels.reduce(0) { $0 + $1.spend } - budget) <= 1e-12 * budget)
      for channel in plan.channels {
        #expect(channel.spend >= channel.lower && channel.spend <= channel.upper)
      }
      // The plan's own media, predicted the long way round.
      #expect(abs(try predicted(plan, output.fit) - plan.kpi) < 1e-10 * plan.kpi)
    }
  }

  /// The expected KPI of a plan's media.
  private func predicted(_ plan: BudgetPlan, _ fit: FittedModel) throws -> Double {
    try PlanPrediction.kpi(plan.media, fit)
  }
}

/// The KPI of future media, by the model's own prediction.
enum PlanPrediction {
  /// The posterior mean of the sum over periods and geos, with features at their training means.
  static func kpi(_ media: Panel, _ fit: FittedModel, gap: Panel? = nil) throws -> Double {
    let features = fit.model.dataset.meanFeatures(periods: media.timeCount)
    let mean = try fit.predict(FutureRows(media: media, features: features, gap: gap)).mean
    return mean.values.reduce(0, +) / Double(fit.draws.chainCount * fit.draws.drawCount)
  }
}
