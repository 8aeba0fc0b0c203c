public import MediaMix
public import MediaMixInference

extension FittedModel {
  /// The parameter table, a line on what the draws cost, and one for each edit of the draws, for a
  /// terminal.
  ///
  /// A row's numbers have as many decimals as its standard deviation gives a meaning to. A parameter
  /// with one value in all draws is "fixed".
  ///
  /// - Parameters:
  ///   - summary: the fit's own `summary()`.
  ///   - priors: the fit's own `priorComparison()`, for a second table of what the data have taught.
  public func summaryText(
    _ summary: [ParameterSummary], priors: [PriorComparison]? = nil
  ) -> String {
    summaryTable(summary).text + (priors.map { "\n" + priorTable($0, summary).text } ?? "") + "\n"
      + effortText + editsText
  }

  /// The parameter table.
  func summaryTable(_ summary: [ParameterSummary]) -> TextTable {
    var table = TextTable([
      "parameter", "mean", "sd", "median", "5 %", "95 %", "mcse", "ess bulk", "ess tail", "r-hat",
    ])
    for (row, isFixed) in zip(summary, model.isFixed) {
      table.add([row.name] + Self.cells(row.statistics, isFixed: isFixed))
    }
    return table
  }

  private static func cells(_ s: ScalarSummary, isFixed: Bool) -> [String] {
    guard !(isFixed && s.isConstant) else {
      return [NumberFormat.significant(s.mean), "fixed"] + Array(repeating: "–", count: 7)
    }
    return NumberFormat.aligned([s.mean, s.sd, s.median, s.q5, s.q95], spread: s.sd) + [
      NumberFormat.significant(s.mcseMean, digits: 2),
      NumberFormat.fixed(s.essBulk, decimals: 0),
      NumberFormat.fixed(s.essTail, decimals: 0),
      NumberFormat.fixed(s.rHat, decimals: 3),
    ]
  }

  /// One line on what the draws cost; on how many there are, where they are not those of the sampler.
  var effortText: String {
    let size =
      "\(NumberFormat.counted(draws.chainCount, "chain")) of "
      + NumberFormat.counted(draws.drawCount, "draw")
    guard hasWholeChains else { return size + "\n" }
    let thinning = effort.transitionsPerDraw
    let transitions = draws.drawCount * thinning
    let steps = effort.samplingLeapfrogSteps / (draws.chainCount * transitions)
    let kept = thinning == 1 ? "" : ", one of \(thinning) transitions,"
    return "\(size)\(kept) after \(samplerInForce.warmup) of warm-up, in "
      + "\(NumberFormat.duration(effort.wallSeconds)); "
      + "\(NumberFormat.counted(steps, "leapfrog step")) per "
      + "\(thinning == 1 ? "draw" : "transition"); "
      + "\(NumberFormat.counted(divergenceCount, "divergence"))"
      + (thinning == 1 ? "" : " among the draws") + "\n"
  }

  /// One line for each edit.
  private var editsText: String {
    edits.map { "Edited after sampling: \($0.description)\n" }.joined()
  }

  /// Contribution share and return on investment of each channel, for a terminal; of geo data first in
  /// all, then in each geo.
  public func metricsText(_ metrics: [ChannelMetrics]) -> String {
    let all = metrics.table.text
    guard let geos = metrics.geoTable else { return all }
    return "All geos together\n\n\(all)\nEach geo\n\n\(geos.text)"
  }
}

extension [ChannelMetrics] {
  /// Contribution share and return on investment of each channel, of geo data in all.
  var table: TextTable {
    var table = TextTable.channelMetrics(Self.statistics)
    for channel in self {
      table.add(
        [channel.name] + Self.cells(channel.contribution, channel.returnOnInvestment))
    }
    return table
  }

  /// The same in each geo; nil for national data.
  var geoTable: TextTable? {
    guard contains(where: { !$0.geos.isEmpty }) else { return nil }
    var table = TextTable.channelMetrics(Self.statistics)
    for channel in self {
      table.add([channel.name] + [String](repeating: "", count: 2 * Self.statistics.count))
      for geo in channel.geos {
        table.add(["  \(geo.name)"] + Self.cells(geo.contribution, geo.returnOnInvestment))
      }
    }
    return table
  }

  private static let statistics = ["mean", "median", "5 %", "95 %"]

  private static func cells(
    _ contribution: DistributionSummary, _ returns: DistributionSummary?
  ) -> [String] {
    contribution.all.map(NumberFormat.percent)
      + (returns.map { NumberFormat.aligned($0.all, spread: $0.width, digits: 3) }
        ?? contribution.all.map { _ in "–" })
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
