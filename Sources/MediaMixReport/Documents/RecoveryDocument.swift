public import MediaMix

/// What `lmmm recover --json` prints. A number that is not finite, or that there is none of, becomes
/// null.
public struct RecoveryDocument: Sendable, Encodable {
  private struct Level: Encodable, Sendable {
    let level: Double
    let worlds: Int
    let trueROI: JSONNumber
    let estimate: JSONNumber
    let roi: JSONNumber
    let bias: JSONNumber
    let biasError: JSONNumber
    let relativeBias: JSONNumber
    let rmse: JSONNumber
    let lower: JSONNumber
    let upper: JSONNumber
    let width: JSONNumber
    let coverage: JSONNumber
    let coverageError: JSONNumber
    let power: JSONNumber
    let powerError: JSONNumber
    let priorProbability: JSONNumber

    private enum CodingKeys: String, CodingKey {
      case level, worlds, estimate, roi, bias, rmse, lower, upper, width, coverage, power
      case trueROI = "true_roi"
      case biasError = "bias_se"
      case relativeBias = "relative_bias"
      case coverageError = "coverage_se"
      case powerError = "power_se"
      case priorProbability = "prior_probability"
    }

    init(_ level: Recovery.Level) {
      self.level = level.level
      worlds = level.worldCount
      trueROI = JSONNumber(level.trueReturn)
      estimate = JSONNumber(level.meanEstimate)
      roi = JSONNumber(level.meanReturn)
      bias = JSONNumber(level.bias)
      biasError = JSONNumber(level.biasError)
      relativeBias = JSONNumber(level.relativeBias)
      rmse = JSONNumber(level.rootMeanSquareError)
      lower = JSONNumber(level.meanLower)
      upper = JSONNumber(level.meanUpper)
      width = JSONNumber(level.meanWidth)
      coverage = JSONNumber(level.coverage?.share ?? .nan)
      coverageError = JSONNumber(level.coverage?.standardError ?? .nan)
      power = JSONNumber(level.power?.share ?? .nan)
      powerError = JSONNumber(level.power?.standardError ?? .nan)
      priorProbability = JSONNumber(level.priorProbability ?? .nan)
    }
  }

  private struct Confusion: Encodable, Sendable {
    let channel: String
    let share: JSONNumber
  }

  private struct Channel: Encodable, Sendable {
    let name: String
    let identified: Bool?
    let identifiedFrom: JSONNumber
    let threshold: JSONNumber
    let observed: DistributionDocument?
    let response: JSONNumber
    let confusions: [Confusion]
    let coverage: JSONNumber
    let coverageError: JSONNumber
    let levels: [Level]

    private enum CodingKeys: String, CodingKey {
      case name, identified, threshold, observed, response, confusions, coverage, levels
      case identifiedFrom = "identified_from"
      case coverageError = "coverage_se"
    }

    init(_ channel: Recovery.Channel) {
      name = channel.name
      switch channel.verdict {
      case .identified(let level):
        identified = true
        identifiedFrom = JSONNumber(channel.levels[level].level)
      case .notIdentified:
        identified = false
        identifiedFrom = JSONNumber(.nan)
      case .unknown:
        identified = nil
        identifiedFrom = JSONNumber(.nan)
      }
      threshold = JSONNumber(channel.threshold ?? .nan)
      observed = channel.observed.map(DistributionDocument.init)
      response = JSONNumber(channel.response)
      confusions = channel.confusions.map {
        Confusion(channel: $0.channel, share: JSONNumber($0.share))
      }
      coverage = JSONNumber(channel.coverage?.share ?? .nan)
      coverageError = JSONNumber(channel.coverage?.standardError ?? .nan)
      levels = channel.levels.map(Level.init)
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(name, forKey: .name)
      try container.encode(identified, forKey: .identified)
      try container.encode(identifiedFrom, forKey: .identifiedFrom)
      try container.encode(threshold, forKey: .threshold)
      try container.encode(observed, forKey: .observed)
      try container.encode(response, forKey: .response)
      try container.encode(confusions, forKey: .confusions)
      try container.encode(coverage, forKey: .coverage)
      try container.encode(coverageError, forKey: .coverageError)
      try container.encode(levels, forKey: .levels)
    }
  }

  private let levels: [Double]
  private let worlds: Int
  private let unconverged: Int
  private let divergent: Int
  private let fixedChannels: [String]
  private let channels: [Channel]

  private enum CodingKeys: String, CodingKey {
    case levels, worlds, unconverged, divergent, channels
    case fixedChannels = "fixed_channels"
  }

  /// The document of a recovery.
  public init(_ recovery: Recovery) {
    levels = recovery.design.levels
    worlds = recovery.worlds.count
    unconverged = recovery.unconvergedCount
    divergent = recovery.divergentCount
    fixedChannels = recovery.fixedChannels
    channels = recovery.channels.map(Channel.init)
  }
}
