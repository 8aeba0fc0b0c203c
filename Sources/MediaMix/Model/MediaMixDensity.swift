internal import CMediaMixVector
public import MediaMixInference

/// The posterior of a media mix model in plain unconstrained coordinates: its definition.
///
/// Prior, likelihood of data and experiments, and the log Jacobian of the coordinates, normalising
/// constants included. One evaluation goes through the data twice, once for the mean and once for its
/// pullback, and allocates nothing.
public struct MediaMixDensity: ParameterizedDensity {
  /// Memory of one chain.
  public struct Workspace: Sendable {
    /// Natural parameters, `[layout.count]`.
    fileprivate var parameters: [Double]
    /// d parameter / d coordinate, `[dimension]`.
    fileprivate var slopes: [Double]
    /// The gradient by the natural parameters, `[layout.count]`.
    fileprivate var parameterGradients: [Double]
    /// (target − μ) / σ², the gradient of the log likelihood by μ, `[geo][time]`.
    fileprivate var weightedResiduals: [[Double]]
    fileprivate var mean: MeanFunction.Workspace
    fileprivate var experiments: ExperimentLikelihood.Workspace
  }

  /// A log density by its two kinds of coordinate.
  package struct Value: Sendable, Hashable {
    /// The log density of the natural parameters, prior and likelihood.
    package var natural: Double
    /// The same with the log Jacobian of the unconstrained coordinates added.
    package var unconstrained: Double
  }

  /// The named parameters, fixed ones among them.
  public var layout: ParameterLayout { prior.layout }
  /// The prior, and the coordinates that follow from its supports.
  let prior: JointPrior
  /// The mean of the KPI.
  let mean: MeanFunction
  /// The scaled KPI, `[geo][time]`.
  let target: [[Double]]
  private let sigma: Int
  /// What the results of experiments say.
  private(set) var experiments: ExperimentLikelihood

  /// The number of scalar parameters that are not fixed.
  public var dimension: Int { prior.dimension }

  /// The posterior given scaled data.
  ///
  /// - Parameters:
  ///   - media: `[time, channel, geo]`.
  ///   - features: `[time, feature, geo]`.
  ///   - target: `[time, 1, geo]`.
  ///   - experiments: their counterfactuals, scaled like `media`.
  init(
    prior: JointPrior, media: Panel, features: Panel, target: Panel,
    experiments: [ExperimentDesign], specification: ModelSpecification
  ) {
    self.prior = prior
    mean = MeanFunction(
      media: media, features: features, specification: specification, layout: prior.layout)
    self.target = (0..<target.geoCount).map { target.series(column: 0, geo: $0) }
    sigma = prior.layout.offset(of: .sigma)
    self.experiments = ExperimentLikelihood(
      experiments, media: media, specification: specification, layout: prior.layout)
  }

  /// The posterior given the data alone.
  var withoutExperiments: MediaMixDensity {
    var density = self
    density.experiments = experiments.none
    return density
  }

  /// Memory for one chain.
  public func makeWorkspace() -> Workspace {
    Workspace(
      parameters: prior.constants, slopes: Array(repeating: 0, count: dimension),
      parameterGradients: Array(repeating: 0, count: layout.count), weightedResiduals: target,
      mean: mean.makeWorkspace(), experiments: experiments.makeWorkspace())
  }

  /// The log posterior density, unnormalised, and its gradient in unconstrained coordinates.
  public func evaluate(
    at position: Span<Double>, gradient: inout MutableSpan<Double>, workspace: inout Workspace
  ) -> Double {
    var value = prior.evaluate(
      at: position, parameters: &workspace.parameters, slopes: &workspace.slopes,
      parameterGradients: &workspace.parameterGradients, gradient: &gradient)
    guard value.isFinite else { return -.infinity }
    value += addLogLikelihood(&workspace)
    // Where the gradient overflows, the density is beyond any that could be reached: impossible.
    var checksum = value
    for k in 0..<dimension {
      gradient[k] += workspace.parameterGradients[prior.index(of: k)] * workspace.slopes[k]
      checksum += gradient[k]
    }
    return checksum.isFinite ? value : -.infinity
  }

