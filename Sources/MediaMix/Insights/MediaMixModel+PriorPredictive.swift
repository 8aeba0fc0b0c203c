internal import MediaMixInference

extension MediaMixModel {
  /// What the priors imply, by draws from them.
  ///
  /// Takes at most about 100 MB, or 8 bytes per draw and period where that is more: geos that do not
  /// fit are computed in turn.
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
      probabilityOfMediaAboveKPI: tally.probability(of: tally.mediaShares.map { $0 > 1 }),
      probabilityOfNegativeBaseline: tally.probability(of: tally.lowestBaselines.map { $0 < 0 }),
      probabilityOfNegativeMeanBaseline: tally.probability(of: tally.baselines.map { $0 < 0 }),
      coverage: Double(inside) / Double(rows.count), drawCount: tally.usable.count,
      unusableDrawCount: tally.usable.count { !$0 })
  }
}

/// What each draw says about all periods and geos together.
private struct PriorTally {
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
        total += scale * baseline
        for channel in 0..<media.columnCount {
          baseline -=
            parameters[first + channel * media.geoCount + geo] * media[time, channel, geo]
        }
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
  private let seed: UInt64
  private let geoCount: Int

  init(_ trace: Trace, usable: [Bool], seed: UInt64) {
    self.trace = trace
    self.usable = usable
    self.seed = seed
    geoCount = trace.model.dataset.target.geoCount
  }

  /// Every geo in its turn, as many at once as there is room for.
  func geos() -> [PriorPredictive.Geo] {
    let perGeo = max(1, usable.count * trace.model.dataset.timeCount)
    let atOnce = max(1, Self.capacity / perGeo)
    return stride(from: 0, to: geoCount, by: atOnce).flatMap {
      geos($0..<min($0 + atOnce, geoCount))
    }
  }

  private func geos(_ range: Range<Int>) -> [PriorPredictive.Geo] {
    let timeCount = trace.model.dataset.timeCount
    // [geo][time][usable draw]
    var means = range.map { _ in Array(repeating: [Double](), count: timeCount) }
    var draw = 0
    trace.forEachDraw { _, mean, _ in
      defer { draw += 1 }
      guard usable[draw] else { return }
      for geo in range {
        let scale = trace.model.scaling.target.divisor(column: 0, geo: geo)
        for time in 0..<timeCount {
          means[geo - range.lowerBound][time].append(scale * mean[time, 0, geo])
        }
      }
    }
    return range.map { geo in
      var kpi = means[geo - range.lowerBound]
      let expected = kpi.map { Quantiles($0) }
      addNoise(to: &kpi, geo: geo)
      let dataset = trace.model.dataset
      return PriorPredictive.Geo(
        name: dataset.geos.isEmpty ? "" : dataset.geos[geo],
        observed: dataset.target.series(column: 0, geo: geo), expected: expected,
        kpi: kpi.map { Quantiles($0) }, kpiOverall: Quantiles(kpi.joined()))
    }
  }

  /// Turns μ into the KPI, `[time][usable draw]`.
  private func addNoise(to kpi: inout [[Double]], geo: Int) {
    let sigma = trace.draws.layout.offset(of: .sigma) + geo
    let scale = trace.model.scaling.target.divisor(column: 0, geo: geo)
    let kept = usable.indices.filter { usable[$0] }
    for (place, draw) in kept.enumerated() {
      var random = RandomStream(
        seed: seed, purpose: .prediction, index: draw * geoCount + geo)
      let values = trace.draws.draw(draw)
      let deviation = scale * values[values.startIndex + sigma]
      for time in kpi.indices { kpi[time][place] += deviation * random.normal() }
    }
  }
}
