internal import MediaMixInference

extension MediaMixModel {
  /// What the priors imply, by draws from them.
  ///
  /// Beside the draws themselves, 8 bytes per draw and scalar parameter, takes at most about 100 MB,
  /// or 8 bytes per draw and period where that is more: geos that do not fit are computed in turn.
  /// On top of that come 8 bytes per draw and period to sort one geo's numbers.
  ///
  /// - Parameters:
  ///   - draws: how many, ≥ 1; at least a few hundred for quantiles of 5 %.
  ///   - seed: decides every bit of the result.
  public func priorPredictive(draws: Int = 1000, seed: UInt64 = 1) -> PriorPredictive {
    priorPredictive(of: priorTrace(draws: draws, seed: seed), seed: seed)
  }

  /// What follows from draws of the prior.
  ///
  /// - Parameters:
  ///   - trace: draws of this model.
  ///   - seed: of the observation noise.
  package func priorPredictive(of trace: Trace, seed: UInt64) -> PriorPredictive {
    let tally = PriorTally(trace)
    let geos = PriorBands(trace, usable: tally.usable, seed: seed).geos()
    let rows = geos.flatMap { zip($0.observed, $0.kpi) }
    let inside = rows.count { $0 >= $1.q5 && $0 <= $1.q95 }
    return PriorPredictive(
      dates: dataset.dates, geos: geos,
      channels: dataset.channels.enumerated().map { index, name in
        PriorPredictive.Channel(
          name: name, share: Quantiles(tally.shares[index]),
          returnOnInvestment: Quantiles(tally.returns[index]))
      },
      mediaShare: Quantiles(tally.mediaShares),
      baselineShare: Quantiles(tally.mediaShares.map { 1 - $0 }),
      probabilityOfMediaAboveKPI: tally.probability(
        of: tally.mediaShares.map { $0 > 1 + PriorTally.rounding }),
      probabilityOfNegativeBaseline: tally.probability(of: tally.lowestBaselines.map { $0 < 0 }),
      probabilityOfNegativeMeanBaseline: tally.probability(of: tally.baselines.map { $0 < 0 }),
      coverage: Double(inside) / Double(rows.count), drawCount: tally.usable.count,
      unusableDrawCount: tally.usable.count { !$0 })
  }
}

/// What each draw says about all periods and geos together.
private struct PriorTally {
  /// What a difference may be, as a share of what it is between, where it is zero but for rounding.
  static let rounding = 1e-12

  /// Whether the KPI is finite in sum, and so everywhere; `[draw]`. The others are of such draws
  /// alone.
  private(set) var usable: [Bool] = []
  /// `[channel][draw]`.
  private(set) var shares: [[Double]] = []
  /// `[channel][draw]`.
  private(set) var returns: [[Double]] = []
  /// `[draw]`.
  private(set) var mediaShares: [Double] = []
  /// The sum of the baseline, `[draw]`.
  private(set) var baselines: [Double] = []
  /// The baseline where it is lowest, on the model's scale, `[draw]`.
  private(set) var lowestBaselines: [Double] = []

  init(_ trace: Trace) {
    trace.forEachDraw { parameters, mean, media in
      add(trace.model, parameters, mean: mean, media: media)
    }
    let metrics = trace.mediaMetrics()
    shares = metrics.map { ofUsable($0.contributionDraws) }
    returns = metrics.map { ofUsable($0.returnDraws) }
    mediaShares = baselines.indices.map { draw in shares.reduce(0) { $0 + $1[draw] } }
  }

  private mutating func add(
    _ model: MediaMixModel, _ parameters: [Double], mean: Panel, media: Panel
  ) {
    let first = model.parameters.offset(of: .mediaCoefficient)
    var (total, sum, lowest) = (0.0, 0.0, Double.infinity)
    for geo in 0..<mean.geoCount {
      let scale = model.scaling.target.divisor(column: 0, geo: geo)
      for time in 0..<mean.timeCount {
        var baseline = mean[time, 0, geo]
        var magnitude = abs(baseline)
        total += scale * baseline
        for channel in 0..<media.columnCount {
          let effect =
            parameters[first + channel * media.geoCount + geo] * media[time, channel, geo]
          baseline -= effect
          magnitude += abs(effect)
        }
        // A baseline of zero would have the sign of its rounding error.
        if abs(baseline) <= Self.rounding * magnitude { baseline = 0 }
        sum += scale * baseline
        lowest = min(lowest, baseline)
      }
    }
    usable.append(total.isFinite && sum.isFinite)
    guard usable[usable.count - 1] else { return }
    baselines.append(sum)
    lowestBaselines.append(lowest)
  }

