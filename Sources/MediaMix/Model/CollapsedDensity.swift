package import MediaMixInference

/// The posterior of ``MediaMixDensity`` with every coefficient integrated out that the mean is linear
/// in and whose prior is normal, the rest in coordinates that suit the sampler.
///
/// Trend, season, weekdays, features and a national intercept, half-normal though it is, trade off
/// against one another and against media, and given media, σ and the trend's exponent they are jointly
/// normal (``LinearBlock``): there is no need to sample them. They are drawn from that distribution
/// where parameters are written. The rest is in the coordinates of ``ExplicitParameters``. Whatever has
/// another prior is sampled, and what is fixed is a constant.
///
/// The density is that of the plain one integrated over the block, normalising constants included.
package struct CollapsedDensity: ParameterizedDensity {
  /// Memory of one chain.
  package struct Workspace: Sendable {
    /// Natural parameters, `[layout.count]`; those of the block at the locations of their priors.
    var parameters: [Double]
    /// The gradient by them, `[layout.count]`; none by those of the block.
    var parameterGradients: [Double]
    /// The residuals, then the gradient by the mean, `[geo][time]`.
    var rows: [[Double]]
    var condition: LinearBlock.Condition
    var media: MediaContribution.Workspace
    var block: LinearBlock.Workspace
    var given: GivenTerms.Workspace
    var explicit: ExplicitParameters.Workspace
    var experiments: ExperimentLikelihood.Workspace
  }

  /// The posterior in plain coordinates.
  let plain: MediaMixDensity
  let block: LinearBlock
  let given: GivenTerms
  let explicit: ExplicitParameters
  /// The block's coefficients.
  let integrated: [LinearBlock.Coefficient]
  /// The first of each geo's parameters.
  let intercept: Int
  /// The geos whose intercept is not in the block.
  let givenIntercepts: [Int]
  let sigma: Int
  let trendCoefficient: Int
  let trendExponent: Int
  /// Nil for national data, where the factor is 1.
  let seasonFactor: Int?
  /// The geos whose trend has a coefficient that may be other than 0 before the block is added.
  let givenTrends: [Int]

  package var layout: ParameterLayout { plain.layout }
  package var dimension: Int { explicit.dimension }

  /// `plain` collapsed.
  package init(_ plain: MediaMixDensity) {
    self.plain = plain
    let mean = plain.mean
    let terms = LinearTerms(of: mean, prior: plain.prior)
    var block = terms.block
    var explicit = ExplicitParameters(
      of: plain.prior, integrated: Set(block.coefficients.map(\.scalar)),
      timeCount: mean.timeCount)
    if explicit.dimension == 0 {
      // A sampler needs something to sample.
      block = terms.emptyBlock
      explicit = ExplicitParameters(of: plain.prior, integrated: [], timeCount: mean.timeCount)
    }
    (self.block, self.explicit) = (block, explicit)
    integrated = block.coefficients
    let (givenScalars, given) = terms.given(beside: block)
    self.given = given
    let layout = plain.layout
    let intercept = layout.offset(of: .intercept)
    self.intercept = intercept
    let integratedScalars = Set(block.coefficients.map(\.scalar))
    givenIntercepts = (0..<mean.geoCount).filter { !integratedScalars.contains(intercept + $0) }
    sigma = layout.offset(of: .sigma)
    let trendCoefficient = layout.offset(of: .trendCoefficient)
    self.trendCoefficient = trendCoefficient
    trendExponent = layout.offset(of: .trendExponent)
    seasonFactor = layout.range(of: ParameterName.seasonalityCoefficient.rawValue)?.lowerBound
    givenTrends = (0..<mean.geoCount).filter { givenScalars.contains(trendCoefficient + $0) }
  }

  package func makeWorkspace() -> Workspace {
    let ones = Array(repeating: 1.0, count: plain.mean.geoCount)
    let zeros = Array(repeating: 0.0, count: plain.mean.timeCount)
    var parameters = plain.prior.constants
    for coefficient in integrated { parameters[coefficient.scalar] = coefficient.loc }
    return Workspace(
      parameters: parameters,
      parameterGradients: Array(repeating: 0, count: layout.count), rows: plain.target,
      condition: LinearBlock.Condition(sigma: ones, factor: ones, trend: zeros, bend: zeros),
      media: plain.mean.media.makeWorkspace(), block: block.makeWorkspace(),
      given: given.makeWorkspace(), explicit: explicit.makeWorkspace(),
      experiments: plain.experiments.makeWorkspace())
  }

  package func evaluate(
    at position: Span<Double>, gradient: inout MutableSpan<Double>, workspace: inout Workspace
  ) -> Double {
    let value = logDensity(at: position, withGradient: true, workspace: &workspace)
    guard value.isFinite else { return -.infinity }
    pullBack(into: &gradient, workspace: &workspace)
    // Where the gradient overflows, the density is beyond any that could be reached: impossible.
    var checksum = value
    for k in 0..<dimension { checksum += gradient[k] }
    return checksum.isFinite ? value : -.infinity
  }

  package func logDensity(at position: Span<Double>, workspace: inout Workspace) -> Double {
    let value = logDensity(at: position, withGradient: false, workspace: &workspace)
    return value.isFinite ? value : -.infinity
  }

  package func refresh(_ position: inout [Double], using random: inout RandomStream) -> Bool {
    explicit.refresh.apply(to: &position, using: &random)
  }

  package func write(
    parametersAt position: Span<Double>, into values: inout MutableSpan<Double>,
    workspace: inout Workspace, using random: inout RandomStream
  ) {
    _ = condition(on: position, withGradient: false, workspace: &workspace)
    block.draw(
      given: workspace.rows, and: workspace.condition, into: &workspace.parameters,
      workspace: &workspace.block, using: &random)
    for index in 0..<layout.count { values[index] = workspace.parameters[index] }
    for coefficient in integrated { workspace.parameters[coefficient.scalar] = coefficient.loc }
  }
}
