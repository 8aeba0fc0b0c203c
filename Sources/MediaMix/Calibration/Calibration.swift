public import MediaMixInference

/// Whether a model's intervals hold what they promise: simulation-based calibration (Talts,
/// Betancourt, Simpson, Vehtari and Gelman 2018, "Validating Bayesian inference algorithms with
/// simulation-based calibration").
///
/// Each replication draws parameters from the priors, makes data with them, fits the model to these
/// and ranks what is true among draws from the posterior. If model and sampler are right, ranks of
/// every quantity are uniform, whatever the priors are. Where they are not, the shape of their
/// distribution says in which way the posteriors are wrong (``Quantity/uniformity``).
///
/// It tests the computation, not the assumptions: that real data look like the model's is not among
/// what it can show.
public struct Calibration: Sendable {
  /// What is ranked.
  public struct Quantity: Sendable, Hashable {
    /// Where a quantity comes from.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
      /// A channel's return on investment over all periods, in all geos together.
      case returnOnInvestment = "roi"
      /// The log likelihood of data and experiments: it depends on the data themselves, and sees
      /// posteriors that are right on average and wrong for each data set (Modrák, Moon, Kim, Bürkner,
      /// Huurre, Faltejsková, Gelman and Vehtari 2023, "Simulation-based calibration checking for
      /// Bayesian computation: the choice of test quantities shapes sensitivity").
      case logLikelihood = "log_likelihood"
      /// A parameter.
      case parameter
      /// A channel's return on investment in one geo.
      case geoReturn = "geo_roi"
    }

    /// Where it comes from.
    public let kind: Kind
    /// "roi[tv]", "roi[tv,north]", "log_likelihood", or the parameter's name, such as "coef_media[tv]".
    public let name: String
    /// What is true in each replication; parameters are on the model's scale. `[replication]`.
    public let truths: [Double]
    /// How many of the ranked draws are below what is true; `[replication]`.
    public let ranks: [Int]
    /// How even the ranks are.
    public let uniformity: RankUniformity
    /// The p-value of the ranks as one of those of all quantities, by Holm's method.
    public let familyWiseProbability: Double

    /// Whether the ranks are too uneven for chance, all quantities considered.
    public var isMiscalibrated: Bool { familyWiseProbability < Calibration.significance }
    /// Whether the ranks leave the band in which 95 of 100 quantities lie that are calibrated.
    public var leavesBand: Bool { uniformity.tailProbability < Calibration.significance }

    /// How often a central interval of the posterior held what is true.
    ///
    /// - Parameter probability: of the interval, in (0, 1).
    public func coverage(ofCentral probability: Double) -> Double {
      RankUniformity.coverage(
        ofCentral: probability, ranks: ranks, largest: Calibration.rankedDraws)
    }
  }

  /// One fit to simulated data.
  public struct Replication: Sendable, Hashable {
    /// Its number, from 0; decides with the seed what is drawn.
    public let index: Int
    /// The smallest effective sample size of any parameter, of the bulk or the tails.
    public let effectiveSampleSize: Double
    /// The largest r-hat of any parameter; NaN of a single chain.
    public let largestRHat: Double
    /// How many draws ended a divergent trajectory.
    public let divergenceCount: Int

    package init(
      index: Int, effectiveSampleSize: Double, largestRHat: Double, divergenceCount: Int
    ) {
      self.index = index
      self.effectiveSampleSize = effectiveSampleSize
      self.largestRHat = largestRHat
      self.divergenceCount = divergenceCount
    }
  }

  /// A replication that says nothing.
  public struct Failure: Sendable, Hashable {
    /// Its number, from 0.
    public let index: Int
    /// What went wrong, without a full stop.
    public let reason: String

    package init(index: Int, reason: String) {
      self.index = index
      self.reason = reason
    }
  }

  /// How many draws of each posterior are ranked with what is true, as far from one another as there
  /// is room for.
  public static let rankedDraws = 99
  /// Below this p-value something is not put down to chance.
  public static let significance = 0.05

  /// What was ranked: returns, the log likelihood, parameters, returns in geos.
  public let quantities: [Quantity]
  /// The replications that were ranked, by their number; one or more.
  public let replications: [Replication]
  /// The others, by their number.
  public let failures: [Failure]
}

