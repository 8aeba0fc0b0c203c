import MediaMixInference

/// A density given by a closure: value and gradient at a position.
struct ClosureDensity: ParameterizedDensity {
  let layout: ParameterLayout
  let body: @Sendable ([Double]) -> (value: Double, gradient: [Double])

  init(dimension: Int, body: @escaping @Sendable ([Double]) -> (value: Double, gradient: [Double]))
  {
    layout = ParameterLayout([
      Parameter("x", axes: [ParameterAxis("dimension", count: dimension)])
    ])
    self.body = body
  }

  var dimension: Int { layout.count }
  func makeWorkspace() {}

  func evaluate(
    at position: Span<Double>, gradient: inout MutableSpan<Double>, workspace: inout Void
  ) -> Double {
    let result = body(position.indices.map { position[$0] })
    for i in result.gradient.indices { gradient[i] = result.gradient[i] }
    return result.value
  }

  func write(
    parametersAt position: Span<Double>, into values: inout MutableSpan<Double>,
    workspace: inout Void, using random: inout RandomStream
  ) {
    for i in 0..<dimension { values[i] = position[i] }
  }

  /// N(`mean`, `covariance`) in as many dimensions, from the covariance's inverse.
  static func normal(mean: [Double], precision: [[Double]]) -> ClosureDensity {
    ClosureDensity(dimension: mean.count) { x in
      let d = zip(x, mean).map { $0 - $1 }
      let gradient = precision.map { row in -zip(row, d).reduce(0) { $0 + $1.0 * $1.1 } }
      return (0.5 * zip(gradient, d).reduce(0) { $0 + $1.0 * $1.1 }, gradient)
    }
  }

  /// v ~ N(0, 1), x_i ~ N(0, e^v) (`count` of them): Neal's funnel, of moderate width.
  static func funnel(count: Int) -> ClosureDensity {
    ClosureDensity(dimension: count + 1) { x in
      let v = x[0]
      let inverse = VectorMath.exp(-2 * v)
      let squares = x.dropFirst().reduce(0) { $0 + $1 * $1 }
      let value = -0.5 * v * v - Double(count) * v - 0.5 * squares * inverse
      return (
        value,
        [-v - Double(count) + squares * inverse] + x.dropFirst().map { -$0 * inverse }
      )
    }
  }
}

/// Two peaks ten standard deviations apart, which 30 % and 70 % of x are at, and y = x + N(0, 1). No
/// trajectory goes from one to the other; where x is drawn anew, y goes with it.
struct RefreshedDensity: ParameterizedDensity {
  private let shape = ClosureDensity(dimension: 2) { position in
    let (x, rest) = (position[0], position[1] - position[0])
    let (low, high) = (
      0.3 * VectorMath.exp(-0.5 * (x + 5) * (x + 5)), 0.7 * VectorMath.exp(-0.5 * (x - 5) * (x - 5))
    )
    let slope = -(low * (x + 5) + high * (x - 5)) / (low + high)
    return (VectorMath.log(low + high) - 0.5 * rest * rest, [slope + rest, -rest])
  }

  var layout: ParameterLayout { shape.layout }
  var dimension: Int { 2 }
  func makeWorkspace() {}

  func evaluate(
    at position: Span<Double>, gradient: inout MutableSpan<Double>, workspace: inout Void
  ) -> Double {
    shape.evaluate(at: position, gradient: &gradient, workspace: &workspace)
  }

  func write(
    parametersAt position: Span<Double>, into values: inout MutableSpan<Double>,
    workspace: inout Void, using random: inout RandomStream
  ) {
    shape.write(parametersAt: position, into: &values, workspace: &workspace, using: &random)
  }

  func refresh(_ position: inout [Double], using random: inout RandomStream) -> Bool {
    let x = (random.uniform() < 0.3 ? -5 : 5) + random.normal()
    position[1] += x - position[0]
    position[0] = x
    return true
  }
}
