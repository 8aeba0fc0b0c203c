public import MediaMix

/// What `lmmm check --json` prints: everything that was looked at, what of it is beyond the thresholds,
/// and the warnings of the model.
///
/// What is undefined is null: correlations of a series that never changes (its column is `constant`),
/// and its variance inflation factor. The factor of a column that the others add up to, which is
/// infinite, is null too (its column is `collinear`).
public struct DataQualityDocument: Sendable, Encodable {
  private struct Thresholds: Encodable, Sendable {
    let correlation: Double
    let variance: [Double]
    let spendFraction: Double
    let inflationFactor: Double

    private enum CodingKeys: String, CodingKey {
      case correlation, variance
      case spendFraction = "spend_fraction"
      case inflationFactor = "variance_inflation_factor"
    }
  }

  private struct Channel: Encodable, Sendable {
    let name: String
    let fraction: Double
  }

  private struct Geo: Encodable, Sendable {
    /// Absent of national data.
    let geo: String?
    let columns: [Column]
    /// `[series, series]`.
    let correlations: [[JSONNumber]]
  }

  private struct Column: Encodable, Sendable {
    let name: String
    let variance: JSONNumber
    let inflationFactor: JSONNumber
    let constant: Bool
    let collinear: Bool

    private enum CodingKeys: String, CodingKey {
      case name, variance, constant, collinear
      case inflationFactor = "variance_inflation_factor"
    }
  }

  private struct Finding: Encodable, Sendable {
    let check: String
    /// Absent of national data, and of spend.
    let geo: String?
    let series: [String]
    let value: JSONNumber
  }

  private let thresholds: Thresholds
  private let spend: [Channel]
  private let series: [String]
  private let geos: [Geo]
  private let findings: [Finding]
  private let warnings: [String]

  /// The document of a check.
  ///
  /// - Parameters:
  ///   - quality: what was looked at.
  ///   - thresholds: beyond what a number is a finding.
  ///   - warnings: what else is doubtful about the data.
  public init(
    _ quality: DataQuality, thresholds: DataQualityThresholds = DataQualityThresholds(),
    warnings: [DataWarning] = []
  ) {
    self.thresholds = Thresholds(
      correlation: thresholds.correlation,
      variance: [thresholds.variance.lowerBound, thresholds.variance.upperBound],
      spendFraction: thresholds.spendFraction, inflationFactor: thresholds.inflationFactor)
    spend = zip(quality.channels, quality.spendFractions).map(Channel.init)
    series = quality.series
    geos = quality.geos.map { Self.document(of: $0, columns: quality.columns) }
    findings = quality.findings(by: thresholds).map {
      Finding(
        check: $0.check.rawValue, geo: $0.geo, series: $0.series, value: JSONNumber($0.value))
    }
    self.warnings = warnings.map(\.message)
  }

  private static func document(of geo: DataQuality.Geo, columns: [String]) -> Geo {
    Geo(
      geo: geo.name.isEmpty ? nil : geo.name,
      columns: columns.enumerated().map { index, name in
        let factor = geo.inflationFactors[index]
        return Column(
          name: name, variance: JSONNumber(geo.variances[index]),
          inflationFactor: JSONNumber(factor ?? .nan), constant: factor == nil,
          collinear: factor == .infinity)
      },
      correlations: geo.correlations.map { row in row.map { JSONNumber($0 ?? .nan) } })
  }
}
