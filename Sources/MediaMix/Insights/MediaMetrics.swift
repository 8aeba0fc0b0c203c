internal import MediaMixInference

/// A quantity's distribution in four numbers.
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
    var draws = draws
    self.init(disordering: &draws)
  }

  /// The summary of draws, one or more, whose order is lost.
  init(disordering draws: inout [Double]) {
    mean = Reductions.sum(draws.span) / Double(draws.count)
    let isDefined = !draws.contains(where: \.isNaN)
    if isDefined { SelectedQuantiles.place(Self.probabilities, in: &draws) }
    let sample = SortedSample(ascending: isDefined ? draws : [])
    q5 = sample.quantile(0.05)
    median = sample.median
    q95 = sample.quantile(0.95)
  }

  private static let probabilities = [0.05, 0.5, 0.95]
}

/// What one channel brought, with all its uncertainty.
public struct ChannelMetrics: Sendable, Hashable {
  /// The channel.
  public let name: String
  /// Money spent on it.
  public let spend: Double
  /// The share of the modelled KPI that is due to the channel, draw by draw; of geo data, of all geos
  /// together.
  public let contributionDraws: [Double]
  /// KPI per unit of money spent, in the units of the data, draw by draw. NaN where nothing was spent,
  /// which is possible in a part of the data only.
  public let returnDraws: [Double]
  /// KPI per unit of money that the next bit of money would have brought, draw by draw; NaN where
  /// nothing was spent.
  public let marginalReturnDraws: [Double]
  /// The same in each geo; empty for national data.
  public let geos: [GeoMetrics]

  /// Money per unit of the KPI gained, draw by draw: one over the return, infinite where nothing was
  /// gained.
  public var costPerUnitDraws: [Double] { returnDraws.costs }

  /// The contribution share, summarised.
  public var contribution: DistributionSummary { DistributionSummary(contributionDraws) }
  /// The return on investment, summarised.
  public var returnOnInvestment: DistributionSummary { DistributionSummary(returnDraws) }
  /// The marginal return, summarised.
  public var marginalReturn: DistributionSummary { DistributionSummary(marginalReturnDraws) }
  /// The cost per unit gained, summarised. Returns near 0 give it a heavy tail: trust its median and
  /// quantiles, not its mean.
  public var costPerUnit: DistributionSummary { DistributionSummary(costPerUnitDraws) }
}

/// What one channel brought in one geo, with all its uncertainty.
public struct GeoMetrics: Sendable, Hashable {
  /// The geo.
  public let name: String
  /// Money spent on the channel in the geo.
  public let spend: Double
  /// The share of the geo's modelled KPI that is due to the channel, draw by draw.
  public let contributionDraws: [Double]
  /// KPI per unit of money spent in the geo, in the units of the data, draw by draw; nil where nothing
  /// was spent.
  public let returnDraws: [Double]?
  /// KPI per unit of money that the next bit of money would have brought, draw by draw; nil where
  /// nothing was spent.
  public let marginalReturnDraws: [Double]?

  /// Money per unit of the KPI gained, draw by draw, infinite where nothing was gained; nil where
  /// nothing was spent.
  public var costPerUnitDraws: [Double]? { returnDraws?.costs }

  /// The contribution share, summarised.
  public var contribution: DistributionSummary { DistributionSummary(contributionDraws) }
  /// The return on investment, summarised; nil where nothing was spent.
  public var returnOnInvestment: DistributionSummary? { returnDraws.map(DistributionSummary.init) }
  /// The marginal return, summarised; nil where nothing was spent.
  public var marginalReturn: DistributionSummary? {
    marginalReturnDraws.map(DistributionSummary.init)
  }
  /// The cost per unit gained, summarised; nil where nothing was spent.
  public var costPerUnit: DistributionSummary? { costPerUnitDraws.map(DistributionSummary.init) }
}

extension [Double] {
  /// Money per unit from units per money.
  fileprivate var costs: [Double] {
    map { $0.isNaN ? .nan : $0 > 0 ? 1 / $0 : .infinity }
  }
}

extension Trace {
  /// Contribution share, returns and costs of each channel over all training periods, in all and, for
  /// geo data, in each geo; see ``mediaMetrics(in:)``.
  public func mediaMetrics() -> [ChannelMetrics] {
    let dataset = model.dataset
    return mediaMetrics(
      periods: 0..<dataset.timeCount, geos: Array(0..<dataset.target.geoCount))
  }

  /// Contribution share, returns and costs of each channel over some periods, in all selected geos and,
  /// for geo data, in each.
  ///
  /// - **Contribution**: the share of the expected KPI of these periods that the channel adds in them,
  ///   Σ_t coef_media·media_transformed[t] / Σ_t μ[t], carry-over of earlier media included: whose KPI
  ///   was it?
  /// - **Return on investment**: what the media of these periods brought, in them and after them up to
  ///   the last period of the data, per unit of money that they cost: was the money well spent? The
  ///   effect is the expected KPI less what it would have been without the channel's media of these
  ///   periods. Over all periods it is LightweightMMM's, contribution · Σ_t μ[t] / spend.
  /// - **Marginal return**: the derivative of the same KPI by that money, the channel's media of these
  ///   periods being scaled all alike: the return on the next bit of money. It is exact and needs no
  ///   step. Where a channel saturates it is smaller than the return.
  /// - **Cost per unit**: one over the return on investment.
  ///
  /// In all geos, effects, μ and spend are summed in the units of the data, in which geos can be
  /// compared; a geo where the channel cost nothing counts for its contribution but for no return.
  /// Media that ran before the first row are unknown and count as none; what media of the last rows
  /// bring after the data is not counted, which makes returns of late ranges look small.
  ///
  /// One pass over the draws; 24 bytes are kept for each draw, channel and geo.
  ///
  /// - Throws: ``InsightError`` if the data have no such periods or geos.
  public func mediaMetrics(
    in selection: DataSelection
  ) throws(InsightError) -> [ChannelMetrics] {
    let (periods, geos) = try selection.resolve(in: model.dataset)
    return mediaMetrics(periods: periods, geos: geos)
  }

  private func mediaMetrics(periods: Range<Int>, geos: [Int]) -> [ChannelMetrics] {
    var effects = EffectDraws(model, periods: periods, geos: geos)
    for index in 0..<draws.chainCount * draws.drawCount { effects.add(Array(draws.draw(index))) }
    return effects.metrics
  }
}

extension FittedModel {
  /// Contribution share, returns and costs of each channel over some periods and geos; see
  /// ``Trace/mediaMetrics(in:)``.
  public func mediaMetrics(
    in selection: DataSelection
  ) throws(InsightError) -> [ChannelMetrics] {
    try trace.mediaMetrics(in: selection)
  }
}
