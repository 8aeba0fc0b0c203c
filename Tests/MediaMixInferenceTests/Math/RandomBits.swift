/// Reproducible inputs for the mathematical tests (SplitMix64: Steele, Lea and Flood 2014).
struct RandomBits: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Any of the 2⁶⁴ doubles: half of them beyond 10^±150, some subnormal, infinite or NaN.
  mutating func anyDouble() -> Double { Double(bitPattern: next()) }

  /// Uniform on the interval, by operations that are exact up to one rounding on every machine.
  mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * (Double(next() >> 11) * 0x1p-53)
  }

  /// `count` numbers uniform on [−1, 1].
  mutating func vector(_ count: Int) -> [Double] { (0..<count).map { _ in uniform(-1, 1) } }
}

/// A fingerprint of results: FNV-1a over their bit patterns.
func fingerprint(_ values: some Sequence<Double>) -> UInt64 {
  values.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ $1.bitPattern) &* 0x100_0000_01B3 }
}
