import MediaMixInference

/// Two states, seen through y_t ~ N(μ_state, 1) and equally weighed at the first step; rows θ₁ and θ₂
/// of the transition matrix uniform on the simplex; 0 < μ₁ < μ₂, μ₁ ~ N(3, 1), μ₂ ~ N(10, 1). On the
/// logits of the rows' first elements, ln μ₁ and ln(μ₂ − μ₁).
struct HiddenMarkovModel: ParameterizedDensity {
  struct Data: Decodable {
    let y: [Double]
  }

  /// What the way back needs of each step: how probable a state before is, given the state after,
  /// in the order 1 → 1, 1 → 2, 2 → 1, 2 → 2.
  typealias Workspace = [SIMD4<Double>]

  let layout = ParameterLayout(
    ["theta1", "theta2", "mu"].map { Parameter($0, countedFromOne: 2) })
  let dimension = 4
  private let values: [Double]

  init(_ data: Data) {
    values = data.y
  }

  func makeWorkspace() -> Workspace { Array(repeating: .zero, count: values.count) }

  func evaluate(
    at position: Span<Double>, gradient: inout MutableSpan<Double>, workspace: inout Workspace
  ) -> Double {
    let stays = Bijector.interval(0, 1).constrainWithJacobian(position[0])
    let returns = Bijector.interval(0, 1).constrainWithJacobian(position[1])
    let low = Bijector.lowerBounded(0).constrainWithJacobian(position[2])
    let gap = Bijector.lowerBounded(0).constrainWithJacobian(position[3])
    let means = SIMD2(low.value, low.value + gap.value)
    let transitions = SIMD4(stays.value, 1 - stays.value, returns.value, 1 - returns.value)

    let offsets = means - SIMD2(3, 10)
    var logDensity = -(offsets * offsets).sum() / 2
    logDensity += stays.logJacobian + returns.logJacobian + low.logJacobian + gap.logJacobian
    let last = forward(means, transitions, &workspace)
    logDensity += last.logSum

    var byMeans = -offsets
    let byTransitions = backward(from: last.shares, means, workspace, &byMeans) / transitions
    gradient[0] = (byTransitions[0] - byTransitions[1]) * stays.derivative
    gradient[0] += stays.logJacobianGradient
    gradient[1] = (byTransitions[2] - byTransitions[3]) * returns.derivative
    gradient[1] += returns.logJacobianGradient
    gradient[2] = byMeans.sum() * low.derivative + low.logJacobianGradient
    gradient[3] = byMeans[1] * gap.derivative + gap.logJacobianGradient
    return logDensity.isFinite ? logDensity : -.infinity
  }

  /// The forward algorithm, on logarithms: over the paths to each state at the last step.
  private func forward(
    _ means: SIMD2<Double>, _ transitions: SIMD4<Double>, _ workspace: inout Workspace
  ) -> (logSum: Double, shares: SIMD2<Double>) {
    let logs = transitions.indices.map { VectorMath.log(transitions[$0]) }
    var reached = logEmission(values[0], means)
    for time in values.indices.dropFirst() {
      let first = logSum(reached[0] + logs[0], reached[1] + logs[2])
      let second = logSum(reached[0] + logs[1], reached[1] + logs[3])
      workspace[time] = SIMD4(first.shares[0], second.shares[0], first.shares[1], second.shares[1])
      reached = SIMD2(first.logSum, second.logSum) + logEmission(values[time], means)
    }
    return logSum(reached[0], reached[1])
  }

  /// The gradient, by the probabilities of states at the last step.
  ///
  /// - Returns: the expected number of each transition.
  private func backward(
    from last: SIMD2<Double>, _ means: SIMD2<Double>, _ workspace: Workspace,
    _ byMeans: inout SIMD2<Double>
  ) -> SIMD4<Double> {
    var state = last
    var counts = SIMD4<Double>.zero
    for time in values.indices.dropFirst().reversed() {
      byMeans += state * (values[time] - means)
      let joint = workspace[time] * SIMD4(state[0], state[1], state[0], state[1])
      counts += joint
      state = SIMD2(joint[0] + joint[1], joint[2] + joint[3])
    }
    byMeans += state * (values[0] - means)
    return counts
  }

  private func logEmission(_ value: Double, _ means: SIMD2<Double>) -> SIMD2<Double> {
    -0.5 * (value - means) * (value - means)
  }

  /// ln(eᵃ + eᵇ), and the share of each.
  private func logSum(_ a: Double, _ b: Double) -> (logSum: Double, shares: SIMD2<Double>) {
    let ratio = VectorMath.exp(-abs(a - b))
    let (more, less) = (1 / (1 + ratio), ratio / (1 + ratio))
    return (
      max(a, b) + VectorMath.log1p(ratio), a > b ? SIMD2(more, less) : SIMD2(less, more)
    )
  }

  func write(
    parametersAt position: Span<Double>, into values: inout MutableSpan<Double>,
    workspace: inout Workspace, using random: inout RandomStream
  ) {
    for row in 0..<2 {
      values[2 * row] = Bijector.interval(0, 1).constrain(position[row])
      values[2 * row + 1] = 1 - values[2 * row]
    }
    values[4] = Bijector.lowerBounded(0).constrain(position[2])
    values[5] = values[4] + Bijector.lowerBounded(0).constrain(position[3])
  }
}
