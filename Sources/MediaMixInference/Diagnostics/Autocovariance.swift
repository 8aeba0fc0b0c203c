/// Autocovariances of half chains of one length, by fast Fourier transform.
struct Autocovariance {
  private let transform: FourierTransform
  private var real: [Double]
  private var imaginary: [Double]
  private var power: [Double]

  /// Memory and twiddle factors for chains like `chains`.
  init(for chains: SplitChains) {
    var count = 1
    while count < 2 * chains.halfLength { count *= 2 }
    transform = FourierTransform(count: count)
    real = [Double](repeating: 0, count: count)
    imaginary = real
    power = real
  }

  /// The autocovariances at lags 0 ..< `halfLength`, divisor n at every lag, averaged over the half
  /// chains.
  ///
  /// The two halves of a chain travel as real and imaginary part of one transform: the real part of
  /// a complex series' autocovariance is the sum of the two. Sums over chains are taken of spectra,
  /// so one transform back serves all.
  mutating func average(of chains: SplitChains, moments: [SampleMoments]) -> [Double] {
    let length = chains.halfLength
    for index in power.indices { power[index] = 0 }
    for chain in 0..<chains.chainCount {
      Self.fill(&real, with: chains, half: 2 * chain, mean: moments[2 * chain].mean)
      Self.fill(&imaginary, with: chains, half: 2 * chain + 1, mean: moments[2 * chain + 1].mean)
      transform.forward(real: &real, imaginary: &imaginary)
      for index in power.indices {
        power[index] += real[index] * real[index] + imaginary[index] * imaginary[index]
      }
    }
    for index in imaginary.indices { imaginary[index] = 0 }
    transform.backward(real: &power, imaginary: &imaginary)
    let divisor = Double(transform.count) * Double(length) * Double(chains.halfCount)
    return power[0..<length].map { $0 / divisor }
  }

  /// The half chain less its mean, padded with zeros so that lags do not wrap around.
  private static func fill(
    _ buffer: inout [Double], with chains: SplitChains, half: Int, mean: Double
  ) {
    let range = chains.range(ofHalf: half)
    for index in 0..<range.count { buffer[index] = chains.values[range.lowerBound + index] - mean }
    for index in range.count..<buffer.count { buffer[index] = 0 }
  }
}
