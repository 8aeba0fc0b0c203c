public import MediaMix
internal import MediaMixInference

extension Chart {
  /// Draws of parameters against one another, with their correlations: what the data cannot tell apart
  /// lies along a line, and divergent draws, which lie on top, crowd where the sampler gets stuck.
  ///
  /// - Parameters:
  ///   - fit: the fit.
  ///   - parameters: names of parameters ("coef_media") or elements ("coef_media[tv]"). None: the four
  ///     whose draws are the most doubtful by r-hat and effective sample size.
  ///   - most: so many are drawn, the others counted; from 2 to 8.
  ///   - summary: the fit's own `FittedModel/summary()`, if it is at hand.
  /// - Throws: ``ChartError`` where a name is not known, everything is fixed, or a draw is not finite.
  public static func pairs(
    _ fit: FittedModel, parameters: [String] = [], most: Int? = nil,
    summary: [ParameterSummary]? = nil
  ) throws(ChartError) -> Chart {
    let most = most ?? (parameters.isEmpty ? 4 : 8)
    precondition((2...8).contains(most), "a matrix that cannot be read")
    let choice = try DoubtfulScalars(fit, named: parameters, most: most, summary: summary)
    let scalars = choice.shown.map(\.scalar)
    let matrix = ScatterMatrix(
      scalars, supports: scalars.map { fit.model.support(of: $0) },
      divergent: fit.draws.statistics.flatMap { $0.map(\.diverging) })
    return Chart(
      kind: "pairs", title: "How parameters go together", subtitle: choice.origin,
      description: ["Draws of \(scalars.map(\.name).joined(separator: ", ")) against one another."]
        + matrix.words + [fit.divergenceWords],
      legend: Legend(
        [.init(Look(.cloud, .model), text: "draws")]
          + (fit.divergenceCount > 0
            ? [.init(Look(.dots, .reference), text: "divergent draws")] : [])
          + (scalars.count > 1 ? [.init(.median, text: "density; numbers: correlations")] : [])),
      blocks: [matrix],
      notes: choice.notes + [fit.divergenceWords]
    ) {
      matrix.csv
    }
  }
}
