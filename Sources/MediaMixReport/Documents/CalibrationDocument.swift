public import MediaMix
internal import MediaMixInference

/// What `lmmm calibrate --json` prints. A number that is not finite becomes null.
public struct CalibrationDocument: Sendable, Encodable {
  private struct Quantity: Encodable, Sendable {
    let name: String
    let kind: String
    let coverage50: JSONNumber
    let coverage90: JSONNumber
    let meanRank: JSONNumber
    let p: JSONNumber
    let familyWiseP: JSONNumber
    /// Nil where it may be chance.
    let finding: String?

    private enum CodingKeys: String, CodingKey {
      case name, kind, p, finding
      case coverage50 = "coverage_50"
      case coverage90 = "coverage_90"
      case meanRank = "mean_rank"
      case familyWiseP = "p_family_wise"
    }

    init(_ quantity: Calibration.Quantity) {
      name = quantity.name
      kind = quantity.kind.rawValue
      coverage50 = JSONNumber(quantity.coverage(ofCentral: 0.5))
      coverage90 = JSONNumber(quantity.coverage(ofCentral: 0.9))
      meanRank = JSONNumber(quantity.uniformity.meanPosition)
      p = JSONNumber(quantity.uniformity.tailProbability)
      familyWiseP = JSONNumber(quantity.familyWiseProbability)
      finding = quantity.isMiscalibrated ? quantity.uniformity.departure.rawValue : nil
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encode(kind, forKey: .kind)
      try container.encode(coverage50, forKey: .coverage50)
      try container.encode(coverage90, forKey: .coverage90)
      try container.encode(meanRank, forKey: .meanRank)
      try container.encode(p, forKey: .p)
      try container.encode(familyWiseP, forKey: .familyWiseP)
      try container.encode(finding, forKey: .finding)
    }
  }

  private struct Failure: Encodable, Sendable {
    let replication: Int
    let reason: String
  }

  private let calibrated: Bool
  private let replications: Int
  private let rankedDraws: Int
  private let quantities: [Quantity]
  private let failures: [Failure]
  /// How many fits fell short, by what.
  private let shortOfDraws: Int
  private let unconverged: Int
  private let divergent: Int

  private enum CodingKeys: String, CodingKey {
    case calibrated, replications, quantities, failures, unconverged, divergent
    case rankedDraws = "ranked_draws"
    case shortOfDraws = "short_of_draws"
  }

  /// The document of a calibration.
  public init(_ calibration: Calibration) {
    calibrated = calibration.miscalibrated.isEmpty
    replications = calibration.replications.count
    rankedDraws = Calibration.rankedDraws
    quantities = calibration.quantities.map(Quantity.init)
    failures = calibration.failures.map { Failure(replication: $0.index, reason: $0.reason) }
    shortOfDraws = calibration.shortOfDraws.count
    unconverged = calibration.unconverged.count
    divergent = calibration.replications.count { $0.divergenceCount > 0 }
  }
}
