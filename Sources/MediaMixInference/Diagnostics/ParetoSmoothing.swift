/// Importance weights whose largest are replaced by what a Pareto tail would have, so that single
/// draws do not decide.
///
/// Vehtari, Simpson, Gelman, Yao and Gabry (2024), "Pareto smoothed importance sampling", Journal of
/// Machine Learning Research 25(72). The numbers are those of ArviZ.
public struct ParetoSmoothing: Sendable, Hashable {
  /// The logarithms of the smoothed weights, which add up to 1; `[draw]`, in the order of the ratios.
  public let logWeights: [Double]
  /// The tail's shape, Pareto k: how far the weights can be trusted, see ``shapeLimit(drawCount:)``.
  /// Infinite where the tail has fewer than five different weights, or a ratio is infinite.
  public let shape: Double

  /// Smooths importance ratios.
  ///
  /// A draw whose ratio is infinite takes all the weight, as do several together.
  ///
  /// - Parameters:
  ///   - logRatios: logarithms of the ratios, up to a common constant; `[draw]`, one or more, none NaN.
  ///   - relativeEfficiency: effective sample size over the number of draws, > 0; 1 of independent
  ///     draws. See ``relativeEfficiency(logValues:)``.
  public init(logRatios: [Double], relativeEfficiency: Double = 1) {
    precondition(relativeEfficiency > 0, "an efficiency is positive")
    precondition(
      !logRatios.isEmpty && !logRatios.contains(where: \.isNaN), "no ratios, or ratios not a number"
    )
    let largest = logRatios.reduce(-Double.infinity) { max($0, $1) }
    guard largest.isFinite else {
      shape = .infinity
      logWeights = Self.normalised(logRatios.map { $0 == largest ? 0 : -.infinity })
      return
    }
    var weights = logRatios.map { $0 - largest }
    let cutoff = Self.cutoff(weights, relativeEfficiency: relativeEfficiency)
    let tail = weights.indices.filter { weights[$0] > cutoff }
      .sorted { (weights[$0], $0) < (weights[$1], $1) }
    let base = VectorMath.exp(cutoff)
    if let fit = GeneralizedPareto(ascending: tail.map { VectorMath.exp(weights[$0]) - base }) {
      for (rank, index) in tail.enumerated() {
        let quantile = fit.quantile((Double(rank) + 0.5) / Double(tail.count))
        weights[index] = min(0, VectorMath.log(quantile + base))
      }
      shape = fit.shape
    } else {
      shape = .infinity
    }
    logWeights = Self.normalised(weights)
  }

  /// The fewest draws whose tail, a fifth of them, can show a shape: of fewer, ``shape`` is infinite.
  public static let fewestDraws = 21

  /// The largest Pareto k with which estimates from that many draws are reliable: min(1 − 1/log₁₀ S,
  /// 0.7), section 3.2.4 of the paper. 0 of ten draws or fewer, of which none is: see ``fewestDraws``.
  public static func shapeLimit(drawCount: Int) -> Double {
    let logOfTen = 2.302585092994046
    return max(0, min(1 - logOfTen / VectorMath.log(Double(drawCount)), 0.7))
  }

  /// How many independent draws one of these Markov chains' draws is worth for the mean of a positive
  /// quantity: `Convergence.meanESS` over the number of draws; 1 where that is not known.
  ///
  /// - Parameter logValues: logarithms of the quantity, `[chain, draw]`.
  public static func relativeEfficiency(logValues: [[Double]]) -> Double {
    let largest = logValues.joined().reduce(-Double.infinity) { max($0, $1) }
    let count = logValues.reduce(0) { $0 + $1.count }
    let values = logValues.map { chain in
      var values = chain.map { $0 - largest }
      var span = values.mutableSpan
      VectorMath.exp(inPlace: &span)
      return values
    }
    let efficiency = Convergence.meanESS(values) / Double(count)
    return efficiency > 0 ? efficiency : 1
  }

  /// The logarithm of a weighted mean: ln Σ wᵢ exp(xᵢ).
  ///
  /// - Parameter logValues: `[draw]`, in the order of ``logWeights``.
  public func logMean(_ logValues: [Double]) -> Double {
    precondition(logValues.count == logWeights.count, "values of other draws")
    let terms = zip(logWeights, logValues).map { $0 + $1 }
    return Reductions.logSumExp(terms.span)
  }

  /// Where the tail begins. It has at most a fifth of the draws, at most 3√(S/r_eff) of them, and none
  /// whose weight is no normal number.
  private static func cutoff(_ weights: [Double], relativeEfficiency: Double) -> Double {
    let count = Double(weights.count)
    let length = min(count / 5, 3 * (count / relativeEfficiency).squareRoot()).rounded(.up)
    let logOfSmallestNormal = -708.3964185322641
    return max(weights.sorted()[max(0, weights.count - Int(length) - 1)], logOfSmallestNormal)
  }

  private static func normalised(_ logWeights: [Double]) -> [Double] {
    let total = Reductions.logSumExp(logWeights.span)
    return logWeights.map { $0 - total }
  }
}
