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
          The split for which the expected \(target) is largest, within bounds. At the best plan all \
          channels between their bounds have the same marginal return. The columns on the right show \
          what would be best if a single draw of the model were the truth: where they are far apart, \
          the data do not decide.
          """),
        .figure(.budgetComparison(plan, target: target, uncertainty: uncertainty)),
        .facts(plan.totals + BudgetPlan.facts(uncertainty)),
        .table(plan.channelTable(uncertainty), caption: "The plan beside the split of the data"),
      ] + groups + [.paragraph("\(plan.proof).")])
  }
}
