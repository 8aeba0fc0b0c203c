/// How far apart the distributions are that two samples come from, by four measures: what the data
/// have taught about a parameter, with its prior for one sample and its posterior for the other.
///
/// All are 0 for equal samples. All are NaN where a sample is empty or holds a number that is not
/// finite.
public struct SampleDistance: Sendable, Hashable {
  /// Kolmogorov–Smirnov: the largest difference of the distribution functions, in [0, 1]. It is of
  /// the samples as they are, however the other three are made.
  public let kolmogorovSmirnov: Double
  /// Hellinger: √(½ Σ (√pᵢ − √qᵢ)²), in [0, 1].
  public let hellinger: Double
  /// Jensen–Shannon: the square root of ½ Σ (pᵢ ln(pᵢ/mᵢ) + qᵢ ln(qᵢ/mᵢ)) with m = (p + q)/2, in
  /// [0, √ln 2]; √ln 2 is 0.8326. Natural logarithm, as SciPy's `jensenshannon` has it.
  public let jensenShannon: Double
  /// Total variation: 1 − Σ min(pᵢ, qᵢ), in [0, 1]; LightweightMMM's method `min`.
  public let totalVariation: Double

  /// The distances of samples of which single values are likely to recur, such as counts: pᵢ and qᵢ
  /// are the shares of each value that occurs.
  public static func discrete(_ p: [Double], _ q: [Double]) -> SampleDistance {
    guard let pooled = PooledSample(p, q) else { return undefined }
    return SampleDistance(pooled, shares: pooled.shares)
  }

  /// The distances of densities smoothed with a Gaussian kernel: pᵢ and qᵢ are their values at 100
  /// points from the smallest to the largest number of both samples, scaled to a sum of 1.
  ///
  /// This is LightweightMMM's measure of continuous parameters, with its kernel for a default. The
  /// width is in the parameter's unit: a parameter that spreads much less than it seems not to have
  /// moved. For prior and posterior ``binned(_:_:bins:)`` serves better.
  ///
  /// - Parameters:
  ///   - p: one sample.
  ///   - q: the other.
  ///   - kernelWidth: the kernel's standard deviation, positive and finite. Where it is so narrow
  ///     beside the range that no point is within 38 of it from a number of a sample, the last three
  ///     distances are NaN.
  public static func smoothed(
    _ p: [Double], _ q: [Double], kernelWidth: Double = 1
  ) -> SampleDistance {
    precondition(kernelWidth > 0 && kernelWidth < .infinity, "a kernel without a width")
    guard let pooled = PooledSample(p, q) else { return undefined }
    let (low, high) = pooled.range
    let points = (0..<100).map { index in
      let share = Double(index) / 99
      return low * (1 - share) + high * share
    }
    let kernel = GaussianKernel(width: kernelWidth)
    return SampleDistance(
      pooled, shares: zip(kernel.shares(of: p, at: points), kernel.shares(of: q, at: points)))
  }

  /// The distances of samples of a continuous parameter, of whatever unit and however heavy its
  /// tails: pᵢ and qᵢ are the shares in bins that hold equal parts of both samples together, each
  /// sample counting for one half.
  ///
  /// An increasing transformation of both samples changes nothing. Equal values share a bin. Samples
  /// that do not overlap, one wholly below the other, have the largest distances that there are.
  ///
  /// Finite samples of one distribution are not quite 0 apart: with n and m independent draws
  /// Hellinger's distance is about √((bins − 1)/8 · (1/n + 1/m)), 0.055 for 50 bins and 4000 draws
  /// each.
  ///
  /// - Parameters:
  ///   - p: one sample.
  ///   - q: the other.
  ///   - bins: how many, even and ≥ 2: the middle edge parts samples that do not overlap.
  public static func binned(_ p: [Double], _ q: [Double], bins: Int = 50) -> SampleDistance {
    precondition(bins >= 2 && bins % 2 == 0, "an odd number of bins")
    guard let pooled = PooledSample(p, q) else { return undefined }
    return SampleDistance(pooled, shares: pooled.shares(inBins: bins))
  }

  private init(_ pooled: PooledSample, shares: some Sequence<(Double, Double)>) {
    var (squares, divergence, difference) = (0.0, 0.0, 0.0)
    for (p, q) in shares {
      let root = p.squareRoot() - q.squareRoot()
      squares += root * root
      let middle = 0.5 * (p + q)
      divergence += Self.relativeEntropy(p, middle) + Self.relativeEntropy(q, middle)
      difference += abs(p - q)
    }
    // Rounding may carry a sum just beyond its bounds; NaN stays NaN.
    func within(_ limit: Double, _ sum: Double) -> Double {
      sum > limit ? limit : sum < 0 ? 0 : sum
    }
    kolmogorovSmirnov = pooled.kolmogorovSmirnov
    hellinger = within(1, 0.5 * squares).squareRoot()
    jensenShannon = within(Self.logOfTwo, 0.5 * divergence).squareRoot()
    totalVariation = within(1, 0.5 * difference)
  }

  private init(all value: Double) {
    kolmogorovSmirnov = value
    hellinger = value
    jensenShannon = value
    totalVariation = value
  }

  /// One term of the Kullback–Leibler divergence.
  private static func relativeEntropy(_ share: Double, _ reference: Double) -> Double {
    share == 0 ? 0 : share * VectorMath.log(share / reference)
  }

  private static let undefined = SampleDistance(all: .nan)

  /// ln 2.
  private static let logOfTwo = 0.6931471805599453
}
