/// What several models say of one channel's return on investment.
public struct ReturnAgreement: Sendable, Hashable {
  /// The channel.
  public let name: String
  /// What each model says; `[candidate]`.
  public let returns: [DistributionSummary]
  /// What they say together, each counted by its weight in ``ModelComparison/weights``.
  public let stacked: DistributionSummary

  /// The agreement on a channel.
  ///
  /// - Parameters:
  ///   - metrics: the channel's, by each model; `[candidate]`.
  ///   - weights: of the models, ≥ 0, 1 together; `[candidate]`.
  init(_ metrics: [ChannelMetrics], weights: [Double]) {
    name = metrics[0].name
    returns = metrics.map(\.returnOnInvestment)
    stacked = DistributionSummary(mixing: metrics.map(\.returnDraws), weights: weights)
  }

  /// Whether there are two models whose 90 % intervals do not overlap: what one holds for likely the
  /// other excludes.
  public var isContradictory: Bool { returns.excludeOneAnother }
}

extension ModelComparison {
  /// The rank of a channel's median return among all channels by each model, from 1 for the highest;
  /// `[candidate]`.
  ///
  /// - Parameter channel: its place in ``returns``.
  public func ranks(ofChannel channel: Int) -> [Int] {
    candidates.indices.map { candidate in
      let own = returns[channel].returns[candidate].median
      return 1 + returns.count { $0.returns[candidate].median > own }
    }
  }

  /// Whether the models rank a channel differently, those left out that have no weight in
  /// ``weights``.
  ///
  /// - Parameter channel: its place in ``returns``.
  public func disagreesOnRank(ofChannel channel: Int) -> Bool {
    let ranks = zip(ranks(ofChannel: channel), weights).filter { $0.1 > 0 }.map(\.0)
    return Set(ranks).count > 1
  }
}

extension [DistributionSummary] {
  /// Whether there are two whose 90 % intervals do not overlap.
  var excludeOneAnother: Bool {
    let highestLower = reduce(-Double.infinity) { Swift.max($0, $1.q5) }
    let lowestUpper = reduce(Double.infinity) { Swift.min($0, $1.q95) }
    return highestLower > lowestUpper
  }
}

extension DistributionSummary {
  /// The mixture of several samples, each draw counted by its weight; of one sample alone its summary.
  ///
  /// Quantiles lie on the line through the sorted draws, which are half of their own weight and half
  /// of their neighbour's apart: of equal weights this is what ``init(_:)`` takes.
  ///
  /// - Parameters:
  ///   - samples: draws, one or more of each; `[sample][draw]`.
  ///   - weights: of the samples, ≥ 0, 1 together; `[sample]`.
  package init(mixing samples: [[Double]], weights: [Double]) {
    var draws: [(value: Double, weight: Double)] = []
    for (sample, weight) in zip(samples, weights) where weight > 0 {
      let share = weight / Double(sample.count)
      draws += sample.map { (value: $0, weight: share) }
    }
    draws.sort { $0.value < $1.value }
    var places = [0.0]
    for (lower, upper) in zip(draws, draws.dropFirst()) {
      places.append(places[places.count - 1] + (lower.weight + upper.weight) / 2)
    }
    let isNumber = !draws.contains { $0.value.isNaN }
    func quantile(_ probability: Double) -> Double {
      let place = probability * places[places.count - 1]
      guard isNumber, let above = places.firstIndex(where: { $0 >= place }) else { return .nan }
      guard above > 0 else { return draws[0].value }
      let (lower, upper) = (draws[above - 1].value, draws[above].value)
      let share = (place - places[above - 1]) / (places[above] - places[above - 1])
      return lower + share * (upper - lower)
    }
    let total = draws.reduce(0) { $0 + $1.weight }
    mean = draws.reduce(0) { $0 + $1.weight * $1.value } / total
    median = quantile(0.5)
    q5 = quantile(0.05)
    q95 = quantile(0.95)
  }
}
