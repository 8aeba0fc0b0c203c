public import MediaMixInference

/// Draws of a model's parameters, from its posterior or its prior, and what follows from them.
public struct Trace: Sendable {
  /// The model whose parameters were drawn.
  public let model: MediaMixModel
  /// The draws, in natural units on the model's scale.
  public let draws: Draws

  init(model: MediaMixModel, draws: Draws) {
    precondition(draws.layout == model.parameters, "draws of another model")
    self.model = model
    self.draws = draws
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
  /// `[time, 1, geo]` and media after lag and saturation `[time, channel, geo]`, all on the model's scale.
  package func forEachDraw(
    _ body: (_ parameters: [Double], _ mean: Panel, _ media: Panel) -> Void
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
