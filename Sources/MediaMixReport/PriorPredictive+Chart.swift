public import MediaMix

extension PriorPredictiveChart {
  /// A picture of what priors imply.
  ///
  /// - Parameters:
  ///   - prior: what they imply.
  ///   - target: the KPI's name.
  public init(_ prior: PriorPredictive, target: String) {
    let draws = NumberFormat.counted(prior.drawCount, "draw")
    self.init(
      title: "What the priors imply before any fit",
      subtitle: "\(draws) from the priors of a model that has seen media, but not \(target).",
      target: target, dates: prior.dates,
      panels: prior.geos.map {
        Panel(
          name: $0.name.isEmpty ? "national" : $0.name, observed: $0.observed,
          mean: $0.expected.map { QuantileSummary($0) })
      },
      channels: prior.channels.map {
        Channel(
          name: $0.name, share: QuantileSummary($0.share),
          returnOnInvestment: QuantileSummary($0.returnOnInvestment))
      })
  }
}

extension QuantileSummary {
  /// The same quantiles.
  fileprivate init(_ quantiles: Quantiles) {
    self.init(
      q5: quantiles.q5, q25: quantiles.q25, median: quantiles.median, q75: quantiles.q75,
      q95: quantiles.q95)
  }
}
