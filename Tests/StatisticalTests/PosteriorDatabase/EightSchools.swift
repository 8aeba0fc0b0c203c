import MediaMixInference

/// Rubin's (1981) eight schools: effects θ_j = μ + τ·z_j with z_j ~ N(0, 1), seen as
/// y_j ~ N(θ_j, σ_j); μ ~ N(0, 5), τ half-Cauchy of scale 5. On z, μ and ln τ.
struct EightSchools: ParameterizedDensity {
  struct Data: Decodable {
    let y, sigma: [Double]
  }

  let layout: ParameterLayout
  private let data: Data
  private let schools: Int

  init(_ data: Data) {
    self.data = data
    schools = data.y.count
    layout = ParameterLayout([
      Parameter("theta", countedFromOne: data.y.count), Parameter("mu"), Parameter("tau"),
    ])
  }

  var dimension: Int { schools + 2 }

  func makeWorkspace() {}

  func evaluate(
    at position: Span<Double>, gradient: inout MutableSpan<Double>, workspace: inout Void
  ) -> Double {
    let mean = position[schools]
    let spread = Bijector.lowerBounded(0).constrainWithJacobian(position[schools + 1])
    let share = spread.value / 5
    var logDensity = -mean * mean / 50 - VectorMath.log1p(share * share) + spread.logJacobian
    var byMean = -mean / 25
    var bySpread = -2 * share / (5 * (1 + share * share))
    for school in 0..<schools {
      let z = position[school]
      let residual = (data.y[school] - mean - spread.value * z) / data.sigma[school]
      logDensity -= (z * z + residual * residual) / 2
      let byEffect = residual / data.sigma[school]
      byMean += byEffect
      bySpread += byEffect * z
      gradient[school] = byEffect * spread.value - z
    }
    gradient[schools] = byMean
    gradient[schools + 1] = bySpread * spread.derivative + spread.logJacobianGradient
    return logDensity.isFinite ? logDensity : -.infinity
  }

  func write(
    parametersAt position: Span<Double>, into values: inout MutableSpan<Double>,
    workspace: inout Void, using random: inout RandomStream
  ) {
    let spread = Bijector.lowerBounded(0).constrain(position[schools + 1])
    for school in 0..<schools {
      values[school] = position[schools] + spread * position[school]
    }
    values[schools] = position[schools]
    values[schools + 1] = spread
  }
}
