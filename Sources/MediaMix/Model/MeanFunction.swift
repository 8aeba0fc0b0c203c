internal import CMediaMixVector
internal import MediaMixInference

/// The mean of the KPI, μ, as a function of the natural parameters, and its pullback.
///
/// μ[t,g] = intercept[g] + coef_trend[g]·t^expo_trend + coef_seasonality[g]·season[t]
///        + Σ_c coef_media[c,g]·media_transformed[t,c,g] + Σ_f coef_extra_features[f,g]·feature[t,f,g]
///        + weekday[t mod 7]
///
/// National data is the one geo whose coef_seasonality is 1.
struct MeanFunction: Sendable {
  /// Memory of one evaluation.
  struct Workspace: Sendable {
    /// μ, `[geo][time]`.
    fileprivate(set) var mean: [[Double]]
    /// t^expo_trend, `[time]`.
    fileprivate var trend: [Double]
    /// Σ_k γ_k·fourier_k, `[time]`.
    fileprivate var season: [Double]
    /// The gradients by the two, `[time]`.
    fileprivate var trendGradient: [Double]
    fileprivate var seasonGradient: [Double]
    /// A geo's coefficients of the features, `[feature]`.
    fileprivate var featureCoefficients: [Double]
    /// Products with the features or the Fourier columns.
    fileprivate var products: [Double]
    fileprivate(set) var media: MediaContribution.Workspace
  }

  /// The number of periods.
  let timeCount: Int
  /// The number of geos.
  let geoCount: Int
  /// t^expo_trend.
  let trend: Trend
  /// `[2·degree + (0 sine, 1 cosine), time]`.
  private let fourier: [Double]
  private let fourierCount: Int
  /// `[geo]` of `[feature, time]`.
  private let features: [[Double]]
  private let featureCount: Int
  /// What media add.
  let media: MediaContribution
  private let channelCount: Int
  /// The first of each geo's parameters.
  private let intercept: Int
  private let trendCoefficient: Int
  private let trendExponent: Int
  private let seasonality: Int
  /// Nil for national data, where the factor is 1.
  private let seasonalityCoefficient: Int?
  /// `[feature, geo]`; nil without features.
  private let featureCoefficient: Int?
  /// The first of the seven days' levels; nil without them.
  private let weekday: Int?

  /// The mean over the periods of `media`.
  ///
  /// - Parameters:
  ///   - media: scaled, `[time, channel, geo]`.
  ///   - features: scaled, `[time, feature, geo]`.
  ///   - layout: where the parameters are.
  init(
    media: Panel, features: Panel, specification: ModelSpecification, layout: ParameterLayout
  ) {
    timeCount = media.timeCount
    geoCount = media.geoCount
    channelCount = media.columnCount
    trend = Trend(periods: media.timeCount)
    let terms = FourierSeasonality.columns(
      periods: media.timeCount, frequency: specification.seasonality.frequency,
      degrees: specification.seasonality.degrees)
    fourier = terms.flatMap { $0 }
    fourierCount = terms.count
    self.features = (0..<features.geoCount).map { geo in
      (0..<features.columnCount).flatMap { features.series(column: $0, geo: geo) }
    }
    featureCount = features.columnCount
    self.media = MediaContribution(media: media, specification: specification, layout: layout)
    intercept = layout.offset(of: .intercept)
    trendCoefficient = layout.offset(of: .trendCoefficient)
    trendExponent = layout.offset(of: .trendExponent)
    seasonality = layout.offset(of: .seasonality)
    seasonalityCoefficient =
      layout.range(of: ParameterName.seasonalityCoefficient.rawValue)?.lowerBound
    featureCoefficient = layout.range(of: ParameterName.featureCoefficient.rawValue)?.lowerBound
    weekday = layout.range(of: ParameterName.weekday.rawValue)?.lowerBound
  }

  /// The terms of the yearly pattern, `[2·degree + (0 sine, 1 cosine)][time]`.
  var fourierColumns: [[Double]] {
    (0..<fourierCount).map { Array(fourier[$0 * timeCount..<($0 + 1) * timeCount]) }
  }

  /// A feature's scaled values in a geo, `[time]`.
  func series(ofFeature feature: Int, geo: Int) -> [Double] {
    Array(features[geo][feature * timeCount..<(feature + 1) * timeCount])
  }

  /// Memory for one chain.
  func makeWorkspace() -> Workspace {
    let zeros = Array(repeating: 0.0, count: timeCount)
    return Workspace(
      mean: Array(repeating: zeros, count: geoCount), trend: zeros, season: zeros,
      trendGradient: zeros, seasonGradient: zeros,
      featureCoefficients: Array(repeating: 0, count: featureCount),
      products: Array(repeating: 0, count: max(featureCount, fourierCount)),
      media: media.makeWorkspace())
  }

  // MARK: Forward

  /// Computes `workspace.mean` for natural parameters, `[layout.count]`.
  func forward(_ parameters: [Double], workspace: inout Workspace) {
    media.forward(parameters, workspace: &workspace.media)
    trend.forward(exponent: parameters[trendExponent], into: &workspace.trend)
    parameters.withUnsafeBufferPointer { parameters in
      mmv_add_columns(
        .best, nil, 0, fourier, parameters.baseAddress.map { $0 + seasonality }, fourierCount,
        timeCount, &workspace.season)
    }
    for geo in 0..<geoCount {
      loadFeatureCoefficients(of: geo, parameters, into: &workspace.featureCoefficients)
      writeMean(
        of: geo, parameters, media: workspace.media.sums[geo], trend: workspace.trend,
        season: workspace.season, features: workspace.featureCoefficients,
        into: &workspace.mean[geo])
    }
  }

