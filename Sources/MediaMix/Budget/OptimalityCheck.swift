/// How far a plan is from satisfying the conditions of Karush, Kuhn and Tucker.
///
/// At an optimum every cell between its bounds earns the same per unit of money, the multiplier of the
/// budget; cells at their lower bound earn no more, cells at their upper no less. Within a group whose
/// limit is met the same holds with a multiplier of the group's own.
package struct OptimalityCheck: Sendable {
  /// What one more unit of budget would bring.
  package let multiplier: Double
  /// The least ε with which all conditions hold up to ε, over the largest marginal return of the cells
  /// between their bounds; of all, where there are none. A cell at a bound may earn incomparably more
  /// or less than those that the conditions make alike.
  package let residual: Double
  /// Each node's own multiplier, `[node]`.
  package let nodeMultipliers: [Double]
  /// Where each cell is, `[cell]`.
  package let bounds: [ActiveBound?]

  /// The check of a plan in its region.
  ///
  /// - Parameter gradient: what each cell earns for one more unit of money, `[cell]`.
  package init(_ spends: [Double], gradient: [Double], in region: SpendRegion) {
    let room = region.room
    let bounds = spends.indices.map { Self.bound(of: spends[$0], cell: $0, in: region, room: room) }
    let limits = region.activeLimits(of: spends)
    // A node's multiplier must be at least `demands` and at most `allows`.
    var demands: [Double] = []
    var allows: [Double] = []
    var (gap, scale, boundScale) = (0.0, 0.0, 0.0)
    for node in region.nodes {
      var (demand, allow) = (-Double.infinity, Double.infinity)
      for cell in node.cells where bounds[cell] != .fixed {
        let size = gradient[cell].magnitude
        if bounds[cell] == nil {
          scale = max(scale, size)
        } else {
          boundScale = max(boundScale, size)
        }
        if bounds[cell] != .upper { demand = max(demand, gradient[cell]) }
        if bounds[cell] != .lower { allow = min(allow, gradient[cell]) }
      }
      for child in node.children {
        if !limits[child].atUpper { demand = max(demand, demands[child]) }
        if !limits[child].atLower { allow = min(allow, allows[child]) }
      }
      if demand > allow { gap = max(gap, (demand - allow) / 2) }
      demands.append(demand)
      allows.append(allow)
    }
    nodeMultipliers = zip(demands, allows).map(Self.between)
    multiplier = nodeMultipliers.last ?? 0
    let reference = scale > 0 ? scale : boundScale
    residual = gap > 0 ? (reference.isFinite ? gap / reference : 1) : 0
    self.bounds = bounds
  }

  /// The middle of both, or that which is finite; 0 where nothing can change.
  private static func between(_ demand: Double, _ allow: Double) -> Double {
    if demand.isFinite, allow.isFinite {
      return demand > allow || allow - demand <= 1e-6 * allow.magnitude
        ? demand + (allow - demand) / 2 : demand
    }
    return demand.isFinite ? demand : allow.isFinite ? allow : 0
  }

  /// The bound that a spend is at, up to a hundred-millionth of the way to the other, or of what the
  /// budget leaves where that is less: bounds may be as wide as no money ever reaches.
  private static func bound(
    of spend: Double, cell: Int, in region: SpendRegion, room: Double
  ) -> ActiveBound? {
    let (lower, upper) = (region.lower[cell], region.upper[cell])
    guard upper - lower > SpendRegion.rounding * upper.magnitude else { return .fixed }
    let tolerance = 1e-8 * min(upper - lower, room)
    return spend <= lower + tolerance ? .lower : spend >= upper - tolerance ? .upper : nil
  }
}

/// A bound that keeps a spend from moving.
public enum ActiveBound: String, Sendable, Hashable, Codable {
  /// The spend is as small as it may be.
  case lower
  /// The spend is as large as it may be.
  case upper
  /// Both bounds are the same.
  case fixed
}
