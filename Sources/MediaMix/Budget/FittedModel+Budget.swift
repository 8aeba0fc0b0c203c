internal import MediaMixInference

extension FittedModel {
  /// The best plan for a problem: the spends for which the posterior mean of the KPI is largest.
  ///
  /// After `find_optimal_budgets` of LightweightMMM, with exact gradients, and with more that may be
  /// decided, limited and aimed at; see <doc:PlanningABudget>.
  ///
  /// - Throws: ``BudgetError`` where the problem does not fit the model, or no plan does what it
  ///   demands; the error then says what is feasible.
  public func optimizeBudget(_ problem: BudgetProblem) async throws -> BudgetPlan {
    let window = try BudgetWindow(problem, fit: self)
    let budgets = try window.budgets()
    let optimizer = await window.optimizer(of: self)
    let summit = try await window.solve(optimizer, budgets: budgets)
    return await window.plan(optimizer, summit, dataset: model.dataset)
  }
}

/// A problem's window in a fit: its amounts, and what the KPI is without a plan.
package struct BudgetWindow: Sendable {
  let setting: BudgetSetting
  /// Scaled media up to the window, `[time, channel, geo]`.
  let history: Panel
  /// The KPI without media, `[draw]`.
  let baseline: [Double]

  package init(_ problem: BudgetProblem, fit: FittedModel) throws(BudgetError) {
    setting = try BudgetSetting(problem, model: fit.model)
    let dataset = fit.model.dataset
    let media = problem.gap.map { dataset.media.followed(by: $0) } ?? dataset.media
    history = fit.model.scaling.media.transform(media)
    baseline =
      PlanBaseline(
        fit.model, draws: fit.draws, first: media.timeCount, periods: problem.periods,
        features: problem.features ?? dataset.meanFeatures(periods: problem.periods)
      ).totals
  }

  /// An optimiser over all draws of a fit.
  package func optimizer(of fit: FittedModel) async -> BudgetOptimizer {
    await BudgetOptimizer(
      fit, setting: setting, draws: Array(0..<fit.draws.chainCount * fit.draws.drawCount),
      history: history)
  }

  /// The expected KPI without media.
  package var meanBaseline: Double { baseline.reduce(0, +) / Double(baseline.count) }

  /// The budgets among which the goal's is.
  func budgets() throws(BudgetError) -> ClosedRange<Double> {
    switch setting.problem.goal {
    case .historicBudget:
      let budget = try setting.checked(setting.historicBudget)
      return budget...budget
    case .budget(let wanted):
      let budget = try setting.checked(wanted)
      return budget...budget
    case .kpi, .returnOnInvestment:
      return try setting.feasibleBudgets()
    }
  }

  /// The best plan for the goal.
  func solve(
    _ optimizer: BudgetOptimizer, budgets: ClosedRange<Double>
  ) async throws(BudgetError) -> ProjectedAscent.Summit {
    switch setting.problem.goal {
    case .historicBudget, .budget:
      return await optimizer.best(budgets.lowerBound)
    case .kpi(let target):
      let baseline = meanBaseline
      let found = await optimizer.least(reaching: target - baseline, in: budgets)
      guard let plan = found.plan else {
        throw .kpiOutsideRange(
          target, feasible: found.values.lowerBound + baseline...found.values.upperBound + baseline)
      }
      return plan
    case .returnOnInvestment(let target):
      guard budgets.upperBound > 0 else {
        throw .invalid(
          option: "the upper bounds together", value: "0",
          needs: "above 0, for there to be a return")
      }
      let found = await optimizer.largest(returning: target, in: budgets)
      guard let plan = found.plan else {
        throw .returnOutsideRange(target, best: found.best, budget: found.budget)
      }
      return plan
    }
  }

  /// The plan of a summit, with what it is expected to bring.
  func plan(
    _ optimizer: BudgetOptimizer, _ summit: ProjectedAscent.Summit, dataset: Dataset
  ) async -> BudgetPlan {
    let response = optimizer.response
    func media(_ spends: [Double]) async -> SpendEvaluation {
      await response.evaluate(spends, weights: response.evenWeights)
    }
    let budget = summit.spends.reduce(0, +)
    let ours = await media(summit.spends)
    let theirs = await media(setting.historicSplit(of: budget))
    let idle = await media(Array(repeating: 0, count: summit.spends.count))
    return BudgetPlan(
      setting, summit, dataset: dataset, evaluation: ours, kpi: meanBaseline + ours.value,
      previousKPI: meanBaseline + theirs.value, idleKPI: meanBaseline + idle.value)
  }
}
