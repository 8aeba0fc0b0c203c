import MediaMixInference

/// Reproducible inputs for the mathematical tests (``SplitMix64``).
struct RandomBits: RandomNumberGenerator {
  private var words: SplitMix64

  init(seed: UInt64) { words = SplitMix64(state: seed) }

  mutating func next() -> UInt64 { words.next() }

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
