import Foundation

/// Special functions of probability.
public enum SpecialFunctions {
  /// Φ, the standard normal distribution function.
  public static func normalCDF(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }
  /// Φ⁻¹.
  public static func normalQuantile(_ p: Double) -> Double { 0 }
  /// ln Γ(x) for x > 0.
  public static func logGamma(_ x: Double) -> Double { lgamma(x) }
}
