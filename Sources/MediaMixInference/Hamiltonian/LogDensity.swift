/// A differentiable, unnormalised log density on ℝⁿ: all that the sampler knows of a model.
///
/// The density itself is shared by every chain and never changes; what an evaluation needs to write
/// on lives in a ``Workspace``, one per chain.
public protocol LogDensity: Sendable {
  /// Memory that one evaluation may write on. One per chain, never shared; chains may change threads
  /// between transitions, and their memory with them.
  associatedtype Workspace: Sendable

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

  /// The log density alone: the result of ``evaluate(at:gradient:workspace:)``, but for rounding.
  /// Without an implementation of its own it is that.
  func logDensity(at position: Span<Double>, workspace: inout Workspace) -> Double

  /// Groups of coordinates in which the density may have pockets that a trajectory seldom finds the
  /// way out of. From the last metric on a chain tries to move each group as a whole before each
  /// transition, to places proposed from what warm-up has seen; it asks for
  /// ``logDensity(at:workspace:)`` only. None by default.
  var blocks: [[Int]] { get }

  /// Moves a position by draws of some of what it stands for, given the rest, from distributions that
  /// are known without an evaluation. A chain does so before each transition. By default nothing is moved.
  ///
  /// The moves must leave the density of coordinates invariant, Jacobians included: where members of a
  /// level are kept and their multiples of it move, what the level is drawn from has a factor of one over
  /// the level for each member.
  ///
  /// - Parameters:
  ///   - position: `[dimension]`, a place where the density is positive.
  ///   - random: the chain's own stream for this.
  /// - Returns: whether `position` was changed.
  func refresh(_ position: inout [Double], using random: inout RandomStream) -> Bool
}

extension LogDensity {
  public func logDensity(at position: Span<Double>, workspace: inout Workspace) -> Double {
    var gradient = Array(repeating: 0.0, count: dimension)
    var span = gradient.mutableSpan
    return evaluate(at: position, gradient: &span, workspace: &workspace)
  }

  public var blocks: [[Int]] { [] }

  public func refresh(_ position: inout [Double], using random: inout RandomStream) -> Bool {
    false
  }
}
