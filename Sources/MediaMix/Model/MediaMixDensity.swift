public import MediaMixInference

/// The posterior of a media mix model in plain unconstrained coordinates: its definition.
///
/// Prior, likelihood and the log Jacobian of the coordinates, normalising constants included. One
/// evaluation goes through the data twice, once for the mean and once for its pullback, and
/// allocates nothing.
public struct MediaMixDensity: ParameterizedDensity {
  /// Memory of one chain.
  public struct Workspace: Sendable {
    /// Natural parameters, `[layout.count]`.
    fileprivate var parameters: [Double]
    /// d parameter / d coordinate.
    fileprivate var slopes: [Double]
    fileprivate var parameterGradients: [Double]
    /// (target − μ) / σ², the gradient of the log likelihood by μ, `[time]`.
    fileprivate var weightedResiduals: [Double]
    fileprivate var mean: MeanFunction.Workspace
  }

  /// A log density by its two kinds of coordinate.
  package struct Value: Sendable, Hashable {
    /// The log density of the natural parameters, prior and likelihood.
    package var natural: Double
    /// The same with the log Jacobian of the unconstrained coordinates added.
    package var unconstrained: Double
  }

  /// The named parameters, in the order of the coordinates.
  public let layout: ParameterLayout
  private let bijectors: [Bijector]
  private let priors: [any Distribution]
  private let mean: MeanFunction
  private let target: [Double]
  private let sigma: Int

  /// The number of scalar parameters.
  public var dimension: Int { layout.count }

  /// The posterior given scaled data.
  ///
  /// - Parameters:
  ///   - priors: every parameter with the priors of its elements.
  ///   - target: scaled, `[time]`.
  init(
    priors: [ParameterPrior], media: Panel, features: Panel, target: [Double],
    specification: ModelSpecification
  ) {
    layout = ParameterLayout(priors.map(\.parameter))
    self.priors = priors.flatMap(\.distributions)
    bijectors = self.priors.map { Bijector(support: $0.support) }
    mean = MeanFunction(
      media: media, features: features, specification: specification, layout: layout)
    self.target = target
    sigma = layout.offset(of: .sigma)
  }

  /// Memory for one chain.
  public func makeWorkspace() -> Workspace {
    let zeros = Array(repeating: 0.0, count: dimension)
    return Workspace(
      parameters: zeros, slopes: zeros, parameterGradients: zeros,
      weightedResiduals: Array(repeating: 0, count: target.count), mean: mean.makeWorkspace())
  }

  /// The log posterior density, unnormalised, and its gradient in unconstrained coordinates.
  public func evaluate(
    at position: Span<Double>, gradient: inout MutableSpan<Double>, workspace: inout Workspace
  ) -> Double {
    var value = 0.0
    for i in 0..<dimension {
      let coordinate = bijectors[i].constrainWithJacobian(position[i])
      let prior = priors[i].logDensityAndGradient(at: coordinate.value)
      workspace.parameters[i] = coordinate.value
      workspace.slopes[i] = coordinate.derivative
      workspace.parameterGradients[i] = prior.gradient
      gradient[i] = coordinate.logJacobianGradient
      value += prior.logDensity + coordinate.logJacobian
    }
    guard value.isFinite else { return -.infinity }
    value += addLogLikelihood(&workspace)
    // Where the gradient overflows, the density is beyond any that could be reached: impossible.
    var checksum = value
    for i in 0..<dimension {
      gradient[i] += workspace.parameterGradients[i] * workspace.slopes[i]
      checksum += gradient[i]
    }
    return checksum.isFinite ? value : -.infinity
  }

  /// The log likelihood of `workspace.parameters`; its gradient is added to
  /// `workspace.parameterGradients`.
  private func addLogLikelihood(_ workspace: inout Workspace) -> Double {
    mean.forward(workspace.parameters, workspace: &workspace.mean)
    let scale = workspace.parameters[sigma]
    let precision = 1 / (scale * scale)
    for t in target.indices {
      workspace.weightedResiduals[t] = target[t] - workspace.mean.mean[t]
    }
    let squares = Reductions.sumOfSquares(workspace.weightedResiduals.span)
    for t in target.indices { workspace.weightedResiduals[t] *= precision }
    let count = Double(target.count)
    workspace.parameterGradients[sigma] += (squares * precision - count) / scale
    mean.pullback(
      workspace.weightedResiduals, parameters: workspace.parameters, workspace: &workspace.mean,
      into: &workspace.parameterGradients)
    // ½·log 2π
    let halfLogTwoPi = 0.918938533204672741780329736405617640
    return -count * (VectorMath.log(scale) + halfLogTwoPi) - 0.5 * squares * precision
  }

  /// The natural parameters of unconstrained coordinates, on the model's scale.
  public func write(
    parametersAt position: Span<Double>, into values: inout MutableSpan<Double>,
    workspace: inout Workspace
  ) {
    for i in 0..<dimension { values[i] = bijectors[i].constrainWithJacobian(position[i]).value }
  }

  // MARK: Natural parameters

  /// How the scalar at `index` of the layout is made unconstrained.
  func bijector(of index: Int) -> Bijector { bijectors[index] }

  /// The unconstrained coordinates of natural parameters, `[layout.count]` each. Coordinates are
  /// not finite where a parameter is outside its support.
  package func position(of parameters: [Double]) -> [Double] {
    zip(bijectors, parameters).map { $0.unconstrain($1) }
  }

  /// The prior median of every parameter in unconstrained coordinates, `[layout.count]`.
  public var priorMedians: [Double] { position(of: priors.map { $0.quantile(0.5) }) }

  /// Mean and standard deviation of the prior of each scalar; NaN or infinite where the prior has
  /// none.
  var priorMoments: [(mean: Double, sd: Double)] {
    priors.map { ($0.mean, $0.variance.squareRoot()) }
  }

  /// The log density at natural parameters, `[layout.count]`; −∞ outside the support.
  package func value(at parameters: [Double]) -> Value {
    var workspace = makeWorkspace()
    workspace.parameters = parameters
    let prior = zip(priors, parameters).reduce(0) {
      $0 + $1.0.logDensityAndGradient(at: $1.1).logDensity
    }
    guard prior.isFinite else { return Value(natural: -.infinity, unconstrained: -.infinity) }
    let natural = prior + addLogLikelihood(&workspace)
    guard natural.isFinite else { return Value(natural: -.infinity, unconstrained: -.infinity) }
    let jacobian = zip(bijectors, position(of: parameters)).reduce(0) {
      $0 + $1.0.constrainWithJacobian($1.1).logJacobian
    }
    return Value(natural: natural, unconstrained: natural + jacobian)
  }

  /// μ `[time]` and media after lag and saturation `[time, channel, 1]` at natural parameters,
  /// `[layout.count]`.
  package func fitted(
    _ parameters: [Double], workspace: inout Workspace
  ) -> (mean: [Double], media: Panel) {
    mean.forward(parameters, workspace: &workspace.mean)
    return (workspace.mean.mean, workspace.mean.transformedMedia)
  }
}
