internal import MediaMix

extension ReportResults {
  /// The best plan with its proof.
  var budgetSection: ReportSection? {
    guard case .plan(let plan, let uncertainty) = advice else { return nil }
    let groups: [ReportBlock] =
      plan.groups.isEmpty ? [] : [.table(plan.groupTable, caption: "Channels with common limits")]
    return ReportSection(
      id: "budget", title: "Budget plan",
      blocks: [
        .paragraph(
          """
          \(aim(of: plan.problem)), within bounds. \(balance(of: plan.problem))The columns on the \
          right show what would be best if a single draw of the model were the truth: where they are \
          far apart, the data do not decide.
          """),
        .figure(.budgetComparison(plan, target: target, uncertainty: uncertainty)),
        .facts(plan.totals + BudgetPlan.facts(uncertainty)),
        .table(plan.channelTable(uncertainty), caption: "The plan beside the split of the data"),
      ] + groups + [.paragraph("\(plan.proof).")])
  }

  /// What the plan is best at.
  private func aim(of problem: BudgetProblem) -> String {
    let split =
      switch problem.granularity {
      case .channel: "The split"
      case .geo: "The split over channels and geos"
      case .period: "The split over channels and periods"
      }
    switch problem.goal {
    case .kpi:
      return "\(split) with which the least budget is expected to reach the \(target) asked for"
    case .returnOnInvestment:
      return "\(split) with which the largest budget is expected to bring the return asked for"
    case .historicBudget, .budget:
      guard problem.riskAversion > 0 else {
        return "\(split) for which the expected \(target) is largest"
      }
      let aversion = HumanNumber.plain.text(problem.riskAversion)
      return """
        \(split) for which the expected \(target), less \(aversion) times the standard deviation of \
        what media bring, is largest
        """
    }
  }

  /// What channels have in common at the best plan; where risk or places and periods count as well, it
  /// is not their marginal returns.
  private func balance(of problem: BudgetProblem) -> String {
    guard problem.riskAversion == 0, problem.granularity == .channel, problem.groups.isEmpty,
      dataset.channels.count > 1
    else { return "" }
    return "At the best plan all channels between their bounds have the same marginal return. "
  }
}
