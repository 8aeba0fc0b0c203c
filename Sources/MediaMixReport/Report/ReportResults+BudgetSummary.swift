internal import MediaMix

extension ReportResults {
  /// What to do with the next budget, in plain words.
  var budgetSummary: [ReportBlock] {
    let heading = ReportBlock.heading("What to do with the next budget")
    switch advice {
    case .withheld:
      return [heading, .paragraph(Self.noAdvice)]
    case .plan(let plan, let uncertainty):
      return [heading] + answer(plan, uncertainty)
    case .nothingToDecide:
      return [heading, .paragraph(singleChannelSentence)]
    case .noPrice(let error):
      return [heading, .paragraph("There is no plan: \(error.description).")]
    }
  }

  private func question(_ plan: BudgetPlan) -> ReportText {
    let periods = NumberFormat.counted(plan.problem.periods, "period")
    let budget = HumanNumber.plain.text(plan.budget)
    return switch plan.problem.goal {
    case .historicBudget:
      """
      For the next \(periods), with what as many periods cost on average (\(budget)), the model \
      would spend:
      """
    case .budget: "For the next \(periods) and a budget of \(budget), the model would spend:"
    case .kpi(let kpi):
      """
      For \(target) of \(HumanNumber.plain.text(kpi)) over the next \(periods), the least budget is \
      \(budget), spent so:
      """
    case .returnOnInvestment(let returns):
      """
      The largest budget of the next \(periods) that still brings \(HumanNumber.plain.text(returns)) \
      per unit of cost is \(budget), spent so:
      """
    }
  }

  private func answer(_ plan: BudgetPlan, _ uncertainty: PlanUncertainty) -> [ReportBlock] {
    let moves = moves(plan)
    guard !moves.isEmpty else {
      return [.paragraph("Nothing different: the split of the data is the best within the bounds.")]
    }
    let plan: [ReportBlock] =
      [.paragraph(question(plan)), .list(moves), .paragraph(gain(plan, uncertainty))]
      + [.paragraph(bounds(plan))]
    // Few would read on to learn that there is no reason to do what a list tells them to.
    let isClear = uncertainty.probabilityOfImprovement >= Self.likely
    return
      (isClear
      ? plan : [.paragraph(noReason(uncertainty)), .details("What the model would do", plan)])
      + (unlearntChannels.isEmpty ? [] : [.paragraph(guess)])
  }

  /// The chance of a gain from which on it is likely.
  private static let likely = 0.7

  private func noReason(_ uncertainty: PlanUncertainty) -> ReportText {
    let chance = NumberFormat.percent(uncertainty.probabilityOfImprovement)
    return """
      \(strong: "There is no clear reason to move money"): the best split within the bounds brings more \
      than the one of the data with a chance of only \(chance). An experiment would be worth more.
      """
  }

  private static let noAdvice: ReportText = """
    Nothing on the strength of this model: by the verdict above its numbers cannot be used. Mend what \
    the verdict names, fit again, and ask then.
    """

  /// What a plan rests on where the data say nothing.
  private var guess: ReportText {
    """
    Of \(unlearntChannels.enumerated) the data say next to nothing: to move money to or from there is a \
    guess, and an experiment would be worth more.
    """
  }

  /// Where more and where less would be spent, the largest change first; shares of less than a
  /// hundredth are left out.
  private func moves(_ plan: BudgetPlan) -> [ReportText] {
    let changed = plan.channels.filter {
      ($0.spend - $0.previousSpend).magnitude > 0.01 * $0.previousSpend
    }
    let ranked = changed.enumerated().sorted {
      let (first, second) = ($0.element.change.magnitude, $1.element.change.magnitude)
      return (second, $0.offset) < (first, $1.offset)
    }
    return ranked.map(\.element).map { channel in
      let spends = HumanNumber.plain.texts(
        [channel.previousSpend, channel.spend], spread: channel.change.magnitude)
      return """
        \(channel.change > 0 ? "more" : "less") on \(strong: channel.name): \(spends[1]) instead of \
        \(spends[0]) (\(BudgetPlan.change(channel.spend, channel.previousSpend)))\(limit(channel))
        """
    }
  }

  private func limit(_ channel: BudgetPlan.Channel) -> String {
    let tolerance = 1e-9 * max(channel.upper, channel.spend)
    if channel.spend >= channel.upper - tolerance { return ", as much as the bounds allow" }
    if channel.spend <= channel.lower + tolerance { return ", as little as the bounds allow" }
    return ""
  }

  private func gain(_ plan: BudgetPlan, _ uncertainty: PlanUncertainty) -> ReportText {
    let gain = uncertainty.gain
    let texts = HumanNumber.plain.texts([gain.mean, gain.q5, gain.q95], spread: gain.width)
    let change = BudgetPlan.change(plan.kpi, plan.previousKPI)
    let chance = NumberFormat.percent(uncertainty.probabilityOfImprovement)
    return """
      Beside the same money split as before, that is expected to bring \(texts[0]) more \(target) \
      (\(change)), very likely \(texts[1]) to \(texts[2]); the chance that it is more at all is \
      \(chance). \(Self.judgement(of: uncertainty.probabilityOfImprovement))
      """
  }

  private static func judgement(of chance: Double) -> String {
    switch chance {
    case 0.9...: "The model is fairly sure of a gain."
    case likely..<0.9: "A gain is likely, but not certain."
    default: "That is no clear gain: there is little reason to prefer it to the split as it was."
    }
  }

  private func bounds(_ plan: BudgetPlan) -> ReportText {
    let problem = plan.problem
    let isPlain =
      problem.limits.isEmpty && problem.groups.isEmpty && problem.granularity == .channel
    let bounds =
      isPlain
      ? "Each channel may fall \(NumberFormat.percent(problem.lower)) below what it cost before, and "
        + "rise \(NumberFormat.percent(problem.upper)) above: the model knows little about spends "
        + "that it has not seen."
      : "Bounds are those that were asked for."
    return """
      \(bounds) Media that run at the end of these periods bring something after them, which is not \
      counted.
      """
  }

  private var singleChannelSentence: ReportText {
    guard let channel = metrics.first else { return "" }
    return """
      There is one channel, so there is nothing to split. The next unit of cost of \
      \(strong: channel.name) would have brought about \(text(channel.marginalReturn)).
      """
  }
}

extension BudgetPlan.Channel {
  /// How much more is spent than before.
  fileprivate var change: Double { spend - previousSpend }
}
