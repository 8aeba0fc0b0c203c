internal import MediaMixInference

/// Which effects of channels are simulated, and how often; see ``Recovery``.
public struct RecoveryPlan: Sendable, Hashable {
  /// Shares of the KPI that channels bring, each in [0, 1); 0 is always among them. Nil: 0, 1, 2.5, 5 and
  /// 10 %, or half of these where there are more than eight channels, which could not each bring that
  /// much.
  public var levels: [Double]?
  /// How many worlds are simulated and fitted.
  public var replications: Int

  /// A plan; by default 120 worlds.
  public init(levels: [Double]? = nil, replications: Int = 120) {
    self.levels = levels
    self.replications = replications
  }

  /// The levels in force, ascending, 0 first.
  fileprivate func levels(channelCount: Int) throws(RecoveryError) -> [Double] {
    let standard = channelCount <= 8 ? [0.01, 0.025, 0.05, 0.1] : [0.005, 0.0125, 0.025, 0.05]
    let wanted = levels ?? standard
    if let wrong = wanted.first(where: { !($0 >= 0 && $0 < 1) }) { throw .level(wrong) }
    let positive = Set(wanted.filter { $0 > 0 }).sorted()
    guard !positive.isEmpty else { throw .noLevels }
    return [0] + positive
  }
}

/// The effect that each channel has in each simulated world.
///
/// Every channel has every level about equally often, and what one channel has says nothing of what
/// another has: the order of levels is a random one, drawn for each channel by itself. So the same worlds
/// tell of all channels.
///
/// The level 0 comes more often, √k times as often as each of k others (rounded): all others are compared
/// with it, and comparisons with a control are the most precise that way (Dunnett 1955, "A multiple
/// comparison procedure for comparing several treatments with a control", Journal of the American
/// Statistical Association 50, 1096–1121).
public struct RecoveryDesign: Sendable, Hashable {
  /// Shares of the KPI, ascending, 0 first.
  public let levels: [Double]
  /// The channels whose effects are set, by their places in the data; the others have fixed coefficients.
  public let channels: [Int]
  /// The place in ``levels`` of each of ``channels`` in each world; `[replication][channel]`.
  public let assignments: [[Int]]

  /// The design of a plan.
  ///
  /// - Parameters:
  ///   - plan: levels and replications.
  ///   - model: the model that worlds are fitted with.
  ///   - seed: decides the order of levels.
  /// - Throws: ``RecoveryError`` if levels or replications will not do, or no channel is estimated.
  public init(_ plan: RecoveryPlan, model: MediaMixModel, seed: UInt64) throws(RecoveryError) {
    let names = model.dataset.channels
    channels = names.indices.filter { !model.hasFixedEffect(ofChannel: $0) }
    guard !channels.isEmpty else { throw .nothingToRecover }
    levels = try plan.levels(channelCount: channels.count)
    let block = Self.block(levelCount: levels.count)
    guard plan.replications >= block.count else {
      throw .tooFewReplications(plan.replications, levels: levels.count, least: block.count)
    }
    let deck = (0..<plan.replications).map { block[$0 % block.count] }
    let (levels, channels) = (levels, channels)
    var largest = 0.0
    for attempt in 0..<Self.attempts {
      let columns = channels.map { channel in
        var random = RandomStream(
          seed: seed, purpose: .recovery, index: -1 - (attempt * names.count + channel))
        return Self.shuffled(deck, using: &random)
      }
      let rows = deck.indices.map { row in columns.map { $0[row] } }
      largest = rows.map { row in row.reduce(0) { $0 + levels[$1] } }.max() ?? 0
      guard largest >= 1 else {
        assignments = rows
        return
      }
    }
    throw .levelsTooHigh(sum: largest, channels: channels.count)
  }

  /// How often orders are drawn until the channels leave something of the KPI in every world.
  private static let attempts = 100

  /// The places of levels as often as they come in relation to one another.
  private static func block(levelCount: Int) -> [Int] {
    let others = Double(levelCount - 1)
    let nullCount = max(1, Int(others.squareRoot().rounded()))
    return Array(repeating: 0, count: nullCount) + Array(1..<levelCount)
  }

  /// Durstenfeld's form of the Fisher–Yates shuffle.
  private static func shuffled(_ deck: [Int], using random: inout RandomStream) -> [Int] {
    var deck = deck
    for last in stride(from: deck.count - 1, to: 0, by: -1) {
      deck.swapAt(last, Int(random.uniform() * Double(last + 1)))
    }
    return deck
  }
}

extension MediaMixModel {
  /// The places of a channel's coefficients, one for each geo.
  func coefficients(ofChannel channel: Int) -> Range<Int> {
    let geoCount = dataset.media.geoCount
    let first = parameters.offset(of: .mediaCoefficient) + channel * geoCount
    return first..<first + geoCount
  }

  /// Whether nothing about a channel's coefficients is estimated.
  fileprivate func hasFixedEffect(ofChannel channel: Int) -> Bool {
    coefficients(ofChannel: channel).allSatisfy { density.prior.coordinate(of: $0) == nil }
  }
}
