public import MediaMix
public import MediaMixInference

extension FittedModel {
  /// The parameter table, and a line on what the draws cost, for a terminal.
  ///
  /// A row's numbers have as many decimals as its standard deviation gives a meaning to.
  ///
  /// - Parameters:
  ///   - summary: the fit's own `summary()`.
  ///   - priors: the fit's own `priorComparison()`, for a second table of what the data have taught;
  ///     "–" stands for moments that are infinite or undefined and for what fixed parameters lack.
  public func summaryText(
    _ summary: [ParameterSummary], priors: [PriorComparison]? = nil
  ) -> String {
    var table = TextTable([
      "parameter", "mean", "sd", "median", "5 %", "95 %", "mcse", "ess bulk", "ess tail", "r-hat",
    ])
    for row in summary {
      let s = row.statistics
      table.add(
        [row.name]
          + NumberFormat.aligned([s.mean, s.sd, s.median, s.q5, s.q95], spread: s.sd)
          + [
            NumberFormat.significant(s.mcseMean, digits: 2),
            NumberFormat.fixed(s.essBulk, decimals: 0),
            NumberFormat.fixed(s.essTail, decimals: 0),
            NumberFormat.fixed(s.rHat, decimals: 3),
          ])
    }
    return table.text + "\n" + effortText
      + (priors.map { "\n" + Self.priorText($0, summary) } ?? "")
  }

  /// Prior beside posterior.
  private static func priorText(
    _ priors: [PriorComparison], _ summary: [ParameterSummary]
  ) -> String {
    var table = TextTable(
      ["parameter", "mean", "sd", "mean", "sd", "KS", "Hell.", "JS", "min", "removed"],
      groups: [
        .init("prior", columns: 2), .init("posterior", columns: 2),
        .init("distance", columns: 4), .init("variance", columns: 1),
      ])
    for (prior, row) in zip(priors, summary) {
      let (s, d) = (row.statistics, prior.distance)
      table.add(
        [prior.name]
          + [prior.priorMean, prior.priorDeviation].map {
            NumberFormat.significant($0.isFinite ? $0 : .nan, digits: 3)
          }
          + NumberFormat.aligned([s.mean, s.sd], spread: s.sd)
          + [d?.kolmogorovSmirnov, d?.hellinger, d?.jensenShannon, d?.totalVariation].map {
            NumberFormat.fixed($0 ?? .nan, decimals: 2)
          } + [NumberFormat.percent(prior.varianceRemoved)])
    }
    return table.text
  }

  /// One line on what the draws cost.
  private var effortText: String {
    let steps = effort.samplingLeapfrogSteps / (draws.chainCount * draws.drawCount)
    return "\(NumberFormat.counted(draws.chainCount, "chain")) of "
      + "\(NumberFormat.counted(draws.drawCount, "draw")) after \(sampler.warmup) of warm-up, in "
      + "\(NumberFormat.duration(effort.wallSeconds)); "
      + "\(NumberFormat.counted(steps, "leapfrog step")) per draw; "
      + "\(NumberFormat.counted(divergenceCount, "divergence"))\n"
  }

  /// Contribution share and return on investment of each channel, for a terminal.
  public func metricsText(_ metrics: [ChannelMetrics]) -> String {
    var table = TextTable.channelMetrics(["mean", "median", "5 %", "95 %"])
    for channel in metrics {
      table.add(
        [channel.name] + channel.contribution.all.map(NumberFormat.percent)
          + NumberFormat.aligned(
            channel.returnOnInvestment.all, spread: channel.returnOnInvestment.width, digits: 3))
    }
    return table.text
  }
}

extension TextTable {
  /// A table with a row per channel, `columns` of its contribution and the same of its return.
  package static func channelMetrics(_ columns: [String]) -> TextTable {
    TextTable(
      ["channel"] + columns + columns,
      groups: [
        Group("contribution to the KPI", columns: columns.count),
        Group("return on investment", columns: columns.count),
      ])
  }
}

extension DistributionSummary {
  /// Mean, median and both quantiles.
  fileprivate var all: [Double] { [mean, median, q5, q95] }

  /// The width of the 90 % interval.
  package var width: Double { q95 - q5 }
}

extension ConvergenceReport {
  /// The warnings, one to a line; empty where nothing is wrong.
  public var text: String {
    warnings.map { "Warning: \($0.message)\n" }.joined()
  }
}
