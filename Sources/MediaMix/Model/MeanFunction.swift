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
    fileprivate(set) var media: MediaContribution.Workspace
  }

  /// The number of periods.
  let timeCount: Int
  /// The number of geos.
  let geoCount: Int
  /// t^expo_trend.
  let trend: Trend
  /// `[2·degree + (0 sine, 1 cosine)][time]`.
  let fourier: [[Double]]
  /// `[feature][geo][time]`.
  let features: [[[Double]]]
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
    fourier = FourierSeasonality.columns(
      periods: media.timeCount, frequency: specification.seasonality.frequency,
      degrees: specification.seasonality.degrees)
    self.features = (0..<features.columnCount).map { feature in
      (0..<features.geoCount).map { features.series(column: feature, geo: $0) }
    }
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

  /// Memory for one chain.
  func makeWorkspace() -> Workspace {
    let zeros = Array(repeating: 0.0, count: timeCount)
    return Workspace(
      mean: Array(repeating: zeros, count: geoCount), trend: zeros, season: zeros,
      trendGradient: zeros, seasonGradient: zeros, media: media.makeWorkspace())
  }

  // MARK: Forward

  /// Computes `workspace.mean` for natural parameters, `[layout.count]`.
  func forward(_ parameters: [Double], workspace: inout Workspace) {
    media.forward(parameters, workspace: &workspace.media)
    trend.forward(exponent: parameters[trendExponent], into: &workspace.trend)
    for t in 0..<timeCount { workspace.season[t] = 0 }
    for (term, column) in fourier.enumerated() {
      workspace.season.add(parameters[seasonality + term], times: column)
    }
    for geo in 0..<geoCount {
      writeMean(
        of: geo, parameters, media: workspace.media.sums[geo], trend: workspace.trend,
        season: workspace.season, into: &workspace.mean[geo])
    }
  }

  private func writeMean(
    of geo: Int, _ parameters: [Double], media: [Double], trend: [Double], season: [Double],
    into mean: inout [Double]
  ) {
    let level = parameters[intercept + geo]
    let slope = parameters[trendCoefficient + geo]
    let factor = seasonFactor(parameters, geo: geo)
    for t in 0..<timeCount {
      mean[t] = level + slope * trend[t] + factor * season[t] + media[t]
    }
    if let weekday {
      for t in 0..<timeCount { mean[t] += parameters[weekday + t % 7] }
    }
    if let featureCoefficient {
      for (feature, series) in features.enumerated() {
        mean.add(
          parameters[featureCoefficient + feature * geoCount + geo], times: series[geo])
      }
    }
  }

  private func seasonFactor(_ parameters: [Double], geo: Int) -> Double {
    seasonalityCoefficient.map { parameters[$0 + geo] } ?? 1
  }

  // MARK: Parts

  /// How many terms the mean has: intercept, trend, season, weekday where the model has it, each feature
  /// and each channel.
  var termCount: Int { 3 + (weekday == nil ? 0 : 1) + features.count + channelCount }

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
      for (feature, series) in features.enumerated() {
        let coefficient = parameters[featureCoefficient + feature * geoCount + geo]
        let values = series[geo]
        add { coefficient * values[$0] }
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
    for (term, column) in fourier.enumerated() {
      parameterGradients[seasonality + term] += workspace.seasonGradient.dot(column)
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
      for (feature, series) in features.enumerated() {
        parameterGradients[featureCoefficient + feature * geoCount + geo] += gradient.dot(
          series[geo])
      }
    }
    if let weekday {
      for t in 0..<timeCount { parameterGradients[weekday + t % 7] += gradient[t] }
    }
    workspace.trendGradient.add(parameters[trendCoefficient + geo], times: gradient)
    workspace.seasonGradient.add(seasonFactor(parameters, geo: geo), times: gradient)
  }
}
