/// Where a distribution has positive density.
public enum Support: Sendable, Hashable {
  /// (−∞, ∞).
  case real
  /// (bound, ∞).
  case above(Double)
  /// (−∞, bound).
  case below(Double)
  /// (low, high), low < high.
  case interval(Double, Double)

  /// The left end; −∞ if there is none.
  public var lowerBound: Double {
    switch self {
    case .real, .below: -.infinity
    case .above(let bound): bound
    case .interval(let low, _): low
    }
  }

  /// The right end; +∞ if there is none.
  public var upperBound: Double {
    switch self {
    case .real, .above: .infinity
    case .below(let bound): bound
    case .interval(_, let high): high
    }
  }

  /// Whether `x` is strictly inside; false for NaN.
  public func contains(_ x: Double) -> Bool {
    x > lowerBound && x < upperBound
  }

  /// The quantile of a p that is not inside (0, 1): the left end at 0, the right end at 1, otherwise
  /// NaN.
  func end(at p: Double) -> Double {
    p == 0 ? lowerBound : p == 1 ? upperBound : .nan
  }

  /// The distribution function at an `x` that is not strictly inside: 0, 1 or NaN.
  func cumulativeOutside(_ x: Double) -> Double {
    x <= lowerBound ? 0 : x >= upperBound ? 1 : .nan
  }

  /// The number nearest to `x` that is finite and strictly inside: a draw that rounding put on an
  /// end belongs beside it.
  func finiteInside(_ x: Double) -> Double {
    min(max(x, lowerBound.nextUp), upperBound.nextDown)
  }
}
