/// A density together with one chain's workspace, its type forgotten.
///
/// The chain's own code then is not generic over a density of another module, which the compiler
/// could not specialise; the price is one dynamic call per gradient.
protocol ChainDensity: Sendable {
  /// The number of coordinates.
  var dimension: Int { get }

  /// The number of scalar parameters.
  var parameterCount: Int { get }

  /// The log density at the part `row` of `positions`, −∞ rather than NaN or +∞, and its gradient.
  mutating func evaluate(at positions: [Double], row: Range<Int>, gradient: inout [Double])
    -> Double

  /// The log density alone, −∞ rather than NaN or +∞, at `position`.
  mutating func logDensity(at position: [Double]) -> Double

  /// As ``LogDensity/refresh(_:using:)``.
  func refresh(_ position: inout [Double], using random: inout RandomStream) -> Bool

  /// The parameters, `[parameterCount]`, at the part `row` of `positions`.
  mutating func write(
    parametersAt positions: [Double], row: Range<Int>, into values: inout [Double],
    using random: inout RandomStream)
}

/// The ``ChainDensity`` of any density.
struct BoundDensity<Density: ParameterizedDensity>: ChainDensity {
  private let density: Density
  private var workspace: Density.Workspace

  init(_ density: Density) {
    self.density = density
    workspace = density.makeWorkspace()
  }

  var dimension: Int { density.dimension }
  var parameterCount: Int { density.layout.count }

  mutating func evaluate(
    at positions: [Double], row: Range<Int>, gradient: inout [Double]
  ) -> Double {
    var gradient = gradient.mutableSpan
    let value = density.evaluate(
      at: positions.span.extracting(row), gradient: &gradient, workspace: &workspace)
    return value < .infinity ? value : -.infinity
  }

  mutating func logDensity(at position: [Double]) -> Double {
    let value = density.logDensity(at: position.span, workspace: &workspace)
    return value < .infinity ? value : -.infinity
  }

  func refresh(_ position: inout [Double], using random: inout RandomStream) -> Bool {
    density.refresh(&position, using: &random)
  }

  mutating func write(
    parametersAt positions: [Double], row: Range<Int>, into values: inout [Double],
    using random: inout RandomStream
  ) {
    var values = values.mutableSpan
    density.write(
      parametersAt: positions.span.extracting(row), into: &values, workspace: &workspace,
      using: &random)
  }
}
