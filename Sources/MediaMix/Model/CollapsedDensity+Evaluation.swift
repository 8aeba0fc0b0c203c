internal import MediaMixInference

extension CollapsedDensity {
  /// The log density, which may be NaN where it is impossible; with `withGradient` the workspace has
  /// what ``pullBack(into:workspace:)`` needs.
  func logDensity(
    at position: Span<Double>, withGradient: Bool, workspace: inout Workspace
  ) -> Double {
    var value = condition(on: position, workspace: &workspace)
    guard value.isFinite else { return -.infinity }
    value += block.logDensity(
      of: &workspace.rows, given: workspace.condition, parameters: &workspace.parameters,
      workspace: &workspace.block, withGradient: withGradient)
    guard !plain.experiments.isEmpty else { return value }
    return value
      + plain.experiments.logDensity(
        workspace.parameters, workspace: &workspace.experiments,
        addingGradientTo: &workspace.parameterGradients)
  }

  /// Takes the explicit parameters from `position` and puts what the block is conditioned on into the
  /// workspace.
  ///
  /// - Returns: the log prior and the log Jacobian of the explicit parameters; the gradient of what is
  ///   not in their coordinates is in the workspace.
  func condition(on position: Span<Double>, workspace: inout Workspace) -> Double {
    for i in workspace.parameterGradients.indices { workspace.parameterGradients[i] = 0 }
    for coefficient in integrated { workspace.parameters[coefficient.scalar] = coefficient.loc }
    var value = explicit.write(
      position, to: &workspace.parameters, workspace: &workspace.explicit)
    plain.mean.media.forward(workspace.parameters, workspace: &workspace.media)
    value += explicit.writeLevels(
      position, sums: workspace.media.sums, to: &workspace.parameters,
      workspace: &workspace.explicit)
    value += explicit.logPrior(
      of: workspace.parameters, gradients: &workspace.parameterGradients)
    let trend = plain.mean.trend
    trend.forward(
      exponent: workspace.parameters[trendExponent], into: &workspace.condition.trend)
    trend.derivative(of: workspace.condition.trend, into: &workspace.condition.bend)
    for geo in workspace.rows.indices {
      workspace.condition.sigma[geo] = workspace.parameters[sigma + geo]
      if let seasonFactor {
        workspace.condition.factor[geo] = workspace.parameters[seasonFactor + geo]
      }
      Self.subtract(
        workspace.media.sums[geo], workspace.parameters[intercept + geo],
        from: plain.target[geo], into: &workspace.rows[geo])
    }
    for geo in givenTrends {
      workspace.rows[geo].add(
        -workspace.parameters[trendCoefficient + geo], times: workspace.condition.trend)
    }
    given.subtract(
      workspace.parameters, factor: workspace.condition.factor, from: &workspace.rows,
      workspace: &workspace.given)
    return value
  }

  private static func subtract(
    _ sums: [Double], _ level: Double, from target: [Double], into row: inout [Double]
  ) {
    for t in target.indices { row[t] = target[t] - sums[t] - level }
  }

  /// The gradient of the log density that the workspace was last left with.
  func pullBack(into gradient: inout MutableSpan<Double>, workspace: inout Workspace) {
    for geo in workspace.rows.indices {
      workspace.parameterGradients[sigma + geo] += workspace.block.sigmaGradients[geo]
      workspace.parameterGradients[intercept + geo] +=
        workspace.rows[geo].total
    }
    workspace.parameterGradients[trendExponent] += workspace.block.exponentGradient
    for geo in givenTrends { pullBackTrend(of: geo, workspace: &workspace) }
    given.pullBack(
      workspace.rows, factor: workspace.condition.factor, workspace: &workspace.given,
      into: &workspace.parameterGradients, addingTo: &workspace.block.factorGradients)
    if let seasonFactor {
      for geo in workspace.rows.indices {
        workspace.parameterGradients[seasonFactor + geo] += workspace.block.factorGradients[geo]
      }
    }
    explicit.pullBackLevels(
      workspace.parameterGradients, workspace: workspace.explicit,
      addingTo: &workspace.rows)
    plain.mean.media.pullback(
      workspace.rows, parameters: workspace.parameters, workspace: &workspace.media,
      into: &workspace.parameterGradients)
    explicit.pullBack(
      &workspace.parameterGradients, workspace: workspace.explicit, into: &gradient)
  }

  /// Of a trend whose coefficient is given: at the block's own modes it is the block's.
  private func pullBackTrend(of geo: Int, workspace: inout Workspace) {
    let scalar = trendCoefficient + geo
    guard block.parts[geo].trendScale == nil else { return }
    workspace.parameterGradients[scalar] += workspace.rows[geo].dot(workspace.condition.trend)
    workspace.parameterGradients[trendExponent] +=
      workspace.parameters[scalar] * workspace.rows[geo].dot(workspace.condition.bend)
  }
}
