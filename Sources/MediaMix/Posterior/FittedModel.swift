public import MediaMixInference

/// A model with draws from its posterior.
public struct FittedModel: Sendable {
  /// The model and the data it learnt from.
  public let model: MediaMixModel
  /// Which columns of which table the data were.
  public let schema: DataSchema
  /// How the draws were made, before any of ``edits``.
  public let sampler: SamplerConfiguration
  /// Where its chains began.
  public let initialization: Initialization
  /// The draws, in natural units on the model's scale.
  public let draws: Draws
  /// What they cost. `wallSeconds` is the time of the whole fit; with experiments that is about twice
  /// what these draws took, see ``MediaMixModel/fit(_:initialization:schema:threads:progress:)``.
  public let effort: SamplingEffort
  /// Each experiment beside what the model says about it; empty where there are none.
  public let experimentResults: [ExperimentResult]
  /// What was done to the draws after sampling, in order; empty where they are as sampled.
  public let edits: [DrawEdit]
  /// The rows that follow the training data and that the model has not seen, in the units of the data;
  /// nil where none were kept, see ``keeping(holdout:)``.
  public let holdout: Dataset?

  init(
    model: MediaMixModel, schema: DataSchema, sampler: SamplerConfiguration,
    initialization: Initialization, draws: Draws, effort: SamplingEffort,
    experimentResults: [ExperimentResult], edits: [DrawEdit] = [],
    holdout: Dataset? = nil
  ) {
    precondition(draws.layout == model.parameters, "draws of another model")
    precondition(
      experimentResults.map(\.test) == model.specification.experiments, "other experiments")
    self.model = model
    self.schema = schema
    self.sampler = sampler
    self.initialization = initialization
    self.draws = draws
    self.effort = effort
    self.experimentResults = experimentResults
    self.edits = edits
    self.holdout = holdout
  }

  /// Everything that was decided before the fit.
  public var configuration: Configuration {
    Configuration(
      data: schema, model: model.specification, sampler: sampler, initialization: initialization)
  }

  /// The draws with everything that follows from them.
  public var trace: Trace { Trace(model: model, draws: draws) }

  /// The draws of one parameter; see ``Trace/draws(of:)``.
  public func draws(of name: String) -> [Double]? { trace.draws(of: name) }

  /// Contribution share and return on investment of each channel; see ``Trace/mediaMetrics()``.
  public func mediaMetrics() -> [ChannelMetrics] { trace.mediaMetrics() }
}
