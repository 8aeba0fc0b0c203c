package import MediaMixInference

/// The same posterior in coordinates that suit the sampler better: the trend's coefficient is
/// replaced by the trend's height at the last period.
///
/// Where v = coef_trend·(T−1)^expo_trend, the height and the exponent are nearly independent, while
/// coefficient and exponent trade off along a narrow curved valley: an exponent of 1.5 with the
/// coefficient of 0.5 would be a trend a hundred times too high.
package struct TrendScaledDensity: ParameterizedDensity {
  /// Memory of one chain.
  package struct Workspace: Sendable {
    fileprivate var plain: MediaMixDensity.Workspace
    fileprivate var position: [Double]
  }

  private let plain: MediaMixDensity
  private let coefficient: Int
  private let exponent: Int
  private let exponentBijector: Bijector
  /// log(T−1).
  private let logLastPeriod: Double

  package var layout: ParameterLayout { plain.layout }
  package var dimension: Int { plain.dimension }

  /// `plain` in the other coordinates, given its number of periods.
  package init(_ plain: MediaMixDensity, periods: Int) {
    self.plain = plain
    coefficient = plain.layout.offset(of: .trendCoefficient)
    exponent = plain.layout.offset(of: .trendExponent)
    exponentBijector = plain.bijector(of: exponent)
    // The height is only another name for the coefficient where it may be any real number.
    let isReal = plain.bijector(of: coefficient) == .identity
    logLastPeriod = isReal ? VectorMath.log(Double(max(periods - 1, 1))) : 0
  }

  package func makeWorkspace() -> Workspace {
    Workspace(
      plain: plain.makeWorkspace(), position: Array(repeating: 0, count: dimension))
  }

  /// These coordinates of a plain position, `[dimension]`.
  package func position(ofPlain position: [Double]) -> [Double] {
    var position = position
    let power = exponentBijector.constrainWithJacobian(position[exponent]).value
    position[coefficient] *= VectorMath.exp(power * logLastPeriod)
    return position
  }

  package func evaluate(
    at position: Span<Double>, gradient: inout MutableSpan<Double>, workspace: inout Workspace
  ) -> Double {
    let power = moveToPlain(position, into: &workspace.position)
    let plainPosition = workspace.position
    let value = plain.evaluate(
      at: plainPosition.span, gradient: &gradient, workspace: &workspace.plain)
    // coef_trend = v·exp(−expo·log(T−1)), and its derivative by v is the Jacobian.
    let scale = VectorMath.exp(-power.value * logLastPeriod)
    let byExponent =
      -logLastPeriod * (gradient[coefficient] * plainPosition[coefficient] + 1)
    gradient[exponent] += byExponent * power.derivative
    gradient[coefficient] *= scale
    return value - power.value * logLastPeriod
  }

  package func write(
    parametersAt position: Span<Double>, into values: inout MutableSpan<Double>,
    workspace: inout Workspace
  ) {
    _ = moveToPlain(position, into: &workspace.position)
    let plainPosition = workspace.position
    plain.write(
      parametersAt: plainPosition.span, into: &values, workspace: &workspace.plain)
  }

  /// Writes the plain coordinates and returns the trend's exponent with its derivative.
  private func moveToPlain(
    _ position: Span<Double>, into plainPosition: inout [Double]
  ) -> (value: Double, derivative: Double) {
    let power = exponentBijector.constrainWithJacobian(position[exponent])
    for i in 0..<dimension { plainPosition[i] = position[i] }
    plainPosition[coefficient] *= VectorMath.exp(-power.value * logLastPeriod)
    return (power.value, power.derivative)
  }
}
