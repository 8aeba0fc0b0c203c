internal import MediaMixInference

/// The mean of the KPI over periods from the first training period on, for media and features that
/// are given: the training periods, those that follow, and what would have been.
///
/// Trend, season, weekday and lags run on from the training data, since they count periods from its
/// first.
struct Timeline: Sendable {
  /// The model whose parameters apply.
  let model: MediaMixModel
  /// How many periods there are, the training periods among them.
  let timeCount: Int
  /// The mean over all periods.
  let mean: MeanFunction

  /// A timeline of media and features in the units of the data, `[time, channel, geo]` and
  /// `[time, feature, geo]`, the first training period first.
  init(_ model: MediaMixModel, media: Panel, features: Panel) {
    precondition(media.timeCount == features.timeCount, "media and features of other periods")
    self.model = model
    timeCount = media.timeCount
    mean = MeanFunction(
      media: model.scaling.media.transform(media),
      features: model.scaling.features.transform(features),
      specification: model.specification, layout: model.parameters)
  }

  /// The training periods, as they were, and those after them.
  ///
  /// - Parameters:
  ///   - media: of the later periods, in the units of the data; `[time, channel, geo]`.
  ///   - features: of the later periods, in the units of the data; `[time, feature, geo]`.
  init(_ model: MediaMixModel, followedBy media: Panel, features: Panel) {
    self.init(
      model, media: model.dataset.media.followed(by: media),
      features: model.dataset.features.followed(by: features))
  }

  /// Calls `body` with what each draw says, chain after chain. Only one draw's numbers are in memory at
  /// a time.
  ///
  /// - Parameter body: given the draw's parameters in the order of ``MediaMixModel/parameters``, and
  ///   the evaluation: μ on the model's scale, media after lag and saturation, and μ's parts.
  func forEachDraw(
    of draws: Draws,
    _ body: (_ parameters: [Double], _ evaluation: MeanFunction.Workspace) throws -> Void
  ) rethrows {
    var workspace = mean.makeWorkspace()
    for index in 0..<draws.chainCount * draws.drawCount {
      let parameters = Array(draws.draw(index))
      mean.forward(parameters, workspace: &workspace)
      try body(parameters, workspace)
    }
  }
}

extension Panel {
  /// These periods, and then those of `later`, which has the same columns and geos.
  package func followed(by later: Panel) -> Panel {
    precondition(
      later.columnCount == columnCount && later.geoCount == geoCount, "panel of another shape")
    return Panel(
      timeCount: timeCount + later.timeCount, columnCount: columnCount, geoCount: geoCount,
      values: values + later.values)
  }
}

extension Dataset {
  /// The mean of each extra feature over these periods, `periods` times over: what is taken for
  /// features of later periods where nobody knows them. `[time, feature, geo]`.
  package func meanFeatures(periods: Int) -> Panel { features.mean(repeated: periods) }
}

extension Panel {
  /// The mean of each column of each geo over time, for so many periods.
  package func mean(repeated periods: Int) -> Panel {
    let width = columnCount * geoCount
    var means = Array(repeating: 0.0, count: width)
    for index in values.indices { means[index % width] += values[index] }
    for index in means.indices { means[index] /= Double(timeCount) }
    return Panel(
      timeCount: periods, columnCount: columnCount, geoCount: geoCount,
      values: (0..<periods).flatMap { _ in means })
  }
}
