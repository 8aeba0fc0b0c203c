public import MediaMix

extension BudgetPlan {
  /// The plan for a terminal: each channel's part, groups, KPI before and after, the proof, and what
  /// the posterior says if that was asked for.
  public func text(uncertainty: PlanUncertainty? = nil) -> String {
    let facts = totals + (uncertainty.map(Self.facts) ?? [])
    return channelTable(uncertainty).text + (groups.isEmpty ? "" : "\n" + groupTable.text) + "\n"
      + facts.map { "\($0.padding(to: 23))\($1)\n" }.joined() + "\n\(proof)\n"
  }

  /// Cells, one to a row, as CSV: channel, geo or period where they are decided on, money, media and
  /// bounds, every number with as many digits as bring the same number back.
  public func csv() -> String {
    let mediaPerMoney = Dictionary(
      uniqueKeysWithValues: channels.map { ($0.name, $0.spend > 0 ? $0.media / $0.spend : 0) })
    var header = ["channel"]
    if problem.granularity == .geo { header.append("geo") }
    if problem.granularity == .period { header.append("period") }
    header += ["spend", "previous_spend", "media", "lower", "upper", "marginal_return"]
    return cells.reduce(into: CSVLine.text(header)) { text, cell in
      var row = [cell.channel]
      if problem.granularity == .geo { row.append(cell.geo ?? "") }
      if problem.granularity == .period { row.append("\(cell.period ?? 0)") }
      let numbers = [
        cell.spend, cell.previousSpend, cell.spend * (mediaPerMoney[cell.channel] ?? 0), cell.lower,
        cell.upper, cell.marginalReturn,
      ]
      text += CSVLine.text(row + numbers.map(CSVNumber.text))
    }
  }

  // MARK: Parts

  /// Each channel's part, with its best spend over the posterior if that is given.
  func channelTable(_ uncertainty: PlanUncertainty?) -> TextTable {
    let spread = uncertainty == nil ? [] : ["best 5 %", "best median", "best 95 %"]
    var table = TextTable(
      ["channel", "spend", "before", "change", "media", "at least", "at most", "marginal return"]
        + spread)
    for (index, channel) in channels.enumerated() {
      let best = uncertainty?.channels[index].bestSpend
      table.add(
        [
          channel.name, Self.money(channel.spend), Self.money(channel.previousSpend),
          Self.change(channel.spend, channel.previousSpend), Self.money(channel.media),
          Self.money(channel.lower), Self.money(channel.upper),
          NumberFormat.significant(channel.marginalReturn),
        ] + (best.map { [$0.q5, $0.median, $0.q95].map(Self.money) } ?? []))
    }
    return table
  }

  /// Each group's part.
  var groupTable: TextTable {
    var table = TextTable(["group", "spend", "at least", "at most", "marginal return"])
    for group in groups {
      table.add([
        group.name, Self.money(group.spend), Self.money(group.lower),
        group.upper.map(Self.money) ?? "–", NumberFormat.significant(group.multiplier),
      ])
    }
    return table
  }

  /// Budget and KPI, each with its name.
  var totals: [(name: String, value: String)] {
    let roi = returnOnInvestment.map { NumberFormat.significant($0) } ?? "–"
    let periods = NumberFormat.counted(problem.periods, "period")
    let change = Self.change(kpi, previousKPI)
    let next = NumberFormat.significant(certificate.multiplier)
    return [
      ("Budget", "\(Self.money(budget)) over \(periods)"),
      ("KPI with the plan", Self.money(kpi)),
      ("KPI as money was split", "\(Self.money(previousKPI)) (\(change))"),
      ("KPI per unit of money", "\(roi) on average, \(next) for one more\(riskText)"),
    ]
  }

  /// What the posterior says, each fact with its name.
  static func facts(_ uncertainty: PlanUncertainty) -> [(name: String, value: String)] {
    let (gain, regret) = (uncertainty.gain, uncertainty.regret)
    let chance = NumberFormat.percent(uncertainty.probabilityOfImprovement)
    let draws = NumberFormat.counted(uncertainty.drawCount, "draw")
    return [
      ("Chance of a gain", chance),
      ("Gain", "\(money(gain.mean)), 90 % interval \(money(gain.q5)) to \(money(gain.q95))"),
      (
        "Expected regret", "\(money(regret.mean)): what knowing the truth would add, by \(draws)"
      ),
    ]
  }

  /// What the multiplier counts beside the KPI.
  private var riskText: String {
    problem.riskAversion == 0
      ? "" : ", less \(NumberFormat.significant(problem.riskAversion)) times what it adds to the sd"
  }

  /// Whether the plan is proven optimal.
  var proof: String {
    let residual = NumberFormat.significant(certificate.residual, digits: 2)
    let returns =
      problem.riskAversion == 0 ? "marginal returns" : "marginal returns, adjusted for risk,"
    return certificate.converged
      ? "Optimal: \(returns) agree up to \(residual) of the largest"
      : "Not proven optimal: \(returns) differ by \(residual) of the largest"
  }

  static func money(_ value: Double) -> String {
    NumberFormat.significant(value, digits: 6)
  }

  static func change(_ value: Double, _ before: Double) -> String {
    guard before != 0 else { return "–" }
    let share = value / before - 1
    return (share >= 0 ? "+" : "") + NumberFormat.percent(share)
  }
}

extension String {
  /// The text with spaces after it, up to a length.
  fileprivate func padding(to length: Int) -> String {
    self + String(repeating: " ", count: max(0, length - count))
  }
}
