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
