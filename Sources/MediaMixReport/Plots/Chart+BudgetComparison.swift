public import MediaMix

extension Chart {
  /// A plan beside the split of the same money that was: what each channel costs, what the next unit
  /// of money would bring there, and the KPI; of plans by geo or period also where and when.
  ///
  /// - Parameters:
  ///   - plan: `FittedModel/optimizeBudget(_:)`.
  ///   - target: the KPI's name.
  ///   - uncertainty: `FittedModel/uncertainty(of:draws:)`, which adds the interval of the gain and
  ///     the best spend of single draws.
  public static func budgetComparison(
    _ plan: BudgetPlan, target: String, uncertainty: PlanUncertainty? = nil
  ) -> Chart {
    let comparison = BudgetComparison(plan: plan, uncertainty: uncertainty, target: target)
    return Chart(
      kind: "budget-comparison", title: "What the plan changes",
      subtitle: comparison.sentences.joined(separator: " "),
      description: comparison.sentences + comparison.channelSentences,
      legend: Legend([
        .init(Look(.bar, .rest), text: "as money was split before"),
        .init(Look(.bar, .model), text: "with the plan"),
        .init(.limits, text: "the least and the most allowed"),
      ]),
      blocks: comparison.blocks, notes: comparison.notes
    ) { comparison.table }
  }
}

/// The parts of a picture of a plan.
private struct BudgetComparison: Sendable {
  let plan: BudgetPlan
  let uncertainty: PlanUncertainty?
  let target: String

  private static let inks: [Theme.Ink] = [.rest, .model]
  private static func money(_ value: Double) -> String { HumanNumber.plain.text(value) }

  private static func change(_ value: Double, _ before: Double) -> Double? {
    before != 0 ? value / before - 1 : nil
  }

  private static func text(_ value: Double, before: Double) -> String {
    guard let change = change(value, before) else { return money(value) }
    let percent = NumberFormat.percent(change).replacing("-", with: "−")
    return "\(money(value)) (\(change > 0 ? "+" : "")\(percent))"
  }

  var blocks: [any ChartBlock] {
    var blocks: [any ChartBlock] = [channels, kpi]
    if let uncertainty { blocks.insert(best(uncertainty), at: 1) }
    switch plan.problem.granularity {
    case .channel: break
    case .geo: if let changes { blocks.append(changes) }
    case .period: blocks.append(periods)
    }
    return blocks
  }

  private var channels: IntervalPanels {
    IntervalPanels(
      categories: plan.channels.map(\.name),
      measures: [
        .init(
          name: "Spend over \(NumberFormat.counted(plan.problem.periods, "period"))",
          format: .plain,
          values: plan.channels.map {
            [Quantiles(exactly: $0.previousSpend), Quantiles(exactly: $0.spend)]
          }, isBars: true,
          labels: plan.channels.map {
            [Self.money($0.previousSpend), Self.text($0.spend, before: $0.previousSpend)]
          },
          limits: plan.channels.map { min($0.lower, $0.upper)...max($0.lower, $0.upper) }),
        .init(
          name: "Marginal return", format: .plain,
          values: plan.channels.map { [Quantiles(exactly: $0.marginalReturn)] }, isBars: true),
      ], inks: Self.inks)
  }

  /// What each channel would cost if the truth were known, by single draws.
  private func best(_ uncertainty: PlanUncertainty) -> IntervalPanels {
    IntervalPanels(
      categories: uncertainty.channels.map(\.name),
      measures: [
        .init(
          name: "Best spend of single draws", format: .plain,
          values: uncertainty.channels.map { [Quantiles($0.bestSpend)] })
      ])
  }

  private var kpi: IntervalPanels {
    let gain =
      uncertainty.map { Quantiles($0.gain) } ?? Quantiles(exactly: plan.kpi - plan.previousKPI)
    return IntervalPanels(
      categories: [target],
      measures: [
        .init(
          name: "In all periods", format: .plain,
          values: [[Quantiles(exactly: plan.previousKPI), Quantiles(exactly: plan.kpi)]],
          isBars: true,
          labels: [
            [Self.money(plan.previousKPI), Self.text(plan.kpi, before: plan.previousKPI)]
          ]),
        .init(
          name: "Gain by the plan", format: .plain, values: [[gain]], isBars: true,
          labels: [
            [
              uncertainty.map { "\(Self.money($0.gain.mean)) on average" }
                ?? Self.money(gain.median)
            ]
          ]),
      ], inks: Self.inks)
  }

