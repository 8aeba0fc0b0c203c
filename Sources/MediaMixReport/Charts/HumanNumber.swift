/// Numbers in the units in which people speak of them: 1.2M, 35 %, 0.004.
package enum HumanNumber: Sendable {
  /// A number as it is.
  case plain
  /// How many: a whole number.
  case count
  /// A share of one, in per cent.
  case percent

  /// `value` to three significant digits, without trailing zeros.
  package func text(_ value: Double) -> String {
    let value = scaled(value)
    guard value.isFinite else { return NumberFormat.significant(value) + sign }
    guard value != 0 else { return "0" + sign }
    if self == .percent, value.magnitude < 1e-3 { return "≈ 0 %" }
    // Rounding may carry into one digit more: 999.9 becomes 1000.
    let carried = value.magnitude * 1.0005
    let unit = Unit(for: carried)
    let decimals = max(0, 2 - PowerOfTen.exponent(of: carried / unit.size))
    var number = NumberFormat.fixed(value / unit.size, decimals: decimals)[...]
    if decimals > 0 {
      while number.hasSuffix("0") { number.removeLast() }
      if number.hasSuffix(".") { number.removeLast() }
    }
    return Self.typeset(String(number)) + unit.name + sign
  }

  /// Numbers of one quantity in one unit, all with so many decimals that its spread shows two
  /// significant digits: what lies below is noise. Without a spread, each with three digits.
  package func texts(_ values: [Double], spread: Double) -> [String] {
    let scaled = values.map(scaled)
    let largest = scaled.lazy.filter(\.isFinite).reduce(0) { max($0, $1.magnitude) }
    let unit = Unit(for: largest)
    let width = self.scaled(spread) / unit.size
    guard width.isFinite, width > 1e-6 else { return values.map(text) }
    let decimals = max(0, 1 - PowerOfTen.exponent(of: width))
    return scaled.map { value in
      guard value.isFinite else { return NumberFormat.significant(value) + sign }
      let number = NumberFormat.fixed(value / unit.size, decimals: decimals)
      return Self.typeset(number) + (number == "0" ? "" : unit.name) + sign
    }
  }

  /// The labels of an axis: one unit and as few decimals as tell all ticks apart.
  ///
  /// - Parameters:
  ///   - ticks: finite, round numbers.
  ///   - spacing: on a logarithmic axis each tick has a unit of its own.
  package func labels(_ ticks: [Double], spacing: NumericScale.Spacing) -> [String] {
    let values = ticks.map(scaled)
    switch spacing {
    case .logarithmic: return values.flatMap { labels([$0], in: Unit(for: $0)) }
    case .linear:
      let largest = values.reduce(0) { max($0, $1.magnitude) }
      return labels(values, in: Unit(for: largest))
    }
  }

  private func labels(_ values: [Double], in unit: Unit) -> [String] {
    let decimals = (0...12).first { decimals in
      values.allSatisfy { value in
        let shifted = PowerOfTen.product(value / unit.size, decimals)
        return (shifted - shifted.rounded()).magnitude < 1e-9 * max(1, shifted.magnitude)
      }
    }
    // Large numbers that hardly differ read better in full.
    if let decimals, decimals > 3, unit.size > 1 { return labels(values, in: .one) }
    return values.map { value in
      guard value != 0 else { return "0" + sign }
      let number = NumberFormat.fixed(value / unit.size, decimals: decimals ?? 12)
      return Self.typeset(number) + unit.name + sign
    }
  }

  private func scaled(_ value: Double) -> Double { self == .percent ? 100 * value : value }

  private var sign: String { self == .percent ? " %" : "" }

  private static func typeset(_ number: String) -> String {
    number.hasPrefix("-") ? "−" + number.dropFirst() : number
  }
}

extension HumanNumber {
  /// What a number is divided by, and the letter that says so.
  private struct Unit {
    let size: Double
    let name: String

    static let one = Unit(size: 1, name: "")

    /// The unit for numbers up to `magnitude` ≥ 0.
    init(for magnitude: Double) {
      switch magnitude {
      case 0, 1e-3..<1e4: self = .one
      case 1e4..<1e6: self.init(size: 1e3, name: "k")
      case 1e6..<1e9: self.init(size: 1e6, name: "M")
      case 1e9..<1e12: self.init(size: 1e9, name: "B")
      case 1e12..<1e15: self.init(size: 1e12, name: "T")
      default:
        let exponent = PowerOfTen.exponent(of: magnitude)
        self.init(size: PowerOfTen.product(1, exponent), name: "e\(exponent)")
      }
    }

    private init(size: Double, name: String) {
      self.size = size
      self.name = name
    }
  }
}