  /// The log likelihood of `workspace.parameters`; its gradient is added to
  /// `workspace.parameterGradients`.
  private func addLogLikelihood(_ workspace: inout Workspace) -> Double {
    mean.forward(workspace.parameters, workspace: &workspace.mean)
    var value = 0.0
    for geo in target.indices {
      let likelihood = Self.normal(
        target[geo], mean: workspace.mean.mean[geo], scale: workspace.parameters[sigma + geo],
        meanGradient: &workspace.weightedResiduals[geo])
      value += likelihood.logDensity
      workspace.parameterGradients[sigma + geo] += likelihood.scaleGradient
    }
    mean.pullback(
      workspace.weightedResiduals, parameters: workspace.parameters, workspace: &workspace.mean,
      into: &workspace.parameterGradients)
    guard !experiments.isEmpty else { return value }
    return value
      + experiments.logDensity(
        workspace.parameters, workspace: &workspace.experiments,
        addingGradientTo: &workspace.parameterGradients)
  }

  /// The log density of independent normal numbers, `[time]`, with its gradients by their mean,
  /// `[time]`, and by their standard deviation.
  private static func normal(
    _ values: [Double], mean: [Double], scale: Double, meanGradient: inout [Double]
  ) -> (logDensity: Double, scaleGradient: Double) {
    let precision = 1 / (scale * scale)
    let squares = mmv_weighted_residuals(
      .best, values, mean, precision, values.count, &meanGradient)
    let count = Double(values.count)
    return (
      -count * (VectorMath.log(scale) + SpecialFunctions.halfLogTwoPi)
        - 0.5 * squares * precision,
      (squares * precision - count) / scale
    )
  }

  /// The natural parameters of unconstrained coordinates, on the model's scale.
  public func write(
    parametersAt position: Span<Double>, into values: inout MutableSpan<Double>,
    workspace: inout Workspace, using random: inout RandomStream
  ) {
    prior.write(parametersAt: position, into: &values)
  }

  // MARK: Natural parameters

  /// The unconstrained coordinates of natural parameters, `[layout.count]` to `[dimension]`.
  /// Coordinates are not finite where a parameter is outside its support.
  package func position(of parameters: [Double]) -> [Double] { prior.position(of: parameters) }

  /// The prior median of every free parameter in unconstrained coordinates, `[dimension]`.
  public var priorMedians: [Double] { position(of: prior.medians) }

  /// The log density at natural parameters, `[layout.count]`; −∞ outside the support.
  package func value(at parameters: [Double]) -> Value {
    let impossible = Value(natural: -.infinity, unconstrained: -.infinity)
    var workspace = makeWorkspace()
    workspace.parameters = parameters
    let logPrior = prior.logDensity(at: parameters)
    guard logPrior.isFinite else { return impossible }
    let natural = logPrior + addLogLikelihood(&workspace)
    guard natural.isFinite else { return impossible }
    return Value(natural: natural, unconstrained: natural + prior.logJacobian(at: parameters))
  }

  /// The log likelihood of data and experiments at natural parameters inside their support,
  /// `[layout.count]`; −∞ where it is not finite.
  func logLikelihood(at parameters: [Double], workspace: inout Workspace) -> Double {
    workspace.parameters = parameters
    let value = addLogLikelihood(&workspace)
    return value.isFinite ? value : -.infinity
  }

  /// μ `[time, 1, geo]` and media after lag and saturation `[time, channel, geo]` at natural
  /// parameters, `[layout.count]`.
  package func fitted(
    _ parameters: [Double], workspace: inout Workspace
  ) -> (mean: Panel, media: Panel) {
    mean.forward(parameters, workspace: &workspace.mean)
    return (Panel(series: workspace.mean.mean), workspace.mean.media.transformedMedia)
  }

  /// The effect of each experiment's media at natural parameters, `[layout.count]`, in units of the
  /// KPI; `[experiment]`.
  func experimentEffects(_ parameters: [Double], workspace: inout Workspace) -> [Double] {
    experiments.effects(parameters, workspace: &workspace.experiments)
  }

  /// The place of the experiment whose result is the most standard errors away from its effect at
  /// natural parameters, `[layout.count]`; nil without experiments.
  func farthestExperiment(_ parameters: [Double]) -> Int? {
    var workspace = experiments.makeWorkspace()
    return experiments.farthest(parameters, workspace: &workspace)
  }
}

extension Panel {
  /// One column of each geo, `[geo][time]`.
  fileprivate init(series: [[Double]]) {
    self.init(repeating: 0, timeCount: series[0].count, columnCount: 1, geoCount: series.count)
    for (geo, numbers) in series.enumerated() {
      for (time, number) in numbers.enumerated() { self[time, 0, geo] = number }
    }
  }
}
