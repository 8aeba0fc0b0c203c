/// A yearly pattern as a Fourier series: Σ_d γ[d,0]·sin(2πdt/f) + γ[d,1]·cos(2πdt/f), d = 1 … D.
public enum FourierSeasonality {
  /// The pattern at t = 0 … `periods`−1.
  ///
  /// - Parameters:
  ///   - periods: how many values are wanted, ≥ 0.
  ///   - frequency: periods in a year, ≥ 1.
  ///   - coefficients: γ, `[degree, 2]`: the sine's and the cosine's.
  /// - Returns: `[time]`.
  public static func curve(periods: Int, frequency: Int, coefficients: [[Double]]) -> [Double] {
    precondition(coefficients.allSatisfy { $0.count == 2 }, "a sine and a cosine per degree")
    let columns = columns(periods: periods, frequency: frequency, degrees: coefficients.count)
    let flat = coefficients.flatMap { $0 }
    return (0..<periods).map { t in zip(columns, flat).reduce(0) { $0 + $1.0[t] * $1.1 } }
  }

  /// The series' terms, `[2·degree + (0 sine, 1 cosine)][time]`.
  static func columns(periods: Int, frequency: Int, degrees: Int) -> [[Double]] {
    precondition(frequency >= 1, "at least one period a year")
    return (1...max(1, degrees)).prefix(degrees).flatMap { degree in
      let points = (0..<periods).map { RootOfUnity(step: degree * $0, of: frequency) }
      return [points.map(\.sine), points.map(\.cosine)]
    }
  }
}
