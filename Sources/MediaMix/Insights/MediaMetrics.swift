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
  /// The share of the modelled KPI that is due to the channel, draw by draw; of geo data, of all geos
  /// together.
  public let contributionDraws: [Double]
  /// KPI per unit of money spent, in the units of the data, draw by draw. NaN without any spend, which
  /// no checked data have.
  public let returnDraws: [Double]
  /// The same in each geo; empty for national data.
  public let geos: [GeoMetrics]

  /// The contribution share, summarised.
  public var contribution: DistributionSummary { DistributionSummary(contributionDraws) }
  /// The return on investment, summarised.
  public var returnOnInvestment: DistributionSummary { DistributionSummary(returnDraws) }
}

/// What one channel brought in one geo, with all its uncertainty.
public struct GeoMetrics: Sendable, Hashable {
  /// The geo.
  public let name: String
  /// The share of the geo's modelled KPI that is due to the channel, draw by draw.
  public let contributionDraws: [Double]
  /// KPI per unit of money spent in the geo, in the units of the data, draw by draw; nil where nothing
  /// was spent.
  public let returnDraws: [Double]?

  /// The contribution share, summarised.
  public var contribution: DistributionSummary { DistributionSummary(contributionDraws) }
  /// The return on investment, summarised; nil where nothing was spent.
  public var returnOnInvestment: DistributionSummary? { returnDraws.map(DistributionSummary.init) }
}

extension Trace {
  /// Contribution share and return on investment of each channel over all training periods, in all
  /// and, for geo data, in each geo.
  ///
  /// In a geo, contribution = Σ_t coef_media·media_transformed[t] / Σ_t μ[t]; ROI = Σ_t μ[t]·
  /// contribution / spend, μ and spend in the units of the data. In all, effects, μ and spend are
  /// summed over the geos in the units of the data, in which geos can be compared; a geo where the
  /// channel cost nothing counts for its contribution but not for its return. Media that ran
  /// before the first row are unknown and count as none; what media of the last rows bring later is
  /// not counted.
  ///
  /// One pass over the draws; 16 bytes are kept for each draw, channel and geo.
  public func mediaMetrics() -> [ChannelMetrics] {
    var effects = EffectDraws(model)
    forEachDraw { effects.add($0, mean: $1, media: $2) }
    return effects.metrics
  }
}

/// What each draw says that channels did, gathered draw by draw.
private struct EffectDraws {
  private let model: MediaMixModel
  private let firstCoefficient: Int
  /// KPI per unit of the model's scale, `[geo]`.
  private let kpiScales: [Double]
  /// The KPI that the model expects, in its units, `[geo][draw]`.
  private var totals: [[Double]]
  /// What a channel adds to it, in its units, `[channel, geo][draw]`.
  private var effects: [[Double]]

  init(_ model: MediaMixModel) {
    self.model = model
    firstCoefficient = model.parameters.offset(of: .mediaCoefficient)
    let geoCount = model.dataset.target.geoCount
    kpiScales = (0..<geoCount).map { model.scaling.target.divisor(column: 0, geo: $0) }
    totals = Array(repeating: [], count: geoCount)
    effects = Array(repeating: [], count: model.dataset.channels.count * geoCount)
  }

  mutating func add(_ parameters: [Double], mean: Panel, media: Panel) {
    for (geo, sum) in mean.sums.enumerated() { totals[geo].append(sum * kpiScales[geo]) }
    for (index, sum) in media.sums.enumerated() {
      effects[index].append(
        parameters[firstCoefficient + index] * sum * kpiScales[index % kpiScales.count])
    }
  }

  var metrics: [ChannelMetrics] {
    let dataset = model.dataset
    let spend = dataset.spend.sums
    let total = totals.sumOfRows
    return dataset.channels.enumerated().map { channel, name in
      let range = channel * kpiScales.count..<(channel + 1) * kpiScales.count
      let effect = effects[range].sumOfRows
      let allSpend = spend[range].reduce(0, +)
      let paid = range.filter { spend[$0] > 0 }.map { effects[$0] }.sumOfRows
      return ChannelMetrics(
        name: name, contributionDraws: zip(effect, total).map { $0 / $1 },
        returnDraws: allSpend == 0 ? effect.map { _ in .nan } : paid.map { $0 / allSpend },
        geos: zip(dataset.geos, range).enumerated().map { geo, place in
          let (name, index) = place
          return GeoMetrics(
            name: name, contributionDraws: zip(effects[index], totals[geo]).map { $0 / $1 },
            returnDraws: spend[index] == 0 ? nil : effects[index].map { $0 / spend[index] })
        })
    }
  }
}

extension Panel {
  /// The sums over time, `[column, geo]`.
  fileprivate var sums: [Double] {
    var sums = Array(repeating: 0.0, count: columnCount * geoCount)
    for time in 0..<timeCount {
      for index in sums.indices { sums[index] += values[time * sums.count + index] }
    }
    return sums
  }
}

extension Collection<[Double]> {
  /// Rows of one length, added up element by element.
  fileprivate var sumOfRows: [Double] {
    dropFirst().reduce(first ?? []) { sum, row in zip(sum, row).map { $0 + $1 } }
  }
}
