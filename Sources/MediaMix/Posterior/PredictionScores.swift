internal import MediaMixInference

/// How well a prediction agrees with the KPI that came.
public struct PredictionScores: Sendable, Hashable {
  /// Number of periods.
  public let periodCount: Int
  /// The mean of |KPI − mean prediction|, in units of the KPI.
  public let meanAbsoluteError: Double
  /// The mean of |KPI − mean prediction| / |KPI| over the periods whose KPI is not 0; nil without such.
  public let meanAbsolutePercentageError: Double?
  /// The median of the same.
  public let medianAbsolutePercentageError: Double?
  /// The share of variance explained, var μ / (var μ + var(KPI − μ)) over the periods, draw by draw:
  /// its mean (Gelman, Goodrich, Gabry and Vehtari 2019, "R-squared for Bayesian Regression Models"; as
  /// ArviZ computes it). Nil for one period, or where nothing varies.
  public let rSquared: Double?
  /// The standard deviation of the same over the draws.
  public let rSquaredDeviation: Double?
  /// The continuous ranked probability score of the predicted KPI, noise included, in units of the
  /// KPI: its mean over the periods. An error that counts certainty too; of a prediction without
  /// uncertainty it is the mean absolute error (Gneiting and Raftery 2007, equation 21).
  public let continuousRankedProbabilityScore: Double
  /// The share of periods whose KPI lies in the middle half of the predicted KPI, noise included.
  public let coverage50: Double
  /// The share of periods whose KPI lies between the 5 % and the 95 % quantile of the same.
  public let coverage90: Double

  /// The scores of draws, `[draw, time]`.
  ///
  /// - Parameters:
  ///   - observed: the KPI; `[time]`, one period or more.
  ///   - means: draws of μ.
  ///   - kpi: draws of the KPI, noise included.
  package init(observed: [Double], means: [Double], kpi: [Double]) {
    periodCount = observed.count
    let count = observed.count
    let drawCount = Double(means.count / count)
    var average = Array(repeating: 0.0, count: count)
    for index in means.indices { average[index % count] += means[index] / drawCount }
    let errors = zip(observed, average).map { abs($0 - $1) }
    meanAbsoluteError = errors.reduce(0, +) / Double(count)
    let percentages = zip(observed, errors).filter { $0.0 != 0 }.map { $1 / abs($0) }
    meanAbsolutePercentageError =
      percentages.isEmpty ? nil : percentages.reduce(0, +) / Double(percentages.count)
    medianAbsolutePercentageError = percentages.isEmpty ? nil : SortedSample(percentages).median
    let explained = Self.explainedShares(observed: observed, means: means)
    rSquared = explained.map { $0.mean }
    rSquaredDeviation = explained.map { $0.populationVariance.squareRoot() }
    var (score, inHalf, inMost) = (0.0, 0, 0)
    var periods = observed.makeIterator()
    DrawColumns(rows: kpi, width: count).forEachColumn { draws in
      guard let value = periods.next() else { return }
      let draws = SortedSample(draws)
      score += Self.rankedProbabilityScore(of: value, ascending: draws.values)
      let quantiles = Quantiles(placed: draws)
      inHalf += value >= quantiles.q25 && value <= quantiles.q75 ? 1 : 0
      inMost += value >= quantiles.q5 && value <= quantiles.q95 ? 1 : 0
    }
    continuousRankedProbabilityScore = score / Double(count)
    coverage50 = Double(inHalf) / Double(count)
    coverage90 = Double(inMost) / Double(count)
  }

  /// The share of variance explained in each draw; nil for one period, and where nothing varies.
  private static func explainedShares(observed: [Double], means: [Double]) -> [Double]? {
    guard observed.count > 1 else { return nil }
    let shares = stride(from: 0, to: means.count, by: observed.count).map { begin in
      let draw = means[begin..<begin + observed.count]
      let explained = Array(draw).populationVariance
      return explained / (explained + zip(observed, draw).map { $0 - $1 }.populationVariance)
    }
    return shares.contains { !$0.isFinite } ? nil : shares
  }

