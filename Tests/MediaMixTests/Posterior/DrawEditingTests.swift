import MediaMix
import MediaMixInference
import Testing

@Suite("Editing draws")
struct DrawEditingTests {
  /// The places at which two fits' draws differ, by the names of the scalars.
  private func changed(_ a: FittedModel, _ b: FittedModel) -> Set<String> {
    let names = a.model.parameters.elementNames
    return Set(
      a.draws.values.indices.filter { a.draws.values[$0] != b.draws.values[$0] }
        .map { names[$0 % names.count] })
  }

  @Test("The effect of a channel doubled: its coefficient, contribution and return, nothing else")
  func doubled() async throws {
    let fit = try await SmallFit.make(.hillAdstock)
    let twice = try fit.scalingEffect(of: "channel_1", by: 2)
    #expect(changed(fit, twice) == ["coef_media[channel_1]"])
    let (before, after) = (fit.mediaMetrics(), twice.mediaMetrics())
    #expect(after[1].returnDraws == before[1].returnDraws.map { 2 * $0 })
    #expect(after[0].returnDraws == before[0].returnDraws)
    #expect(twice.draws.statistics == fit.draws.statistics)
    #expect(twice.edits.map(\.kind) == [.changed])
    #expect(twice.edits.map(\.description) == ["effect of channel_1 times 2.0"])
    #expect(fit.edits.isEmpty)
    // R-hat and effective sample sizes do not depend on a scale.
    #expect(twice.convergence() == fit.convergence())
  }

