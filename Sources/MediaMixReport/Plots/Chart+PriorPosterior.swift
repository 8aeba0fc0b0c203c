public import MediaMix
internal import MediaMixInference

extension Chart {
  /// The prior beside the posterior of parameters, on the model's scale: how much the data have
  /// taught (LightweightMMM's `plot_prior_and_posterior`).
  ///
  /// Priors are exact curves; those that depend on another parameter are smoothed from 4,000 draws.
  /// Posteriors are smoothed draws (`DensityEstimate`), mirrored where the support of the prior ends. An axis
  /// shows the posterior, and as much of the prior as leaves the posterior room.
  ///
  /// - Parameters:
  ///   - fit: the fit.
  ///   - parameters: names of parameters ("coef_media") or elements ("coef_media[tv]"). None: all,
  ///     or, if those are more than `most`, those that all geos share, channels' first.
  ///   - most: so many are drawn, the others counted; ≥ 1.
  /// - Throws: ``ChartError`` where a name is not known, everything is fixed, or a draw is not finite.
  public static func priorPosterior(
    _ fit: FittedModel, parameters: [String] = [], most: Int = 48
  ) throws(ChartError) -> Chart {
    precondition(most >= 1, "a chart of nothing")
    let indices =
      parameters.isEmpty
      ? fit.draws.layout.scalarsThatMatter(most) : try fit.scalars(named: parameters)
    let choice = try ScalarChoice(fit, at: indices)
    let pairs = PriorPosterior.pairs(of: choice.varying, fit)
    let omitted = fit.draws.layout.count - indices.count
    let hint =
      parameters.isEmpty && omitted > 0
      ? ["\(NumberFormat.counted(omitted, "more parameter")) of the model: name them to see them."]
      : []
    let wide = pairs.filter(\.priorIsCut)
    let cut =
      wide.isEmpty
      ? []
      : [
        "Priors go on beyond the axis of \(wide.map(\.name).listed(atMost: 6)): "
          + "5–95 % of the first are \(wide[0].prior.tailsText)."
      ]
    var arrangement = PlotGrid.Arrangement()
    arrangement.sharesHorizontal = false
    arrangement.hasOwnVertical = true
    arrangement.plotHeight = 90
    arrangement.most = most
    arrangement.noun = "parameter"
    return Chart(
      kind: "prior-posterior", title: "What the data have taught: priors and posteriors",
      subtitle:
        "Densities on the model's scale. Below each name: the standard deviation of the prior "
        + "and of the posterior; where they are alike, the answer is the prior's.",
      description: ["How far the data have moved each parameter from its prior."]
        + pairs.prefix(40).map(\.words),
      legend: Legend([
        .init(.reference, text: "prior"), .init(.outerBand, .median, text: "posterior"),
      ]),
      blocks: [
        PlotGrid(
          pairs.map(\.plot), horizontal: .init(.number(.plain, .linear)), vertical: .init(.hidden),
          arrangement: arrangement)
      ],
      notes: cut + hint + choice.notes
    ) {
      let header = ["parameter", "distribution", "value", "density"]
      return ([header] + pairs.flatMap(\.rows)).map(CSVLine.text).joined()
    }
  }
}

/// A scalar's prior beside its posterior.
private struct PriorPosterior: Sendable {
  let name: String
  let prior: Quantiles
  private let posterior: Quantiles
  /// Nil of draws that hardly differ.
  private let density: DensityEstimate?
  /// The prior's density on the axis.
  private let curve: (x: [Double], densities: [Double])
  /// What the axis shows.
  private let range: ClosedRange<Double>
  /// Standard deviations; the prior's is NaN or infinite where it has none.
  private let deviations: (prior: Double, posterior: Double)

  static func pairs(of scalars: [PosteriorScalar], _ fit: FittedModel) -> [PriorPosterior] {
    let marginals = scalars.map { fit.model.priorDistribution(of: $0.index) }
    // Drawn only where it is needed: quantiles of gamma and beta priors take their time.
    let priorDraws =
      marginals.contains { $0 == nil }
      ? fit.model.priorTrace(draws: 4000, seed: fit.sampler.seed).draws : nil
    let moments = fit.model.priorMoments
    return zip(scalars, marginals).map { scalar, marginal in
      PriorPosterior(
        scalar, support: fit.model.support(of: scalar), marginal: marginal,
        priorDraws: marginal == nil ? priorDraws?.chains(of: scalar.index)[0] ?? [] : [],
        priorDeviation: moments[scalar.index].sd)
    }
  }

