internal import MediaMixInference

extension FitConcern {
  /// How much it speaks against using the numbers; never ``FitVerdict/Level/usable``.
  public var level: FitVerdict.Level {
    switch self {
    case .resultsDisagree, .parametersDisagree, .manyDivergences, .resultsNoisy: .notUsable
    case .convergence(let warning):
      switch warning {
      case .notFinite, .tooFewDraws, .constant: .notUsable
      case .highRHat, .divergences, .lowEffectiveSampleSize, .lowEnergyFraction, .saturatedTrees,
        .singleChain:
        .usableWithCare
      }
    case .negativeBaseline(let probability): probability >= 0.5 ? .notUsable : .usableWithCare
    // A model that has learnt nothing of any channel is its priors.
    case .priorDecides(let channels, let total):
      channels.count >= total ? .notUsable : .usableWithCare
    case .littleExplained, .tooSureOfTraining, .tooSure, .errorGrows, .worseThanNaive,
      .priorConflict, .experimentConflict, .edited:
      .usableWithCare
    }
  }

  /// What is wrong, what it means and what to do about it, in plain sentences: ``headline`` and
  /// ``remedy``.
  public var message: String { [headline, remedy].filter { !$0.isEmpty }.joined(separator: " ") }

  /// What is wrong, in a sentence or two without parameters' names; of ``convergence(_:)`` the whole
  /// warning.
  public var headline: String {
    switch self {
    case .convergence(let warning): return warning.message
    case .resultsDisagree(let worst):
      return "The chains do not agree on results: r-hat of \(Self.list(worst, decimals: 3))."
    case .parametersDisagree(_, let count):
      return """
        The chains are in different places: r-hat of \(Self.parameters(count)) is above \
        \(FitLimits.parameterRHat).
        """
    case .manyDivergences(let share):
      return "\(Self.percent(share, decimals: 1)) of the transitions diverged."
    case .resultsNoisy(let worst):
      return """
        Draws of results are worth too few independent ones: \(Self.list(worst, decimals: 0)).
        """
    case .negativeBaseline(let probability):
      return """
        With a probability of \(Self.percent(probability)) media brought more than the whole KPI, and \
        there would have been less than nothing without them.
        """
    case .littleExplained(let rSquared, let geos):
      return """
        The model explains \(Self.percent(rSquared)) of the variance of the KPI \
        \(Self.together(geos))that it learnt from.
        """
    case .tooSureOfTraining(let coverage, let periods, let geos):
      return """
        Of \(periods) periods \(Self.together(geos))that the model learnt from, \
        \(Self.percent(coverage)) lie in their 90 % interval.
        """
    case .tooSure(let coverage, let periods):
      return """
        Of \(periods) periods that the model has not seen, \(Self.percent(coverage)) lie in their 90 % \
        interval.
        """
    case .errorGrows(let training, let holdout):
      return """
        The mean error is \(Self.percent(holdout, decimals: 1)) in periods that the model has not seen, \
        and \(Self.percent(training, decimals: 1)) in those that it learnt from.
        """
    case .worseThanNaive:
      return """
        A forecast that repeats the KPI of the past predicts the periods that the model has not seen \
        as well or better.
        """
    case .priorConflict(_, let count):
      return "The data pull \(Self.parameters(count)) far from what was assumed beforehand."
    case .priorDecides(let channels, let total):
      let all = total > 1 && channels.count >= total ? "any channel: " : ""
      return "The data say next to nothing of \(all)\(channels.joined(separator: ", "))."
    case .experimentConflict(let channels):
      return """
        Experiments on \(channels.joined(separator: ", ")) and the data contradict each other.
        """
    case .edited(let edits):
      return """
        The draws are not as they were sampled: \(edits.map(\.description).joined(separator: "; ")).
        """
    }
  }

  /// What it means and what to do about it; empty for ``convergence(_:)``, whose ``headline`` says it.
  public var remedy: String {
    switch self {
    case .convergence: return ""
    case .resultsDisagree:
      return """
        These numbers depend on where a chain began. Run a longer warm-up and more draws; if chains \
        still disagree, set stronger priors or merge channels that run together.
        """
    case .parametersDisagree(let worst, let count):
      return """
        \(Self.named(worst, of: count, decimals: 3)). There are several explanations of the data, and \
        each chain has found its own. Set stronger priors or merge inputs that move together.
        """
    case .manyDivergences:
      return """
        Part of the answer is likely to be missing, and intervals are too short. Raise the target \
        acceptance, then set stronger priors.
        """
    case .resultsNoisy:
      return "Another seed would give other numbers. Keep more draws per chain."
    case .negativeBaseline:
      return """
        Media are credited with what something else did: add what drives the KPI as features, or set \
        tighter priors on media.
        """
    case .littleExplained:
      return """
        What moves the KPI is mostly not in it, and may be mistaken for media. Look for missing \
        features, promotions and breaks.
        """
    case .tooSureOfTraining(_, _, let geos):
      let cause = geos > 1 ? " Something may move all geos at once that is not in the model." : ""
      return """
        The model is surer than it should be, and intervals of contributions and returns are likely \
        to be too short as well.\(cause) Look for missing features, promotions and breaks.
        """
    case .tooSure:
      return """
        The model is surer than it should be, and intervals of contributions and returns are likely \
        to be too short as well.
        """
    case .errorGrows:
      return """
        It may have learnt noise, or the market has changed. Use fewer features or stronger priors, \
        and look at what happened then.
        """
    case .worseThanNaive:
      return "What the model says of causes rests on a relation that did not hold there."
    case .priorConflict(let worst, let count):
      return """
        \(Self.named(worst, of: count, decimals: 1)), by standard deviations of the prior. Either the \
        prior was wrong, or the model makes up for something that it lacks. Check units and priors.
        """
    case .priorDecides:
      return """
        Results there are the prior's. Do not move money on them; vary the channel on purpose, or run \
        an experiment.
        """
    case .experimentConflict:
      return """
        Check dates, geos, units and standard errors, and what the model leaves out.
        """
    case .edited:
      return "Results are those of the edit, not of the data alone."
    }
  }

  /// "It is a (1.3)", "The worst are a (1.3), b (1.2)", or "They are …" where these are all.
  private static func named(
    _ values: [ConvergenceWarning.ParameterValue], of count: Int, decimals: Int
  ) -> String {
    let opening = count == 1 ? "It is" : values.count < count ? "The worst are" : "They are"
    return "\(opening) \(list(values, decimals: decimals))"
  }

  private static func parameters(_ count: Int) -> String {
    count == 1 ? "one parameter" : "\(count) parameters"
  }

  /// What the KPI of geo data is the sum of.
  private static func together(_ geos: Int) -> String {
    geos > 1 ? "of all geos together " : ""
  }

  private static func list(
    _ values: [ConvergenceWarning.ParameterValue], decimals: Int
  ) -> String {
    values.map { "\($0.name) (\(text($0.value, decimals: decimals)))" }.joined(separator: ", ")
  }

  private static func percent(_ share: Double, decimals: Int = 0) -> String {
    "\(text(100 * share, decimals: decimals)) %"
  }

  private static func text(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "undefined" : "infinite" }
    let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
    let text = "\((value * scale).rounded() / scale)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
