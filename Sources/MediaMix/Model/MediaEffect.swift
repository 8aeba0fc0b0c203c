internal import MediaMixInference

/// Media after lag and saturation, and the gradient by the parameters of both.
struct MediaEffect: Sendable {
  /// Memory of one evaluation.
  struct Workspace: Sendable {
    /// Media after lag and saturation, `[time, geo, block]`.
    fileprivate(set) var result: Lanes
    /// The gradient by `result`; the pullback uses it up.
    var gradient: Lanes
    /// Media after lag, before saturation, `[time, geo, block]`.
    fileprivate(set) var lagged: Lanes
    fileprivate var lag: any LagStage
    fileprivate var saturation: any SaturationStage
  }

  private let media: Lanes
  private let transform: MediaTransform
  private let numberOfLags: Int
  private let layout: ParameterLayout
  /// The channel whose parameters each column of the media has, `[column]`.
  private let channels: [Int]

  /// The effect of scaled `media`, `[time, column, geo]`, with parameters where `layout` has them.
  ///
  /// - Parameter channels: the channel that each column is of; several may be of one.
  init(
    media: Panel, channels: [Int], specification: ModelSpecification, layout: ParameterLayout
  ) {
    precondition(channels.count == media.columnCount, "one channel per column")
    self.media = Lanes(media)
    self.channels = channels
    transform = specification.transform
    numberOfLags = specification.effectiveNumberOfLags
    self.layout = layout
  }

  /// Memory for one chain.
  func makeWorkspace() -> Workspace {
    Workspace(
      result: media, gradient: media, lagged: media, lag: makeLag(),
      saturation: makeSaturation(shapedAs: media))
  }

  /// The lag alone, for media of these columns over any periods.
  func makeLag() -> any LagStage {
    switch transform {
    case .adstock, .hillAdstock:
      Adstock.Stage(weight: parameter(.lagWeight, filler: 0))
    case .carryover:
      Carryover.Stage(
        retentionRate: parameter(.retentionRate, filler: 0.5),
        peakDelay: parameter(.peakDelay, filler: 0), numberOfLags: numberOfLags)
    }
  }

  /// The saturation alone, for numbers of these columns in the shape of `input`.
  func makeSaturation(shapedAs input: Lanes) -> any SaturationStage {
    switch transform {
    case .adstock, .carryover:
      Exponent.Stage(exponent: parameter(.exponent, filler: 1), shapedAs: input)
    case .hillAdstock:
      Hill.Stage(
        halfSaturation: parameter(.halfSaturation, filler: 1),
        slope: parameter(.slope, filler: 1), shapedAs: input)
    }
  }

  private func parameter(_ name: ParameterName, filler: Double) -> ChannelParameter {
    let offset = layout.offset(of: name)
    return ChannelParameter(shared: channels.map { offset + $0 }, filler: filler)
  }

  /// Computes `workspace.result` for the vector of parameters, `[layout.count]`.
  func forward(_ parameters: [Double], workspace: inout Workspace) {
    workspace.lag.forward(media, parameters: parameters, into: &workspace.lagged)
    workspace.saturation.forward(
      workspace.lagged, parameters: parameters, into: &workspace.result)
  }

  /// Adds to `parameterGradients` the gradient of Σ `workspace.gradient`·result by the parameters of
  /// the last ``forward(_:workspace:)``.
  func pullback(
    _ parameters: [Double], workspace: inout Workspace, into parameterGradients: inout [Double]
  ) {
    workspace.saturation.pullback(
      &workspace.gradient, input: workspace.lagged, result: workspace.result,
      parameters: parameters, into: &parameterGradients)
    workspace.lag.pullback(
      workspace.gradient, media: media, result: workspace.lagged, parameters: parameters,
      into: &parameterGradients)
  }

  /// The slope of the saturation, d result / d media after lag, at the media of the last
  /// ``forward(_:workspace:)``; 0 where there are none. It takes the place of `workspace.gradient`.
  func saturationSlopes(_ parameters: [Double], workspace: inout Workspace) -> Lanes {
    for block in workspace.gradient.blocks.indices { workspace.gradient.blocks[block] = .one }
    var unused = Array(repeating: 0.0, count: layout.count)
    workspace.saturation.pullback(
      &workspace.gradient, input: workspace.lagged, result: workspace.result,
      parameters: parameters, into: &unused)
    return workspace.gradient
  }
}
