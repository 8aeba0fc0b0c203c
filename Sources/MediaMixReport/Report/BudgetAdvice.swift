internal import MediaMix

/// What a report can say about the next budget.
enum BudgetAdvice: Sendable {
  /// The best plan, and how sure the posterior is of it.
  case plan(BudgetPlan, PlanUncertainty)
  /// There is one channel, which gets what it got.
  case nothingToDecide
  /// The data do not say what a unit of some channel's media costs; the error that says so.
  case noPrice(BudgetError)
  /// The model is not usable, and so is what it would advise.
  case withheld

  init(_ problem: BudgetProblem, fit: FittedModel) async throws {
    let isDecided =
      fit.model.dataset.channels.count == 1 && problem.granularity == .channel
      && problem.goal == .historicBudget
    do {
      // Where there is nothing to decide, what is wrong with the question is an error nonetheless.
      let plan = try await fit.optimizeBudget(problem)
      self = isDecided ? .nothingToDecide : .plan(plan, try await fit.uncertainty(of: plan))
    } catch let error as BudgetError {
      guard case .noPrice = error else { throw error }
      self = isDecided ? .nothingToDecide : .noPrice(error)
    }
  }

  var plan: BudgetPlan? {
    if case .plan(let plan, _) = self { plan } else { nil }
  }
}
