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
      var problem = BudgetProblem(
        periods: try #require(json["n_time_periods"]?.intValue), goal: .budget(budget))
      // The features of the window are those of the case's prediction, and its geos are split by
      // scaled media, as the reference does.
      problem.features = try #require(output.json["predict"]?["extra_features"]).featurePanel(
        periods: problem.periods, geos: output.fit.model.dataset.media.geoCount)
      problem.geoShares = shares(of: output.fit.model)
      let plan = try await output.fit.optimizeBudget(problem)
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
      let kpi = try PlanPrediction.kpi(plan.media, output.fit, features: problem.features)
      #expect(abs(kpi - plan.kpi) < 1e-10 * plan.kpi)
    }
  }

  /// Each geo's share of a channel's scaled media.
  private func shares(of model: MediaMixModel) -> [String: [Double]] {
    let scaled = model.scaling.transform(model.dataset).media.mean(repeated: 1)
    return Dictionary(
      uniqueKeysWithValues: model.dataset.channels.enumerated().map { channel, name in
        (name, (0..<scaled.geoCount).map { scaled[0, channel, $0] })
      })
  }
}

extension JSONValue {
  /// Features of a window; none where the case has none.
  fileprivate func featurePanel(periods: Int, geos: Int) -> Panel {
    numbers.isEmpty
      ? Panel(repeating: 0, timeCount: periods, columnCount: 0, geoCount: geos) : panel
  }
}

/// The KPI of future media, by the model's own prediction.
enum PlanPrediction {
  /// The posterior mean of the sum over periods and geos, with features at their training means unless
  /// they are given.
  static func kpi(
    _ media: Panel, _ fit: FittedModel, features: Panel? = nil, gap: Panel? = nil
  ) throws -> Double {
    let features = features ?? fit.model.dataset.meanFeatures(periods: media.timeCount)
    let mean = try fit.predict(FutureRows(media: media, features: features, gap: gap)).mean
    return mean.values.reduce(0, +) / Double(fit.draws.chainCount * fit.draws.drawCount)
  }
}
