internal import CMediaMixVector
internal import MediaMixInference

extension CollapsedDensity {
  /// The log density, which may be NaN where it is impossible; with `withGradient` the workspace has
  /// what ``pullBack(into:workspace:)`` needs.
  func logDensity(
    at position: Span<Double>, withGradient: Bool, workspace: inout Workspace
  ) -> Double {
    var value = condition(on: position, withGradient: withGradient, workspace: &workspace)
    guard value.isFinite else { return -.infinity }
    value += block.logDensity(
      of: &workspace.rows, given: workspace.condition, workspace: &workspace.block,
      withGradient: withGradient)
    guard !plain.experiments.isEmpty else { return value }
    return value
      + plain.experiments.logDensity(
        workspace.parameters, workspace: &workspace.experiments,
        addingGradientTo: &workspace.parameterGradients)
  }

  /// Takes the explicit parameters from `position` and puts what the block is conditioned on into the
  /// workspace, but for what a gradient alone needs.
  ///
  /// - Returns: the log prior and the log Jacobian of the explicit parameters; the gradient of what is
  ///   not in their coordinates is in the workspace.
  func condition(
    on position: Span<Double>, withGradient: Bool, workspace: inout Workspace
  ) -> Double {
    for i in workspace.parameterGradients.indices { workspace.parameterGradients[i] = 0 }
    var value = explicit.write(
      position, to: &workspace.parameters, workspace: &workspace.explicit)
    plain.mean.media.sum(workspace.parameters, workspace: &workspace.media)
    value += explicit.writeLevels(
      position, sums: workspace.media.sums, to: &workspace.parameters,
      workspace: &workspace.explicit)
    value += explicit.logPrior(
      of: workspace.parameters, gradients: &workspace.parameterGradients)
    let exponent = workspace.parameters[trendExponent]
    if workspace.condition.exponent != exponent {
      workspace.condition.exponent = exponent
      plain.mean.trend.forward(exponent: exponent, into: &workspace.condition.trend)
    }
    if withGradient {
      plain.mean.trend.derivative(
        of: workspace.condition.trend, into: &workspace.condition.bend)
    }
    for geo in workspace.rows.indices {
      workspace.condition.sigma[geo] = workspace.parameters[sigma + geo]
      if let seasonFactor {
        workspace.condition.factor[geo] = workspace.parameters[seasonFactor + geo]
      }
      var sign = -1.0
      mmv_add_columns(
        .best, plain.target[geo], -workspace.parameters[intercept + geo],
        workspace.media.sums[geo], &sign, 1, plain.mean.timeCount, &workspace.rows[geo])
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

  /// The gradient of the log density that the workspace was last left with.
  func pullBack(into gradient: inout MutableSpan<Double>, workspace: inout Workspace) {
    for geo in workspace.rows.indices {
      workspace.parameterGradients[sigma + geo] += workspace.block.sigmaGradients[geo]
    }
    for geo in givenIntercepts {
      workspace.parameterGradients[intercept + geo] += workspace.rows[geo].total
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
    plain.mean.media.pullbackOfSum(
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
