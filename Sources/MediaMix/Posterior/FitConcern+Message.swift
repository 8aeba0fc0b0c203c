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
    case .littleExplained, .tooSure, .errorGrows, .worseThanNaive, .priorConflict, .priorDecides,
      .experimentConflict, .edited:
      .usableWithCare
    }
  }

  /// What is wrong, what it means and what to do about it, in plain sentences.
  public var message: String {
    switch self {
    case .convergence(let warning): return warning.message
    case .resultsDisagree(let worst):
      return """
        The chains do not agree on results: r-hat of \(Self.list(worst, decimals: 3)). These numbers \
        depend on where a chain began. Run a longer warm-up and more draws; if chains still disagree, \
        set stronger priors or merge channels that run together.
        """
    case .parametersDisagree(let worst):
      return """
        The chains are in different places: r-hat of \(Self.list(worst, decimals: 3)). There are \
        several explanations of the data, and each chain has found its own. Set stronger priors or \
        merge inputs that move together.
        """
    case .manyDivergences(let share):
      return """
        \(Self.percent(share, decimals: 1)) of the transitions diverged. Part of the answer is likely \
        to be missing, and intervals are too short. Raise the target acceptance, then set stronger \
        priors.
        """
    case .resultsNoisy(let worst):
      return """
        Draws of results are worth too few independent ones: \(Self.list(worst, decimals: 0)). Another \
        seed would give other numbers. Keep more draws per chain.
        """
    case .negativeBaseline(let probability):
      return """
        With a probability of \(Self.percent(probability)) media brought more than the whole KPI, and \
        there would have been less than nothing without them. Media are credited with what something \
        else did: add what drives the KPI as features, or set tighter priors on media.
        """
    case .littleExplained(let rSquared):
      return """
        The model explains \(Self.percent(rSquared)) of the variance of the KPI that it learnt from. \
        What moves the KPI is mostly not in it, and may be mistaken for media. Look for missing \
        features, promotions and breaks.
        """
    case .tooSure(let coverage, let periods):
      return """
        Of \(periods) periods that the model has not seen, \(Self.percent(coverage)) lie in their 90 % \
        interval. The model is surer than it should be, and intervals of contributions and returns \
        are likely to be too short as well.
        """
    case .errorGrows(let training, let holdout):
      return """
        The mean error is \(Self.percent(holdout, decimals: 1)) in periods that the model has not seen, \
        and \(Self.percent(training, decimals: 1)) in those that it learnt from. It may have learnt \
        noise, or the market has changed. Use fewer features or stronger priors, and look at what \
        happened then.
        """
    case .worseThanNaive:
      return """
        A forecast that repeats the KPI of the past predicts the periods that the model has not seen \
        as well or better. What the model says of causes rests on a relation that did not hold there.
        """
    case .priorConflict(let worst):
      return """
        The data pull parameters far from their priors, by standard deviations of the prior: \
        \(Self.list(worst, decimals: 1)). Either the prior was wrong, or the model makes up for \
        something that it lacks. Check units and priors.
        """
    case .priorDecides(let channels):
      return """
        The data say next to nothing of \(channels.joined(separator: ", ")): results there are the \
        prior's. Do not move money on them; vary the channel on purpose, or run an experiment.
        """
    case .experimentConflict(let channels):
      return """
        Experiments on \(channels.joined(separator: ", ")) and the data contradict each other. Check \
        dates, geos, units and standard errors, and what the model leaves out.
        """
    case .edited(let edits):
      return """
        The draws are not as they were sampled: \(edits.map(\.description).joined(separator: "; ")). \
        Results are those of the edit, not of the data alone.
        """
    }
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
