internal import CMediaMixVector
internal import MediaMixInference

/// What media add to the mean of the KPI: Σ_c coef_media[c,g]·media_transformed[t,c,g], and its
/// pullback.
struct MediaContribution: Sendable {
  /// Memory of one evaluation.
  struct Workspace: Sendable {
    /// The sum over channels, `[geo][time]`.
    fileprivate(set) var sums: [[Double]]
    fileprivate var media: MediaEffect.Workspace
    fileprivate var coefficients: ChannelParameter
    fileprivate var columns: MediaColumns.Workspace

    /// Media after lag and saturation, `[time, channel, geo]`.
    var transformedMedia: Panel { media.result.panel }
    /// The same as lanes.
    var transformedLanes: Lanes { media.result }
    /// Media after lag, before saturation.
    var laggedLanes: Lanes { media.lagged }
  }

  private let timeCount: Int
  private let geoCount: Int
  private let channelCount: Int
  private let effect: MediaEffect
  /// Nil for geo data, whose geos fill the lanes.
  private let columns: MediaColumns?
  /// The first of the coefficients, `[channel, geo]`.
  private let coefficient: Int

  /// The contribution of scaled `media`, `[time, channel, geo]`, with parameters where `layout` has
  /// them.
  init(media: Panel, specification: ModelSpecification, layout: ParameterLayout) {
    timeCount = media.timeCount
    geoCount = media.geoCount
    channelCount = media.columnCount
    effect = MediaEffect(
      media: media, channels: Array(0..<media.columnCount), specification: specification,
      layout: layout)
    columns =
      media.geoCount == 1
      ? MediaColumns(media: media, specification: specification, layout: layout) : nil
    coefficient = layout.offset(of: .mediaCoefficient)
  }

  /// Memory for one chain.
  func makeWorkspace() -> Workspace {
    Workspace(
      sums: Array(repeating: Array(repeating: 0, count: timeCount), count: geoCount),
      media: effect.makeWorkspace(),
      coefficients: ChannelParameter(
        places: (0..<geoCount).map { geo in
          (0..<channelCount).map { coefficient + $0 * geoCount + geo }
        }, filler: 0), columns: columns?.makeWorkspace() ?? MediaColumns.Workspace())
  }

  /// Computes `workspace.sums` for natural parameters, `[layout.count]`.
  func forward(_ parameters: [Double], workspace: inout Workspace) {
    effect.forward(parameters, workspace: &workspace.media)
    workspace.coefficients.load(parameters)
    let lanes = 4 * Lanes.blockCount(channels: channelCount)
    for geo in 0..<geoCount {
      mmv_channel_sum(
        .best, workspace.media.result.blocks, workspace.coefficients.values, geo * lanes, lanes,
        timeCount, geoCount * lanes, &workspace.sums[geo])
    }
  }

  /// Adds to `parameterGradients` the gradient of Σ `gradient`·sums, `gradient` `[geo][time]`, by the
  /// parameters of the last ``forward(_:workspace:)``.
  func pullback(
    _ gradient: [[Double]], parameters: [Double], workspace: inout Workspace,
    into parameterGradients: inout [Double]
  ) {
    let lanes = 4 * Lanes.blockCount(channels: channelCount)
    for geo in 0..<geoCount {
      mmv_channel_sum_pullback(
        .best, gradient[geo], workspace.media.result.blocks, workspace.coefficients.values,
        geo * lanes, lanes, timeCount, geoCount * lanes, &workspace.coefficients.gradients,
        &workspace.media.gradient.blocks)
    }
    workspace.coefficients.store(into: &parameterGradients)
    effect.pullback(parameters, workspace: &workspace.media, into: &parameterGradients)
  }

  /// Computes `workspace.sums`, national ones channel by channel; they differ in rounding from those of
  /// ``forward(_:workspace:)``, whose other results these are not.
  func sum(_ parameters: [Double], workspace: inout Workspace) {
    guard let columns else { return forward(parameters, workspace: &workspace) }
    columns.sum(parameters, into: &workspace.sums[0], workspace: &workspace.columns)
  }

  /// ``pullback(_:parameters:workspace:into:)`` of the last ``sum(_:workspace:)``.
  func pullbackOfSum(
    _ gradient: [[Double]], parameters: [Double], workspace: inout Workspace,
    into parameterGradients: inout [Double]
  ) {
    guard let columns else {
      return pullback(
        gradient, parameters: parameters, workspace: &workspace, into: &parameterGradients)
    }
    columns.pullback(
      gradient[0], parameters: parameters, workspace: &workspace.columns,
      into: &parameterGradients)
  }

  /// Adds what each channel adds to the mean of a geo, times `scale`, to `sums` from place `first`,
  /// `[channel, time]`.
  func addTerms(
    of geo: Int, times scale: Double, workspace: Workspace, to sums: inout [Double],
    from first: Int
  ) {
    let (media, coefficients) = (workspace.media.result.blocks, workspace.coefficients.values)
    let perGeo = Lanes.blockCount(channels: channelCount)
    for block in 0..<perGeo {
      let coefficient = coefficients[geo * perGeo + block]
      let lanes = min(4, channelCount - 4 * block)
      for time in 0..<timeCount {
        let effect = coefficient * media[(time * geoCount + geo) * perGeo + block] * scale
        for lane in 0..<lanes {
          sums[first + (4 * block + lane) * timeCount + time] += effect[lane]
        }
      }
    }
  }

  /// The slope of each channel's saturation at the media of the last ``forward(_:workspace:)``,
  /// `[time, channel, geo]`; see ``MediaEffect/saturationSlopes(_:workspace:)``.
  func saturationSlopes(_ parameters: [Double], workspace: inout Workspace) -> Lanes {
    effect.saturationSlopes(parameters, workspace: &workspace.media)
  }
}