  private init(
    _ scalar: PosteriorScalar, support: Support, marginal: (any Distribution)?,
    priorDraws: [Double], priorDeviation: Double
  ) {
    name = scalar.name
    let draws = scalar.draws
    posterior = Quantiles(draws)
    prior = marginal.map(Quantiles.init) ?? Quantiles(priorDraws)
    density = DensityEstimate(draws, support: support)
    deviations = (priorDeviation, SampleMoments(draws).variance.squareRoot())
    range = Self.range(posterior, density, prior: prior, support: support)
    curve = Self.curve(marginal, priorDraws, support: support, over: range)
  }

  /// Where the posterior is, and the middle nine tenths of the prior as far as they leave the
  /// posterior two fifths of the axis.
  private static func range(
    _ posterior: Quantiles, _ density: DensityEstimate?, prior: Quantiles, support: Support
  ) -> ClosedRange<Double> {
    let ends = density.map { [$0.range.lowerBound, $0.range.upperBound] } ?? []
    let own = AxisDomain(
      shown: posterior.tails, core: posterior.core, tails: ends, isPadded: false
    ).range
    let reach = 0.75 * (own.upperBound - own.lowerBound)
    let low = min(own.lowerBound, max(prior.q5, own.lowerBound - reach))
    let high = max(own.upperBound, min(prior.q95, own.upperBound + reach))
    return max(
      low, min(support.lowerBound, own.lowerBound))...min(
        high, max(support.upperBound, own.upperBound))
  }

  private static func curve(
    _ marginal: (any Distribution)?, _ draws: [Double], support: Support,
    over range: ClosedRange<Double>
  ) -> (x: [Double], densities: [Double]) {
    guard let marginal else {
      guard let estimate = DensityEstimate(draws, support: support) else { return ([], []) }
      let places = estimate.points.indices.filter { range.contains(estimate.points[$0]) }
      return (places.map { estimate.points[$0] }, places.map { estimate.densities[$0] })
    }
    let steps = 160.0
    let width = range.upperBound - range.lowerBound
    let x = (0...Int(steps)).map { range.lowerBound + Double($0) / steps * width }
    // The prior is infinite at a pole, and impossible at an end of its support.
    let densities = x.map { VectorMath.exp(marginal.logDensityAndGradient(at: $0).logDensity) }
    return (x, densities.map { $0.isFinite ? $0 : .nan })
  }

  /// Whether the axis ends within the middle nine tenths of the prior.
  var priorIsCut: Bool { !prior.tails.allSatisfy(range.contains) }

  /// "sd 2 → 0.05".
  private var note: String {
    let format = HumanNumber.plain
    return "sd \(format.text(deviations.prior)) → \(format.text(deviations.posterior))"
  }

  var words: String {
    "\(name): prior \(prior.tailsText), "
      + "posterior \(posterior.tailsText), \(note)."
  }

  var plot: Plot {
    let prior = Plot.Layer(
      x: curve.x, .line(values: curve.densities), .reference, rank: .tails)
    let hover =
      "\(name): prior \(self.prior.text(.plain)); posterior \(posterior.text(.plain))"
    return Plot(
      name: name, note: note,
      layers: (density.map { Plot.Layer.density($0, within: range, .model) } ?? []) + [prior],
      hovers: [(x: posterior.median, text: hover)])
  }

  var rows: [[String]] {
    let exact = zip(curve.x, curve.densities).map {
      [name, "prior", CSVNumber.text($0), CSVNumber.text($1)]
    }
    return exact + (density?.rows([name, "posterior"]) ?? [])
  }
}

extension Quantiles {
  /// The quantiles of a distribution.
  fileprivate init(_ distribution: any Distribution) {
    self.init(
      q5: distribution.quantile(0.05), q25: distribution.quantile(0.25),
      median: distribution.quantile(0.5), q75: distribution.quantile(0.75),
      q95: distribution.quantile(0.95))
  }

  /// The tails in words: "0.1 to 3".
  fileprivate var tailsText: String {
    "\(HumanNumber.plain.text(q5)) to \(HumanNumber.plain.text(q95))"
  }
}

extension ParameterLayout {
  /// The places of all scalars or, if they are more than `most`, of as many whole parameters as fit
  /// that all geos share: channels' first.
  fileprivate func scalarsThatMatter(_ most: Int) -> [Int] {
    guard count > most else { return Array(0..<count) }
    let ranges = zip(parameters, offsets).map { ($0, $1..<$1 + $0.count) }
    let shared = ranges.filter { parameter, _ in
      !parameter.axes.contains { $0.name == "geo" && $0.count > 1 }
    }
    let ofChannels = shared.filter { parameter, _ in parameter.axes.first?.name == "channel" }
    let others = shared.filter { parameter, _ in parameter.axes.first?.name != "channel" }
    var chosen: [Int] = []
    for (_, range) in ofChannels + others where chosen.count + range.count <= most {
      chosen += range
    }
    return chosen.isEmpty ? Array(0..<count) : chosen.sorted()
  }
}
