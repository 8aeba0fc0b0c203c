internal import MediaMixInference

/// How long a channel's media act: the shares of a unit of media that act in the period in which it runs
/// and in those after it.
///
/// These are the weights of the model's lag, which geos share; saturation comes after it, and what the
/// KPI gains is a matter of the level as well. Each draw's weights add up to 1 over all periods in which
/// they act.
public struct DecayCurve: Sendable, Hashable {
  /// The channel.
  public let channel: String
  /// The share that acts so many periods later, in [0, 1]; `[lag]`, the period of the media first.
  public let weights: [DistributionSummary]
  /// How many periods it takes, from the beginning of the period in which media run, until half of them
  /// have acted.
  ///
  /// Of a geometric lag the half-life of its decay, ln ½ / ln λ, infinite for λ = 1; of a carry-over
  /// with a delayed peak linear within a period.
  public let halfLife: DistributionSummary
  /// The share that acts after the period in which media run.
  public let carriedOver: DistributionSummary
}

extension Trace {
  /// How long the media of each channel act, in the dataset's order.
  ///
  /// - Parameter periods: how many, the one in which the media run counted; from 1 to 5000.
  /// - Throws: ``InsightError`` for another number of periods.
  public func decayCurves(periods: Int = 13) throws(InsightError) -> [DecayCurve] {
    guard (1...Self.mostDecayPeriods).contains(periods) else {
      throw .setting(
        "the number of periods", found: "\(periods)", needs: "from 1 to \(Self.mostDecayPeriods)")
    }
    var tally = DecayTally(model, periods: periods)
    for draw in 0..<draws.chainCount * draws.drawCount { tally.add(Array(draws.draw(draw))) }
    return tally.curves
  }

  private static let mostDecayPeriods = 5_000
}

extension FittedModel {
  /// How long the media of each channel act; see ``Trace/decayCurves(periods:)``.
  public func decayCurves(periods: Int = 13) throws(InsightError) -> [DecayCurve] {
    try trace.decayCurves(periods: periods)
  }
}

/// The lag of a unit of media, draw by draw.
private struct DecayTally {
  private let channels: [String]
  private let periods: Int
  /// The first place of λ; nil for a carry-over.
  private let firstLagWeight: Int?
  private let unit: Lanes
  private var lagged: Lanes
  private var lag: any LagStage
  /// `[channel][lag][draw]`.
  private var weights: [[[Double]]]
  /// `[channel][draw]`.
  private var halfLives: [[Double]]

  init(_ model: MediaMixModel, periods: Int) {
    let specification = model.specification
    self.periods = periods
    channels = model.dataset.channels
    let isGeometric = specification.transform != .carryover
    firstLagWeight = isGeometric ? model.parameters.offset(of: .lagWeight) : nil
    // A kernel is followed to its end, for half of it may come late.
    let length = isGeometric ? periods : max(periods, specification.effectiveNumberOfLags)
    var impulse = Panel(repeating: 0, timeCount: length, columnCount: channels.count)
    for channel in channels.indices { impulse[0, channel] = 1 }
    unit = Lanes(impulse)
    lagged = unit
    lag = MediaEffect(
      media: impulse, channels: Array(channels.indices), specification: specification,
      layout: model.parameters
    ).makeLag()
    weights = channels.map { _ in Array(repeating: [], count: periods) }
    halfLives = channels.map { _ in [] }
  }

  mutating func add(_ parameters: [Double]) {
    lag.forward(unit, parameters: parameters, into: &lagged)
    let shares = lagged.panel
    for channel in channels.indices {
      for period in 0..<periods { weights[channel][period].append(shares[period, channel]) }
      halfLives[channel].append(
        firstLagWeight.map { Self.halfLife(lagWeight: parameters[$0 + channel]) }
          ?? Self.halfLife(kernel: shares.series(column: channel)))
    }
  }

  private static func halfLife(lagWeight: Double) -> Double {
    lagWeight < 1 ? VectorMath.log(0.5) / VectorMath.log(lagWeight) : .infinity
  }

  private static func halfLife(kernel: [Double]) -> Double {
    var sum = 0.0
    for (period, weight) in kernel.enumerated() {
      if sum + weight >= 0.5 { return Double(period) + (0.5 - sum) / weight }
      sum += weight
    }
    // The weights add up to 1 but for rounding.
    return Double(kernel.count)
  }

  var curves: [DecayCurve] {
    channels.indices.map { channel in
      DecayCurve(
        channel: channels[channel], weights: weights[channel].map { DistributionSummary($0) },
        halfLife: DistributionSummary(halfLives[channel]),
        carriedOver: DistributionSummary(weights[channel][0].map { 1 - $0 }))
    }
  }
}
