extension BudgetOptimizer {
  /// A budget and its best plan.
  private struct Attempt {
    let budget: Double
    let summit: ProjectedAscent.Summit
  }

  /// The best plan for the least budget at which media bring `value`.
  ///
  /// The best value V(B) grows with the budget as long as media help, and its derivative is the
  /// budget's multiplier. The budget is looked for from the historic one on, by halving or doubling,
  /// since bounds may be wider than sense; then by Newton's method within a bracket that bisection
  /// keeps shrinking.
  ///
  /// - Returns: nil if even the largest budget brings less, with what the smallest and the largest
  ///   bring.
  func least(
    reaching value: Double, in budgets: ClosedRange<Double>
  ) async -> (plan: ProjectedAscent.Summit?, values: ClosedRange<Double>) {
    func isEnough(_ attempt: Attempt) -> Bool { attempt.summit.evaluation.value >= value }
    let first = min(max(setting.historicBudget, budgets.lowerBound), budgets.upperBound)
    var attempt = await self.attempt(first)
    let goesDown = isEnough(attempt)
    while attempt.budget != (goesDown ? budgets.lowerBound : budgets.upperBound) {
      let next = await self.attempt(
        goesDown ? halved(attempt.budget, in: budgets) : doubled(attempt.budget, in: budgets),
        from: [attempt.summit.spends])
      if isEnough(next) != goesDown {
        let plan = await crossing(
          from: goesDown ? next : attempt, to: goesDown ? attempt : next
        ) { _, summit in
          (summit.evaluation.value - value, setting.multiplier(of: summit))
        }
        return (plan, value...value)
      }
      attempt = next
    }
    if goesDown { return (attempt.summit, value...value) }
    let high = attempt.summit.evaluation.value
    let low = await best(budgets.lowerBound).evaluation.value
    return (nil, min(low, high)...max(low, high))
  }

  /// Half of a budget, or the least there is where that is near.
  private func halved(_ budget: Double, in budgets: ClosedRange<Double>) -> Double {
    let half = budget / 2
    return half > max(budgets.lowerBound, Self.leastShare * setting.historicBudget)
      ? half : budgets.lowerBound
  }

  private func doubled(_ budget: Double, in budgets: ClosedRange<Double>) -> Double {
    budget > 0 ? min(2 * budget, budgets.upperBound) : budgets.upperBound
  }

  /// Budgets below this share of the historic one are as good as none.
  private static let leastShare = 1e-6

  private func attempt(_ budget: Double, from starts: [[Double]] = []) async -> Attempt {
    Attempt(budget: budget, summit: await best(budget, from: starts))
  }

  /// What a budget above 0 returns per unit of money.
  private func mean(_ attempt: Attempt) -> Double {
    (attempt.summit.evaluation.value - idleValue) / attempt.budget
  }

  /// The best plan for the largest budget whose average return is at least `target`.
  ///
  /// With S-shaped curves the average may rise before it falls, so that budgets are tried from the
  /// largest down, at even distances and by halves, the historic one among them, and around the best of
  /// them, before the crossing is located.
  ///
  /// - Parameter budgets: the largest is above 0.
  /// - Returns: the plan, or nil with the best return found and its budget.
  func largest(
    returning target: Double, in budgets: ClosedRange<Double>
  ) async -> (plan: ProjectedAscent.Summit?, best: Double, budget: Double) {
    var attempts: [Attempt] = []
    for budget in candidates(budgets) {
      let attempt = await attempt(budget, from: attempts.last.map { [$0.summit.spends] } ?? [])
      // The return of a plan at hand is reached by that plan, whatever its last bits.
      if mean(attempt) >= target - 1e-12 * target.magnitude {
        let (below, above) = await narrowed(from: attempts.last, to: attempt, target)
        return (await crossing(of: target, from: below, to: above), target, budget)
      }
      attempts.append(attempt)
    }
    let top = attempts.indices.max { mean(attempts[$0]) < mean(attempts[$1]) } ?? 0
    let peak = await peak(
      between: attempts[min(top + 1, attempts.count - 1)].budget,
      and: attempts[max(top - 1, 0)].budget, from: attempts[top], until: target)
    if mean(peak) >= target {
      // The budgets above the peak fall short; the next of them bounds the crossing.
      let (below, above) = await narrowed(
        from: attempts.last { $0.budget > peak.budget }, to: peak, target)
      return (await crossing(of: target, from: below, to: above), target, peak.budget)
    }
    return (nil, mean(peak), peak.budget)
  }

