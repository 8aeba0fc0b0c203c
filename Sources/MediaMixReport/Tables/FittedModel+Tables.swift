public import MediaMix
public import MediaMixInference

extension FittedModel {
  /// The parameter table, then what sampling cost and what is wrong with it, for a terminal.
  ///
  /// - Parameter summary: the fit's own `summary()`.
  public func summaryText(_ summary: [ParameterSummary]) -> String {
    var table = TextTable([
      "parameter", "mean", "sd", "median", "5 %", "95 %", "mcse", "ess bulk", "ess tail", "r-hat",
    ])
    for row in summary {
      let s = row.statistics
      table.add(
        [row.name]
          + [s.mean, s.sd, s.median, s.q5, s.q95].map { NumberFormat.significant($0) }
          + [
            NumberFormat.significant(s.mcseMean, digits: 2),
            NumberFormat.significant(s.essBulk.rounded(), digits: 1),
            NumberFormat.significant(s.essTail.rounded(), digits: 1),
            NumberFormat.fixed(s.rHat, decimals: 3),
          ])
    }
    return table.text + "\n" + effortText
  }

  /// One line on what the draws cost.
  private var effortText: String {
    let steps = effort.samplingLeapfrogSteps / (draws.chainCount * draws.drawCount)
    let seconds = NumberFormat.significant(effort.wallSeconds, digits: 3)
    return "\(draws.chainCount) chains of \(sampler.warmup) warm-up transitions and "
      + "\(draws.drawCount) draws in \(seconds) s; \(steps) leapfrog steps per draw; "
      + "\(divergenceCount) divergences\n"
  }

  /// Contribution share and return on investment of each channel, for a terminal.
  public func metricsText(_ metrics: [ChannelMetrics]) -> String {
    var table = TextTable([
      "channel", "contribution", "5 %", "95 %", "ROI", "5 %", "95 %",
    ])
    for channel in metrics {
      let (share, roi) = (channel.contribution, channel.returnOnInvestment)
      table.add([
        channel.name, NumberFormat.percent(share.mean), NumberFormat.percent(share.q5),
        NumberFormat.percent(share.q95), NumberFormat.significant(roi.mean),
        NumberFormat.significant(roi.q5), NumberFormat.significant(roi.q95),
      ])
    }
    return table.text
  }
}

extension ConvergenceReport {
  /// The warnings, one to a paragraph; empty where nothing is wrong.
  public var text: String {
    warnings.map { "warning: \($0.message)\n" }.joined()
  }
}
