public import MediaMix

extension PriorPredictive {
  /// What the priors imply, for a terminal: channels and baseline, the KPI beside the observed one,
  /// and the chances of what should not be.
  public var text: String {
    let draws = NumberFormat.counted(drawCount, "draw")
    return "What the priors imply before any fit, by \(draws)\n\n"
      + channelTable + "\n" + kpiTable + "\n" + chances
  }

  private var channelTable: String {
    var table = TextTable(
      ["channel"] + Self.columns + Self.columns,
      groups: [
        .init("share of the expected KPI", columns: 3), .init("return on investment", columns: 3),
      ])
    for channel in channels {
      let roi = channel.returnOnInvestment
      table.add(
        [channel.name] + Self.percents(channel.share)
          + NumberFormat.aligned(roi.outline, spread: roi.q95 - roi.q5, digits: 3))
    }
    for (name, share) in [("all media", mediaShare), ("baseline", baselineShare)] {
      table.add([name] + Self.percents(share) + ["", "", ""])
    }
    return table.text
  }

  private var kpiTable: String {
    var table = TextTable(
      [geos.count == 1 ? "" : "geo"] + Self.columns + Self.columns,
      groups: [
        .init("KPI by the priors", columns: 3), .init("KPI observed", columns: 3),
      ])
    for geo in geos {
      let observed = Quantiles(geo.observed).outline
      let spread = (observed[2] - observed[0]).magnitude
      table.add(
        [geo.name.isEmpty ? "all periods" : geo.name]
          + NumberFormat.aligned(geo.kpiOverall.outline, spread: spread)
          + NumberFormat.aligned(observed, spread: spread))
    }
    return table.text
  }

  private var chances: String {
    """
    Observed KPI within the 90 % intervals of its periods  \(NumberFormat.percent(coverage))
    Draws in which media explain more than the whole KPI   \
    \(NumberFormat.percent(probabilityOfMediaAboveKPI))
    Draws with a negative baseline in some period          \
    \(NumberFormat.percent(probabilityOfNegativeBaseline))
    Draws with a negative baseline on average              \
    \(NumberFormat.percent(probabilityOfNegativeMeanBaseline))

    """
  }

  private static let columns = ["5 %", "median", "95 %"]

  private static func percents(_ share: Quantiles) -> [String] {
    share.outline.map(NumberFormat.percent)
  }
}

extension Quantiles {
  /// 5 %, median, 95 %.
  fileprivate var outline: [Double] { [q5, median, q95] }
}