  /// Changes by geo and channel; nil where none is decided on.
  private var changes: HeatMap? {
    let names = plan.channels.map(\.name)
    var geos: [String] = []
    for geo in plan.cells.compactMap(\.geo) where !geos.contains(geo) { geos.append(geo) }
    guard !geos.isEmpty else { return nil }
    let cells = geos.map { geo in
      names.map { name in plan.cells.first { $0.geo == geo && $0.channel == name } }
    }
    return HeatMap(
      name: "Change of spend; framed: as far as is allowed", rows: geos, columns: names,
      values: cells.map { $0.map { $0.flatMap { Self.change($0.spend, $0.previousSpend) } } },
      marked: cells.map { $0.map { $0?.activeBound != nil } }, format: .change)
  }

  /// Spend by period, a plot for each channel.
  private var periods: PlotGrid {
    let plots = plan.channels.map { channel in
      let cells = plan.cells.filter { $0.channel == channel.name }
      let x = cells.map { Double(($0.period ?? 0) + 1) }
      return Plot(
        name: channel.name,
        layers: [
          Plot.Layer(
            x: x, .bars(values: cells.map(\.previousSpend), width: 0.9), Look(.bar, .rest)),
          Plot.Layer(x: x, .bars(values: cells.map(\.spend), width: 0.5), Look(.area, .model)),
        ],
        hovers: zip(x, cells).map {
          (
            $0,
            "\(channel.name), period \(Int($0)): \(Self.money($1.previousSpend)) → "
              + Self.text($1.spend, before: $1.previousSpend)
          )
        })
    }
    var arrangement = PlotGrid.Arrangement()
    arrangement.noun = "channel"
    return PlotGrid(
      plots, horizontal: .init(.number(.count, .linear), title: "period of the plan"),
      vertical: .init(.number(.plain, .linear), title: "spend by period"),
      arrangement: arrangement)
  }

  // MARK: Words and numbers

  var sentences: [String] {
    let totals =
      "\(Self.money(plan.budget)) over \(NumberFormat.counted(plan.problem.periods, "period")): "
      + "\(target) \(Self.text(plan.kpi, before: plan.previousKPI)) rather than "
      + "\(Self.money(plan.previousKPI)) as money was split before."
    return [totals]
      + [uncertainty].compactMap(\.self).map {
        "Chance of a gain \(HumanNumber.percent.text($0.probabilityOfImprovement)), "
          + "gain \(Self.money($0.gain.mean)), 90 % interval \(Self.money($0.gain.q5)) to "
          + "\(Self.money($0.gain.q95))."
      }
  }

  var channelSentences: [String] {
    plan.channels.map {
      "\($0.name): \(Self.money($0.previousSpend)) → "
        + "\(Self.text($0.spend, before: $0.previousSpend)), "
        + "marginal return \(Self.money($0.marginalReturn))."
    }
  }

  var notes: [String] {
    [
      "Marginal return: what the next unit of money would bring. With the best plan it is the same "
        + "wherever spend may still change."
    ] + (plan.certificate.converged ? [] : ["The plan is not proven optimal."])
  }

  /// A row for each number: of every decision, of the KPI, and of the best spend of single draws.
  var table: String {
    let header = ["quantity", "channel", "geo", "period", "value", "median", "q5", "q95"]
    let cells = plan.cells.flatMap { cell in
      [
        ("spend_before", cell.previousSpend), ("spend", cell.spend), ("at_least", cell.lower),
        ("at_most", cell.upper), ("marginal_return", cell.marginalReturn),
      ].map { name, value in
        [name, cell.channel, cell.geo ?? "", cell.period.map { "\($0)" } ?? ""]
          + [CSVNumber.text(value), "", "", ""]
      }
    }
    let totals = [("kpi_before", plan.previousKPI), ("kpi", plan.kpi)].map { name, value in
      [name, "", "", "", CSVNumber.text(value), "", "", ""]
    }
    let certainty = [uncertainty].compactMap(\.self).flatMap { uncertainty in
      [["gain", "", "", ""] + CSVNumber.cells(uncertainty.gain)]
        + uncertainty.channels.map {
          ["best_spend", $0.name, "", ""] + CSVNumber.cells($0.bestSpend)
        }
    }
    return ([header] + cells + totals + certainty).map(CSVLine.text).joined()
  }
}