  @Test("An empty list of geos is refused, of national data and of geos")
  func noGeos() async throws {
    for geos in [nil, 2] {
      let fit = try await SmallFit.make(.adstock, geos: geos)
      #expect(throws: DrawEditError.noGeos) {
        try fit.scalingEffect(of: "channel_0", by: 2, in: [])
      }
    }
  }

  @Test("In geo data everywhere with the channel's own coefficient, or in some geos alone")
  func geos() async throws {
    let fit = try await SmallFit.make(.adstock, geos: 3)
    let everywhere = try fit.scalingEffect(of: "channel_0", by: 1.5)
    #expect(
      changed(fit, everywhere) == [
        "channel_coef_media[channel_0,0]", "coef_media[channel_0,geo_0]",
        "coef_media[channel_0,geo_1]", "coef_media[channel_0,geo_2]",
      ])
    let some = try fit.scalingEffect(of: "channel_0", by: 1.5, in: ["geo_2", "geo_0"])
    #expect(
      changed(fit, some) == ["coef_media[channel_0,geo_0]", "coef_media[channel_0,geo_2]"])
    #expect(some.edits.map(\.description) == ["effect of channel_0 times 1.5 in geo_2, geo_0"])
    let off = try fit.scalingEffect(of: "channel_0", by: 0)
    #expect(off.mediaMetrics()[0].contributionDraws.allSatisfy { $0 == 0 })
    #expect(!changed(fit, off).contains("channel_coef_media[channel_0,0]"))
  }

  @Test("A coefficient is given a fixed value, by its label or its index")
  func fixedValue() async throws {
    let fit = try await SmallFit.make(.adstock, priors: ["expo_trend": .fixed(1)])
    let fixed = try fit.editingDraws(of: "coef_media") { element, value in
      element.label == "channel_0" ? 0.3 : value
    }
    #expect(changed(fit, fixed) == ["coef_media[channel_0]"])
    #expect(fixed.trace["coef_media"]?[1, 19, 0] == 0.3)
    let summary = try #require(fixed.summary().first { $0.name == "coef_media[channel_0]" })
    #expect(summary.statistics.sd == 0)
    #expect(summary.statistics.rHat.isNaN)
    let sums = try fit.editingDraws(of: "gamma_seasonality") { element, _ in Double(element.index) }
    #expect(sums.draws(of: "gamma_seasonality")?.suffix(4) == [0, 1, 2, 3])
    // What the configuration fixes may be given another value.
    let exponent = try fixed.editingDraws(of: "expo_trend") { element, value in
      #expect(element.label.isEmpty && value == 1)
      return 0.8
    }
    #expect(exponent.draws(of: "expo_trend")?.allSatisfy { $0 == 0.8 } == true)
    #expect(
      exponent.edits.map(\.description) == [
        "draws of coef_media changed", "draws of expo_trend changed",
      ])
  }

  @Test("Labels name the elements of every axis")
  func labels() async throws {
    let fit = try await SmallFit.make(.adstock, geos: 2)
    var labels: [String] = []
    _ = try fit.thinned(to: 1, seed: 1).editingDraws(of: "coef_extra_features") {
      labels.append($0.label)
      return $1
    }
    #expect(labels == ["feature_0,geo_0", "feature_0,geo_1", "feature_1,geo_0", "feature_1,geo_1"])
  }

  @Test("Draws are replaced by any number of others, which no sampler made")
  func replaced() async throws {
    let fit = try await SmallFit.make(.carryover, geos: 2)
    let given = DrawExample.draws(of: fit, count: 4)
    let replaced = try fit.replacingDraws(given)
    #expect(replaced.draws.chainCount == 1)
    #expect(replaced.draws.drawCount == 4)
    #expect(replaced.draws.values == Array(fit.draws.values.prefix(4 * fit.draws.layout.count)))
    #expect(replaced.draws.statistics.isEmpty)
    #expect(replaced.convergence().isClean)
    #expect(replaced.divergenceCount == 0)
    #expect(replaced.summary().count == fit.summary().count)
    #expect(replaced.trace["mu"]?.values == Array(fit.trace.mu.values.prefix(4 * 60)))
    #expect(replaced.edits.map(\.description) == ["4 given draws in place of those sampled"])
    let chains = try fit.replacingDraws(given, chains: 2)
    #expect(chains.trace["mu"]?.shape == [2, 2, 30, 2])
    #expect(
      chains.edits.map(\.description) == ["2 chains of 2 given draws in place of those sampled"])
    #expect(try fit.replacingDraws(DrawExample.draws(of: fit, count: 1)).draws.drawCount == 1)
  }

  @Test("A parameter that is fixed altogether need not be given")
  func replacedFixed() async throws {
    let fit = try await SmallFit.make(
      .adstock,
      priors: ["coef_trend": .fixed(0.25), "lag_weight": .elements(["channel_0": .fixed(0.5)])])
    var given = DrawExample.draws(of: fit, count: 3)
    given["coef_trend"] = nil
    #expect(
      try fit.replacingDraws(given).draws(of: "coef_trend") == [0.25, 0.25, 0.25])
    given["lag_weight"] = nil
    #expect(throws: DrawEditError.missing("lag_weight")) { try fit.replacingDraws(given) }
  }

  @Test("A random subset of draws, in their order, as one chain")
  func thinned() async throws {
    let fit = try await SmallFit.make(.adstock)
    let thinned = try fit.thinned(to: 15, seed: 4)
    #expect(try fit.thinned(to: 15, seed: 4).draws == thinned.draws)
    #expect(try fit.thinned(to: 15, seed: 5).draws != thinned.draws)
    let all = (0..<40).map { Array(fit.draws.draw($0)) }
    let kept = (0..<15).map { Array(thinned.draws.draw($0)) }
    let places = kept.compactMap { draw in all.firstIndex(of: draw) }
    #expect(places.count == 15)
    #expect(zip(places, places.dropFirst()).allSatisfy { $0 < $1 })
    #expect(thinned.draws.chainCount == 1)
    #expect(thinned.edits.map(\.kind) == [.thinned])
    #expect(thinned.edits.map(\.description) == ["15 of 40 draws kept, chosen with seed 4"])
    #expect(thinned.convergence().isClean)
    for count in [-1, 0, 41] {
      #expect(throws: DrawsError.invalidCount(count, available: 40)) {
        try fit.thinned(to: count, seed: 1)
      }
    }
  }

  /// What cannot be done, and what the error says of it.
  struct Failure: Sendable {
    let message: String
    let edit: @Sendable (FittedModel) throws -> FittedModel
  }

  private static func replacing(
    _ message: String, _ change: @escaping @Sendable (inout [String: [Double]]) -> Void
  ) -> Failure {
    Failure(message: message) { fit in
      var draws = DrawExample.draws(of: fit, count: 4)
      change(&draws)
      return try fit.replacingDraws(draws)
    }
  }

  private static let failures: [Failure] = [
    Failure(message: "no channel channel_9; did you mean channel_0?") {
      try $0.scalingEffect(of: "channel_9", by: 2)
    },
    Failure(message: "no geo geo_7; did you mean geo_0?") {
      try $0.scalingEffect(of: "channel_0", by: 2, in: ["geo_0", "geo_7"])
    },
    Failure(message: "channel_coef_media[channel_0,0] would be inf; it must be positive") {
      try $0.editingDraws(of: "channel_coef_media") { _, _ in .infinity }
    },
    Failure(message: "coef_media[channel_0,geo_0] would be nan; it must be a finite number") {
      try $0.scalingEffect(of: "channel_0", by: .nan)
    },
    Failure(message: "no parameter coef_meda; did you mean coef_media?") {
      try $0.editingDraws(of: "coef_meda") { $1 }
    },
    Failure(message: "mu follows from the parameters") { try $0.editingDraws(of: "mu") { $1 } },
    Failure(message: "sigma[geo_1] would be 0.0; it must be positive") {
      try $0.editingDraws(of: "sigma") { $0.index == 1 ? 0 : $1 }
    },
    Failure(message: "lag_weight[channel_0] would be 1.5; it must be between 0 and 1") {
      try $0.editingDraws(of: "lag_weight") { _, _ in 1.5 }
    },
    Failure(message: "0 chains") {
      try $0.replacingDraws(DrawExample.draws(of: $0, count: 4), chains: 0)
    },
    Failure(message: "intercept has 8 numbers; a draw of it has 2 numbers (shape [2])") {
      try $0.replacingDraws(DrawExample.draws(of: $0, count: 4), chains: 3)
    },
    replacing("no draws of sigma") { $0["sigma"] = nil },
    replacing("the model has no parameter slope. It has intercept, sigma") { $0["slope"] = [1] },
    replacing("media_transformed follows from") { $0["media_transformed"] = [1] },
    replacing("sigma has 7 numbers; a draw of it has 2 numbers (shape [2])") {
      $0["sigma"]?.removeLast()
    },
    replacing("expo_trend has 0 numbers; a draw of it has 1 number") { $0["expo_trend"] = [] },
    replacing("sigma has 3 draws, but intercept has 4") { $0["sigma"]?.removeLast(2) },
    replacing("exponent[channel_1] would be -1.0; it must be positive") {
      $0["exponent"]?[3] = -1
    },
    replacing("coef_trend[geo_0] would be nan; it must be a finite number") {
      $0["coef_trend"]?[0] = .nan
    },
  ]

  @Test("What cannot be done is an error that names the parameter")
  func failures() async throws {
    let fit = try await SmallFit.make(.adstock, geos: 2)
    for failure in Self.failures {
      let error = #expect(throws: DrawEditError.self, "\(failure.message)") {
        try failure.edit(fit)
      }
      #expect(
        error?.description.contains(failure.message) == true,
        "\(failure.message): \(error?.description ?? "none")")
    }
    let national = try await SmallFit.make(.adstock)
    let error = #expect(throws: DrawEditError.self) {
      try national.scalingEffect(of: "channel_0", by: 2, in: ["north"])
    }
    #expect(error?.description.contains("the data are national") == true)
  }
}
