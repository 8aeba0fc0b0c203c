internal import MediaMixInference

/// The mean of the KPI, μ, as a function of the natural parameters, and its pullback.
///
/// μ[t] = coef_trend·t^expo_trend + Σ_c coef_media[c]·media_transformed[t,c] + weekday[t mod 7]
///      + Σ_k b_k·column_k[t], where the columns are the intercept's ones, the Fourier terms and the
/// extra features.
struct MeanFunction: Sendable {
  /// Memory of one evaluation.
  struct Workspace: Sendable {
    /// μ, `[time]`.
    fileprivate(set) var mean: [Double]
    fileprivate var trend: [Double]
    fileprivate var media: MediaEffect.Workspace
    fileprivate var coefficients: ChannelParameter

    /// Media after lag and saturation, `[time, channel, geo]`.
    var transformedMedia: Panel { media.result.panel }
  }

  /// What multiplies one coefficient.
  private struct Column: Sendable {
    let coefficient: Int
    /// `[time]`.
    let values: [Double]
  }

  private let timeCount: Int
  private let columns: [Column]
  private let trend: Trend
  private let trendCoefficient: Int
  private let trendExponent: Int
  /// The first of the seven days' levels; nil without them.
  private let weekday: Int?
  private let effect: MediaEffect
  private let layout: ParameterLayout
  private let channelCount: Int

  /// The mean over the periods of `media`.
  ///
  /// - Parameters:
  ///   - media: scaled, `[time, channel, 1]`.
  ///   - features: scaled, `[time, feature, 1]`.
  ///   - layout: where the parameters are.
  init(
    media: Panel, features: Panel, specification: ModelSpecification, layout: ParameterLayout
  ) {
    timeCount = media.timeCount
    channelCount = media.columnCount
    self.layout = layout
    trend = Trend(periods: media.timeCount)
    trendCoefficient = layout.offset(of: .trendCoefficient)
    trendExponent = layout.offset(of: .trendExponent)
    weekday = specification.seasonality.weekday ? layout.offset(of: .weekday) : nil
    effect = MediaEffect(
      media: media, transform: specification.transform,
      numberOfLags: specification.effectiveNumberOfLags, layout: layout)
    columns = Self.columns(features: features, specification: specification, layout: layout)
  }

  private static func columns(
    features: Panel, specification: ModelSpecification, layout: ParameterLayout
  ) -> [Column] {
    let periods = features.timeCount
    let seasonality = specification.seasonality
    var columns = [
      Column(
        coefficient: layout.offset(of: .intercept), values: Array(repeating: 1, count: periods))
    ]
    let fourier = FourierSeasonality.columns(
      periods: periods, frequency: seasonality.frequency, degrees: seasonality.degrees)
    let firstFourier = layout.offset(of: .seasonality)
    columns += fourier.enumerated().map {
      Column(coefficient: firstFourier + $0.offset, values: $0.element)
    }
    if features.columnCount > 0 {
      let firstFeature = layout.offset(of: .featureCoefficient)
      columns += (0..<features.columnCount).map { feature in
        Column(
          coefficient: firstFeature + feature,
          values: (0..<periods).map { features[$0, feature] })
      }
    }
    return columns
  }

  /// Memory for one chain.
  func makeWorkspace() -> Workspace {
    let zeros = Array(repeating: 0.0, count: timeCount)
    return Workspace(
      mean: zeros, trend: zeros, media: effect.makeWorkspace(),
      coefficients: ChannelParameter(
        offset: layout.offset(of: .mediaCoefficient), channelCount: channelCount, filler: 0))
  }

  /// Computes `workspace.mean` for natural parameters, `[layout.count]`.
  func forward(_ parameters: [Double], workspace: inout Workspace) {
    effect.forward(parameters, workspace: &workspace.media)
    workspace.coefficients.load(parameters)
    trend.forward(exponent: parameters[trendExponent], into: &workspace.trend)
    let slope = parameters[trendCoefficient]
    let blocks = workspace.coefficients.values.count
    for t in 0..<timeCount {
      var sum = Lanes.Block.zero
      for block in 0..<blocks {
        sum +=
          workspace.coefficients.values[block]
          * workspace.media.result.blocks[t * blocks + block]
      }
      workspace.mean[t] = slope * workspace.trend[t] + sum.sum()
    }
    if let weekday {
      for t in 0..<timeCount { workspace.mean[t] += parameters[weekday + t % 7] }
    }
    var mean = workspace.mean.mutableSpan
    for column in columns {
      Reductions.axpy(parameters[column.coefficient], column.values.span, into: &mean)
    }
  }

  /// Adds to `parameterGradients` the gradient of Σ `gradient`·μ, `gradient` `[time]`, by the
  /// parameters of the last ``forward(_:workspace:)``.
  func pullback(
    _ gradient: [Double], parameters: [Double], workspace: inout Workspace,
    into parameterGradients: inout [Double]
  ) {
    for column in columns {
      parameterGradients[column.coefficient] += Reductions.dot(gradient.span, column.values.span)
    }
    if let weekday {
      for t in 0..<timeCount { parameterGradients[weekday + t % 7] += gradient[t] }
    }
    parameterGradients[trendCoefficient] += Reductions.dot(gradient.span, workspace.trend.span)
    parameterGradients[trendExponent] +=
      parameters[trendCoefficient] * trend.pullback(gradient, values: workspace.trend)
    let blocks = workspace.coefficients.values.count
    for t in 0..<timeCount {
      for block in 0..<blocks {
        let i = t * blocks + block
        workspace.coefficients.gradients[block] +=
          gradient[t] * workspace.media.result.blocks[i]
        workspace.media.gradient.blocks[i] =
          gradient[t] * workspace.coefficients.values[block]
      }
    }
    workspace.coefficients.store(into: &parameterGradients)
    effect.pullback(parameters, workspace: &workspace.media, into: &parameterGradients)
  }
}
