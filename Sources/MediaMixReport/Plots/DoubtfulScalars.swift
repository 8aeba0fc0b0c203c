internal import MediaMix
internal import MediaMixInference

/// The scalars that a chart of chains shows: those that were named, or else the most doubtful.
struct DoubtfulScalars: Sendable {
  /// Each with its diagnostics.
  let shown: [(scalar: PosteriorScalar, statistics: ScalarSummary)]
  /// How they were chosen, for a subtitle.
  let origin: String
  /// What must be said of those that are not shown.
  let notes: [String]

  /// - Parameters:
  ///   - names: of parameters or elements; none: the most doubtful.
  ///   - most: so many at most, ≥ 1.
  ///   - summary: the fit's own, if it is at hand.
  init(
    _ fit: FittedModel, named names: [String], most: Int, summary: [ParameterSummary]?
  ) throws(ChartError) {
    precondition(most >= 1, "a chart of nothing")
    var indices = try fit.scalars(named: names)
    if indices.isEmpty {
      let doubtful = fit.mostDoubtful(most, summary: summary ?? fit.summary())
      // Where nothing varies, the error that says so names all.
      indices = doubtful.isEmpty ? Array(0..<fit.draws.layout.count) : doubtful
    }
    let choice = try ScalarChoice(fit, at: indices)
    shown = choice.varying.prefix(most).map { scalar in
      (scalar, summary?[scalar.index].statistics ?? ScalarSummary(chains: scalar.chains))
    }
    let rest = choice.varying.dropFirst(most).map(\.name)
    origin =
      names.isEmpty
      ? "The \(NumberFormat.counted(shown.count, "parameter")) of "
        + "\(fit.draws.layout.count) whose draws are the most doubtful by r-hat and effective sample size."
      : "Parameters as they were chosen."
    notes = (rest.isEmpty ? [] : ["Not drawn: \(Array(rest).listed(atMost: 6))."]) + choice.notes
  }

  /// Each scalar's diagnostics in words.
  var words: [String] { shown.map { "\($0.scalar.name): \($0.statistics.doubtText)." } }
}

extension ScalarSummary {
  /// "r-hat 1.003, ESS 512".
  var doubtText: String {
    let size = min(essBulk, essTail)
    let text = size.isNaN ? "" : "ESS \(NumberFormat.fixed(size, decimals: 0))"
    guard !rHat.isNaN else { return text }
    return "r-hat \(NumberFormat.fixed(rHat, decimals: 3))\(text.isEmpty ? "" : ", \(text)")"
  }
}

extension FittedModel {
  /// The draws, by their place in their chain, at the end of divergent trajectories, ascending.
  var divergences: [Int] {
    draws.statistics.flatMap { chain in chain.indices.filter { chain[$0].diverging } }.sorted()
  }

  /// How many divergences there are, or that nobody knows.
  var divergenceWords: String {
    draws.statistics.isEmpty
      ? "The draws were replaced, so that divergences are not known."
      : "\(NumberFormat.counted(divergenceCount, "divergence"))."
  }
}
