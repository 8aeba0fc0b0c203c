extension BudgetOptimizer {
  /// The best plan for the least budget at which media bring `value`.
  ///
  /// The best value V(B) grows with the budget as long as media help, and its derivative is the
  /// budget's multiplier: Newton's method within a bracket that bisection keeps shrinking.
  ///
  /// - Returns: nil if even the largest budget brings less.
  func least(
    reaching value: Double, in budgets: ClosedRange<Double>
  ) async -> (plan: ProjectedAscent.Summit?, values: ClosedRange<Double>) {
    let smallest = await best(budgets.lowerBound)
    let largest = await best(budgets.upperBound, from: [smallest.spends])
    let (low, high) = (smallest.evaluation.value, largest.evaluation.value)
    let values = min(low, high)...max(low, high)
    if low >= value { return (smallest, values) }
    guard high >= value else { return (nil, values) }
    let plan = await crossing(
      from: (budgets.lowerBound, smallest), to: (budgets.upperBound, largest)
    ) { _, summit in (summit.evaluation.value - value, summit.check.multiplier) }
    return (plan, values)
  }

  /// The best plan for the largest budget whose average return is at least `target`.
  ///
  /// With S-shaped curves the average may rise before it falls, so that budgets are tried from the
  /// largest down before the crossing is located.
  ///
  /// - Returns: the plan, or nil with the best return found and its budget.
  func largest(
    returning target: Double, in budgets: ClosedRange<Double>
  ) async -> (plan: ProjectedAscent.Summit?, best: Double, budget: Double) {
    let count = setting.layout.granularity == .period ? 8 : 32
    let width = budgets.upperBound - budgets.lowerBound
    var above: (budget: Double, summit: ProjectedAscent.Summit)?
    var highest = (value: -Double.infinity, budget: budgets.upperBound)
    for step in (0...count).reversed() {
      let budget = budgets.lowerBound + width * (Double(step) / Double(count))
      let summit = await best(budget, from: above.map { [$0.summit.spends] } ?? [])
      let mean = budget > 0 ? (summit.evaluation.value - idleValue) / budget : -.infinity
      if mean > highest.value { highest = (mean, budget) }
      if mean >= target {
        guard let above else { return (summit, mean, budget) }
        let plan = await crossing(from: above, to: (budget, summit)) { budget, summit in
          (
            summit.evaluation.value - idleValue - target * budget,
            summit.check.multiplier - target
          )
        }
        return (plan, mean, budget)
      }
      above = (budget, summit)
      if width == 0 { break }
    }
    return (nil, highest.value, highest.budget)
  }

  /// The plan where a function of the best plan changes its sign, on the side where it is not negative.
  ///
  /// - Parameters:
  ///   - below: a budget and its best plan at which the function is negative.
  ///   - above: those at which it is not.
  ///   - function: its value and its derivative by the budget.
  private func crossing(
    from below: (budget: Double, summit: ProjectedAscent.Summit),
    to above: (budget: Double, summit: ProjectedAscent.Summit),
    _ function: (_ budget: Double, _ summit: ProjectedAscent.Summit) -> (
      value: Double, slope: Double
    )
  ) async -> ProjectedAscent.Summit {
    var (below, above) = (below, above)
    for round in 0..<60 {
      let width = above.budget - below.budget
      guard width.magnitude > 1e-10 * max(above.budget, below.budget) else { break }
      let (value, slope) = function(above.budget, above.summit)
      guard value > 1e-11 * above.summit.evaluation.value.magnitude else { break }
      // A little short of the root, so that the next plan is likely on the side that counts.
      let newton = above.budget - (1 - 1e-9) * value / slope
      let share = (newton - below.budget) / width
      let budget =
        share > 0.001 && share < 1 && round % 3 != 2 ? newton : below.budget + width / 2
      let summit = await best(budget, from: [above.summit.spends])
      if function(budget, summit).value >= 0 {
        above = (budget, summit)
      } else {
        below = (budget, summit)
      }
    }
    return above.summit
  }
}
