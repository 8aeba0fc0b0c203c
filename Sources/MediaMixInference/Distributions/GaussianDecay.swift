/// The function exp(−t(c + t/2)), a piece of a normal density seen from a point c ≥ 0 standard
/// deviations off its peak, and its integrals.
struct GaussianDecay: Sendable, Hashable {
  /// ∫ f, and the mean and variance of t under f normalised.
  struct Moments: Sendable, Hashable {
    var mass: Double
    var mean: Double
    var variance: Double
  }

  /// c, the rate of decay at t = 0.
  let slope: Double

  /// exp(−t(c + t/2)).
  func value(at t: Double) -> Double {
    VectorMath.exp(-t * (slope + 0.5 * t))
  }

  /// The moments over [first, last], to nearly full relative accuracy; the ends may be infinite.
  /// `first` is negative only for c = 0.
  ///
  /// Gauss–Legendre quadrature with ten nodes on each of 16 panels, from the point of the interval
  /// where the function is largest to where it has fallen below e⁻⁴⁰ of that: in a panel the
  /// exponent changes by 5 at most, which leaves an error of the order of 10⁻¹⁶.
  func moments(from first: Double, to last: Double) -> Moments {
    if first >= 0 {
      return GaussianDecay(slope: slope + first).momentsFromPeak(length: last - first)
        .scaled(by: value(at: first)).shifted(by: first)
    }
    if last <= 0 {
      return GaussianDecay(slope: -last).momentsFromPeak(length: last - first)
        .scaled(by: value(at: last)).mirrored().shifted(by: last)
    }
    return quadrature(from: max(first, -9), to: min(last, 9))
  }

  private func momentsFromPeak(length: Double) -> Moments {
    // ct + t²/2 = 40 at this t.
    let reach = 80 / (slope + (slope * slope + 80).squareRoot())
    return quadrature(from: 0, to: min(length, reach))
  }

  private func quadrature(from first: Double, to last: Double) -> Moments {
    let halfPanel = (last - first) / 32
    var (mass, moment, square) = (0.0, 0.0, 0.0)
    for panel in 0..<16 {
      let center = first + Double(2 * panel + 1) * halfPanel
      for (node, weight) in Self.nodes {
        let (left, right) = (center - node * halfPanel, center + node * halfPanel)
        let (leftShare, rightShare) = (weight * value(at: left), weight * value(at: right))
        mass += leftShare + rightShare
        moment += leftShare * left + rightShare * right
        square += leftShare * left * left + rightShare * right * right
      }
    }
    guard mass > 0 else { return Moments(mass: 0, mean: first, variance: 0) }
    let mean = moment / mass
    return Moments(mass: mass * halfPanel, mean: mean, variance: square / mass - mean * mean)
  }

  /// The positive nodes of the ten-point rule on [−1, 1] and their weights
  /// (Abramowitz and Stegun table 25.4).
  private static let nodes = [
    (0.14887433898163121088, 0.29552422471475287017),
    (0.4333953941292471908, 0.26926671930999635509),
    (0.67940956829902440623, 0.219086362515982044),
    (0.86506336668898451073, 0.14945134915058059315),
    (0.97390652851717172008, 0.066671344308688137594),
  ]
}

extension GaussianDecay.Moments {
  /// Of the function times `factor`.
  fileprivate func scaled(by factor: Double) -> Self {
    Self(mass: mass * factor, mean: mean, variance: variance)
  }

  /// Of the function moved by `distance`.
  fileprivate func shifted(by distance: Double) -> Self {
    Self(mass: mass, mean: mean + distance, variance: variance)
  }

  /// Of the function of −t.
  fileprivate func mirrored() -> Self {
    Self(mass: mass, mean: -mean, variance: variance)
  }
}
