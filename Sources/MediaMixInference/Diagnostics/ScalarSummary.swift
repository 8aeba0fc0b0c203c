/// What is said of one scalar parameter after sampling: where it is, how wide, and how well its
/// draws know that.
///
/// In JSON the keys are `mean`, `sd`, `median`, `q5`, `q95`, `mcse_mean`, `ess_bulk`, `ess_tail`
/// and `r_hat`; what is not a finite number is `null` there, and NaN when read back.
public struct ScalarSummary: Sendable {
  /// The mean.
  public let mean: Double
  /// The standard deviation, divisor n − 1.
  public let sd: Double
  /// The median.
  public let median: Double
  /// The 5 % quantile.
  public let q5: Double
  /// The 95 % quantile.
  public let q95: Double
  /// The Monte Carlo standard error of the mean; see ``MonteCarloError/mean(_:)``.
  public let mcseMean: Double
  /// The effective sample size of the bulk; see ``Convergence/bulkESS(_:)``.
  public let essBulk: Double
  /// The effective sample size of the tails; see ``Convergence/tailESS(_:)``.
  public let essTail: Double
  /// The rank-normalised split r-hat; see ``Convergence/rHat(_:)``. NaN of a single chain.
  public let rHat: Double

  /// Whether every draw is the same number. `sd` and `mcseMean` are 0 then, `rHat` is NaN and the
  /// effective sample sizes are the number of draws in the half chains.
  package var isConstant: Bool { sd == 0 && q5 == q95 }

  /// Summarises the draws of one scalar.
  ///
  /// Where a draw is not finite, or there is none, every number is NaN. With fewer than four draws
  /// per chain `mcseMean`, `essBulk`, `essTail` and `rHat` are NaN.
  ///
  /// - Parameter chains: `[chain, draw]`, all chains of equal length.
  public init(chains: [[Double]]) {
    guard let split = SplitChains(chains) else {
      self.init(fewDraws: Array(chains.joined()))
      return
    }
    let ranked = RankedDraws(split)
    let scores = ranked.normalScores()
    let moments = SampleMoments(split.values)
    let q5 = ranked.sorted.quantile(0.05)
    let q95 = ranked.sorted.quantile(0.95)
    var effectiveSampleSize = EffectiveSampleSize(for: split)
    self.init(
      mean: moments.mean,
      sd: moments.variance.squareRoot(),
      median: ranked.sorted.median,
      q5: q5,
      q95: q95,
      mcseMean: (moments.variance / effectiveSampleSize(split)).squareRoot(),
      essBulk: effectiveSampleSize(scores),
      essTail: min(
        effectiveSampleSize(split.indicators(upTo: q5)),
        effectiveSampleSize(split.indicators(upTo: q95))),
      rHat: split.chainCount > 1
        ? Convergence.rHat(scores: scores, foldedScores: ranked.foldedNormalScores()) : .nan)
  }

  /// Draws that no diagnostic can be made of.
  private init(fewDraws draws: [Double]) {
    let draws = draws.allSatisfy(\.isFinite) ? draws : []
    let moments = SampleMoments(draws)
    let sorted = SortedSample(draws)
    self.init(
      mean: moments.mean, sd: moments.variance.squareRoot(), median: sorted.median,
      q5: sorted.quantile(0.05), q95: sorted.quantile(0.95), mcseMean: .nan, essBulk: .nan,
      essTail: .nan, rHat: .nan)
  }

  /// A summary of given numbers.
  package init(
    mean: Double, sd: Double, median: Double, q5: Double, q95: Double, mcseMean: Double,
    essBulk: Double, essTail: Double, rHat: Double
  ) {
    self.mean = mean
    self.sd = sd
    self.median = median
    self.q5 = q5
    self.q95 = q95
    self.mcseMean = mcseMean
    self.essBulk = essBulk
    self.essTail = essTail
    self.rHat = rHat
  }
}

extension ScalarSummary: Codable {
  private enum CodingKeys: String, CodingKey {
    case mean, sd, median, q5, q95
    case mcseMean = "mcse_mean"
    case essBulk = "ess_bulk"
    case essTail = "ess_tail"
    case rHat = "r_hat"
  }

  /// Reads a summary; `null` becomes NaN.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func number(_ key: CodingKeys) throws -> Double {
      try container.decode(Double?.self, forKey: key) ?? .nan
    }
    self.init(
      mean: try number(.mean), sd: try number(.sd), median: try number(.median),
      q5: try number(.q5), q95: try number(.q95), mcseMean: try number(.mcseMean),
      essBulk: try number(.essBulk), essTail: try number(.essTail), rHat: try number(.rHat))
  }

  /// Writes a summary; what is not finite becomes `null`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    func put(_ value: Double, _ key: CodingKeys) throws {
      try container.encode(value.isFinite ? value : nil, forKey: key)
    }
    try put(mean, .mean)
    try put(sd, .sd)
    try put(median, .median)
    try put(q5, .q5)
    try put(q95, .q95)
    try put(mcseMean, .mcseMean)
    try put(essBulk, .essBulk)
    try put(essTail, .essTail)
    try put(rHat, .rHat)
  }
}
