/// What the expected KPI is made of.
public enum ContributionPart: Sendable, Hashable {
  /// The constant level.
  case intercept
  /// What the trend adds, 0 in the first period.
  case trend
  /// What the yearly pattern adds, which may be negative.
  case season
  /// What the day of the week adds, which may be negative; of models that have it.
  case weekday
  /// What an extra feature adds, its coefficient times its value: by how much the KPI would differ if
  /// the feature were 0.
  case feature(String)
  /// What a channel adds, the carry-over of its earlier media included.
  case channel(String)

  /// The part's name: "intercept", or that of the feature or channel.
  public var name: String {
    switch self {
    case .intercept: "intercept"
    case .trend: "trend"
    case .season: "season"
    case .weekday: "weekday"
    case .feature(let name), .channel(let name): name
    }
  }

  /// Whether this is a channel; all else is the baseline.
  public var isMedia: Bool { if case .channel = self { true } else { false } }
}

/// One draw's expected KPI, taken apart.
///
/// The baseline is the sum of all parts but channels, media are the sum of the channels, each added up
/// in the order of ``parts``, and the expected KPI is the baseline plus media: by this definition the
/// parts add up to it exactly. It equals μ in the units of the KPI but for rounding, of the order of
/// 1e-15.
public struct Decomposition: Sendable, Hashable {
  /// The parts, in the order in which they are added up: intercept, trend, season, weekday, features,
  /// channels.
  public let parts: [ContributionPart]
  /// What each part adds in units of the KPI, `[geo][part][time]`, the geos that were asked for.
  public let contributions: [[[Double]]]

  /// The KPI without media, `[time]`, of the geo at that place of ``contributions``.
  public func baseline(geo: Int = 0) -> [Double] { sum(of: geo) { !$0.isMedia } }

  /// What all channels add together, `[time]`, of the geo at that place of ``contributions``.
  public func media(geo: Int = 0) -> [Double] { sum(of: geo, where: \.isMedia) }

  /// The expected KPI, `[time]`, of the geo at that place of ``contributions``.
  public func fitted(geo: Int = 0) -> [Double] {
    zip(baseline(geo: geo), media(geo: geo)).map { $0 + $1 }
  }

  private func sum(of geo: Int, where belongs: (ContributionPart) -> Bool) -> [Double] {
    zip(parts, contributions[geo]).filter { belongs($0.0) }.map(\.1).sumOfRows
  }
}

extension MediaMixModel {
  /// What the expected KPI is made of, in the order in which it is added up.
  var parts: [ContributionPart] {
    [.intercept, .trend, .season]
      + (specification.seasonality.weekday ? [.weekday] : [])
      + dataset.featureNames.map { .feature($0) } + dataset.channels.map { .channel($0) }
  }
}

extension Trace {
  /// Calls `body` with each draw's expected KPI over the training periods, taken apart, chain after
  /// chain. Only one draw's numbers are in memory at a time.
  ///
  /// - Parameters:
  ///   - geos: the geos to take apart; nil: all. National data have one.
  ///   - body: given a draw's decomposition.
  /// - Throws: ``InsightError`` if a geo is unknown, and what `body` throws.
  public func forEachDecomposition(
    geos: [String]? = nil, _ body: (Decomposition) throws -> Void
  ) throws {
    try forEachDecomposition(places: try model.dataset.places(of: geos), body)
  }

  /// The same of the geos at these places.
  func forEachDecomposition(
    places: [Int], _ body: (Decomposition) throws -> Void
  ) rethrows {
    let dataset = model.dataset
    let timeline = Timeline(model, media: dataset.media, features: dataset.features)
    let parts = model.parts
    try timeline.forEachDraw(of: draws) { parameters, evaluation in
      try body(
        Decomposition(
          parts: parts,
          contributions: places.map { geo in
            let scale = model.scaling.target.divisor(column: 0, geo: geo)
            var terms = Array(repeating: 0.0, count: parts.count * dataset.timeCount)
            timeline.mean.addTerms(
              of: geo, times: scale, parameters, workspace: evaluation, to: &terms)
            return parts.indices.map {
              Array(terms[$0 * dataset.timeCount..<($0 + 1) * dataset.timeCount])
            }
          }))
    }
  }
}

extension Collection<[Double]> {
  /// Rows of one length, added up element by element, the first one first.
  var sumOfRows: [Double] {
    dropFirst().reduce(first ?? []) { sum, row in zip(sum, row).map { $0 + $1 } }
  }
}
