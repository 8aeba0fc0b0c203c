import MediaMix
import MediaMixReport
import Testing

@Suite("Marketing charts")
struct MarketingChartTests {
  /// Each kind, as it is drawn with all that it can show.
  static let kinds: [(name: String, chart: @Sendable (FittedModel) async throws -> Chart)] = [
    ("response-curves", { .responseCurves(try curves($0), target: "sales") }),
    (
      "response-curves-log",
      { .responseCurves(try curves($0), target: "sales", isLogarithmic: true) }
    ),
    ("contribution-bars", { .contributionBars($0.mediaMetrics(), target: "sales") }),
    (
      "roi-bars-by-geo",
      { .roiBars($0.mediaMetrics(), target: "sales", showsGeos: !$0.model.dataset.geos.isEmpty) }
    ),
    (
      "contribution-area",
      { .contributionArea(try $0.contributions(periodsOfGeos: false), target: "sales") }
    ),
    ("variation-cost", { .variationAndCost($0.model.dataset.variationAndCost()) }),
    ("decay", { .decay(try $0.decayCurves()) }),
  ]

  @Test(
    "Text in its place, safe markup, a table: every kind of every fit",
    arguments: kinds.map(\.name), PlotExample.all.map(\.name))
  func checks(kind: String, fit: String) async throws {
    let chart = try await chart(kind, fit)
    ChartChecks.layout(chart)
    ChartChecks.markup(chart)
    try ChartChecks.table(chart)
  }

  @Test(
    "Plans likewise", arguments: BudgetGranularity.allCases,
    ["national", "geos", "long-names", "one"])
  func plans(granularity: BudgetGranularity, name: String) async throws {
    let fit = try await fit(name)
    var problem = BudgetProblem(periods: 4)
    problem.granularity = granularity
    let plan = try await fit.optimizeBudget(problem)
    let uncertainty = try await fit.uncertainty(of: plan, draws: 4)
    for chart in [
      Chart.budgetComparison(plan, target: "sales"),
      .budgetComparison(plan, target: ChartSamples.hostileName, uncertainty: uncertainty),
    ] {
      ChartChecks.layout(chart)
      ChartChecks.markup(chart)
      try ChartChecks.table(chart)
    }
  }

  @Test(
    "Pictures as they were last looked at",
    arguments: [
      ("response-curves", "national"), ("roi-bars-by-geo", "geos"),
      ("contribution-area", "negative"), ("contribution-area", "many"),
      ("variation-cost", "long-names"), ("decay", "one"),
    ])
  func snapshots(kind: String, fit: String) async throws {
    try ChartChecks.snapshot(try await chart(kind, fit), "\(kind)-\(fit)")
  }

  @Test("Response curves: one plot for each channel and one for all; geos on their own by name")
  func responseCurves() async throws {
    let fit = try await PlotExample.geos.value
    let curves = try fit.responseCurves(ResponseCurveOptions(kind: .onePeriod, marks: ["tv": 1500]))
    let all = Chart.responseCurves(curves, target: "sales")
    #expect(all.csv == curves.filter { $0.geo == nil }.csv())
    let texts = all.picture(.file).labels.map(\.text)
    #expect(texts.contains("All channels") && texts.contains("marked spend"))
    #expect(texts.contains("tv") && !texts.contains { $0.contains("Region") })
    let two = Chart.responseCurves(curves, target: "sales", geos: ["Region 2", "Region 20"])
    #expect(two.csv == curves.filter { ["Region 2", "Region 20"].contains($0.geo) }.csv())
    let names = two.picture(.file).labels.map(\.text)
    #expect(names.contains("tv, Region 2") && names.contains("All channels, Region 20"))
    #expect(!names.contains("marked spend"))
  }

  @Test("A channel without a price is drawn by its media, and the notes say so")
  func unpriced() async throws {
    let fit = try await PlotExample.unpriced.value
    let chart = Chart.responseCurves(try Self.curves(fit), target: "sales")
    #expect(chart.notes.contains("free has no price: its axis counts media."))
    #expect(!chart.notes.contains { $0.contains("tv") })
    let returns = Chart.roiBars(fit.mediaMetrics(), target: "sales")
    #expect(returns.notes.contains("Nothing was spent on free: no return."))
    #expect(returns.picture(.page).labels.count { $0.text == "no value" } == 2)
  }

