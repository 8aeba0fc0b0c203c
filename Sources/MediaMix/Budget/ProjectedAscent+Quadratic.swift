extension ProjectedAscent {
  /// A step towards the best plan of the quadratic model; nil where the objective has none, or where it
  /// leads nowhere.
  ///
  /// The model is solved a hundred times more precisely than the plan is optimal: more would be lost on
  /// what the model leaves out. Far from the optimum, where S-shaped curves may be convex, the model is
  /// that of the concave parts, so that it has one top and its direction ascends. Near it only the
  /// whole of the second derivatives makes steps converge faster than by a constant share.
  func quadraticStep(from state: Summit) async -> Summit? {
    let isNear = state.check.residual < Self.nearby
    guard var hessian = await objective.hessian(state.spends, isConcave: !isNear) else {
      return nil
    }
    var evaluation = state.evaluation
    evaluation.curvature = hessian.diagonal
    let metric = metric(of: evaluation)
    if !isNear { hessian.diagonal = metric.map { -$0 } }
    let model = QuadraticModel(
      origin: state.spends, gradient: evaluation.gradient, multiplier: state.check.multiplier,
      hessian: hessian, region: region,
      metric: metric)
    let best = model.maximizer(residual: max(target / 2, Self.precision * state.check.residual))
    return await search(from: state, towards: best, reference: evaluation.value)
  }

  /// The residual below which plans count as near the optimum.
  private static let nearby = 1e-3
  /// The residual of the model's plan over that of the plan the model is of.
  private static let precision = 1e-2
}
