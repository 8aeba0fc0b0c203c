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
    if dataset.channels.count == 1, plan.problem.granularity == .channel {
      return [.paragraph(wholeBudget(plan))]
    }
    let moves = moves(plan)
    if plan.leavesNoChoice {
      return [
        .paragraph(
          """
          The bounds leave no choice: each channel can cost one amount only. Widen them to ask what \
          is best.
          """)
      ]
    }
    guard !moves.isEmpty || plan.problem.granularity != .channel else {
      return [.paragraph("Nothing different: the split of the data is the best within the bounds.")]
    }
    let list: [ReportBlock] =
      moves.isEmpty
      ? [.paragraph("No channel gets more or less in all.")]
      : [.paragraph(question(plan)), .list(moves)]
    let advised: [ReportBlock] =
      list + cellBlocks(plan) + [.paragraph(gain(plan, uncertainty)), .paragraph(bounds(plan))]
    // Few would read on to learn that there is no reason to do what a list tells them to.
    let isClear = uncertainty.probabilityOfImprovement >= Self.likely
    return
      (isClear
      ? advised
      : [.paragraph(noReason(uncertainty)), .details("What the model would do", advised)])
      + (unlearntChannels.isEmpty ? [] : [.paragraph(guess)])
  }

  /// The chance of a gain from which on it is likely.
  private static let likely = 0.7

  private func noReason(_ uncertainty: PlanUncertainty) -> ReportText {
    let chance = Self.text(chance: uncertainty.probabilityOfImprovement)
    return """
      \(strong: "There is no clear reason to move money"): the best split within the bounds brings more \
      than the one of the data with a chance of \(chance) only. An experiment would be worth more.
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
        \(spends[0]) (\(Self.change(channel.spend, channel.previousSpend)))\(limit(channel))\
        \(unlearntChannels.contains(channel.name) ? Self.guessed : "")
        """
    }
  }

  private static let guessed = " – a guess: the data say next to nothing of it"

  /// A change in per cent, with the minus sign of running text.
  private static func change(_ value: Double, _ before: Double) -> String {
    BudgetPlan.change(value, before).replacing("-", with: "−")
  }

  /// A share of draws, which are finitely many and make nothing certain.
  private static func text(chance: Double) -> String {
    switch chance {
    case 0.99...: "above 99 %"
    case ..<0.01: "below 1 %"
    default: NumberFormat.percent(chance)
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
    let change = Self.change(plan.kpi, plan.previousKPI)
    let chance = Self.text(chance: uncertainty.probabilityOfImprovement)
    return """
      Beside the same money split as before, that is expected to bring \(texts[0]) more \(target) \
      (\(change)), very likely \(texts[1]) to \(texts[2]); the chance that it is more at all is \
      \(chance). \(judgement(of: uncertainty.probabilityOfImprovement))
      """
  }

  /// The chance in words. Draws that rest on priors, or on media that bring more than there is, are not
  /// to be sure of, however much they agree.
  private func judgement(of chance: Double) -> String {
    switch chance {
    case 0.9... where unlearntChannels.isEmpty && !mayHaveNegativeBaseline:
      "The model is fairly sure of a gain."
    case Self.likely...: "A gain is likely, but not certain."
    default: "That is no clear gain: there is little reason to prefer it to the split as it was."
    }
  }

  private func bounds(_ plan: BudgetPlan) -> ReportText {
    let problem = plan.problem
    let isPlain =
      problem.limits.isEmpty && problem.groups.isEmpty && problem.granularity == .channel
      && problem.lower > 0 && problem.upper > 0
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

  /// What was decided beside each channel's total; nothing where it was the total.
  private func cellBlocks(_ plan: BudgetPlan) -> [ReportBlock] {
    switch plan.problem.granularity {
    case .channel: []
    case .geo:
      [
        .paragraph(
          """
          The plan also says how much each channel gets in each geo, which may move where its total \
          does not: \(code: "lmmm optimize --by geo --output plan.csv") writes it, a row per channel \
          and geo.
          """)
      ]
    case .period:
      [
        .paragraph(
          """
          The plan also says how much each channel gets in each period: \
          \(code: "lmmm optimize --by period --output plan.csv") writes it, a row per channel and \
          period. What it gains where totals stay is a gain by timing.
          """)
      ]
    }
  }

  /// What a budget brings that one channel gets all of.
  private func wholeBudget(_ plan: BudgetPlan) -> ReportText {
    let texts = HumanNumber.plain
    let brings = plan.returnOnInvestment.map {
      ", \(texts.text($0)) per unit of cost beside spending nothing"
    }
    return """
      There is one channel, which gets all of the budget: with \(texts.text(plan.budget)) over the \
      next \(NumberFormat.counted(plan.problem.periods, "period")) the model expects \
      \(texts.text(plan.kpi)) of \(target)\(brings ?? "").
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

extension BudgetPlan {
  /// Whether bounds allow nothing but this plan.
  fileprivate var leavesNoChoice: Bool {
    cells.allSatisfy { $0.upper.isFinite && $0.upper - $0.lower <= 1e-9 * $0.upper }
  }
}
