public import MediaMix
internal import MediaMixInference

extension Chart {
  /// How the draws of each chain rank among those of all, as a line for each chain (Vehtari, Gelman,
  /// Simpson, Carpenter and Bürkner 2021, "Rank-normalization, folding, and localization", section
  /// 4.4): of chains that agree the lines are level.
  ///
  /// The band holds all counts of a parameter in 95 of 100 cases where chains agree and draws are
  /// independent.
  ///
  /// - Parameters:
  ///   - fit: the fit.
  ///   - parameters: names of parameters ("coef_media") or elements ("coef_media[tv]"). None: those
  ///     whose draws are the most doubtful by r-hat and effective sample size.
  ///   - most: so many are drawn, the others counted; ≥ 1. Nil: 9, or 48 of those that are named.
  ///   - summary: the fit's own `FittedModel/summary()`, if it is at hand.
  /// - Throws: ``ChartError`` where there is one chain only or fewer than 10 draws of each, a name is
  ///   not known, everything is fixed, or a draw is not finite.
  public static func rank(
    _ fit: FittedModel, parameters: [String] = [], most: Int? = nil,
    summary: [ParameterSummary]? = nil
  ) throws(ChartError) -> Chart {
    guard fit.draws.chainCount > 1 else { throw .singleChain(chart: "rank") }
    guard fit.draws.drawCount >= RankBins.leastDraws else {
      throw .tooFewDraws(
        chart: "rank", draws: fit.draws.drawCount, least: RankBins.leastDraws)
    }
    let choice = try DoubtfulScalars(
      fit, named: parameters, most: most ?? (parameters.isEmpty ? 9 : 48), summary: summary)
    var arrangement = PlotGrid.Arrangement()
    arrangement.most = choice.shown.count
    arrangement.noun = "parameter"
    arrangement.showsZero = false
    return Chart(
      kind: "rank", title: "Whether the chains agree: ranks of their draws",
      subtitle: choice.origin,
      description: ["How many draws of each chain rank low, in the middle or high among all draws."]
        + choice.words,
      legend: Legend(
        chainItems(fit.draws.chainCount)
          + [.init(Look(.outerBand, .rest), text: "where even ranks stay")]),
      blocks: [
        PlotGrid(
          choice.shown.map {
            rankPlot($0.scalar, name: $0.scalar.name, note: $0.statistics.doubtText)
          },
          horizontal: .init(.number(.plain, .linear), title: "rank among all draws"),
          vertical: .init(.number(.plain, .linear), title: "draws of a chain"),
          arrangement: arrangement)
      ],
      notes: choice.notes + [rankNote]
    ) {
      let header = [
        "parameter", "chain", "bin", "lowest_rank", "highest_rank", "count", "expected",
      ]
      return ([header] + choice.shown.flatMap { RankBins($0.scalar).rows }).map(CSVLine.text)
        .joined()
    }
  }

  static let rankNote =
    "Band: holds all counts of a parameter in 95 of 100 cases where chains agree and draws are "
    + "independent; draws that resemble the one before stray somewhat further."

  /// Whether ranks can tell that chains differ.
  static func hasRanks(_ draws: Draws) -> Bool {
    draws.chainCount > 1 && draws.drawCount >= RankBins.leastDraws
  }

  /// Counts of ranks as a line of steps for each chain, over the band of even ranks.
  static func rankPlot(_ scalar: PosteriorScalar, name: String, note: String) -> Plot {
    let bins = RankBins(scalar)
    let edges = bins.edges.map { Double($0) }
    let x = edges.indices.dropLast().flatMap { [edges[$0], edges[$0 + 1]] }
    let lines = bins.counts.enumerated().map { chain, counts in
      Plot.Layer(
        x: x, .line(values: counts.flatMap { [Double($0), Double($0)] }),
        chainLook(chain, .line))
    }
    let (lower, upper) = bins.band
    let band = Plot.Layer(
      x: [edges[0], edges[edges.count - 1]], .band(lower: [lower, lower], upper: [upper, upper]),
      Look(.outerBand, .rest))
    let hovers = edges.indices.dropLast().map { bin in
      let counts = bins.counts.enumerated().map { "chain \($0 + 1): \($1[bin])" }
      let text =
        "\(scalar.name), ranks \(bins.edges[bin] + 1) to \(bins.edges[bin + 1]): "
        + counts.joined(separator: ", ")
      return (x: 0.5 * (edges[bin] + edges[bin + 1]), text: text)
    }
    return Plot(
      name: name, note: note, layers: [band] + lines,
      guides: [.init(.horizontal, at: bins.expected, Look(.hairline, .axis))], hovers: hovers)
  }
}

/// Counts of ranks of one scalar.
private struct RankBins {
  /// Of each chain, so many expected in a bin that a count means something.
  private static let drawsPerBin = 5
  /// Of each chain: a single bin holds all draws of every chain, whether they agree or not.
  static let leastDraws = 2 * drawsPerBin

  let name: String
  /// `[chain, bin]`.
  let counts: [[Int]]
  /// Of each bin, if ranks are even.
  let expected: Double
  /// Bin `b` holds the ranks from `edges[b] + 1` to `edges[b + 1]`.
  let edges: [Int]
  private let total: Double

  /// - Parameter scalar: of at least ``leastDraws`` in each chain.
  init(_ scalar: PosteriorScalar) {
    name = scalar.name
    let draws = scalar.chains[0].count
    guard
      let histogram = RankHistogram(
        chains: scalar.chains, bins: min(20, draws / Self.drawsPerBin))
    else { preconditionFailure("draws were checked to be finite") }
    counts = histogram.counts
    expected = histogram.expectedCount
    edges = histogram.edges
    total = Double(draws * scalar.chains.count)
  }

  /// A chain's count in a bin has a hypergeometric distribution, here by its normal approximation;
  /// 5 % are divided among all counts.
  var band: (lower: Double, upper: Double) {
    let share = 1 / Double(counts[0].count)
    let own = total / Double(counts.count)
    let variance = own * share * (1 - share) * (total - own) / max(1, total - 1)
    let cells = Double(counts.count * counts[0].count)
    let reach = SpecialFunctions.normalQuantile(1 - 0.025 / cells) * variance.squareRoot()
    return (max(0, expected - reach), min(own, expected + reach))
  }

  var rows: [[String]] {
    counts.enumerated().flatMap { chain, counts in
      counts.enumerated().map { bin, count in
        [
          name, "\(chain)", "\(bin)", "\(edges[bin] + 1)", "\(edges[bin + 1])", "\(count)",
          CSVNumber.text(expected),
        ]
      }
    }
  }
}
