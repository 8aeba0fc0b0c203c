/// A differentiable, unnormalised log density on ℝⁿ: all that the sampler knows of a model.
///
/// The density itself is shared by every chain and never changes; what an evaluation needs to write
/// on lives in a ``Workspace``, one per chain.
public protocol LogDensity: Sendable {
  /// Memory that one evaluation may write on. One per chain, never shared.
  associatedtype Workspace

  /// The number n of coordinates.
  var dimension: Int { get }

  /// Memory for one chain. Called once per chain, so that ``evaluate(at:gradient:workspace:)``
  /// need not allocate.
  func makeWorkspace() -> Workspace

  /// The log density and its gradient.
  ///
  /// - Parameters:
  ///   - position: `[dimension]`, any real numbers.
  ///   - gradient: `[dimension]`, overwritten with ∂ log density / ∂ position. Its content is
  ///     meaningless where the result is −∞.
  ///   - workspace: memory made by ``makeWorkspace()`` of this same density.
  /// - Returns: the log density up to a constant; −∞ where the position is impossible. Never NaN,
  ///   never +∞.
  func evaluate(
    at position: Span<Double>, gradient: inout MutableSpan<Double>, workspace: inout Workspace
  ) -> Double
}
