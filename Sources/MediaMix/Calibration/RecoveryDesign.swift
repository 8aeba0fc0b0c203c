internal import MediaMixInference

/// Which effects of channels are simulated, and how often; see ``Recovery``.
public struct RecoveryPlan: Sendable, Hashable {
  /// Shares of the KPI that channels bring, each in [0, 1) and none so near to another or to 0 that they
  /// would be written alike: not below 10⁻⁵ but for 0, which is always among them, nor less than a
  /// hundredth apart. Nil: 0, 1, 2.5, 5 and 10 %, and less of more than eight channels, which could not
  /// each bring that much: a half of these up to 32 channels, a fifth up to 81, a tenth up to 162 and so
  /// on, so that all channels together bring at most about half of the KPI on average.
  public var levels: [Double]?
  /// How many worlds are simulated and fitted: enough for every level to come at least once (6 of the
  /// default levels), and at most ``mostReplications``.
  public var replications: Int

  /// How many worlds there may be, 10,000: their errors are then half a point at most, and every world
  /// is kept.
  public static let mostReplications = 10_000

  /// A plan; by default 120 worlds.
  public init(levels: [Double]? = nil, replications: Int = 120) {
    self.levels = levels
    self.replications = replications
  }

  /// Checks what can be known without data.
  ///
  /// - Throws: ``RecoveryError`` if levels or replications will not do.
  public func validate() throws(RecoveryError) {
    // There are as many default levels whatever the number of channels.
    _ = try places(levelCount: levels(channelCount: 1).count)
  }

  /// The levels in force, ascending, 0 first.
  fileprivate func levels(channelCount: Int) throws(RecoveryError) -> [Double] {
    let wanted = levels ?? Self.standardLevels(channelCount: channelCount)
    if let wrong = wanted.first(where: { !($0 >= 0 && $0 < 1) }) { throw .level(wrong) }
    let positive = Set(wanted.filter { $0 > 0 }).sorted()
    guard let lowest = positive.first else { throw .noLevels }
    guard lowest >= Self.leastLevel else { throw .levelTooLow(lowest, least: Self.leastLevel) }
    let pairs = zip(positive, positive.dropFirst())
    if let (low, high) = pairs.first(where: { $1 - $0 < Self.leastDistance * $1 }) {
      throw .levelsAlike(low, high)
    }
    return [0] + positive
  }

  /// Smaller ones are written as 0.
  private static let leastLevel = 1e-5
  /// Relative to the higher level: three digits tell levels apart that differ by more.
  private static let leastDistance = 0.0099

  private static func standardLevels(channelCount: Int) -> [Double] {
    let thousandths = [10, 25, 50, 100]
    // The mean level, 0 being as frequent as it is.
    let meanShare = Double(thousandths.reduce(0, +)) / 6000
    let divisors = [2, 5, 10, 20, 50, 100, 200, 500, 1000]
    let divisor =
      channelCount <= 8
      ? 1
      : divisors.first { Double(channelCount) * meanShare <= 0.5 * Double($0) } ?? 1000
    return thousandths.map { Double($0) / Double(1000 * divisor) }
  }

  /// The places of levels that a channel has, each as often as it comes, for all worlds.
  fileprivate func places(levelCount: Int) throws(RecoveryError) -> [Int] {
    let others = Double(levelCount - 1)
    let nullCount = max(1, Int(others.squareRoot().rounded()))
    let block = Array(repeating: 0, count: nullCount) + Array(1..<levelCount)
    guard replications >= block.count else {
      throw .tooFewReplications(replications, levels: levelCount, least: block.count)
    }
    guard replications <= Self.mostReplications else {
      throw .tooManyReplications(replications, most: Self.mostReplications)
    }
    return (0..<replications).map { block[$0 % block.count] }
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
    let deck = try plan.places(levelCount: levels.count)
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