extension Calibration {
  /// What is true of a quantity, and how it ranks.
  package struct Ranking: Sendable {
    package let kind: Quantity.Kind
    package let name: String
    /// `[replication]`.
    package let truths: [Double]
    /// `[replication]`.
    package let ranks: [Int]

    package init(kind: Quantity.Kind, name: String, truths: [Double], ranks: [Int]) {
      self.kind = kind
      self.name = name
      self.truths = truths
      self.ranks = ranks
    }
  }

  /// What ranks say.
  package init(rankings: [Ranking], replications: [Replication], failures: [Failure]) {
    let reference = UniformRanks(count: replications.count, largest: Self.rankedDraws)
    let uniformities = rankings.map { RankUniformity($0.ranks, reference: reference) }
    let familyWise = FamilyWiseProbability.holm(uniformities.map(\.tailProbability))
    quantities = rankings.indices.map { index in
      Quantity(
        kind: rankings[index].kind, name: rankings[index].name, truths: rankings[index].truths,
        ranks: rankings[index].ranks, uniformity: uniformities[index],
        familyWiseProbability: familyWise[index])
    }
    self.replications = replications
    self.failures = failures
  }

  /// The quantities whose ranks are too uneven for chance, the worst first.
  public var miscalibrated: [Quantity] {
    byDoubt.filter(\.isMiscalibrated)
  }

  /// The quantities, those with the smallest p-values first.
  public var byDoubt: [Quantity] {
    quantities.enumerated().sorted {
      ($0.element.uniformity.tailProbability, $0.offset)
        < ($1.element.uniformity.tailProbability, $1.offset)
    }.map(\.element)
  }

  /// The replications whose posterior has fewer effective draws than are ranked: their draws depend on
  /// one another, which makes first and last ranks too frequent.
  public var shortOfDraws: [Replication] {
    replications.filter { !($0.effectiveSampleSize >= Double(Self.rankedDraws)) }
  }

  /// The replications whose chains disagree by r-hat.
  public var unconverged: [Replication] {
    replications.filter { $0.largestRHat > ConvergenceReport.rHatLimit }
  }

  /// In which shares of ranks at most r, less (r + 1)/(L + 1), 95 of 100 calibrated quantities lie as a
  /// whole: for r from 0 to L − 1.
  public var band: (lower: [Double], upper: [Double]) {
    let reference = UniformRanks(count: replications.count, largest: Self.rankedDraws)
    let band = reference.band(coverage: 1 - Self.significance)
    return (
      Self.differences(band.lower, of: reference), Self.differences(band.upper, of: reference)
    )
  }

  /// The empirical distribution of a quantity's ranks less the uniform one, for r from 0 to L − 1.
  public func differences(of quantity: Quantity) -> [Double] {
    let reference = UniformRanks(count: quantity.ranks.count, largest: Self.rankedDraws)
    return Self.differences(reference.cumulativeCounts(of: quantity.ranks), of: reference)
  }

  private static func differences(_ counts: [Int], of reference: UniformRanks) -> [Double] {
    counts.enumerated().map { rank, count in
      Double(count) / Double(reference.count) - Double(rank + 1) / Double(reference.largest + 1)
    }
  }
}

/// Why a model cannot be calibrated.
public enum CalibrationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A fit keeps fewer draws than are ranked.
  case tooFewDraws(Int, needed: Int)
  /// Every parameter is fixed.
  case nothingToRank
  /// No replication could be ranked; the reason of the last one is given.
  case noUsableReplication(replications: Int, reason: String)

  /// What is wrong and what to do about it, without a full stop.
  public var description: String {
    switch self {
    case .tooFewDraws(let count, let needed):
      "all chains of a fit keep \(count) draws together, and \(needed) are ranked; ask for more "
        + "draws"
    case .nothingToRank:
      "every parameter is fixed, so that there is nothing to rank; leave some of them free"
    case .noUsableReplication(let count, let reason):
      "none of \(count) replications can be ranked; in the last one \(reason). Priors may allow "
        + "what no data can look like: see `lmmm prior`"
    }
  }
}
