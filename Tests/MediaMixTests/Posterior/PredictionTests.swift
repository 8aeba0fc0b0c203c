import MediaMix
import MediaMixInference
import Testing

@Suite("Prediction")
struct PredictionTests {
  private func rows(_ json: JSONValue, gap: Bool = false, _ fit: FittedModel) throws -> FutureRows {
    let scaling = fit.model.scaling
    let given = try #require(json["predict"])
    return FutureRows(
      media: scaling.media.inverse(try #require(given["media"]).panel),
      features: given["extra_features"].flatMap { $0.isNull ? nil : $0.panel },
      gap: gap ? scaling.media.inverse(try #require(given["media_gap"]).panel) : nil)
  }

  @Test("The reference's predictions, with and without a gap, and its fit intervals, to 1e-9")
  func reference() async throws {
    let outputs = try await FittedOutput.all()
    #expect(outputs.count == 5)
    for output in outputs {
      let fit = output.fit
      let result = try #require(output.json["predict"])
      func onModelScale(_ prediction: Prediction) -> [Double] {
        let geoCount = fit.model.dataset.target.geoCount
        return prediction.mean.values.enumerated().map { index, value in
          value / fit.model.scaling.target.divisor(column: 0, geo: index % geoCount)
        }
      }
      let prediction = try fit.predict(rows(output.json, fit))
      #expect(
        relativeError(prediction.mean.values, try #require(result["result_unscaled"]).numbers)
          < 1e-9, "\(output.label)")
      #expect(
        relativeError(onModelScale(prediction), try #require(result["result"]).numbers) < 1e-9,
        "\(output.label)")
      let afterGap = try fit.predict(rows(output.json, gap: true, fit))
      #expect(
        relativeError(onModelScale(afterGap), try #require(result["result_with_gap"]).numbers)
          < 1e-9, "\(output.label)")
      #expect(afterGap.dates[0] == prediction.dates[3])
      try checkFitInterval(output)
    }
  }

  /// The reference gives mean and 90 % interval of μ on the model's scale, `[time]` or `[time, geo]`.
  private func checkFitInterval(_ output: FittedOutput) throws {
    let fit = output.fit
    let interval = try #require(output.json["fit_interval"])
    let dataset = fit.model.dataset
    let geoCount = dataset.target.geoCount
    let fitted = fit.fittedValues()
    #expect(fitted.observed == dataset.target)
    let periods = fitted.periods()
    for (key, number) in [
      ("lower", \PredictedPeriod.quantiles.q5), ("upper", \.quantiles.q95), ("mean", \.mean),
    ] {
      let values = (0..<dataset.timeCount).flatMap { time in
        (0..<geoCount).map { geo in
          periods[geo * dataset.timeCount + time][keyPath: number]
            / fit.model.scaling.target.divisor(column: 0, geo: geo)
        }
      }
      #expect(
        relativeError(values, try #require(interval[key]).numbers) < 1e-9, "\(output.label) \(key)")
    }
  }

  @Test("Training rows are recognised; a plan that repeats later ones is not one of them")
  func trainingRows() async throws {
    let fit = try await FittedOutput.all()[0].fit
    let data = fit.model.dataset
    func rows(_ range: Range<Int>, target: Bool) -> FutureRows {
      let rows = data.rows(range)
      return FutureRows(
        media: rows.media, features: rows.features, target: target ? rows.target : nil)
    }
    #expect(throws: PredictionError.fitted(first: data.dates[0])) {
      try fit.predict(FutureRows(data))
    }
    #expect(throws: PredictionError.fitted(first: data.dates[0])) {
      try fit.predict(rows(0..<7, target: false))
    }
    #expect(throws: PredictionError.fitted(first: data.dates[20])) {
      try fit.predict(rows(20..<30, target: true))
    }
    _ = try fit.predict(rows(20..<30, target: false))
  }

  @Test("Rows that do not fit the model are refused by name")
  func unusableRows() async throws {
    let fit = try await FittedOutput.all()[0].fit
    func future(media: [Double], features: [Double]) -> FutureRows {
      FutureRows(
        media: Panel(timeCount: 1, columnCount: media.count, values: media),
        features: Panel(timeCount: 1, columnCount: features.count, values: features))
    }
    #expect(throws: PredictionError.shape("channels", found: 2, expected: 3)) {
      try fit.predict(future(media: [1, 1], features: [1, 1]))
    }
    #expect(throws: PredictionError.shape("features", found: 0, expected: 2)) {
      try fit.predict(future(media: [1, 1, 1], features: []))
    }
    #expect(throws: PredictionError.value("media of channel_1", period: 0, value: -1)) {
      try fit.predict(future(media: [1, -1, 1], features: [1, 1]))
    }
    #expect(throws: PredictionError.value("feature_0", period: 0, value: .infinity)) {
      try fit.predict(future(media: [1, 1, 1], features: [.infinity, 1]))
    }
    #expect(throws: PredictionError.overflow(period: 0)) {
      try fit.predict(future(media: [1, 1, 1], features: [1.7e308, 1.7e308]))
    }
  }

  @Test("Noise has the model's standard deviation and a stream for each draw and geo")
  func noise() async throws {
    let output = try await FittedOutput.all()[3]
    let fit = output.fit
    let geoCount = fit.model.dataset.geos.count
    let fitted = fit.fittedValues()
    let noisy = fitted.withNoise(seed: 3)
    #expect(noisy.values == fitted.withNoise(seed: 3).values)
    #expect(noisy.values != fitted.withNoise(seed: 4).values)
    let sigma = try #require(fit.draws(of: "sigma"))
    // Standardised noise of all draws, periods and geos: 4 · 30 · geos numbers.
    let standardised = zip(noisy.values, fitted.mean.values).enumerated().map { index, pair in
      let draw = index / (fitted.dates.count * geoCount)
      let geo = index % geoCount
      return (pair.0 - pair.1) / sigma[draw * geoCount + geo]
        / fit.model.scaling.target.divisor(column: 0, geo: geo)
    }
    let variance = standardised.reduce(0) { $0 + $1 * $1 } / Double(standardised.count)
    #expect(abs(variance - 1) < 4 * (2 / Double(standardised.count)).squareRoot())
    #expect(Set(standardised).count == standardised.count)
  }

  @Test("Scores by their definitions")
  func scores() {
    // Two draws of three periods.
    let observed = [10.0, 20, 0]
    let means = [11.0, 18, 1, 9, 20, 1]
    let kpi = [12.0, 18, 1, 8, 26, 2]
    let scores = PredictionScores(observed: observed, means: means, kpi: kpi)
    #expect(scores.periodCount == 3)
    #expect(abs(scores.meanAbsoluteError - (0 + 1 + 1) / 3) < 1e-12)
    #expect(scores.meanAbsolutePercentageError == 0.025)
    #expect(scores.medianAbsolutePercentageError == 0.025)
    // E|X − y| − ½E|X − X′| by hand: 2 − 1, 4 − 2, 1.5 − 0.25.
    #expect(abs(scores.continuousRankedProbabilityScore - (1 + 2 + 1.25) / 3) < 1e-12)
    // The middle halves are 9…11, 20…24 and 1.25…1.75.
    #expect(scores.coverage50 == 2.0 / 3)
    #expect(scores.coverage90 == 2.0 / 3)
    // Draw by draw var μ / (var μ + var residual): 146/3 ÷ (146/3 + 14/9), 182/3 ÷ (182/3 + 2/3).
    let first = variance([11, 18, 1]) / (variance([11, 18, 1]) + variance([-1, 2, -1]))
    let second = variance([9, 20, 1]) / (variance([9, 20, 1]) + variance([1, 0, -1]))
    #expect(abs((scores.rSquared ?? 0) - (first + second) / 2) < 1e-12)
    #expect(abs((scores.rSquaredDeviation ?? 0) - abs(first - second) / 2) < 1e-12)
  }

  private func variance(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
  }

  @Test("What has no meaning is absent, not NaN")
  func undefinedScores() {
    let single = PredictionScores(observed: [0], means: [1, 2], kpi: [1, 2])
    #expect(single.meanAbsolutePercentageError == nil)
    #expect(single.medianAbsolutePercentageError == nil)
    #expect(single.rSquared == nil)
    let still = PredictionScores(observed: [1, 1], means: [1, 1], kpi: [1, 1])
    #expect(still.rSquared == nil)
    #expect(still.continuousRankedProbabilityScore == 0)
  }

  @Test("Draws of the KPI that are at hand give what drawing them again does")
  func givenDraws() async throws {
    for output in try await FittedOutput.all()[3...] {
      let fitted = output.fit.fittedValues()
      let kpi = fitted.withNoise(seed: 7)
      #expect(fitted.periods(of: kpi) == fitted.periods(noise: true, seed: 7))
      #expect(fitted.periods(of: fitted.mean) == fitted.periods())
      #expect(fitted.scores(of: kpi) == fitted.scores(seed: 7))
      #expect(fitted.geoScores(of: kpi) == fitted.geoScores(seed: 7))
    }
  }

  @Test("Scores of geo data are of the sum, and of each geo")
  func geoScores() async throws {
    let fitted = try await FittedOutput.all()[4].fit.fittedValues()
    let whole = try #require(fitted.scores())
    let geos = fitted.geoScores()
    #expect(geos.count == fitted.geos.count)
    #expect(whole.meanAbsoluteError <= geos.reduce(0) { $0 + $1.meanAbsoluteError } * (1 + 1e-12))
    #expect(geos.allSatisfy { $0.coverage50 <= $0.coverage90 })
  }
}
