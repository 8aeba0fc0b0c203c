public import MediaMix
internal import MediaMixInference

extension Chart {
  /// The energies that the sampler met beside its steps between them (Betancourt 2016, "Diagnosing
  /// suboptimal cotangent disintegrations in Hamiltonian Monte Carlo"): where steps are much narrower,
  /// chains walk slowly and seldom meet the tails.
  ///
  /// - Throws: ``ChartError`` where draws were thinned or replaced, so that the steps are not known,
  ///   where there are too few of them, or where all energies are alike.
  public static func energy(_ fit: FittedModel) throws(ChartError) -> Chart {
    guard !fit.draws.statistics.isEmpty else { throw .noStatistics(chart: "energy") }
    guard fit.hasWholeChains else { throw .noWholeChains(chart: "energy") }
    // A density takes two steps or more.
    let least = fit.draws.chainCount > 1 ? 2 : 3
    guard fit.draws.drawCount >= least else {
      throw .tooFewDraws(chart: "energy", draws: fit.draws.drawCount, least: least)
    }
    guard let energies = EnergyDistribution(fit.draws) else { throw .notFinite("the energy") }
    let marginal = DensityEstimate(Array(energies.centred.joined()))
    let steps = DensityEstimate(Array(energies.steps.joined()))
    guard let marginal, let steps else { throw .constantEnergy }
    let limit = ConvergenceReport.energyFractionLimit
    let fractions = energies.fractions.enumerated().map {
      "chain \($0 + 1): \(NumberFormat.fixed($1, decimals: 2))"
    }
    let slow = energies.fractions.count { $0 < limit }
    let judgement =
      slow == 0
      ? "All are at least \(limit), as they should be."
      : "\(slow) of \(energies.fractions.count) are below \(limit): chains walk slowly through the "
        + "energies; warm up longer, or use stronger priors."
    let text = "E-BFMI of \(fractions.joined(separator: ", ")). \(judgement)"
    let layers =
      Plot.Layer.density(marginal, within: marginal.range, .model)
      + Plot.Layer.density(steps, within: steps.range, .reference)
    return Chart(
      kind: "energy", title: "Whether the sampler's steps in energy are wide enough",
      subtitle: "Densities over all chains. Steps should be about as wide as energies.",
      description: ["Densities of the sampler's energies and of its steps between them.", text],
      legend: Legend([
        .init(.outerBand, .median, text: "energy less its mean"),
        .init(Look(.outerBand, .reference), Look(.line, .reference), text: "step to the next draw"),
      ]),
      blocks: [
        PlotGrid(
          [Plot(layers: layers, hovers: [(x: 0, text: text)])],
          horizontal: .init(.number(.plain, .linear), title: "energy"), vertical: .init(.hidden))
      ],
      notes: [text]
    ) {
      let header = ["quantity", "chain", "value", "density"]
      let chains = energies.fractions.enumerated().map {
        ["e_bfmi", "\($0)", CSVNumber.text($1), ""]
      }
      return ([header] + chains + marginal.rows(["energy", ""]) + steps.rows(["step", ""]))
        .map(CSVLine.text).joined()
    }
  }
}
