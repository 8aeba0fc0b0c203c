/// What a plan is worth, as a function of the spends of its cells.
package protocol SpendObjective: Sendable {
  /// The worth of a plan and its derivatives.
  ///
  /// - Parameter spends: ≥ 0, in money, `[cell]`.
  func evaluate(_ spends: [Double]) async -> SpendEvaluation

  /// All second derivatives, or those that a quadratic model needs; nil where there are only those of
  /// the evaluation.
  ///
  /// - Parameters:
  ///   - spends: ≥ 0, in money, `[cell]`.
  ///   - isConcave: whether to leave out convex parts, so that the model has one top.
  func hessian(_ spends: [Double], isConcave: Bool) async -> BlockHessian?
}

extension SpendObjective {
  package func hessian(_ spends: [Double], isConcave: Bool) async -> BlockHessian? { nil }
}

/// The worth of a plan and its derivatives.
package struct SpendEvaluation: Sendable {
  /// The worth.
  package var value: Double
  /// Its derivative by each spend, `[cell]`.
  package var gradient: [Double]
  /// Its second derivative by each spend, `[cell]`.
  package var curvature: [Double]
  /// What each cell adds to the worth, where the worth is a sum of functions of one spend each, so that
  /// `curvature` is all there is of second derivatives; `[cell]`. Nil where it is not.
  package var terms: [Double]?

  /// A worth and its derivatives.
  package init(value: Double, gradient: [Double], curvature: [Double], terms: [Double]?) {
    self.value = value
    self.gradient = gradient
    self.curvature = curvature
    self.terms = terms
  }
}
