internal import MediaMix

/// A distribution in JSON. A number that is not finite becomes null.
struct DistributionDocument: Sendable, Encodable {
  private let mean: JSONNumber
  private let median: JSONNumber
  private let q5: JSONNumber
  private let q95: JSONNumber

  init(_ summary: DistributionSummary) {
    mean = JSONNumber(summary.mean)
    median = JSONNumber(summary.median)
    q5 = JSONNumber(summary.q5)
    q95 = JSONNumber(summary.q95)
  }
}
