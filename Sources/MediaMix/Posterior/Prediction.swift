internal import MediaMixInference

/// What a model says about the KPI of some periods, draw by draw, in the units of the KPI.
public struct Prediction: Sendable {
  /// The first day of each period; `[time]`.
  public let dates: [CalendarDate]
  /// Names of the geos; empty for national data.
  public let geos: [String]
  /// The mean of the KPI, μ: `[chain, draw, time]`, for geo data `[chain, draw, time, geo]`.
  ///
  /// Its intervals are about what the model expects; those of single periods' KPI are wider, see
  /// ``withNoise(seed:)``.
  public let mean: DrawArray
  /// The KPI where it is known; `[time, 1, geo]`.
  public let observed: Panel?
  /// The standard deviation of the noise; `[draw, geo]`.
  private let deviations: [Double]

  init(
    _ timeline: Timeline, periods: Range<Int>, of draws: Draws, dates: [CalendarDate],
    observed: Panel?
  ) {
    let model = timeline.model
    let geoCount = model.dataset.target.geoCount
    let scales = (0..<geoCount).map { model.scaling.target.divisor(column: 0, geo: $0) }
    let sigma = model.parameters.offset(of: .sigma)
    let width = periods.count * geoCount
    var values = Array(repeating: 0.0, count: draws.chainCount * draws.drawCount * width)
    var deviations: [Double] = []
    var first = 0
    timeline.forEachDraw(of: draws) { parameters, evaluation in
      for geo in 0..<geoCount {
        let (mean, scale) = (evaluation.mean[geo], scales[geo])
        for (row, time) in periods.enumerated() {
          values[first + row * geoCount + geo] = mean[time] * scale
        }
        deviations.append(parameters[sigma + geo] * scale)
      }
      first += width
    }
    self.dates = dates
    self.geos = model.dataset.geos
    self.observed = observed
    self.deviations = deviations
    let geo = geos.isEmpty ? [] : [ParameterAxis("geo", labels: geos)]
    mean = DrawArray(
      axes: [
        ParameterAxis("chain", count: draws.chainCount),
        ParameterAxis("draw", count: draws.drawCount),
        ParameterAxis("time", labels: dates.map(\.description)),
      ] + geo, values: values)
  }

  /// The KPI itself: ``mean`` with the noise of single periods, of the same shape.
  ///
  /// - Parameter seed: decides every bit of the noise. Each draw and geo has a random stream of its
  ///   own.
  public func withNoise(seed: UInt64 = 1) -> DrawArray {
    var values = mean.values
    let geoCount = geoCount
    for index in deviations.indices {
      var random = RandomStream(seed: seed, purpose: .prediction, index: index)
      let (draw, geo) = index.quotientAndRemainder(dividingBy: geoCount)
      for time in dates.indices {
        values[(draw * dates.count + time) * geoCount + geo] +=
          deviations[index] * random.normal()
      }
    }
    return DrawArray(axes: mean.axes, values: values)
  }

  /// Number of geos; 1 for national data.
  var geoCount: Int { max(1, geos.count) }

  /// Number of draws of all chains.
  var drawCount: Int { deviations.count / geoCount }
}

/// What a model says about the KPI of one period, in the units of the KPI.
public struct PredictedPeriod: Sendable, Hashable {
  /// Its first day.
  public let date: CalendarDate
  /// The geo; nil for national data.
  public let geo: String?
  /// The mean of all draws.
  public let mean: Double
  /// Their quantiles.
  public let quantiles: Quantiles
  /// The KPI, where it is known.
  public let observed: Double?
}

extension Prediction {
  /// Each period of each geo summarised, all periods of the first geo first.
  ///
  /// - Parameters:
  ///   - noise: whether the noise of single periods is counted in, as it must be to say where the KPI
  ///     of a period will lie.
  ///   - seed: of that noise.
  public func periods(noise: Bool = false, seed: UInt64 = 1) -> [PredictedPeriod] {
    periods(of: noise ? withNoise(seed: seed) : mean)
  }

  /// The same of draws that are at hand: ``mean``, or those of ``withNoise(seed:)``, which take time.
  ///
  /// - Precondition: `draws` has the shape of ``mean``.
  public func periods(of draws: DrawArray) -> [PredictedPeriod] {
    precondition(draws.shape == mean.shape, "draws of another prediction")
    var columns: [(mean: Double, quantiles: Quantiles)] = []
    DrawColumns(rows: draws.values, width: dates.count * geoCount).forEachColumn { values in
      let mean = values.reduce(0, +) / Double(values.count)
      columns.append((mean, Quantiles(disordering: &values)))
    }
    return (0..<geoCount).flatMap { geo in
      dates.enumerated().map { time, date in
        let column = columns[time * geoCount + geo]
        return PredictedPeriod(
          date: date, geo: geos.isEmpty ? nil : geos[geo], mean: column.mean,
          quantiles: column.quantiles, observed: observed?[time, 0, geo])
      }
    }
  }
}