  @Test("Bars: the numbers are those of the draws; returns over decades are intervals")
  func bars() async throws {
    let fit = try await PlotExample.geos.value
    let metrics = fit.mediaMetrics()
    let table = try Table(
      csv: Chart.contributionBars(metrics, target: "sales", showsGeos: true).csv, fileName: "")
    #expect(table.rows.count == 3 * 21)
    let expected = Quantiles(metrics[1].geos[4].contributionDraws)
    let row = try #require(
      table.rows.first { $0.cells[1] == "search" && $0.cells[2] == "Region 5" })
    #expect(
      row.cells.dropFirst(3).map { Double($0) }
        == [expected.q5, expected.q25, expected.median, expected.q75, expected.q95])
    #expect(table.rows[0].cells[2].isEmpty)
  }

  @Test("Areas: parts that are negative hang below zero, small channels share a colour")
  func areas() async throws {
    let negative = try await PlotExample.negativeBaseline.value
    let contributions = try negative.contributions()
    let chart = Chart.contributionArea(contributions, target: "sales")
    #expect(chart.csv.hasPrefix(contributions.csv()))
    let observed = try Table(csv: chart.csv).rows.filter { $0.cells[2] == "observed" }
    #expect(observed.map { Double($0.cells[4]) } == contributions.places[0].observed)
    #expect(
      chart.notes.contains { $0.hasPrefix("Negative, hanging below zero: baseline in 40 of 40") })
    let texts = { (chart: Chart) in chart.picture(.phone).labels.map(\.text) }
    #expect(texts(chart).contains { $0.hasPrefix("expected") })
    let many = Chart.contributionArea(
      try await PlotExample.many.value.contributions(), target: "sales")
    #expect(texts(many).contains("13 more channels"))
    #expect(texts(many).count { $0.hasPrefix("channel ") } == 7)
    #expect(many.csv.contains("channel 20"))
    let plain = Chart.contributionArea(
      try await PlotExample.national.value.contributions(), target: "sales")
    #expect(plain.notes.isEmpty && !texts(plain).contains { $0.hasPrefix("expected") })
  }

  @Test("The observed KPI of a selection is the sum over its geos")
  func observed() async throws {
    let fit = try await PlotExample.geos.value
    let target = fit.model.dataset.target
    let two = try fit.contributions(in: DataSelection(geos: ["Region 3", "Region 1"]))
    #expect(two.places.map(\.geo) == [nil, "Region 1", "Region 3"])
    #expect(two.places[0].observed == (0..<16).map { target[$0, 0, 0] + target[$0, 0, 2] })
    #expect(two.places[2].observed == target.series(column: 0, geo: 2))
  }

  @Test("Plans: KPI, money and bounds are those of the plan")
  func planTable() async throws {
    let fit = try await PlotExample.national.value
    let plan = try await fit.optimizeBudget(BudgetProblem(periods: 4))
    let uncertainty = try await fit.uncertainty(of: plan, draws: 5)
    let table = try Table(
      csv: Chart.budgetComparison(plan, target: "sales", uncertainty: uncertainty).csv,
      fileName: "")
    func cells(_ quantity: String, _ channel: String = "") -> [Double?] {
      table.rows.first { $0.cells[0] == quantity && $0.cells[1] == channel }?.cells.dropFirst(4)
        .map { Double($0) } ?? []
    }
    #expect(cells("kpi").first == plan.kpi && cells("kpi_before").first == plan.previousKPI)
    let gain = uncertainty.gain
    #expect(cells("gain") == [gain.mean, gain.median, gain.q5, gain.q95])
    for (channel, best) in zip(plan.channels, uncertainty.channels) {
      #expect(cells("spend", channel.name).first == channel.spend)
      #expect(cells("spend_before", channel.name).first == channel.previousSpend)
      #expect(cells("at_most", channel.name).first == channel.upper)
      #expect(cells("marginal_return", channel.name).first == channel.marginalReturn)
      #expect(cells("best_spend", channel.name).last == best.bestSpend.q95)
    }
  }

  @Test("Variation beside cost: names at the points, numbers and a list where they have no room")
  func names() async throws {
    let short = Chart.variationAndCost(
      try await PlotExample.national.value.model.dataset.variationAndCost())
    #expect(short.picture(.file).labels.contains { $0.text == "search" })
    let dataset = try await PlotExample.longNames.value.model.dataset
    let long = Chart.variationAndCost(dataset.variationAndCost()).picture(.phone).labels.map(\.text)
    #expect(long.contains("12"))
    #expect(long.contains { $0.hasPrefix("12 ") })
    #expect(Set(long).isSuperset(of: (1...12).map { "\($0)" }))
  }

  @Test("Decay: a row for each channel and lag")
  func decay() async throws {
    let curves = try await PlotExample.national.value.decayCurves(periods: 6)
    let table = try Table(csv: Chart.decay(curves).csv, fileName: "")
    #expect(table.rows.count == 18)
    let weight = curves[2].weights[5]
    #expect(
      table.rows[17].cells == ["social", "5"]
        + [weight.mean, weight.median, weight.q5, weight.q95].map { "\($0)" })
  }

  private static func curves(_ fit: FittedModel) throws -> [ResponseCurve] {
    try fit.responseCurves(
      ResponseCurveOptions(kind: .onePeriod, steps: 20, marks: [fit.model.dataset.channels[0]: 900])
    )
  }

  private func fit(_ name: String) async throws -> FittedModel {
    try await #require(PlotExample.all.first { $0.name == name }).fit.value
  }

  private func chart(_ kind: String, _ name: String) async throws -> Chart {
    let make = try #require(Self.kinds.first { $0.name == kind }).chart
    return try await make(try await fit(name))
  }
}
