/// Where chains start: a recipe for places to try, in the sampler's coordinates.
///
/// A chain starts at the first place where the log density and its gradient are finite. Each chain
/// makes its places from a random stream of its own, so that they depend on the seed and the
/// chain's number alone. With ``climbing(from:holding:)`` places are where climbs to the density's modes set
/// out from instead, and chains start around what these find.
public struct ChainStarts: Sendable {
  /// How many places a chain tries at most, ≥ 1.
  public let attempts: Int
  /// Where the places are, to follow "found no possible starting point" in an error: "around the
  /// prior medians".
  public var place: String
  /// What it means that none was possible and what to do about it, without a full stop.
  public var advice: String
  /// How many climbs set out; 0 where chains start at the places themselves.
  public private(set) var climbs = 0
  /// The coordinates that climbs leave alone at first.
  private(set) var held: [Int] = []

  /// The place of an attempt, counted from 0.
  private let propose: @Sendable (Int, inout RandomStream) -> [Double]

  private init(
    attempts: Int, place: String, advice: String,
    propose: @escaping @Sendable (Int, inout RandomStream) -> [Double]
  ) {
    precondition(attempts >= 1, "a chain that may try no start")
    self.attempts = attempts
    self.place = place
    self.advice = advice
    self.propose = propose
  }

  /// Around a centre, with normal jitter whose standard deviation widens from 0.1 to 2 over 100
  /// attempts.
  ///
  /// - Parameter center: `[dimension]`.
  public static func near(_ center: [Double]) -> ChainStarts {
    ChainStarts(
      attempts: 100, place: "around the given centre",
      advice: """
        the density is zero or not a finite number there. Choose a centre that is possible, and \
        check the density and its gradient
        """
    ) { attempt, random in
      // Ever wider, up to the ±2 that other samplers start from.
      let spread = min(2, 0.1 + 0.02 * Double(attempt))
      return center.map { $0 + spread * random.normal() }
    }
  }

  /// Every coordinate uniform between −radius and radius, up to 100 attempts: what Stan does, and
  /// NumPyro's `init_to_uniform`, with a radius of 2.
  ///
  /// - Parameters:
  ///   - radius: positive and finite.
  ///   - dimension: the density's.
  public static func uniform(radius: Double = 2, dimension: Int) -> ChainStarts {
    ChainStarts(
      attempts: 100, place: "with every coordinate between -\(radius) and \(radius)",
      advice: """
        the density is zero or not a finite number there. Start around a centre that is possible, \
        or at a smaller radius
        """
    ) { _, random in
      (0..<dimension).map { _ in radius * (2 * random.uniform() - 1) }
    }
  }

  /// Every chain exactly at one place. Chains that start apart say more: r-hat notices a place that
  /// holds a chain only if others come from elsewhere.
  ///
  /// - Parameter position: `[dimension]`.
  public static func at(_ position: [Double]) -> ChainStarts {
    ChainStarts(
      attempts: 1, place: "at the given values",
      advice: """
        the density is zero or not a finite number there. Check that every value is inside its \
        bounds, not on them, or let chains start around a centre
        """
    ) { _, _ in position }
  }

  /// By a recipe of one's own, a draw from the prior for instance.
  ///
  /// - Parameters:
  ///   - attempts: how many places a chain tries at most, ≥ 1.
  ///   - proposal: makes one place, `[dimension]`, of the chain's random stream.
  public static func proposed(
    attempts: Int = 100, by proposal: @escaping @Sendable (inout RandomStream) -> [Double]
  ) -> ChainStarts {
    ChainStarts(
      attempts: attempts, place: "at the proposed places",
      advice: """
        the density is zero or not a finite number there. Propose places that are possible, and \
        check the density and its gradient
        """
    ) { _, random in proposal(&random) }
  }

  /// The same places, from the first possible ones of which climbs to modes of the density set out.
  ///
  /// Each chain then draws one of the modes in proportion to the mass that a normal distribution
  /// around it would have (Laplace's approximation), starts spread out around it, and takes the shape
  /// found there for its first metric. A chain that starts in a pocket of little mass may need
  /// thousands of draws to leave it; this makes it unlikely that one does. Of a density without a
  /// mode, or where the highest one is far from where the mass is, it is of no use: a hierarchical
  /// model in centred coordinates, for instance.
  ///
  /// - Parameters:
  ///   - count: how many climbs, ≥ 1.
  ///   - held: coordinates that stay where they are until the others have found their places, at most
  ///     150 steps long. Where a coordinate decides what others stand for, a climb of all at once may
  ///     take it to where it makes up for what they do not explain yet, and never come back.
  /// - Precondition: `count` ≥ 1; the density has every held coordinate.
  public func climbing(from count: Int = 16, holding held: [Int] = []) -> ChainStarts {
    precondition(count >= 1, "no climb")
    var starts = self
    starts.climbs = count
    starts.held = held
    return starts
  }

  /// Spread out around a mode, half as far as its normal approximation; the mode itself as a last
  /// resort.
  static func around(_ mode: PosteriorMode) -> ChainStarts {
    let attempts = 10
    return ChainStarts(
      attempts: attempts, place: "around a mode of the density",
      advice: "the density or its gradient is not a finite number there. Check them"
    ) { attempt, random in
      mode.start(scale: attempt + 1 < attempts ? 0.5 : 0, using: &random)
    }
  }

  /// The places that a chain tries, in order, until `accepts` says yes to one.
  ///
  /// - Returns: whether one was accepted.
  func firstPlace(
    of dimension: Int, using random: inout RandomStream, accepts: ([Double]) -> Bool
  ) -> Bool {
    for attempt in 0..<attempts {
      let position = propose(attempt, &random)
      precondition(position.count == dimension, "a start of another dimension")
      if position.allSatisfy(\.isFinite) && accepts(position) { return true }
    }
    return false
  }

  /// What is said of a chain, from 0, that found no start here.
  func failure(chain: Int) -> SamplerError {
    .noPossibleStart(chain: chain, attempts: attempts, place: place, advice: advice)
  }
}
