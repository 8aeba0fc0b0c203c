/// Finds the best plan of a region: by a search over curves for where to begin, and climbs from there.
package struct AllocationSolver: Sendable {
  private let objective: any SpendObjective
  /// The curves of the cells, of an objective that is a sum of them, or one near to it.
  private let curves: SpendCurves
  /// How many steps of the budget the search distinguishes.
  private let stepCount: Int

  /// A solver of plans within the bounds of a region's cells, whatever the budget.
  ///
  /// - Parameter separable: the sum of functions of one spend each that the objective is, or is near
  ///   to.
  package init(
    _ objective: any SpendObjective, separable: any SpendObjective, in region: SpendRegion,
    stepCount: Int
  ) async {
    self.objective = objective
    self.stepCount = stepCount
    curves = await SpendCurves(separable, in: region.tightened)
  }

  /// The best plan of `region`.
  ///
  /// - Parameter starts: more plans to begin at; they are brought into the region. The result is at
  ///   least as good as each.
  package func solve(_ region: SpendRegion, from starts: [[Double]]) async -> ProjectedAscent.Summit
  {
    let ascent = ProjectedAscent(objective: objective, region: region.lifted(for: curves))
    let found = AllocationSearch(region.tightened, stepCount: stepCount) { [curves] in
      curves.value($0, cell: $1)
    }.best()
    var best: ProjectedAscent.Summit?
    var climbed: [[Double]] = []
    for start in [found] + starts {
      let start = ascent.region.projection(of: start)
      guard !climbed.contains(start) else { continue }
      climbed.append(start)
      let summit = await ascent.climb(from: start)
      best = best.map { $0.better(summit) } ?? summit
    }
    guard let best else { preconditionFailure("a search always finds a plan") }
    return best.checked(in: region)
  }
}

extension ProjectedAscent.Summit {
  /// The higher of two, with what both have cost; of two of one height the first.
  func better(_ other: Self) -> Self {
    var best = other.evaluation.value > evaluation.value ? other : self
    best.iterations = iterations + other.iterations
    best.evaluations = evaluations + other.evaluations
    return best
  }

  /// The same plan, checked against another region that contains it.
  func checked(in region: SpendRegion) -> Self {
    var summit = self
    summit.check = OptimalityCheck(spends, gradient: evaluation.gradient, in: region)
    return summit
  }
}

extension SpendRegion {
  /// The region with upper bounds no higher than what the budget leaves when all others cost their
  /// least.
  var tightened: SpendRegion {
    var region = self
    for cell in upper.indices { region.upper[cell] = min(upper[cell], lower[cell] + room) }
    return region
  }

  /// The region without the first billionth of the ranges in which curves begin vertically, as powers
  /// below 1 do: there no slope would say how much to spend.
  func lifted(for curves: SpendCurves) -> SpendRegion {
    var region = self
    for cell in lower.indices where curves.isVertical(cell) {
      region.lower[cell] += 1e-9 * min(upper[cell] - lower[cell], room)
    }
    return region.range?.contains(budget) == true ? region : self
  }
}
