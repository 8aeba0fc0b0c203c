public import MediaMixInference

/// A model with draws from its posterior.
public struct FittedModel: Sendable {
  /// The model and the data it learnt from.
  public let model: MediaMixModel
  /// Which columns of which table the data were.
  public let schema: DataSchema
  /// How the draws were made.
  public let sampler: SamplerConfiguration
  /// The draws, in natural units on the model's scale.
  public let draws: Draws
  /// What they cost.
  public let effort: SamplingEffort

  init(
    model: MediaMixModel, schema: DataSchema, sampler: SamplerConfiguration, draws: Draws,
    effort: SamplingEffort
  ) {
    precondition(draws.layout == model.parameters, "draws of another model")
    self.model = model
    self.schema = schema
    self.sampler = sampler
    self.draws = draws
    self.effort = effort
  }

  /// Everything that was decided before the fit.
  public var configuration: Configuration {
    Configuration(data: schema, model: model.specification, sampler: sampler)
  }

  /// The draws of one parameter.
  ///
  /// - Returns: `[chain, draw, shape of the parameter]`, row-major; nil if the model has no
  ///   parameter of that name.
  public func draws(of name: String) -> [Double]? {
    guard let range = draws.layout.range(of: name) else { return nil }
    return (0..<draws.chainCount * draws.drawCount).flatMap { draws.draw($0).offset(by: range) }
  }

  /// Calls `body` with what each draw says about the training periods: the draw's parameters, μ
  /// `[time]` and media after lag and saturation `[time, channel, 1]`, all on the model's scale.
  package func forEachDraw(
    _ body: (_ parameters: [Double], _ mean: [Double], _ media: Panel) -> Void
  ) {
    var workspace = model.density.makeWorkspace()
    for index in 0..<draws.chainCount * draws.drawCount {
      let parameters = Array(draws.draw(index))
      let (mean, media) = model.density.fitted(parameters, workspace: &workspace)
      body(parameters, mean, media)
    }
  }
}

extension ArraySlice<Double> {
  /// The elements at `range`, counted from the slice's start.
  fileprivate func offset(by range: Range<Int>) -> ArraySlice<Double> {
    self[startIndex + range.lowerBound..<startIndex + range.upperBound]
  }
}
