internal import MediaMixInference

/// A quantity's distribution in five numbers.
public struct DistributionSummary: Sendable, Hashable, Codable {
  /// The mean.
  public let mean: Double
  /// The median.
  public let median: Double
  /// The 5 % quantile.
  public let q5: Double
  /// The 95 % quantile.
  public let q95: Double

  /// The summary of draws, one or more.
  public init(_ draws: [Double]) {
    let sorted = SortedSample(draws)
    mean = draws.reduce(0, +) / Double(draws.count)
    median = sorted.median
    q5 = sorted.quantile(0.05)
    q95 = sorted.quantile(0.95)
  }
}

/// What one channel brought, with all its uncertainty.
public struct ChannelMetrics: Sendable, Hashable {
  /// The channel.
  public let name: String
  /// The share of the modelled KPI that is due to the channel, draw by draw.
  public let contributionDraws: [Double]
  /// KPI per unit of money spent, in the units of the data, draw by draw.
  public let returnDraws: [Double]

  /// The contribution share, summarised.
  public var contribution: DistributionSummary { DistributionSummary(contributionDraws) }
  /// The return on investment, summarised.
  public var returnOnInvestment: DistributionSummary { DistributionSummary(returnDraws) }
}

extension Trace {
  /// Contribution share and return on investment of each channel, over all training periods.
  ///
  /// contribution = Σ_t coef_media·media_transformed[t] / Σ_t μ[t]; ROI = Σ_t μ[t]·contribution /
  /// spend, μ and spend in the units of the data. Media that ran before the first row are unknown
  /// and count as none; what media of the last rows bring later is not counted.
  public func mediaMetrics() -> [ChannelMetrics] {
    let channels = model.dataset.channels
    let first = draws.layout.offset(of: .mediaCoefficient)
    let kpiScale = model.scaling.target.divisor(column: 0)
    let spend = channels.indices.map {
      model.dataset.spend.series(column: $0).reduce(0, +)
    }
    var contributions = Array(repeating: [Double](), count: channels.count)
    var returns = contributions
    forEachDraw { parameters, mean, media in
      let total = mean.values.reduce(0, +)
      for channel in channels.indices {
        let effect = parameters[first + channel] * media.series(column: channel).reduce(0, +)
        contributions[channel].append(effect / total)
        returns[channel].append(effect * kpiScale / spend[channel])
      }
    }
    return channels.indices.map {
      ChannelMetrics(
        name: channels[$0], contributionDraws: contributions[$0], returnDraws: returns[$0])
    }
  }
}
