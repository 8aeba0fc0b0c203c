public import MediaMixInference

/// Draws of a model's parameters, from its posterior or its prior, and what follows from them, by the
/// names that LightweightMMM gives them.
///
/// `trace["coef_media"]` has the draws of a parameter, `trace["media_transformed"]` media after lag
/// and saturation, `trace["mu"]` the mean of the KPI. The last two are computed whenever they are
/// asked for: see ``mediaTransformed``, ``mu`` and, for large models, ``forEachDraw(_:)``.
public struct Trace: Sendable {
  /// What follows from the parameters, by the reference's names.
  enum Derived: String, CaseIterable {
    case mediaTransformed = "media_transformed"
    case mean = "mu"
  }

  /// The model whose parameters were drawn.
  public let model: MediaMixModel
  /// The draws, in natural units on the model's scale.
  public let draws: Draws

  init(model: MediaMixModel, draws: Draws) {
    precondition(draws.layout == model.parameters, "draws of another model")
    self.model = model
    self.draws = draws
  }

  /// What the trace holds: the model's parameters in their order, `media_transformed` and `mu`.
  public var names: [String] {
    draws.layout.parameters.map(\.name) + Derived.allCases.map(\.rawValue)
  }

  /// The draws of a parameter, of `media_transformed` or of `mu`, on the model's scale.
  ///
  /// - Returns: `[chain, draw, shape of the quantity]`; nil if ``names`` has no such name.
  public subscript(name: String) -> DrawArray? {
    if let derived = Derived(rawValue: name) {
      return switch derived {
      case .mediaTransformed: mediaTransformed
      case .mean: mu
      }
    }
    guard let parameter = draws.layout.parameters.first(where: { $0.name == name }),
      let values = draws(of: name)
    else { return nil }
    return DrawArray(axes: chainAndDraw + parameter.axes, values: values)
  }

  /// The numbers of one parameter's draws.
  ///
  /// - Returns: `[chain, draw, shape of the parameter]`, row-major; nil if the model has no
  ///   parameter of that name.
  public func draws(of name: String) -> [Double]? {
    guard let range = draws.layout.range(of: name) else { return nil }
    return (0..<draws.chainCount * draws.drawCount).flatMap { draws.draw($0).offset(by: range) }
  }

  // MARK: What follows from the parameters

  /// Media after lag and saturation, on the model's scale: `[chain, draw, time, channel]`, for geo
  /// data `[chain, draw, time, channel, geo]`.
  ///
  /// Computed from the draws, not stored: 8 bytes for each draw, period, channel and geo. Four
  /// thousand draws of 120 weeks, 5 channels and 20 geos take 384 MB.
  public var mediaTransformed: DrawArray {
    let channel = ParameterAxis("channel", labels: model.dataset.channels)
    return collected([time, channel] + geo) { _, media in media.values }
  }

  /// μ, the mean of the KPI over the training periods, on the model's scale: `[chain, draw, time]`,
  /// for geo data `[chain, draw, time, geo]`.
  ///
  /// Computed from the draws, not stored: 8 bytes for each draw, period and geo.
  public var mu: DrawArray { collected([time] + geo) { mean, _ in mean.values } }

  /// ``mu`` in the units of the KPI.
  public var muInDataUnits: DrawArray {
    let target = model.scaling.target
    return collected([time] + geo) { mean, _ in target.inverse(mean).values }
  }

  /// Calls `body` with what each draw says about the training periods, chain after chain. Only one
  /// draw's arrays are in memory at a time.
  ///
  /// - Parameter body: given the draw's parameters in the order of ``MediaMixModel/parameters``, μ
  ///   `[time, 1, geo]` and media after lag and saturation `[time, channel, geo]`, all on the
  ///   model's scale.
  public func forEachDraw(
    _ body: (_ parameters: [Double], _ mean: Panel, _ media: Panel) throws -> Void
  ) rethrows {
    var workspace = model.density.makeWorkspace()
    for index in 0..<draws.chainCount * draws.drawCount {
      let parameters = Array(draws.draw(index))
      let (mean, media) = model.density.fitted(parameters, workspace: &workspace)
      try body(parameters, mean, media)
    }
  }

  private func collected(
    _ axes: [ParameterAxis], _ numbers: (_ mean: Panel, _ media: Panel) -> [Double]
  ) -> DrawArray {
    let axes = chainAndDraw + axes
    var values: [Double] = []
    values.reserveCapacity(axes.reduce(1) { $0 * $1.count })
    forEachDraw { _, mean, media in values += numbers(mean, media) }
    return DrawArray(axes: axes, values: values)
  }

  // MARK: Axes

  /// The first two axes of everything.
  private var chainAndDraw: [ParameterAxis] {
    [
      ParameterAxis("chain", count: draws.chainCount),
      ParameterAxis("draw", count: draws.drawCount),
    ]
  }

  private var time: ParameterAxis {
    ParameterAxis("time", labels: model.dataset.dates.map(\.description))
  }

  /// Empty for national data.
  private var geo: [ParameterAxis] {
    model.dataset.geos.isEmpty ? [] : [ParameterAxis("geo", labels: model.dataset.geos)]
  }
}

extension ArraySlice<Double> {
  /// The elements at `range`, counted from the slice's start.
  fileprivate func offset(by range: Range<Int>) -> ArraySlice<Double> {
    self[startIndex + range.lowerBound..<startIndex + range.upperBound]
  }
}
