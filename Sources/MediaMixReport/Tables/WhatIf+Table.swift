public import MediaMix

extension WhatIf {
  /// The comparison, for a terminal: window and spend, the KPI by both plans, the difference and the
  /// chance of a gain; of geo data, then each geo.
  public var text: String {
    places[0].text(window: window, tail: tail)
      + places.dropFirst().map { place in
        "\n\(place.geo ?? "")\n\n" + place.text(window: nil, tail: tail)
      }.joined()
  }

  /// "12 periods from 2019-11-18 to 2020-02-03".
  private var window: String {
    let range = dates.first.flatMap { first in
      dates.last.map { dates.count > 1 ? " from \(first) to \($0)" : " of \(first)" }
    }
    return NumberFormat.counted(planBefore.timeCount, "period") + (range ?? "") + "\n"
  }

  private var tail: String { "with \(NumberFormat.counted(tailPeriods, "period")) after it" }
}

extension WhatIf.Place {
  fileprivate func text(window: String?, tail: String) -> String {
    let change = spendAfter - spendBefore
    let money = NumberFormat.aligned(
      [spendBefore, spendAfter, change.magnitude], spread: max(spendBefore, spendAfter), digits: 6)
    var table = TextTable(["", "mean", "median", "5 %", "95 %", "chance of a gain"])
    let spread = difference.width > 0 ? difference.width : lastingDifference.width
    func add(_ name: String, _ summary: DistributionSummary, spread: Double, _ chance: String = "")
    {
      table.add(
        [name]
          + NumberFormat.aligned(
            [summary.mean, summary.median, summary.q5, summary.q95], spread: spread, digits: 3)
          + [chance])
    }
    add("KPI before the change", kpiBefore, spread: spread)
    add("KPI after the change", kpiAfter, spread: spread)
    add(
      "difference in the window", difference, spread: spread,
      NumberFormat.percent(probabilityOfGain))
    add(
      "difference \(tail)", lastingDifference, spread: spread,
      NumberFormat.percent(probabilityOfLastingGain))
    if let returns = returnOnDifference {
      let name =
        change > 0 ? "gain per unit of money more" : "loss per unit of money less"
      add("the latter: \(name)", returns, spread: returns.width)
    }
    return (window.map { $0 + "\n" } ?? "")
      + "Spend \(money[0]) before the change, \(money[1]) after: "
      + (change == 0 ? "the same" : "\(money[2]) \(change > 0 ? "more" : "less")") + "\n\n"
      + table.text
  }
}
