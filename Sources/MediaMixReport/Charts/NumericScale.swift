internal import MediaMixInference

/// A map from numbers to pixels along one direction.
package struct NumericScale: Sendable, Hashable {
  /// How equal distances read: as equal differences or as equal ratios.
  package enum Spacing: Sendable, Hashable { case linear, logarithmic }

  /// From its smallest to its largest value; positive if logarithmic.
  package let domain: ClosedRange<Double>
  package let spacing: Spacing
  /// Where the smallest value of the domain stands.
  package let start: Double
  /// Where the largest stands.
  package let end: Double

  /// A scale over a domain of finite bounds and more than one value.
  package init(domain: ClosedRange<Double>, spacing: Spacing, from start: Double, to end: Double) {
    precondition(domain.lowerBound < domain.upperBound, "a scale of no extent")
    self.domain = domain
    self.spacing = spacing
    self.start = start
    self.end = end
  }

  /// The place of `value` in pixels. Values outside of the domain stand outside of the scale, by at
  /// most its length; NaN stands nowhere.
  package func position(of value: Double) -> Double {
    guard !value.isNaN else { return .nan }
    let low = warped(domain.lowerBound)
    let share = (warped(value) - low) / (warped(domain.upperBound) - low)
    return start + max(-1, min(share, 2)) * (end - start)
  }

  private func warped(_ value: Double) -> Double {
    switch spacing {
    case .linear: value
    case .logarithmic: value > 0 ? VectorMath.log(value) : -.infinity
    }
  }

  /// Round numbers within the domain, in ascending order: at most `count` of them.
  ///
  /// On a linear scale they are multiples of 1, 2 or 5 times a power of ten, and at least two from
  /// a `count` of 5. On a logarithmic scale they are powers of ten, with 2 and 5 times those where
  /// there is room.
  package func ticks(atMost count: Int) -> [Double] {
    switch spacing {
    case .linear: linearTicks(atMost: count)
    case .logarithmic: logarithmicTicks(atMost: count)
    }
  }

  private func linearTicks(atMost count: Int) -> [Double] {
    var exponent = PowerOfTen.exponent(of: domain.upperBound - domain.lowerBound) - 2
    while true {
      for factor in [1.0, 2, 5] {
        let first = (PowerOfTen.quotient(domain.lowerBound, exponent) / factor).rounded(.up)
        let last = (PowerOfTen.quotient(domain.upperBound, exponent) / factor).rounded(.down)
        guard last - first >= Double(count) else {
          return stride(from: first, through: last, by: 1).map {
            PowerOfTen.product($0 * factor, exponent)
          }.filter(domain.contains)
        }
      }
      exponent += 1
    }
  }

  private func logarithmicTicks(atMost count: Int) -> [Double] {
    let lowest = PowerOfTen.exponent(of: domain.lowerBound)
    let highest = PowerOfTen.exponent(of: domain.upperBound)
    for factors in [[1.0, 2, 5], [1]] {
      let ticks = (lowest...highest).flatMap { exponent in
        factors.map { PowerOfTen.product($0, exponent) }
      }.filter(domain.contains)
      if ticks.count <= count { return ticks }
    }
    var every = 2
    while true {
      let ticks = (lowest...highest).filter { $0 % every == 0 }.map { PowerOfTen.product(1, $0) }
        .filter(domain.contains)
      if ticks.count <= count { return ticks }
      every += 1
    }
  }
}

/// Arithmetic with powers of ten that keeps decimal fractions the nearest to what they are called.
enum PowerOfTen {
  /// The exponent of the leading digit of a positive finite number.
  static func exponent(of value: Double) -> Int {
    var exponent = 0
    while quotient(value, exponent) >= 10 { exponent += 1 }
    while quotient(value, exponent) < 1 { exponent -= 1 }
    return exponent
  }

  /// value · 10^exponent.
  static func product(_ value: Double, _ exponent: Int) -> Double {
    exponent < 0 ? value / power(-exponent) : value * power(exponent)
  }

  /// value / 10^exponent.
  static func quotient(_ value: Double, _ exponent: Int) -> Double { product(value, -exponent) }

  private static func power(_ exponent: Int) -> Double {
    (0..<exponent).reduce(1.0) { power, _ in power * 10 }
  }
}
