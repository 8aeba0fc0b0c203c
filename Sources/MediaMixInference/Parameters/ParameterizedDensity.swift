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
  ///   - random: the chain's own stream, for parameters that the density has integrated out and that
  ///     are drawn here, given all others. Where nothing is integrated out it is not used.
  func write(
    parametersAt position: Span<Double>, into values: inout MutableSpan<Double>,
    workspace: inout Workspace, using random: inout RandomStream)
}
