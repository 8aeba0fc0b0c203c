/// Climbs from a plan to the nearest plan that no small change improves.
///
/// The spectral projected gradient method of Birgin, Martínez and Raydan (2000, "Nonmonotone Spectral
/// Projected Gradient Methods on Convex Sets"), in the metric of the second derivatives: a step goes
/// towards the projection of x + α·W⁻¹·gradient, W being diagonal. Where the objective is a sum of
/// functions of one spend each, W is the whole of the second derivatives and α = 1: Newton's method.
/// Elsewhere α is the spectral step of Barzilai and Borwein in that metric. A step is shortened until
/// the objective is larger than the smallest of the last ten, by a ten-thousandth of what the gradient
/// promises. Where spends act on one another and the objective knows all second derivatives, steps lead
/// to the best plan of the quadratic model instead, as long as those ascend.
package struct ProjectedAscent: Sendable {
  /// Where a climb ended.
  package struct Summit: Sendable {
    package var spends: [Double]
    package var evaluation: SpendEvaluation
    package var check: OptimalityCheck
    package var iterations = 0
    package var evaluations = 1

    /// What each cell earns more than the multiplier of the budget, `[cell]`. A move within the budget
    /// brings as much by these as by the gradient, without the rounding of what cancels.
    var advantages: [Double] { evaluation.gradient.map { $0 - check.multiplier } }
  }

  /// The residual of ``OptimalityCheck`` at which a plan counts as optimal.
  static let tolerance = 1e-7

  let objective: any SpendObjective
  let region: SpendRegion
  var maximumIterations = 500
  /// The residual to stop at.
  var target = 1e-10

  private static let memory = 10
  /// Steps without a gain after which a climb ends, and after which it ends where the plan is optimal.
  private static let patience = (before: 20, after: 5)
  private static let sufficientIncrease = 1e-4
  /// Differences of this size relative to the objective are noise of its sums.
  private static let noise = 1e-14

  /// Climbs from `start`, a plan of the region.
  func climb(from start: [Double]) async -> Summit {
    let evaluation = await objective.evaluate(start)
    var state = Summit(
      spends: start, evaluation: evaluation,
      check: OptimalityCheck(start, gradient: evaluation.gradient, in: region))
    var best = state
    var recent = [evaluation.value]
    var spectralLength = 1.0
    var isQuadratic = evaluation.terms == nil
    var stalled = 0
    var mark = state.check.residual
    while state.iterations < maximumIterations, best.check.residual > target,
      stalled < (best.check.residual > Self.tolerance ? Self.patience.before : Self.patience.after)
    {
      let reached = isQuadratic ? await quadraticStep(from: state) : nil
      isQuadratic = reached != nil
      let metric = metric(of: state.evaluation)
      guard
        let next = isQuadratic
          ? reached
          : await spectralStep(
            from: state, metric: metric, length: spectralLength, reference: recent.min() ?? 0)
      else { break }
      if next.evaluation.terms == nil {
        spectralLength = Self.spectralLength(from: state, to: next, metric: metric)
      }
      let gain = next.evaluation.value - best.evaluation.value
      // Where the objective is level to rounding, its slopes still tell one plan from another.
      if gain > Self.noise * best.evaluation.value.magnitude || next.check.residual < mark / 2 {
        (stalled, mark) = (0, min(mark, next.check.residual))
      } else {
        stalled += 1
      }
      if gain > 0 || (isLevel(gain, best) && next.check.residual < best.check.residual) {
        best = next
      }
      state = next
      best.iterations = state.iterations
      best.evaluations = state.evaluations
      recent.append(state.evaluation.value)
      if recent.count > Self.memory { recent.removeFirst() }
    }
    return await polished(best)
  }

  /// Whether a difference is noise.
  private func isLevel(_ gain: Double, _ best: Summit) -> Bool {
    gain.magnitude <= 100 * Self.noise * best.evaluation.value.magnitude
  }

  /// One step along the gradient; nil where none leads upwards.
  private func spectralStep(
    from state: Summit, metric: [Double], length: Double, reference: Double
  ) async -> Summit? {
    let gradient = state.evaluation.gradient
    let point = state.spends.indices.map {
      state.spends[$0] + length * gradient[$0] / metric[$0]
    }
    let target = region.projection(of: point, weights: metric)
    return await search(from: state, towards: target, reference: reference)
  }

  /// A plan on the way to another that is better than the reference; nil where that leads nowhere.
  func search(
    from state: Summit, towards target: [Double], reference: Double
  ) async -> Summit? {
    let direction = zip(target, state.spends).map { $0 - $1 }
    let promise = zip(direction, state.advantages).reduce(0) { $0 + $1.0 * $1.1 }
    let noise = Self.noise * state.evaluation.value.magnitude
    // Moves between cells of one node may promise less than their rounding and still level slopes.
    guard promise > (state.evaluation.terms == nil ? -noise : 0) else { return nil }
    var share = 1.0
    var next = state
    next.iterations += 1
    while share > 1e-12 {
      next.spends =
        share == 1
        ? target
        : state.spends.indices.map { cell in
          min(
            max(state.spends[cell] + share * direction[cell], region.lower[cell]),
            region.upper[cell])
        }
      next.evaluation = await objective.evaluate(next.spends)
      next.evaluations += 1
      let gain = next.evaluation.value - reference
      if gain >= Self.sufficientIncrease * share * promise - noise
        || isGentle(next.evaluation, from: state, promise: promise, direction: direction)
      {
        next.check = OptimalityCheck(
          next.spends, gradient: next.evaluation.gradient, in: region)
        return next
      }
      // The parabola through both values with the slope at the start has its top here.
      let loss = next.evaluation.value - state.evaluation.value
      let top = share * share * promise / (2 * (share * promise - loss))
      share = min(max(top, 0.1 * share), 0.5 * share)
    }
    return nil
  }

  /// Whether slopes alone say that a step is no worse than level, where the objective's rounding hides
  /// what it brings: the approximate condition of Hager and Zhang (2005, "A New Conjugate Gradient
  /// Method with Guaranteed Descent and an Efficient Line Search").
  private func isGentle(
    _ evaluation: SpendEvaluation, from state: Summit, promise: Double, direction: [Double]
  ) -> Bool {
    guard promise <= Self.hidden * evaluation.value.magnitude else { return false }
    let slope = zip(direction, evaluation.gradient).reduce(0) {
      $0 + $1.0 * ($1.1 - state.check.multiplier)
    }
    return slope >= (2 * Self.sufficientIncrease - 1) * promise
  }

  /// Promises below this, relative to the objective, may drown in rounding.
  private static let hidden = 1e-9

  /// The size of second derivatives, kept from vanishing where a curve is straight.
  func metric(of evaluation: SpendEvaluation) -> [Double] {
    let slope = evaluation.gradient.reduce(0) { $1.isFinite ? max($0, $1.magnitude) : $0 }
    return evaluation.curvature.indices.map { cell in
      let width = max(region.upper[cell] - region.lower[cell], .leastNormalMagnitude)
      let least = max(1e-6 * slope / width, .leastNormalMagnitude)
      let curvature = evaluation.curvature[cell].magnitude
      return curvature.isFinite ? max(curvature, least) : 1e12 * least
    }
  }

  private static func spectralLength(from old: Summit, to new: Summit, metric: [Double]) -> Double {
    var (length, bend) = (0.0, 0.0)
    for cell in metric.indices {
      let move = new.spends[cell] - old.spends[cell]
      length += move * move * metric[cell]
      bend -= move * (new.evaluation.gradient[cell] - old.evaluation.gradient[cell])
    }
    return bend > 0 ? min(max(length / bend, 1e-4), 1e4) : 1e4
  }
}
