import MediaMixInference

/// y_t ~ N(μ, σ_t) with σ_t² = α₀ + α₁·(y_{t−1} − μ)² + β₁·σ_{t−1}² and σ₁ given; flat on α₀ > 0,
/// α₁ in (0, 1), β₁ in (0, 1 − α₁). On μ, ln α₀ and the logits of α₁ and of β₁/(1 − α₁).
struct Garch: ParameterizedDensity {
  struct Data: Decodable {
    let y: [Double]
    let sigma1: Double
  }

  let layout = ParameterLayout(["mu", "alpha0", "alpha1", "beta1"].map { Parameter($0) })
  let dimension = 4
  private let data: Data

  init(_ data: Data) {
    self.data = data
  }

  func makeWorkspace() {}

  func evaluate(
    at position: Span<Double>, gradient: inout MutableSpan<Double>, workspace: inout Void
  ) -> Double {
    let mean = position[0]
    let constant = Bijector.lowerBounded(0).constrainWithJacobian(position[1])
    let news = Bijector.interval(0, 1).constrainWithJacobian(position[2])
    let share = Bijector.interval(0, 1).constrainWithJacobian(position[3])
    let room = 1 - news.value
    let memory = room * share.value

    var variance = data.sigma1 * data.sigma1
    // ∂σ_t² by μ, α₀, α₁ and β₁.
    var slopes = SIMD4<Double>.zero
    var byParameter = SIMD4<Double>.zero
    var logDensity = constant.logJacobian + news.logJacobian + share.logJacobian
    logDensity += VectorMath.log(room)
    for (time, value) in data.y.enumerated() {
      if time > 0 {
        let before = data.y[time - 1] - mean
        slopes = SIMD4(-2 * news.value * before, 1, before * before, variance) + memory * slopes
        variance = constant.value + news.value * before * before + memory * variance
      }
      let residual = value - mean
      let squared = residual * residual / variance
      logDensity -= (VectorMath.log(variance) + squared) / 2
      byParameter += (squared - 1) / (2 * variance) * slopes
      byParameter[0] += residual / variance
    }
    gradient[0] = byParameter[0]
    gradient[1] = byParameter[1] * constant.derivative + constant.logJacobianGradient
    let byNews = byParameter[2] - byParameter[3] * share.value - 1 / room
    gradient[2] = byNews * news.derivative + news.logJacobianGradient
    gradient[3] = byParameter[3] * room * share.derivative + share.logJacobianGradient
    return logDensity.isFinite ? logDensity : -.infinity
  }

  func write(
    parametersAt position: Span<Double>, into values: inout MutableSpan<Double>,
    workspace: inout Void, using random: inout RandomStream
  ) {
    let news = Bijector.interval(0, 1).constrain(position[2])
    values[0] = position[0]
    values[1] = Bijector.lowerBounded(0).constrain(position[1])
    values[2] = news
    values[3] = (1 - news) * Bijector.interval(0, 1).constrain(position[3])
  }
}
