public import MediaMix
internal import MediaMixInference

/// What `lmmm compare --json` prints. A number that is not finite becomes null; without held-out rows,
/// and without leave-future-out, the key is absent. The `weight` of a model is by leave-one-out, as is the
/// mixture `stacked_roi`; the one in `lfo` is by leave-future-out.
public struct ComparisonDocument: Sendable, Encodable {
  private struct Model: Encodable, Sendable {
    let name: String
    let loo: LeaveOneOutPart
    let lfo: LeaveFutureOutPart?
    let holdout: HoldoutDocument?
    let weight: Double
    let rHat: JSONNumber
    let divergences: Int

    private enum CodingKeys: String, CodingKey {
      case name, loo, lfo, holdout, weight, divergences
      case rHat = "r_hat"
    }
  }

  private struct LeaveOneOutPart: Encodable, Sendable {
    let elpd: JSONNumber
    let se: JSONNumber
    let pLoo: JSONNumber
    let difference: JSONNumber
    let differenceSE: JSONNumber
    let kLimit: JSONNumber
    let kMax: JSONNumber
    let unreliable: [Observation]

    private enum CodingKeys: String, CodingKey {
      case elpd, se, difference, unreliable
      case pLoo = "p_loo"
      case differenceSE = "difference_se"
      case kLimit = "k_limit"
      case kMax = "k_max"
    }
  }

  /// An observation whose k is above the limit.
  private struct Observation: Encodable, Sendable {
    let date: CalendarDate
    /// Absent of national data.
    let geo: String?
    let k: JSONNumber
  }

  private struct LeaveFutureOutPart: Encodable, Sendable {
    let elpd: JSONNumber
    let se: JSONNumber
    let difference: JSONNumber
    let differenceSE: JSONNumber
    let weight: JSONNumber
    let periods: Int
    let fits: Int

    private enum CodingKeys: String, CodingKey {
      case elpd, se, difference, weight, periods, fits
      case differenceSE = "difference_se"
    }
  }

  private struct Channel: Encodable, Sendable {
    let name: String
    let roi: [String: DistributionDocument]
    let stackedROI: DistributionDocument
    let ranks: [String: Int]
    let contradictory: Bool
    let ranksDiffer: Bool

    private enum CodingKeys: String, CodingKey {
      case name, roi, ranks, contradictory
      case stackedROI = "stacked_roi"
      case ranksDiffer = "ranks_differ"
    }
  }

  private let models: [Model]
  private let channels: [Channel]

  /// The document of a comparison.
  public init(_ comparison: ModelComparison) {
    models = comparison.candidates.indices.map { Self.model(comparison, $0) }
    let names = comparison.candidates.map(\.name)
    channels = comparison.returns.enumerated().map { channel, agreement in
      Channel(
        name: agreement.name,
        roi: Dictionary(
          uniqueKeysWithValues: zip(names, agreement.returns.map(DistributionDocument.init))),
        stackedROI: DistributionDocument(agreement.stacked),
        ranks: Dictionary(
          uniqueKeysWithValues: zip(names, comparison.ranks(ofChannel: channel))),
        contradictory: agreement.isContradictory,
        ranksDiffer: comparison.disagreesOnRank(ofChannel: channel))
    }
  }

  private static func model(_ comparison: ModelComparison, _ index: Int) -> Model {
    let candidate = comparison.candidates[index]
    let estimate = candidate.leaveOneOut
    return Model(
      name: candidate.name,
      loo: LeaveOneOutPart(
        elpd: JSONNumber(estimate.elpd), se: JSONNumber(estimate.standardError),
        pLoo: JSONNumber(estimate.effectiveParameterCount),
        difference: JSONNumber(comparison.differences[index].value),
        differenceSE: JSONNumber(comparison.differences[index].standardError),
        kLimit: JSONNumber(estimate.shapeLimit), kMax: JSONNumber(estimate.largestShape),
        unreliable: estimate.unreliablePoints.map { point in
          let (date, geo) = comparison.observation(point)
          return Observation(date: date, geo: geo, k: JSONNumber(estimate.points[point].shape))
        }),
      lfo: leaveFutureOut(comparison, index), holdout: candidate.holdout.map(HoldoutDocument.init),
      weight: comparison.weights[index], rHat: JSONNumber(candidate.fit.largestRHat),
      divergences: candidate.fit.divergenceCount)
  }

  private static func leaveFutureOut(
    _ comparison: ModelComparison, _ index: Int
  ) -> LeaveFutureOutPart? {
    guard let future = comparison.candidates[index].leaveFutureOut else { return nil }
    let (differences, weights) = (comparison.futureDifferences, comparison.futureWeights)
    return LeaveFutureOutPart(
      elpd: JSONNumber(future.elpd.value), se: JSONNumber(future.elpd.standardError),
      difference: JSONNumber(differences.isEmpty ? .nan : differences[index].value),
      differenceSE: JSONNumber(differences.isEmpty ? .nan : differences[index].standardError),
      weight: JSONNumber(weights.isEmpty ? .nan : weights[index]),
      periods: future.periods.count, fits: future.fitCount)
  }
}
