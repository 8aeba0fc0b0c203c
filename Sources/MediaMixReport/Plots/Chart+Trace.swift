public import MediaMix
internal import MediaMixInference

extension Chart {
  /// The draws of parameters as the chains made them, beside how each chain's draws rank among all:
  /// of chains that agree neither shows which chain is which. Ranks are left out of a single chain, and
  /// of fewer than 10 draws of each.
  ///
  /// Ticks at the bottom mark divergent transitions.
  ///
  /// - Parameters:
  ///   - fit: the fit.
  ///   - parameters: names of parameters ("coef_media") or elements ("coef_media[tv]"). None: those
  ///     whose draws are the most doubtful by r-hat and effective sample size.
  ///   - most: so many are drawn, the others counted; ≥ 1. Nil: 6, or 48 of those that are named.
  ///   - summary: the fit's own `FittedModel/summary()`, if it is at hand.
  /// - Throws: ``ChartError`` where a name is not known, everything is fixed, or a draw is not finite.
  public static func trace(
    _ fit: FittedModel, parameters: [String] = [], most: Int? = nil,
    summary: [ParameterSummary]? = nil
  ) throws(ChartError) -> Chart {
    let choice = try DoubtfulScalars(
      fit, named: parameters, most: most ?? (parameters.isEmpty ? 6 : 48), summary: summary)
    let divergences = fit.divergences
    let hasRanks = Self.hasRanks(fit.draws)
    let plots = choice.shown.flatMap { scalar, statistics in
      [tracePlot(scalar, statistics, divergences: divergences)]
        + (hasRanks ? [rankPlot(scalar, name: "", note: "ranks of chains")] : [])
    }
    var arrangement = PlotGrid.Arrangement()
    arrangement.most = plots.count
    arrangement.sharesHorizontal = false
    arrangement.hasOwnVertical = true
    arrangement.showsZero = false
    arrangement.columns = hasRanks ? 2 : 1
    arrangement.plotHeight = 130
    return Chart(
      kind: "trace", title: "What the chains did",
      subtitle: choice.origin,
      description: ["Draws of \(NumberFormat.counted(fit.draws.chainCount, "chain"))."]
        + choice.words + [fit.divergenceWords],
      legend: Legend(
        chainItems(fit.draws.chainCount)
          + (divergences.isEmpty ? [] : [.init(Look(.hairline, .text), text: "divergences")])
          + (hasRanks ? [.init(Look(.outerBand, .rest), text: "where even ranks stay")] : [])),
      blocks: [
        PlotGrid(
          plots, horizontal: .init(.number(.plain, .linear), title: traceTitle(hasRanks)),
          vertical: .init(.number(.plain, .linear)), arrangement: arrangement)
      ],
      notes: choice.notes + [fit.divergenceWords] + (hasRanks ? [rankNote] : [])
    ) {
      let header = ["parameter", "chain", "draw", "value", "divergent"]
      return ([header] + choice.shown.flatMap { $0.scalar.rows(of: fit) }).map(CSVLine.text)
        .joined()
    }
  }

  private static func traceTitle(_ hasRanks: Bool) -> String {
    hasRanks ? "left: draws of each chain; right: ranks among all draws" : "draw"
  }

  /// The look of a chain's lines.
  static func chainLook(_ chain: Int, _ shape: Theme.Shape) -> Look { Look(shape, .series(chain)) }

  /// Chains beyond the colours that there are look like the first again.
  static func chainItems(_ count: Int) -> [Legend.Item] {
    (0..<min(count, Theme.Ink.seriesCount)).map {
      .init(chainLook($0, .line), text: "chain \($0 + 1)")
    }
  }

  private static func tracePlot(
    _ scalar: PosteriorScalar, _ statistics: ScalarSummary, divergences: [Int]
  ) -> Plot {
    let lines = scalar.chains.enumerated().map { chain, draws in
      let kept = extremes(of: draws)
      return Plot.Layer(
        x: kept.map { Double($0 + 1) }, .line(values: kept.map { draws[$0] }),
        chainLook(chain, kept.count > 150 ? .denseLine : .thinLine))
    }
    let ticks = Plot.Layer(
      x: divergences.map { Double($0 + 1) }, .rug, Look(.hairline, .text), rank: .tails)
    let hover = "\(scalar.name): \(Quantiles(scalar.draws).text(.plain)); \(statistics.doubtText)"
    return Plot(
      name: scalar.name, note: statistics.doubtText, layers: lines + [ticks],
      hovers: [(x: 1, text: hover)])
  }

  /// The draws that a narrow picture shows of a chain: of each of some hundred stretches the lowest
  /// and the highest.
  private static func extremes(of draws: [Double]) -> [Int] {
    let stretches = 180
    let length = (draws.count + stretches - 1) / stretches
    guard length > 2 else { return Array(draws.indices) }
    return stride(from: 0, to: draws.count, by: length).flatMap { first in
      let stretch = first..<min(first + length, draws.count)
      let lowest = stretch.min { draws[$0] < draws[$1] } ?? first
      let highest = stretch.max { draws[$0] < draws[$1] } ?? first
      return Set([lowest, highest]).sorted()
    }
  }
}

extension PosteriorScalar {
  fileprivate func rows(of fit: FittedModel) -> [[String]] {
    chains.enumerated().flatMap { chain, draws in
      draws.enumerated().map { index, draw in
        let statistics = fit.draws.statistics
        let isDivergent = statistics.isEmpty ? "" : "\(statistics[chain][index].diverging)"
        return [name, "\(chain)", "\(index)", CSVNumber.text(draw), isDivergent]
      }
    }
  }
}
