extension ConvergenceWarning {
  /// What is wrong and what to do about it, in plain sentences.
  public var message: String {
    switch self {
    case .notFinite(let names, let count):
      return """
        Some draws are not finite numbers for \(Self.list(names, of: count)), so nothing can be \
        said there. Look for extreme values in the data, and set tighter priors.
        """
    case .tooFewDraws(let draws, let needed):
      return """
        With \(Self.counted(draws, "draw")) per chain nothing can be checked; at least \(needed) \
        are needed. Keep 1000 draws per chain.
        """
    case .highRHat(
      let worst, let count, let limit, let warmup, let draws, let thinning, let isExhausted):
      let values = worst.map { "\($0.name) (\(Self.text($0.value, decimals: 3, rounding: .up)))" }
      return """
        R-hat is above \(limit) for \(Self.list(values, of: count, rest: "the worst")). The chains do not agree \
        there, so these results are not reliable yet. \
        \(Self.remedy(warmup: warmup, draws: draws, thinning, isExhausted))
        """
    case .divergences(let count, let draws, let target):
      return """
        \(Self.share(count, of: draws, "diverged")). The sampler met places it could not \
        follow, so the results may leave out part of the answer. \(Self.remedy(target: target))
        """
    case .lowEffectiveSampleSize(
      let part, let worst, let count, let limit, let draws, let thinning, let isExhausted):
      let values = worst.map { "\($0.name) (\(Self.text($0.value, decimals: 0, rounding: .down)))" }
      let noisy = part == .bulk ? "Averages" : "The ends of intervals"
      return """
        The effective sample size of the \(part.rawValue) is below \(Self.text(limit, decimals: 0)) \
        for \(Self.list(values, of: count, rest: "the worst")). \(noisy) are still noisy there. \
        \(Self.remedy(size: worst.first?.value ?? limit, limit: limit, draws: draws, thinning, isExhausted))
        """
    case .lowEnergyFraction(let chains, let total, let limit, let warmup):
      let values = chains.map {
        "chain \($0.chain) (\(Self.text($0.value, decimals: 2, rounding: .down)))"
      }
      return """
        E-BFMI is below \(limit) in \(chains.count) of \(Self.counted(total, "chain")): \
        \(values.joined(separator: ", ")). The sampler reaches the extremes too rarely, so \
        intervals may be too narrow. Run \(2 * max(warmup, 500)) warm-up draws per chain instead \
        of \(warmup). If it stays low, set stronger priors on noise and other spread parameters.
        """
    case .saturatedTrees(let count, let draws, let depth):
      let raised = min(depth + 2, 20)
      let remedy =
        raised > depth
        ? "Raise the maximum tree depth from \(depth) to \(raised). If that takes too long, set"
        : "The depth cannot go higher: set"
      return """
        \(Self.share(count, of: draws, "stopped at the maximum tree depth of \(depth)")). \
        The draws are valid, but the sampler moves slowly. \(remedy) stronger priors or merge \
        inputs that move together.
        """
    case .constant(let names, let count):
      return """
        Every draw is the same for \(Self.list(names, of: count)), which is all there is. If not \
        all is meant to be fixed, the sampler was stuck: run a longer warm-up, and start chains \
        elsewhere.
        """
    case .singleChain:
      return """
        Only one chain was run. R-hat compares chains, so nothing shows whether this one settled \
        in the right place. Run 4 chains.
        """
    }
  }

  /// The next higher target acceptance, where there is one worth trying.
  private static func remedy(target: Double) -> String {
    guard target < 0.99 else {
      return """
        The target acceptance is \(text(target, decimals: 3)) already, so set stronger priors: the \
        data alone do not hold the parameters in place.
        """
    }
    return """
      Raise the target acceptance from \(text(target, decimals: 3)) to \
      \(target < 0.95 ? "0.95" : "0.99"). If divergences remain, set stronger priors.
      """
  }

  /// Longer chains, where they have not been tried.
  private static func remedy(
    warmup: Int, draws: Int, _ thinning: Int, _ isExhausted: Bool
  ) -> String {
    guard thinning == 1 && !isExhausted else { return remedy(draws: draws, thinning, isExhausted) }
    return """
      Run \(2 * max(warmup, 500)) warm-up and \(2 * max(draws, 500)) kept draws per chain instead \
      of \(warmup) and \(draws). If the chains still disagree, set stronger priors or merge inputs \
      that move together.
      """
  }

  /// What is left to do after chains that drew again.
  private static func remedy(draws: Int, _ thinning: Int, _ isExhausted: Bool) -> String {
    guard isExhausted else {
      return """
        Chains stopped at \(draws * thinning) transitions each, where they had reached their goal. \
        Ask for more: a larger effective sample size, and an r-hat of 1.01.
        """
    }
    return """
      Chains drew again, at last \(draws * thinning) transitions each, which was not enough: set \
      stronger priors or merge inputs that move together, or allow more than \
      \(counted(thinning, "transition")) per draw.
      """
  }

  /// How many draws would do, or what else, where they would be too many.
  private static func remedy(
    size: Double, limit: Double, draws: Int, _ thinning: Int, _ isExhausted: Bool
  ) -> String {
    guard thinning == 1 && !isExhausted else { return remedy(draws: draws, thinning, isExhausted) }
    let factor = limit / size
    guard factor <= 10 else {
      return """
        More draws alone would take more than ten times as long, so set stronger priors, merge \
        inputs that move together, or run a longer warm-up.
        """
    }
    let needed = Int((Double(draws) * factor * 1.1 / 100).rounded(.up)) * 100
    return "Keep \(needed) draws per chain instead of \(draws)."
  }

  /// "a", or "3 parameters: a, b, c", or "40 parameters, among them a, b, c, d, e".
  private static func list(_ items: [String], of count: Int, rest: String = "among them") -> String
  {
    let joined = items.joined(separator: ", ")
    if count == 1 { return joined }
    return "\(count) parameters\(items.count < count ? ", \(rest)" : ":") \(joined)"
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// "12 of 4000 draws (0.3 %) diverged".
  private static func share(_ count: Int, of total: Int, _ what: String) -> String {
    let percent = 100 * Double(count) / Double(max(total, 1))
    let text = percent < 0.1 ? "under 0.1" : text(percent, decimals: 1)
    return "\(count) of \(total) draws (\(text) %) \(what)"
  }

  /// At most `decimals` digits after the point. Numbers beside a limit are rounded away from it, so
  /// that they do not seem to meet it.
  private static func text(
    _ value: Double, decimals: Int, rounding: FloatingPointRoundingRule = .toNearestOrEven
  ) -> String {
    guard value.isFinite else { return value.isNaN ? "undefined" : "infinite" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let text = "\((value * scale).rounded(rounding) / scale)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