  private func ofUsable(_ draws: [Double]) -> [Double] {
    zip(draws, usable).filter(\.1).map(\.0)
  }

  /// The share of usable draws of which something is true; NaN without any.
  func probability(of event: [Bool]) -> Double {
    Double(event.count { $0 }) / Double(event.count)
  }
}

/// What draws say about each period of each geo.
private struct PriorBands {
  /// Most numbers that are kept at once: 100 MB.
  private static let capacity = 12_500_000

  private let trace: Trace
  private let usable: [Bool]
  private let usableCount: Int
  private let seed: UInt64
  private let geoCount: Int

  init(_ trace: Trace, usable: [Bool], seed: UInt64) {
    self.trace = trace
    self.usable = usable
    usableCount = usable.count { $0 }
    self.seed = seed
    geoCount = trace.model.dataset.target.geoCount
  }

  /// Every geo in its turn, as many at once as there is room for.
  func geos() -> [PriorPredictive.Geo] {
    let perGeo = max(1, usableCount * trace.model.dataset.timeCount)
    let atOnce = max(1, Self.capacity / perGeo)
    return stride(from: 0, to: geoCount, by: atOnce).flatMap {
      geos($0..<min($0 + atOnce, geoCount))
    }
  }

  private func geos(_ range: Range<Int>) -> [PriorPredictive.Geo] {
    let dataset = trace.model.dataset
    let perGeo = dataset.timeCount * usableCount
    var kpi = means(of: range)
    return range.map { geo in
      let begin = (geo - range.lowerBound) * perGeo
      let expected = quantiles(of: kpi[begin..<begin + perGeo])
      addNoise(to: &kpi, from: begin, geo: geo)
      return PriorPredictive.Geo(
        name: dataset.geos.isEmpty ? "" : dataset.geos[geo],
        observed: dataset.target.series(column: 0, geo: geo), expected: expected,
        kpi: quantiles(of: kpi[begin..<begin + perGeo]),
        kpiOverall: Quantiles(kpi[begin..<begin + perGeo]))
    }
  }

  /// μ in units of the KPI, `[geo, time, usable draw]`.
  private func means(of range: Range<Int>) -> [Double] {
    let timeCount = trace.model.dataset.timeCount
    var means = Array(repeating: 0.0, count: range.count * timeCount * usableCount)
    var (draw, place) = (0, 0)
    trace.forEachDraw { _, mean, _ in
      defer { draw += 1 }
      guard usable[draw] else { return }
      for geo in range {
        let scale = trace.model.scaling.target.divisor(column: 0, geo: geo)
        let row = (geo - range.lowerBound) * timeCount
        for time in 0..<timeCount {
          means[(row + time) * usableCount + place] = scale * mean[time, 0, geo]
        }
      }
      place += 1
    }
    return means
  }

  /// Of each period's draws, given `[time, usable draw]`.
  private func quantiles(of numbers: ArraySlice<Double>) -> [Quantiles] {
    (0..<trace.model.dataset.timeCount).map { time in
      let begin = numbers.startIndex + time * usableCount
      return Quantiles(numbers[begin..<begin + usableCount])
    }
  }

  /// Turns a geo's μ into the KPI, `[time, usable draw]` from `begin` on.
  private func addNoise(to kpi: inout [Double], from begin: Int, geo: Int) {
    let sigma = trace.draws.layout.offset(of: .sigma) + geo
    let scale = trace.model.scaling.target.divisor(column: 0, geo: geo)
    var place = begin
    for draw in usable.indices where usable[draw] {
      var random = RandomStream(
        seed: seed, purpose: .prediction, index: draw * geoCount + geo)
      let values = trace.draws.draw(draw)
      let deviation = scale * values[values.startIndex + sigma]
      for time in 0..<trace.model.dataset.timeCount {
        kpi[place + time * usableCount] += deviation * random.normal()
      }
      place += 1
    }
  }
}