  /// Budgets above 0 to try, the largest first.
  private func candidates(_ budgets: ClosedRange<Double>) -> [Double] {
    let count = setting.layout.granularity == .period ? 8 : 32
    let width = budgets.upperBound - budgets.lowerBound
    var candidates = Set(
      (0...count).map { budgets.lowerBound + width * (Double($0) / Double(count)) })
    var half = budgets.upperBound
    while half > budgets.lowerBound {
      candidates.insert(half)
      half = halved(half, in: budgets)
    }
    candidates.insert(setting.historicBudget)
    if budgets.lowerBound == 0 { candidates.insert(Self.leastShare * setting.historicBudget) }
    return candidates.filter { $0 > 0 && budgets.contains($0) }.sorted(by: >)
  }

  /// The budget of the largest average return between two, by golden sections, or the first that
  /// returns `target`.
  private func peak(
    between low: Double, and high: Double, from first: Attempt, until target: Double
  ) async -> Attempt {
    var (low, high, best) = (low, high, first)
    for _ in 0..<(setting.layout.granularity == .period ? 6 : 24) where mean(best) < target {
      let left = best.budget - low > high - best.budget
      // Golden section: the smaller part of the larger side.
      let budget =
        left
        ? best.budget - 0.382 * (best.budget - low) : best.budget + 0.382 * (high - best.budget)
      let attempt = await attempt(budget, from: [best.summit.spends])
      if mean(attempt) > mean(best) {
        if left { high = best.budget } else { low = best.budget }
        best = attempt
      } else {
        if left { low = budget } else { high = budget }
      }
    }
    return best
  }

  /// The uppermost part of a wide range, from a budget that returns less than `target` on average to
  /// one that does not, in which the average falls below the target: S-shaped curves may let it do so
  /// several times.
  private func narrowed(
    from below: Attempt?, to above: Attempt, _ target: Double
  ) async -> (below: Attempt?, above: Attempt) {
    guard var lowest = below, lowest.budget - above.budget > Self.wide * lowest.budget else {
      return (below, above)
    }
    let (top, count) = (lowest.budget, 8)
    for step in 1..<count {
      let budget = top - (top - above.budget) * (Double(step) / Double(count))
      let attempt = await attempt(budget, from: [lowest.summit.spends])
      if mean(attempt) >= target { return (lowest, attempt) }
      lowest = attempt
    }
    return (lowest, above)
  }

  /// The share of a budget that two neighbouring ones are far apart at.
  private static let wide = 0.1

  /// The plan between a budget that returns less than `target` on average and one that does not.
  private func crossing(
    of target: Double, from below: Attempt?, to above: Attempt
  ) async -> ProjectedAscent.Summit {
    guard let below else { return above.summit }
    return await crossing(from: below, to: above) { budget, summit in
      (
        summit.evaluation.value - idleValue - target * budget,
        setting.multiplier(of: summit) - target
      )
    }
  }

  /// The plan where a function of the best plan changes its sign, on the side where it is not negative.
  ///
  /// - Parameters:
  ///   - below: a budget and its best plan at which the function is negative.
  ///   - above: those at which it is not.
  ///   - function: its value and its derivative by the budget.
  private func crossing(
    from below: Attempt, to above: Attempt,
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
      let attempt = await attempt(budget, from: [above.summit.spends])
      if function(budget, attempt.summit).value >= 0 {
        above = attempt
      } else {
        below = attempt
      }
    }
    return above.summit
  }
}
