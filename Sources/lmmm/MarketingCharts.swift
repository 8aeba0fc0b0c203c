import ArgumentParser
import MediaMix
import MediaMixInference
import MediaMixReport

/// `lmmm plot MODEL budget-comparison`
struct BudgetComparisonRequest: ChartRequest {
  static let abstract = "The best split of a budget beside what was: spend, KPI, marginal return."

  @OptionGroup var budget: BudgetOptions

  func chart(of fit: FittedModel) async throws -> Chart {
    let plan = try await budget.plan(fit)
    return .budgetComparison(
      plan, target: fit.schema.target, uncertainty: try await budget.uncertainty(of: plan, fit))
  }
}

/// `lmmm plot MODEL contribution-area`
struct ContributionAreaRequest: ChartRequest {
  static let abstract = "What baseline and channels added to the KPI, period by period."

  @OptionGroup var part: SelectionOptions

  func chart(of fit: FittedModel) throws -> Chart {
    .contributionArea(
      try fit.contributions(in: part.selection(of: fit.model.dataset), periodsOfGeos: false),
      target: fit.schema.target)
  }
}

/// `lmmm plot MODEL contribution-bars`
struct ContributionBarsRequest: ChartRequest {
  static let abstract = "The share of the KPI that is due to each channel, with intervals."

  @OptionGroup var metrics: MetricsOptions

  func chart(of fit: FittedModel) throws -> Chart {
    .contributionBars(
      try metrics.metrics(of: fit), target: fit.schema.target, showsGeos: metrics.byGeo,
      selection: metrics.part.selection(of: fit.model.dataset))
  }
}

/// `lmmm plot MODEL decay`
struct DecayRequest: ChartRequest {
  static let abstract = "How long the media of each channel act."

  @Option(
    help: ArgumentHelp(
      "How many periods to show, that of the media counted.", valueName: "count"))
  var periods = 13

  func chart(of fit: FittedModel) throws -> Chart {
    .decay(try fit.decayCurves(periods: periods))
  }
}

/// `lmmm plot MODEL response-curves`
struct ResponseCurvesRequest: ChartRequest {
  static let abstract = "What each channel would bring at other spend."

  @OptionGroup var curves: CurveOptions

  @OptionGroup var places: GeoOptions

  @Flag(help: "Logarithmic axes for the plot of all channels.")
  var log = false

  @Flag(
    help: "Mark the spend per period of the best plan for 12 periods, as `lmmm optimize` finds it.")
  var optimal = false

  func validate() throws {
    if optimal, curves.mark != nil {
      throw ValidationError("--optimal marks spend, as --mark does; leave out one")
    }
  }

  func chart(of fit: FittedModel) async throws -> Chart {
    let geos = try places.names(of: fit.model.dataset)
    var options = try curves.options(for: fit)
    options.eachGeo = geos != nil
    if optimal { options.marks = try await Self.bestSpend(fit, prices: options.prices) }
    return .responseCurves(
      try fit.responseCurves(options), target: fit.schema.target, geos: geos, isLogarithmic: log)
  }

  /// Money per period of each channel.
  private static func bestSpend(
    _ fit: FittedModel, prices: [String: Double]
  ) async throws -> [String: Double] {
    var problem = BudgetProblem()
    problem.prices = prices
    let plan = try await fit.optimizeBudget(problem)
    return Dictionary(
      uniqueKeysWithValues: plan.channels.map { ($0.name, $0.spend / Double(problem.periods)) })
  }
}

/// `lmmm plot MODEL roi-bars`
struct ReturnBarsRequest: ChartRequest {
  static let abstract = "What each channel returned per unit of money, with intervals."

  @OptionGroup var metrics: MetricsOptions

  func chart(of fit: FittedModel) throws -> Chart {
    .roiBars(
      try metrics.metrics(of: fit), target: fit.schema.target, showsGeos: metrics.byGeo,
      selection: metrics.part.selection(of: fit.model.dataset))
  }
}

/// `lmmm plot MODEL variation-cost`
struct VariationCostRequest: ChartRequest {
  static let abstract = "How much each channel's media vary beside what it costs."
  static let isOfDraws = false

  @OptionGroup var places: GeoOptions

  func chart(of fit: FittedModel) throws -> Chart {
    let dataset = fit.model.dataset
    return .variationAndCost(dataset.variationAndCost(), geos: try places.names(of: dataset))
  }
}

/// Options of the bars of channels.
struct MetricsOptions: ParsableArguments {
  @OptionGroup var part: SelectionOptions

  @Flag(help: "Also draw each geo.")
  var byGeo = false

  func metrics(of fit: FittedModel) throws -> [ChannelMetrics] {
    let dataset = fit.model.dataset
    guard !(byGeo && dataset.geos.isEmpty) else {
      throw ValidationError("--by-geo: the data are national")
    }
    return try fit.mediaMetrics(in: part.selection(of: dataset))
  }
}

/// Which geos to draw.
struct GeoOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Geos to draw, each on its own (default: all together).", valueName: "names"))
  var geos: String?

  /// The geos by name, nil for all together.
  func names(of dataset: Dataset) throws -> [String]? {
    guard let geos else { return nil }
    let names = NameList.names(in: geos, known: dataset.geos)
    if names.isEmpty { throw InsightError.noGeos }
    for name in names where !dataset.geos.contains(name) {
      throw InsightError.unknownGeo(name, known: dataset.geos)
    }
    return names
  }
}
