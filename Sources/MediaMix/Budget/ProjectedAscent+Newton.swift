extension ProjectedAscent {
  /// A summit with what rounding of the objective hides: Newton's method on the conditions of
  /// optimality themselves, with the cells and nodes at their limits held there.
  ///
  /// A single cell may be where its curve is still convex, if the others outweigh it. The metric of the
  /// climb turns the sign of its second derivative around, and slows down there; these steps do not.
  func polished(_ summit: Summit) async -> Summit {
    var best = summit
    for _ in 0..<Self.mostPolishes where best.evaluation.terms != nil {
      guard best.check.residual > target, let spends = newtonStep(best) else { break }
      var next = best
      next.spends = spends
      next.evaluation = await objective.evaluate(spends)
      next.evaluations += 1
      next.check = OptimalityCheck(spends, gradient: next.evaluation.gradient, in: region)
      let loss = best.evaluation.value - next.evaluation.value
      guard next.check.residual < best.check.residual,
        loss <= 1e-12 * best.evaluation.value.magnitude
      else { break }
      best = next
    }
    return best
  }

  private static let mostPolishes = 20

  /// The plan at which free cells would bring the same if slopes were straight; nil where bounds or
  /// convexity stand against it.
  private func newtonStep(_ summit: Summit) -> [Double]? {
    let classes = region.freeClasses(of: summit.spends, bounds: summit.check.bounds)
    var spends = summit.spends
    for cells in classes {
      let (slopes, bends) = (summit.evaluation.gradient, summit.evaluation.curvature)
      guard cells.allSatisfy({ bends[$0] != 0 && bends[$0].isFinite }) else { return nil }
      let weights = cells.reduce(0) { $0 - 1 / bends[$1] }
      let multiplier = cells.reduce(0) { $0 - slopes[$1] / bends[$1] } / weights
      for cell in cells {
        spends[cell] -= (slopes[cell] - multiplier) / bends[cell]
        guard spends[cell] > region.lower[cell], spends[cell] < region.upper[cell] else {
          return nil
        }
      }
    }
    return region.allows(spends) ? spends : nil
  }
}

extension SpendRegion {
  /// The cells between their bounds, by the sum that binds them: that of the next node above them that
  /// is at a limit, or of the root.
  fileprivate func freeClasses(of spends: [Double], bounds: [ActiveBound?]) -> [[Int]] {
    let limits = activeLimits(of: spends)
    var owner = Array(nodes.indices)
    for index in nodes.indices.reversed() {
      for child in nodes[index].children where !limits[child].atLower && !limits[child].atUpper {
        owner[child] = owner[index]
      }
    }
    var classes = Array(repeating: [Int](), count: nodes.count)
    for (index, node) in nodes.enumerated() {
      classes[owner[index]] += node.cells.filter { bounds[$0] == nil }
    }
    return classes.filter { !$0.isEmpty }
  }
}
