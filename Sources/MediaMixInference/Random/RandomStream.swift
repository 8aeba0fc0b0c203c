/// A reproducible stream of random numbers; each (seed, purpose, index) has its own.
///
/// The bits are the same on every machine. The generator is xoshiro256++ (Blackman and Vigna,
/// "Scrambled linear pseudorandom number generators", ACM TOMS 47, 2021), its state filled by
/// splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA
/// 2014).
public struct RandomStream: RandomNumberGenerator, Sendable {
  /// What a stream's numbers are used for: streams of different purposes never share numbers.
  public enum Purpose: UInt64, Sendable, CaseIterable {
    /// Starting points.
    case initialization = 1
    /// The Markov chain itself: momenta, directions, proposals.
    case chain = 2
    /// Simulated data.
    case simulation = 3
    /// Draws of parameters from their priors.
    case prior = 4
    /// Which draws a subset keeps.
    case thinning = 5
    /// The noise of predicted data.
    case prediction = 6
    /// The seeds of fits to parts of the data.
    case refit = 7
    /// Parameters that a density has integrated out, drawn given the others.
    case conditional = 8
    /// Proposals for blocks of coordinates, and moves by them.
    case block = 9
    /// Parts of a position that a density draws anew, given the rest.
    case refresh = 10
    /// The order of what is equal.
    case tie = 11
    /// What is true in the worlds that a recovery simulates.
    case recovery = 12
  }

  private var state: (UInt64, UInt64, UInt64, UInt64)
  /// The second normal of the last pair that the polar method made.
  private var spareNormal: Double?

  /// The stream of `seed`, `purpose` and `index` (a chain's number, say). Any values will do.
  ///
  /// Each of the three is absorbed by one splitmix64 step, so that streams whose seeds or indices
  /// are neighbours have nothing in common.
  public init(seed: UInt64, purpose: Purpose, index: Int) {
    var mixer = SplitMix64(state: seed)
    mixer = SplitMix64(state: mixer.next() ^ purpose.rawValue)
    mixer = SplitMix64(state: mixer.next() ^ UInt64(bitPattern: Int64(index)))
    mixer = SplitMix64(state: mixer.next())
    state = (mixer.next(), mixer.next(), mixer.next(), mixer.next())
  }

  /// A stream that starts at a raw state of xoshiro256++, which must not be all zeros.
  package init(state: (UInt64, UInt64, UInt64, UInt64)) {
    precondition(
      state.0 | state.1 | state.2 | state.3 != 0, "xoshiro256++ never leaves the all-zero state")
    self.state = state
  }

  /// 64 random bits.
  public mutating func next() -> UInt64 {
    let result = Self.rotateLeft(state.0 &+ state.3, by: 23) &+ state.0
    let shifted = state.1 &<< 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = Self.rotateLeft(state.3, by: 45)
    return result
  }

  /// Uniform on the open interval (0, 1), in steps of 2⁻⁵³.
  public mutating func uniform() -> Double {
    Self.openUnitInterval(next())
  }

  /// Standard normal, by the polar method (Marsaglia and Bray, SIAM Review 6, 1964).
  public mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    while true {
      let first = 2 * uniform() - 1
      let second = 2 * uniform() - 1
      let square = first * first + second * second
      if square < 1 && square > 0 {
        let factor = (-2 * VectorMath.log(square) / square).squareRoot()
        spareNormal = second * factor
        return first * factor
      }
    }
  }

  /// Exponential with rate 1; positive.
  public mutating func exponential() -> Double {
    -VectorMath.log(uniform())
  }

  /// The top 53 of `bits` as a number of the open interval (0, 1); all zeros give 2⁻⁵⁴.
  package static func openUnitInterval(_ bits: UInt64) -> Double {
    let integer = bits &>> 11
    return integer == 0 ? 0x1p-54 : Double(integer) * 0x1p-53
  }

  private static func rotateLeft(_ word: UInt64, by count: UInt64) -> UInt64 {
    (word &<< count) | (word &>> (64 &- count))
  }
}

/// The generator splitmix64: a counter in steps of the golden ratio, scrambled.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Starts at any 64-bit state.
  package init(state: UInt64) {
    self.state = state
  }

  /// 64 random bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word &>> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word &>> 31)
  }
}
