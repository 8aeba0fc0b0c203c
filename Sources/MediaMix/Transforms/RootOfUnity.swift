/// Sine and cosine of a whole number of steps around a circle of n steps, with the same bits on every
/// machine.
///
/// The angle is brought into the first eighth of the circle in whole numbers, hence exactly, and the
/// Taylor series are summed there; errors stay below 2 units in the last place of 1.
package struct RootOfUnity: Sendable, Hashable {
  /// cos(2π · step / count).
  package let cosine: Double
  /// sin(2π · step / count).
  package let sine: Double

  /// The point that many of `count` equal steps around the circle.
  ///
  /// - Precondition: `count` ≥ 1, and four times `count` is an `Int`.
  package init(step: Int, of count: Int) {
    let positive = (step % count + count) % count
    let (quadrant, rest) = (4 * positive).quotientAndRemainder(dividingBy: count)
    let isPastDiagonal = 2 * rest > count
    let angle = Double(isPastDiagonal ? count - rest : rest) / Double(count) * (Double.pi / 2)
    let (near, far) = (Self.cosine(angle), Self.sine(angle))
    let (x, y) = isPastDiagonal ? (far, near) : (near, far)
    switch quadrant {
    case 0: (cosine, sine) = (x, y)
    case 1: (cosine, sine) = (-y, x)
    case 2: (cosine, sine) = (-x, -y)
    default: (cosine, sine) = (y, -x)
    }
  }

  /// cos x for x in [0, π/4].
  private static func cosine(_ x: Double) -> Double {
    series(x * x, divisors: [2, 12, 30, 56, 90, 132, 182, 240])
  }

  /// sin x for x in [0, π/4].
  private static func sine(_ x: Double) -> Double {
    x * series(x * x, divisors: [6, 20, 42, 72, 110, 156, 210, 272])
  }

  /// 1 − s/d₁·(1 − s/d₂·(1 − …)).
  private static func series(_ square: Double, divisors: [Double]) -> Double {
    divisors.reversed().reduce(1) { 1 - square / $1 * $0 }
  }
}