  /// E|X − y| − ½E|X − X′| of independent draws X, X′: both from sums over ascending draws.
  private static func rankedProbabilityScore(
    of value: Double, ascending draws: [Double]
  ) -> Double {
    let count = Double(draws.count)
    var (distance, spread) = (0.0, 0.0)
    for (rank, draw) in draws.enumerated() {
      distance += abs(draw - value)
      spread += (2 * Double(rank) + 1 - count) * draw
    }
    return distance / count - spread / (count * count)
  }
}

extension Prediction {
  /// The scores of the whole: of geo data those of the sum over all geos; nil where the KPI is not
  /// known.
  ///
  /// - Parameter seed: of the noise of single periods.
  public func scores(seed: UInt64 = 1) -> PredictionScores? {
    observed == nil ? nil : scores(of: withNoise(seed: seed))
  }

  /// The same of draws of the KPI that are at hand, those of ``withNoise(seed:)``.
  ///
  /// - Precondition: `kpi` has the shape of ``mean``.
  public func scores(of kpi: DrawArray) -> PredictionScores? {
    precondition(kpi.shape == mean.shape, "draws of another prediction")
    return observed.map { observed in
      PredictionScores(
        observed: summedOverGeos(observed.values), means: summedOverGeos(mean.values),
        kpi: summedOverGeos(kpi.values))
    }
  }

  /// The scores of each geo, in the order of ``geos``; empty for national data, and where the KPI is
  /// not known.
  ///
  /// - Parameter seed: of the noise of single periods.
  public func geoScores(seed: UInt64 = 1) -> [PredictionScores] {
    observed == nil || geos.isEmpty ? [] : geoScores(of: withNoise(seed: seed))
  }

  /// The same of draws of the KPI that are at hand, those of ``withNoise(seed:)``.
  ///
  /// - Precondition: `kpi` has the shape of ``mean``.
  public func geoScores(of kpi: DrawArray) -> [PredictionScores] {
    precondition(kpi.shape == mean.shape, "draws of another prediction")
    guard let observed else { return [] }
    return geos.indices.map { geo in
      PredictionScores(
        observed: values(of: geo, in: observed.values), means: values(of: geo, in: mean.values),
        kpi: values(of: geo, in: kpi.values))
    }
  }

  /// Each period summarised, of geo data the sum over all geos.
  ///
  /// - Parameters:
  ///   - noise: whether the noise of single periods is counted in.
  ///   - seed: of that noise.
  public func totalPeriods(noise: Bool = false, seed: UInt64 = 1) -> [PredictedPeriod] {
    let draws = summedOverGeos((noise ? withNoise(seed: seed) : mean).values)
    let known = observed.map { summedOverGeos($0.values) }
    return dates.enumerated().map { time, date in
      let values = stride(from: time, to: draws.count, by: dates.count).map { draws[$0] }
      return PredictedPeriod(
        date: date, geo: nil, mean: values.reduce(0, +) / Double(values.count),
        quantiles: Quantiles(values), observed: known?[time])
    }
  }

  /// The numbers of one geo, `[…, geo]` given.
  private func values(of geo: Int, in values: [Double]) -> [Double] {
    stride(from: geo, to: values.count, by: geoCount).map { values[$0] }
  }

  /// The sums over the last axis, `[…, geo]` given.
  private func summedOverGeos(_ values: [Double]) -> [Double] {
    guard geoCount > 1 else { return values }
    return stride(from: 0, to: values.count, by: geoCount).map { begin in
      values[begin..<begin + geoCount].reduce(0, +)
    }
  }
}

extension [Double] {
  var mean: Double { reduce(0, +) / Double(count) }

  fileprivate var populationVariance: Double {
    let mean = mean
    return reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
  }
}
