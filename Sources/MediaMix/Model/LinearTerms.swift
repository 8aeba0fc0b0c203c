internal import MediaMixInference

/// The terms of the mean that are linear in a coefficient, sorted into those that can be integrated
/// out and those that cannot.
struct LinearTerms {
  private struct Term {
    let scalar: Int
    let kind: GivenTerms.Kind
    /// `[time]`.
    let values: [Double]
  }

  private let mean: MeanFunction
  private let prior: JointPrior
  /// Of features, season and weekdays.
  private let terms: [Term]
  private let trends: [Int]
  /// The first geo's intercept.
  private let intercept: Int
  private let isNational: Bool

  /// The terms of `mean` with coefficients of that prior.
  init(of mean: MeanFunction, prior: JointPrior) {
    self.mean = mean
    self.prior = prior
    let layout = prior.layout
    var terms: [Term] = []
    let features = layout.range(of: ParameterName.featureCoefficient.rawValue) ?? 0..<0
    for (index, scalar) in features.enumerated() {
      let (feature, geo) = (index / mean.geoCount, index % mean.geoCount)
      terms.append(
        Term(
          scalar: scalar, kind: .own(geo: geo), values: mean.series(ofFeature: feature, geo: geo)))
    }
    let seasonality = layout.offset(of: .seasonality)
    for (index, values) in mean.fourierColumns.enumerated() {
      terms.append(Term(scalar: seasonality + index, kind: .season, values: values))
    }
    let weekdays = layout.range(of: ParameterName.weekday.rawValue) ?? 0..<0
    for (day, scalar) in weekdays.enumerated() {
      terms.append(
        Term(
          scalar: scalar, kind: .weekday,
          values: (0..<mean.timeCount).map { $0 % 7 == day ? 1 : 0 }))
    }
    self.terms = terms
    let trend = layout.offset(of: .trendCoefficient)
    trends = Array(trend..<trend + mean.geoCount)
    isNational = layout.range(of: ParameterName.seasonalityCoefficient.rawValue) == nil
    intercept = layout.offset(of: .intercept)
  }

  // MARK: Integrated out

  /// The block of all coefficients with normal priors, and of a national intercept with a half-normal
  /// one.
  var block: LinearBlock {
    var geos = Array(repeating: LinearBlock.Own(), count: mean.geoCount)
    var shared: [LinearBlock.Column] = []
    var seasonCount = 0
    for term in terms {
      guard let coefficient = normalCoefficient(term.scalar) else { continue }
      let column = LinearBlock.Column(coefficient: coefficient, values: term.values)
      if case .own(let geo) = term.kind {
        geos[geo].columns.append(column)
      } else if isNational {
        geos[0].columns.append(column)
      } else {
        shared.append(column)
        if term.kind == .season { seasonCount += 1 }
      }
    }
    for (geo, trend) in trends.enumerated() { geos[geo].trend = normalCoefficient(trend) }
    var truncated: Int?
    for geo in geos.indices {
      guard let (coefficient, isPositive) = interceptCoefficient(intercept + geo) else { continue }
      if isPositive { truncated = geos[geo].columns.count }
      geos[geo].columns.append(
        LinearBlock.Column(
          coefficient: coefficient, values: Array(repeating: 1, count: mean.timeCount)))
    }
    return LinearBlock(
      geos: geos, shared: shared, seasonCount: seasonCount, truncated: truncated,
      timeCount: mean.timeCount)
  }

  /// A block of nothing.
  var emptyBlock: LinearBlock {
    LinearBlock(
      geos: Array(repeating: LinearBlock.Own(), count: mean.geoCount), shared: [], seasonCount: 0,
      truncated: nil, timeCount: mean.timeCount)
  }

  /// A national intercept may be positive: of several such coefficients the integral has no closed form.
  private func interceptCoefficient(
    _ scalar: Int
  ) -> (coefficient: LinearBlock.Coefficient, isPositive: Bool)? {
    if isNational, let half = prior.distribution(of: scalar) as? HalfNormal,
      half.scale < Self.largestScale
    {
      return (LinearBlock.Coefficient(scalar: scalar, loc: 0, scale: half.scale), true)
    }
    return normalCoefficient(scalar).map { ($0, false) }
  }

  private func normalCoefficient(_ scalar: Int) -> LinearBlock.Coefficient? {
    guard let normal = prior.distribution(of: scalar) as? Normal, normal.scale < Self.largestScale
    else { return nil }
    return LinearBlock.Coefficient(scalar: scalar, loc: normal.loc, scale: normal.scale)
  }

  /// The squares of larger scales would overflow in the block's products.
  private static let largestScale = 1e100

  // MARK: Given

  /// The scalars, beside those of the block that have a location of 0 and those that are fixed to 0,
  /// whose terms are part of the mean before the block is added.
  func given(beside block: LinearBlock) -> (scalars: Set<Int>, terms: GivenTerms) {
    var locations: [Int: Double] = [:]
    for coefficient in block.coefficients { locations[coefficient.scalar] = coefficient.loc }
    func isFree(_ scalar: Int) -> Bool {
      prior.coordinate(of: scalar) != nil && locations[scalar] == nil
    }
    let scalars = (0..<prior.layout.count).filter {
      isFree($0) || (locations[$0] ?? prior.constants[$0]) != 0
    }
    let given = Set(scalars)
    return (
      given,
      GivenTerms(
        terms.filter { given.contains($0.scalar) }.map {
          GivenTerms.Term(
            scalar: $0.scalar, kind: $0.kind, values: $0.values, isFree: isFree($0.scalar))
        }, timeCount: mean.timeCount)
    )
  }
}
