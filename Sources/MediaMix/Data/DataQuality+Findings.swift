/// Beyond what a number of ``DataQuality`` deserves a look. The defaults are those of LightweightMMM's
/// example; they are rules of thumb, not tests.
public struct DataQualityThresholds: Sendable, Hashable {
  /// Correlations of a larger size, positive or negative, are marked.
  public var correlation: Double
  /// Variances outside are marked: below, there is little to learn from; above, single periods outweigh
  /// the others.
  public var variance: ClosedRange<Double>
  /// Smaller shares of spend are marked.
  public var spendFraction: Double
  /// Larger variance inflation factors are marked.
  public var inflationFactor: Double

  /// The thresholds of LightweightMMM's example, or others.
  public init(
    correlation: Double = 0.7, variance: ClosedRange<Double> = 1e-3...3,
    spendFraction: Double = 0.01, inflationFactor: Double = 7
  ) {
    self.correlation = correlation
    self.variance = variance
    self.spendFraction = spendFraction
    self.inflationFactor = inflationFactor
  }

  /// Whether a correlation is marked; one that is undefined is not.
  public func marks(correlation value: Double?) -> Bool {
    value.map { $0.magnitude > correlation } ?? false
  }

  /// Whether a variance is marked.
  public func marks(variance value: Double) -> Bool { !variance.contains(value) }

  /// Whether a share of spend is marked.
  public func marks(spendFraction value: Double) -> Bool { value < spendFraction }

  /// Whether a variance inflation factor is marked; one that is undefined is not.
  public func marks(inflationFactor value: Double?) -> Bool {
    value.map { $0 > inflationFactor } ?? false
  }
}

/// A number of ``DataQuality`` beyond its threshold.
public struct DataQualityFinding: Sendable, Hashable {
  /// What was looked at.
  public enum Check: String, Sendable, Hashable, CaseIterable {
    /// The correlation of two series.
    case correlation
    /// The variance of a column.
    case variance
    /// A channel's share of spend.
    case spendFraction = "spend_fraction"
    /// The variance inflation factor of a column.
    case inflationFactor = "variance_inflation_factor"
  }

  /// What was looked at.
  public let check: Check
  /// The geo; nil for national data, and for spend, which is that of all geos.
  public let geo: String?
  /// The series: two of a correlation, else one.
  public let series: [String]
  /// The number; infinite for a column that the others add up to.
  public let value: Double
}

extension DataQuality {
  /// Everything that is beyond its threshold: spend first, then geo by geo correlations, variances and
  /// variance inflation factors, in the order of ``series``.
  public func findings(
    by thresholds: DataQualityThresholds = DataQualityThresholds()
  ) -> [DataQualityFinding] {
    let spend = zip(channels, spendFractions).filter { thresholds.marks(spendFraction: $1) }
      .map { DataQualityFinding(check: .spendFraction, geo: nil, series: [$0], value: $1) }
    return spend + geos.flatMap { findings(in: $0, by: thresholds) }
  }

  private func findings(
    in geo: Geo, by thresholds: DataQualityThresholds
  ) -> [DataQualityFinding] {
    let name = geo.name.isEmpty ? nil : geo.name
    var findings: [DataQualityFinding] = []
    for (first, second) in seriesPairs {
      guard let value = geo.correlations[first][second], thresholds.marks(correlation: value)
      else { continue }
      findings.append(
        DataQualityFinding(
          check: .correlation, geo: name, series: [series[first], series[second]], value: value))
    }
    for (column, value) in zip(columns, geo.variances) where thresholds.marks(variance: value) {
      findings.append(
        DataQualityFinding(check: .variance, geo: name, series: [column], value: value))
    }
    for (column, factor) in zip(columns, geo.inflationFactors) {
      guard let factor, thresholds.marks(inflationFactor: factor) else { continue }
      findings.append(
        DataQualityFinding(check: .inflationFactor, geo: name, series: [column], value: factor))
    }
    return findings
  }

  /// Every two of ``series``, by their indices, the smaller first.
  package var seriesPairs: [(first: Int, second: Int)] {
    series.indices.flatMap { first in
      (first + 1..<series.count).map { (first, $0) }
    }
  }
}
