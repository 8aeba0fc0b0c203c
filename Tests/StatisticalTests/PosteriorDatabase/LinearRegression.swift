import MediaMixInference

/// y ~ N(Σ_k β_k·x_k, σ), on β and ln σ.
struct LinearRegression: ParameterizedDensity {
  let layout: ParameterLayout
  /// `[coefficient][row]`.
  let columns: [[Double]]
  /// y.
  let response: [Double]
  /// Of each β; flat without.
  var coefficientPrior: Normal?
  /// Of σ; flat without.
  var scalePrior: (any Distribution)?

  /// - Parameter coefficients: what the columns' coefficients are called; by default "beta".
  init(
    _ columns: [[Double]], response: [Double], coefficients: [Parameter]? = nil,
    coefficientPrior: Normal? = nil, scalePrior: (any Distribution)? = nil
  ) {
    self.columns = columns
    self.response = response
    self.coefficientPrior = coefficientPrior
    self.scalePrior = scalePrior
    layout = ParameterLayout(
      (coefficients ?? [Parameter("beta", countedFromOne: columns.count)]) + [Parameter("sigma")])
  }

  /// What a flat prior adds.
  private let flat = (logDensity: 0.0, gradient: 0.0)

  var dimension: Int { columns.count + 1 }

  /// Residuals over σ.
  func makeWorkspace() -> [Double] { response }

  func evaluate(
    at position: Span<Double>, gradient: inout MutableSpan<Double>, workspace: inout [Double]
  ) -> Double {
    let scale = Bijector.lowerBounded(0).constrainWithJacobian(position[columns.count])
    let rows = response.indices
    for row in rows { workspace[row] = response[row] }
    for (k, column) in columns.enumerated() {
      let coefficient = position[k]
      for row in rows { workspace[row] -= coefficient * column[row] }
    }
    var squares = 0.0
    for row in rows {
      workspace[row] /= scale.value
      squares += workspace[row] * workspace[row]
    }
    var logDensity = -Double(rows.count) * VectorMath.log(scale.value) - squares / 2
    var byScale = (squares - Double(rows.count)) / scale.value
    for (k, column) in columns.enumerated() {
      let prior = coefficientPrior?.logDensityAndGradient(at: position[k]) ?? flat
      logDensity += prior.logDensity
      var product = 0.0
      for row in rows { product += workspace[row] * column[row] }
      gradient[k] = product / scale.value + prior.gradient
    }
    let prior = scalePrior?.logDensityAndGradient(at: scale.value) ?? flat
    logDensity += prior.logDensity + scale.logJacobian
    byScale += prior.gradient
    gradient[columns.count] = byScale * scale.derivative + scale.logJacobianGradient
    return logDensity.isFinite ? logDensity : -.infinity
  }

  func write(
    parametersAt position: Span<Double>, into values: inout MutableSpan<Double>,
    workspace: inout [Double], using random: inout RandomStream
  ) {
    for k in columns.indices { values[k] = position[k] }
    values[columns.count] = Bijector.lowerBounded(0).constrain(position[columns.count])
  }
}

extension Parameter {
  /// A parameter whose elements are called as in Stan, "beta[1]" and so on.
  init(_ name: String, countedFromOne count: Int) {
    self.init(name, axes: [ParameterAxis("index", labels: (1...count).map { String($0) })])
  }
}
