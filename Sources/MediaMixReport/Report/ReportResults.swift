internal import MediaMix
internal import MediaMixInference

/// What a report is about, each thing computed once.
struct ReportResults: Sendable {
  let fit: FittedModel
  let summary: [ParameterSummary]
  let verdict: FitVerdict
  let metrics: [ChannelMetrics]
  let attributions: [AttributionOverSpend]
  let contributions: Contributions
  let fitted: Prediction
  /// The KPI of the fitted periods, noise included.
  let fittedKPI: DrawArray
  /// How well it agrees with the KPI of the fitted periods.
  let fittedScores: PredictionScores?
  /// The same in each geo; empty for national data.
  let fittedGeoScores: [PredictionScores]
  /// Of the rows that the model has not seen; nil where none were kept.
  let holdout: (scores: HoldoutScores, prediction: Prediction)?
  let curves: [ResponseCurve]
  /// How long media act.
  let decay: [DecayCurve]
  let priors: [PriorComparison]
  let advice: BudgetAdvice

  init(_ fit: FittedModel, budget problem: BudgetProblem) async throws {
    async let advice = BudgetAdvice(problem, fit: fit)
    async let contributions = Self.contributions(of: fit)
    async let returns = Self.returns(of: fit)
    async let parameters = Self.parameters(of: fit)
    self.fit = fit
    fitted = fit.fittedValues()
    fittedKPI = fitted.withNoise()
    fittedScores = fitted.scores(of: fittedKPI)
    fittedGeoScores = fitted.geoScores(of: fittedKPI)
    holdout = fit.holdoutScores().flatMap { scores in
      fit.holdoutPrediction().map { (scores, $0) }
    }
    (summary, priors) = await parameters
    (metrics, attributions) = try await returns
    verdict = fit.verdict(
      summary: summary, metrics: metrics, fitted: fittedScores,
      holdout: holdout?.scores, priors: priors)
    self.contributions = try await contributions
    let asked = try await advice
    self.advice = verdict.level == .notUsable ? .withheld : asked
    curves = try Self.curves(of: fit, plan: self.advice.plan)
    decay = try fit.decayCurves()
  }

  private static func contributions(of fit: FittedModel) throws -> Contributions {
    try fit.contributions(in: DataSelection(), periodsOfGeos: false)
  }

  private static func returns(
    of fit: FittedModel
  ) throws -> ([ChannelMetrics], [AttributionOverSpend]) {
    (fit.mediaMetrics(), try fit.attributionOverSpend())
  }

  private static func parameters(
    of fit: FittedModel
  ) -> ([ParameterSummary], [PriorComparison]) {
    let summary = fit.summary()
    return (summary, fit.priorComparison(summary: summary))
  }

  /// Response curves on which the plan is marked, at its prices.
  private static func curves(of fit: FittedModel, plan: BudgetPlan?) throws -> [ResponseCurve] {
    var options = ResponseCurveOptions(kind: .steadyState(of: fit.model.specification))
    if let plan {
      options.prices = plan.problem.prices
      for channel in plan.channels {
        options.marks[channel.name] = channel.spend / Double(plan.problem.periods)
      }
    }
    return try fit.responseCurves(options)
  }

  // MARK: Names

  var dataset: Dataset { fit.model.dataset }

  /// What the KPI is called.
  var target: String { fit.schema.target }

  /// What a channel contributed to all periods together.
  func contribution(of channel: String) -> Contributions.Amount? { total(.part(.channel(channel))) }

  /// What a row of the table of contributions comes to.
  func total(_ row: Contributions.Row) -> Contributions.Amount? {
    contributions.places[0].series.first { $0.row == row }?.total
  }
}
