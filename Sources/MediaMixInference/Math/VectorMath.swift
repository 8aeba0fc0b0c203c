import Foundation

/// Elementary functions with the same bits on every machine.
public enum VectorMath {
  /// eˣ.
  public static func exp(_ x: Double) -> Double { Foundation.exp(x) }
  /// ln x.
  public static func log(_ x: Double) -> Double { Foundation.log(x) }
  /// ln(1 + x).
  public static func log1p(_ x: Double) -> Double { Foundation.log1p(x) }
  /// eˣ − 1.
  public static func expm1(_ x: Double) -> Double { Foundation.expm1(x) }
}
