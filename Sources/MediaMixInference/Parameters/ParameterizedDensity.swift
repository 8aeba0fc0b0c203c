/// A log density whose coordinates stand for named parameters in natural units.
///
/// The sampler moves in whatever coordinates suit it; this map is the only place that knows them.
public protocol ParameterizedDensity: LogDensity {
  /// The named parameters.
  var layout: ParameterLayout { get }

  /// The parameters that `position` stands for, in natural units.
  ///
  /// - Parameters:
  ///   - position: `[dimension]`.
  ///   - values: `[layout.count]`, overwritten.
  ///   - workspace: memory made by this density.
  func write(
    parametersAt position: Span<Double>, into values: inout MutableSpan<Double>,
    workspace: inout Workspace)
}

extension ParameterizedDensity {
  /// ``evaluate(at:gradient:workspace:)`` at the part `row` of `positions`, with NaN taken for an
  /// impossible position.
  func evaluate(
    at positions: [Double], row: Range<Int>, gradient: inout [Double], workspace: inout Workspace
  ) -> Double {
    var gradient = gradient.mutableSpan
    let value = evaluate(
      at: positions.span.extracting(row), gradient: &gradient, workspace: &workspace)
    return value.isNaN ? -.infinity : value
  }

  /// ``write(parametersAt:into:workspace:)`` for the part `row` of `positions`.
  func write(
    parametersAt positions: [Double], row: Range<Int>, into values: inout [Double],
    workspace: inout Workspace
  ) {
    var values = values.mutableSpan
    write(parametersAt: positions.span.extracting(row), into: &values, workspace: &workspace)
  }
}
