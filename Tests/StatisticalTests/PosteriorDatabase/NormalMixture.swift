import MediaMixInference

/// y ~ θ·N(μ₁, σ₁) + (1 − θ)·N(μ₂, σ₂) with μ₁ < μ₂; μ_k ~ N(0, 2), σ_k half-normal of scale 2,
/// θ ~ Beta(5, 5). On μ₁, ln(μ₂ − μ₁), ln σ₁, ln σ₂ and the logit of θ.
struct NormalMixture: ParameterizedDensity {
  struct Data: Decodable {
    let y: [Double]
  }

  let layout = ParameterLayout([
    Parameter("mu", countedFromOne: 2), Parameter("sigma", countedFromOne: 2), Parameter("theta"),
  ])
  let dimension = 5
  private let values: [Double]

  init(_ data: Data) {
    values = data.y
  }

  func makeWorkspace() {}

  func evaluate(
    at position: Span<Double>, gradient: inout MutableSpan<Double>, workspace: inout Void
  ) -> Double {
    let gap = Bijector.lowerBounded(0).constrainWithJacobian(position[1])
    let scales = (
      Bijector.lowerBounded(0).constrainWithJacobian(position[2]),
      Bijector.lowerBounded(0).constrainWithJacobian(position[3])
    )
    let weight = Bijector.interval(0, 1).constrainWithJacobian(position[4])
    var first = Component(mean: position[0], scale: scales.0.value, weight: weight.value)
    var second = Component(
      mean: position[0] + gap.value, scale: scales.1.value, weight: 1 - weight.value)
    var logDensity =
      first.logPrior + second.logPrior + gap.logJacobian + scales.0.logJacobian
      + scales.1.logJacobian + weight.logJacobian
      + 4 * (first.logWeight + second.logWeight)
    var byWeight = 4 / first.weight - 4 / second.weight
    for value in values {
      let (a, b) = (first.logDensity(of: value), second.logDensity(of: value))
      let ratio = VectorMath.exp(-abs(a - b))
      logDensity += max(a, b) + VectorMath.log1p(ratio)
      let (more, less) = (1 / (1 + ratio), ratio / (1 + ratio))
      let (byFirst, bySecond) = a > b ? (more, less) : (less, more)
      first.add(value, probability: byFirst)
      second.add(value, probability: bySecond)
      byWeight += byFirst / first.weight - bySecond / second.weight
    }
    gradient[0] = first.byMean + second.byMean
    gradient[1] = second.byMean * gap.derivative + gap.logJacobianGradient
    gradient[2] = first.byScale * scales.0.derivative + scales.0.logJacobianGradient
    gradient[3] = second.byScale * scales.1.derivative + scales.1.logJacobianGradient
    gradient[4] = byWeight * weight.derivative + weight.logJacobianGradient
    return logDensity.isFinite ? logDensity : -.infinity
  }

  func write(
    parametersAt position: Span<Double>, into values: inout MutableSpan<Double>,
    workspace: inout Void, using random: inout RandomStream
  ) {
    values[0] = position[0]
    values[1] = position[0] + Bijector.lowerBounded(0).constrain(position[1])
    values[2] = Bijector.lowerBounded(0).constrain(position[2])
    values[3] = Bijector.lowerBounded(0).constrain(position[3])
    values[4] = Bijector.interval(0, 1).constrain(position[4])
  }

  /// One of the two, with the gradient as it adds up over the values.
  private struct Component {
    let mean, scale, weight: Double
    let logWeight, logFactor: Double
    var byMean, byScale: Double

    init(mean: Double, scale: Double, weight: Double) {
      self.mean = mean
      self.scale = scale
      self.weight = weight
      logWeight = VectorMath.log(weight)
      logFactor = logWeight - VectorMath.log(scale)
      byMean = -mean / 4
      byScale = -scale / 4
    }

    var logPrior: Double { -(mean * mean + scale * scale) / 8 }

    /// Times the weight.
    func logDensity(of value: Double) -> Double {
      let z = (value - mean) / scale
      return logFactor - z * z / 2
    }

    mutating func add(_ value: Double, probability: Double) {
      let z = (value - mean) / scale
      byMean += probability * z / scale
      byScale += probability * (z * z - 1) / scale
    }
  }
}