  private func loadFeatureCoefficients(
    of geo: Int, _ parameters: [Double], into coefficients: inout [Double]
  ) {
    guard let featureCoefficient else { return }
    for feature in 0..<featureCount {
      coefficients[feature] = parameters[featureCoefficient + feature * geoCount + geo]
    }
  }

  private func writeMean(
    of geo: Int, _ parameters: [Double], media: [Double], trend: [Double], season: [Double],
    features coefficients: [Double], into mean: inout [Double]
  ) {
    var slope = parameters[trendCoefficient + geo]
    var factor = seasonFactor(parameters, geo: geo)
    mmv_add_columns(
      .best, media, parameters[intercept + geo], trend, &slope, 1, timeCount, &mean)
    mean.withUnsafeMutableBufferPointer { mean in
      mmv_add_columns(
        .best, mean.baseAddress, 0, season, &factor, 1, timeCount, mean.baseAddress)
      guard featureCount > 0 else { return }
      mmv_add_columns(
        .best, mean.baseAddress, 0, features[geo], coefficients, featureCount, timeCount,
        mean.baseAddress)
    }
    if let weekday {
      for t in 0..<timeCount { mean[t] += parameters[weekday + t % 7] }
    }
  }

  private func seasonFactor(_ parameters: [Double], geo: Int) -> Double {
    seasonalityCoefficient.map { parameters[$0 + geo] } ?? 1
  }

  // MARK: Parts

  /// How many terms the mean has: intercept, trend, season, weekday where the model has it, each feature
  /// and each channel.
  var termCount: Int { 3 + (weekday == nil ? 0 : 1) + featureCount + channelCount }

  /// Adds what each term adds to the mean of a geo, in the order of ``termCount``, times `scale` to
  /// `sums`, `[term, time]`.
  ///
  /// - Parameters:
  ///   - parameters: those of the last ``forward(_:workspace:)``.
  ///   - workspace: of that evaluation.
  func addTerms(
    of geo: Int, times scale: Double, _ parameters: [Double], workspace: Workspace,
    to sums: inout [Double]
  ) {
    var first = 0
    func add(_ term: (Int) -> Double) {
      for time in 0..<timeCount { sums[first + time] += term(time) * scale }
      first += timeCount
    }
    let level = parameters[intercept + geo]
    add { _ in level }
    let (slope, factor) = (parameters[trendCoefficient + geo], seasonFactor(parameters, geo: geo))
    let (trend, season) = (workspace.trend, workspace.season)
    add { slope * trend[$0] }
    add { factor * season[$0] }
    if let weekday { add { parameters[weekday + $0 % 7] } }
    if let featureCoefficient {
      let values = features[geo]
      for feature in 0..<featureCount {
        let coefficient = parameters[featureCoefficient + feature * geoCount + geo]
        add { coefficient * values[feature * timeCount + $0] }
      }
    }
    media.addTerms(of: geo, times: scale, workspace: workspace.media, to: &sums, from: first)
  }

  /// The slope of each channel's saturation at the media of the last ``forward(_:workspace:)``,
  /// `[time, channel, geo]`; see ``MediaEffect/saturationSlopes(_:workspace:)``.
  func saturationSlopes(_ parameters: [Double], workspace: inout Workspace) -> Lanes {
    media.saturationSlopes(parameters, workspace: &workspace.media)
  }

  // MARK: Pullback

  /// Adds to `parameterGradients` the gradient of Σ `gradient`·μ, `gradient` `[geo][time]`, by the
  /// parameters of the last ``forward(_:workspace:)``.
  func pullback(
    _ gradient: [[Double]], parameters: [Double], workspace: inout Workspace,
    into parameterGradients: inout [Double]
  ) {
    for t in 0..<timeCount {
      workspace.trendGradient[t] = 0
      workspace.seasonGradient[t] = 0
    }
    for geo in 0..<geoCount {
      pullbackOwn(
        gradient[geo], geo: geo, parameters: parameters, workspace: &workspace,
        into: &parameterGradients)
    }
    parameterGradients[trendExponent] += trend.pullback(
      workspace.trendGradient, values: workspace.trend)
    mmv_dot_columns(
      .best, fourier, workspace.seasonGradient, fourierCount, timeCount, &workspace.products)
    for term in 0..<fourierCount {
      parameterGradients[seasonality + term] += workspace.products[term]
    }
    media.pullback(
      gradient, parameters: parameters, workspace: &workspace.media, into: &parameterGradients)
  }

  /// All of a geo but its media.
  private func pullbackOwn(
    _ gradient: [Double], geo: Int, parameters: [Double], workspace: inout Workspace,
    into parameterGradients: inout [Double]
  ) {
    parameterGradients[intercept + geo] += Reductions.sum(gradient.span)
    parameterGradients[trendCoefficient + geo] += gradient.dot(workspace.trend)
    if let seasonalityCoefficient {
      parameterGradients[seasonalityCoefficient + geo] += gradient.dot(workspace.season)
    }
    if let featureCoefficient {
      mmv_dot_columns(
        .best, features[geo], gradient, featureCount, timeCount, &workspace.products)
      for feature in 0..<featureCount {
        parameterGradients[featureCoefficient + feature * geoCount + geo] +=
          workspace.products[feature]
      }
    }
    if let weekday {
      for t in 0..<timeCount { parameterGradients[weekday + t % 7] += gradient[t] }
    }
    workspace.trendGradient.add(parameters[trendCoefficient + geo], times: gradient)
    workspace.seasonGradient.add(seasonFactor(parameters, geo: geo), times: gradient)
  }
}
