package import MediaMixInference

/// The same posterior in coordinates that suit the sampler better: each geo's trend coefficient is
/// replaced by its trend's height at the last period.
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

  /// The trend's exponent at some position.
  private struct Power {
    var value: Double
    /// Its derivative by its coordinate.
    var derivative: Double
  }

  /// The posterior in plain coordinates.
  let plain: MediaMixDensity
  /// The coordinates of the coefficients that are replaced: a height is only another name for a
  /// coefficient that may be any real number.
  private let coefficients: [Int]
  /// The exponent's coordinate; nil where it is fixed.
  private let exponent: (coordinate: Int, bijector: Bijector)?
  private let fixedExponent: Double
  /// log(T−1).
  private let logLastPeriod: Double

  package var layout: ParameterLayout { plain.layout }
  package var dimension: Int { plain.dimension }

  /// `plain` in the other coordinates, given its number of periods.
  package init(_ plain: MediaMixDensity, periods: Int) {
    self.plain = plain
    let prior = plain.prior
    let range = prior.layout.range(of: ParameterName.trendCoefficient.rawValue) ?? 0..<0
    coefficients = range.compactMap {
      prior.bijector(of: $0) == .identity ? prior.coordinate(of: $0) : nil
    }
    let index = prior.layout.offset(of: .trendExponent)
    if let coordinate = prior.coordinate(of: index), let bijector = prior.bijector(of: index) {
      exponent = (coordinate, bijector)
    } else {
      exponent = nil
    }
    fixedExponent = prior.constants[index]
    logLastPeriod = VectorMath.log(Double(max(periods - 1, 1)))
  }

  package func makeWorkspace() -> Workspace {
    Workspace(plain: plain.makeWorkspace(), position: Array(repeating: 0, count: dimension))
  }

  private func power(at coordinate: Double) -> Power {
    guard let exponent else { return Power(value: fixedExponent, derivative: 0) }
    let image = exponent.bijector.constrainWithJacobian(coordinate)
    return Power(value: image.value, derivative: image.derivative)
  }

  /// These coordinates of a plain position, `[dimension]`.
  package func position(ofPlain position: [Double]) -> [Double] {
    var position = position
    let power = power(at: exponent.map { position[$0.coordinate] } ?? 0)
    let scale = VectorMath.exp(power.value * logLastPeriod)
    for coefficient in coefficients { position[coefficient] *= scale }
    return position
  }

  package func evaluate(
    at position: Span<Double>, gradient: inout MutableSpan<Double>, workspace: inout Workspace
  ) -> Double {
    let (power, scale) = moveToPlain(position, into: &workspace.position)
    let plainPosition = workspace.position
    let value = plain.evaluate(
      at: plainPosition.span, gradient: &gradient, workspace: &workspace.plain)
    // coef_trend = v·exp(−expo·log(T−1)), and its derivative by v is the Jacobian.
    var byExponent = 0.0
    for coefficient in coefficients {
      byExponent -= logLastPeriod * (gradient[coefficient] * plainPosition[coefficient] + 1)
      gradient[coefficient] *= scale
    }
    if let exponent { gradient[exponent.coordinate] += byExponent * power.derivative }
    return value - Double(coefficients.count) * power.value * logLastPeriod
  }

  package func write(
    parametersAt position: Span<Double>, into values: inout MutableSpan<Double>,
    workspace: inout Workspace, using random: inout RandomStream
  ) {
    _ = moveToPlain(position, into: &workspace.position)
    let plainPosition = workspace.position
    plain.write(
      parametersAt: plainPosition.span, into: &values, workspace: &workspace.plain,
      using: &random)
  }

  /// Writes the plain coordinates; returns the trend's exponent and (T−1)^−exponent.
  private func moveToPlain(
    _ position: Span<Double>, into plainPosition: inout [Double]
  ) -> (power: Power, scale: Double) {
    let power = power(at: exponent.map { position[$0.coordinate] } ?? 0)
    let scale = VectorMath.exp(-power.value * logLastPeriod)
    for k in 0..<dimension { plainPosition[k] = position[k] }
    for coefficient in coefficients { plainPosition[coefficient] *= scale }
    return (power, scale)
  }
}
