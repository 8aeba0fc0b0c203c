/// Numbers as people read them.
package enum NumberFormat {
  /// `value` with at least that many significant digits: digits before the decimal point are never
  /// rounded away, and very large or small numbers are written with an exponent.
  ///
  /// - Parameters:
  ///   - value: any number; NaN gives "–".
  ///   - digits: 1 to 15.
  package static func significant(_ value: Double, digits: Int = 4) -> String {
    guard !value.isNaN else { return "–" }
    guard value.isFinite else { return value < 0 ? "−∞" : "∞" }
    guard value != 0 else { return fixed(0, decimals: digits - 1) }
    let exponent = decimalExponent(of: value.magnitude)
    if exponent < -4 || exponent > 14 {
      // In two steps, because powers beyond the range of exponents are infinite or 0.
      let half = exponent / 2
      let mantissa = value / powerOfTen(half) / powerOfTen(exponent - half)
      return "\(fixed(mantissa, decimals: digits - 1))e\(exponent)"
    }
    return fixed(value, decimals: max(0, digits - 1 - exponent))
  }

  /// `value` with exactly that many digits after the decimal point, 0 to 18.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    guard !value.isNaN else { return "–" }
    let scaled = (value.magnitude * powerOfTen(decimals)).rounded()
    guard scaled < 0x1p62 else { return value.description }
    let digits = String(Int(scaled))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return sign + padded }
    return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }

  /// A share of one as a percentage with one decimal, "12.3 %".
  package static func percent(_ share: Double) -> String {
    share.isFinite ? "\(fixed(100 * share, decimals: 1)) %" : significant(share)
  }

  /// Numbers of one quantity, all with so many decimals that its spread shows `digits` significant
  /// digits: what lies below is noise. Without a spread, each with four significant digits.
  package static func aligned(_ values: [Double], spread: Double, digits: Int = 2) -> [String] {
    guard spread.isFinite, spread > 0 else { return values.map { significant($0) } }
    let exponent = decimalExponent(of: spread)
    guard (-8...14).contains(exponent) else { return values.map { significant($0) } }
    return values.map {
      $0.isFinite ? fixed($0, decimals: max(0, digits - 1 - exponent)) : significant($0)
    }
  }

  /// A number of seconds ≥ 0 as people say it: "0.4 s", "32 s", "4 min 10 s", "2 h 5 min".
  package static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return significant(seconds) }
    guard seconds >= 9.95 else { return "\(fixed(seconds, decimals: 1)) s" }
    let (minutes, rest) = Int(seconds.rounded()).quotientAndRemainder(dividingBy: 60)
    if minutes == 0 { return "\(rest) s" }
    if minutes < 60 { return "\(minutes) min \(rest) s" }
    return "\(minutes / 60) h \(minutes % 60) min"
  }

  /// "1 divergence", "2 divergences".
  package static func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  /// The exponent of the leading digit, after rounding could not move it by more than one.
  private static func decimalExponent(of magnitude: Double) -> Int {
    var exponent = 0
    var rest = magnitude
    while rest >= 10 {
      rest /= 10
      exponent += 1
    }
    while rest < 1 {
      rest *= 10
      exponent -= 1
    }
    return exponent
  }

  private static func powerOfTen(_ exponent: Int) -> Double {
    let power = (0..<exponent.magnitude).reduce(1.0) { power, _ in power * 10 }
    return exponent < 0 ? 1 / power : power
  }
}
