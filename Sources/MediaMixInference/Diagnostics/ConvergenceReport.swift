/// Whether a sampling run can be trusted: its numbers in, warnings out.
///
/// A scalar with one value in every draw of every chain is taken for fixed and left out. Only where
/// all are so, the sampler has not moved, and that is said.
public struct ConvergenceReport: Sendable, Hashable {
  /// The largest r-hat that raises no warning: Vehtari et al. (2021).
  public static let rHatLimit = 1.01
  /// The smallest E-BFMI that raises no warning.
  public static let energyFractionLimit = 0.3

  /// The smallest effective sample size that raises no warning, bulk and tail: 100 for every chain,
  /// never below 400. Vehtari et al. (2021).
  public static func effectiveSampleSizeLimit(chains: Int) -> Double {
    max(400, 100 * Double(chains))
  }

  /// What is wrong, the gravest first; empty where nothing is.
  public let warnings: [ConvergenceWarning]

  /// Whether nothing is wrong.
  public var isClean: Bool { warnings.isEmpty }

  /// Judges a run.
  ///
  /// - Parameters:
  ///   - parameters: every scalar parameter's name and summary.
  ///   - configuration: how the run was made: its chains, warm-up, draws, target acceptance and
  ///     maximum tree depth.
  ///   - thinning: how many transitions each chain made for each kept draw, ≥ 1.
  ///   - divergences: how many draws were reached by a transition that diverged, in all chains.
  ///   - saturatedTrees: how many by one that stopped at the maximum tree depth, in all chains.
  ///   - energyFractions: `[chain]`, every chain's ``Convergence/eBFMI(energies:)``. NaN, which a
  ///     chain of equal energies has, raises no warning: r-hat sees such a chain.
  public init(
    parameters: [(name: String, summary: ScalarSummary)], configuration: SamplerConfiguration,
    thinning: Int = 1, divergences: Int, saturatedTrees: Int, energyFractions: [Double]
  ) {
    let run = configuration
    let drawCount = run.chains * run.draws
    let isExhausted = run.goal.map { 2 * thinning > $0.maximumThinning } ?? false
    let varying = parameters.filter { !$0.summary.isConstant }
    let findings = Findings(parameters: varying)
    var warnings: [ConvergenceWarning] = []

    let notFinite = findings.names { $0.mean.isNaN }
    if !notFinite.isEmpty {
      warnings.append(.notFinite(names: Findings.first(notFinite), count: notFinite.count))
    }
    if run.draws < Self.neededDraws {
      warnings.append(.tooFewDraws(draws: run.draws, needed: Self.neededDraws))
    }
    let disagreeing = findings.values(\.rHat) { $0 > Self.rHatLimit }.sorted { $0.value > $1.value }
    if !disagreeing.isEmpty {
      warnings.append(
        .highRHat(
          worst: Findings.first(disagreeing), count: disagreeing.count, limit: Self.rHatLimit,
          warmup: run.warmup, draws: run.draws, thinning: thinning,
          isExhausted: isExhausted))
    }
    if divergences > 0 {
      warnings.append(
        .divergences(
          count: divergences, draws: drawCount, targetAcceptance: run.targetAcceptance))
    }
    let sizeLimit = Self.effectiveSampleSizeLimit(chains: run.chains)
    for part in ConvergenceWarning.Part.allCases {
      let low = findings.values(part == .bulk ? \.essBulk : \.essTail) { $0 < sizeLimit }
        .sorted { $0.value < $1.value }
      if !low.isEmpty {
        warnings.append(
          .lowEffectiveSampleSize(
            part: part, worst: Findings.first(low), count: low.count, limit: sizeLimit,
            draws: run.draws, thinning: thinning,
            isExhausted: isExhausted))
      }
    }
    let slow = energyFractions.enumerated()
      .filter { $0.element < Self.energyFractionLimit }
      .map { ConvergenceWarning.ChainValue(chain: $0.offset + 1, value: $0.element) }
    if !slow.isEmpty {
      warnings.append(
        .lowEnergyFraction(
          chains: slow, of: energyFractions.count, limit: Self.energyFractionLimit,
          warmup: run.warmup))
    }
    if saturatedTrees > 0 {
      warnings.append(
        .saturatedTrees(
          count: saturatedTrees, draws: drawCount, maximumTreeDepth: run.maximumTreeDepth))
    }
    if varying.isEmpty && !parameters.isEmpty && run.draws >= Self.neededDraws {
      let names = parameters.map(\.name)
      warnings.append(.constant(names: Findings.first(names), count: names.count))
    }
    if run.chains == 1 { warnings.append(.singleChain) }
    self.warnings = warnings
  }

  /// The fewest draws per chain that diagnostics can be made of.
  static let neededDraws = 4
}

/// The parameters that something is wrong with.
private struct Findings {
  let parameters: [(name: String, summary: ScalarSummary)]

  /// How many are named in a warning.
  private static let named = 5

  static func first<Element>(_ all: [Element]) -> [Element] { Array(all.prefix(named)) }

  func names(where isWrong: (ScalarSummary) -> Bool) -> [String] {
    parameters.filter { isWrong($0.summary) }.map(\.name)
  }

  func values(
    _ value: KeyPath<ScalarSummary, Double>, where isWrong: (Double) -> Bool
  ) -> [ConvergenceWarning.ParameterValue] {
    parameters
      .map { ConvergenceWarning.ParameterValue(name: $0.name, value: $0.summary[keyPath: value]) }
      .filter { isWrong($0.value) }
  }
}
