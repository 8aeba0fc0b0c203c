/// An objective as its slopes and second derivatives at a plan tell it.
///
/// Its best plan of a region is a step of sequential quadratic programming (Nocedal and Wright 2006,
/// "Numerical Optimization", ch. 18). It is found without the objective, by the same spectral projected
/// gradients that climb the objective where second derivatives are unknown: hundreds of steps on the
/// model cost less than one evaluation over thousands of draws.
struct QuadraticModel {
  /// The plan that the derivatives are of.
  let origin: [Double]
  let gradient: [Double]
  /// What one more unit of budget would bring. Slopes are taken relative to it: what all cells have in
  /// common brings nothing within a budget, and would hide the rest in rounding.
  let multiplier: Double
  let hessian: BlockHessian
  let region: SpendRegion
  /// The sizes of the pure second derivatives, > 0, `[cell]`.
  let metric: [Double]

  private static let memory = 10
  private static let mostIterations = 600
  private static let sufficientIncrease = 1e-4
  /// The rounding of a sum, relative to its terms.
  private static let rounding = 1e-15
  /// Steps between looks at the residual.
  private static let checkInterval = 10

  /// The best plan of the model, up to a residual of ``OptimalityCheck``.
  func maximizer(residual: Double) -> [Double] {
    var (spends, slopes) = (origin, gradient.map { $0 - multiplier })
    var (value, length) = (0.0, 1.0)
    var recent = [value]
    var (best, least) = (origin, Double.infinity)
    for iteration in 1...Self.mostIterations {
      let target = region.projection(
        of: spends.indices.map { spends[$0] + length * slopes[$0] / metric[$0] }, weights: metric)
      let direction = zip(target, spends).map { $0 - $1 }
      let bends = hessian.product(direction)
      let rise = zip(direction, slopes).reduce(0) { $0 + $1.0 * $1.1 }
      let bend = -zip(direction, bends).reduce(0) { $0 + $1.0 * $1.1 }
      // Sums that a node's limits hold cancel but for rounding; slopes still say where to go.
      let noise = Self.rounding * zip(spends, slopes).reduce(0) { $0 + ($1.0 * $1.1).magnitude }
      guard rise > -noise, bend != 0 || rise > 0 else { break }
      let isEnough =
        value + rise - bend / 2 >= (recent.min() ?? 0) + Self.sufficientIncrease * rise - noise
      // A step that is too long ends at the top of the parabola along it.
      let share = isEnough ? 1 : min(1, rise / bend)
      guard share > 0 else { break }
      for cell in spends.indices {
        spends[cell] = share == 1 ? target[cell] : spends[cell] + share * direction[cell]
        slopes[cell] += share * bends[cell]
      }
      value += share * (rise - share * bend / 2)
      recent.append(value)
      if recent.count > Self.memory { recent.removeFirst() }
      length = spectralLength(of: direction, bend: bend)
      guard iteration % Self.checkInterval == 0 else { continue }
      let found = OptimalityCheck(
        spends, gradient: slopes.map { $0 + multiplier }, in: region
      ).residual
      // Steps need not ascend, so that the last plan may be worse than one before it.
      if found < least { (best, least) = (spends, found) }
      if found <= residual { break }
    }
    return least < .infinity ? best : spends
  }

  /// The step of Barzilai and Borwein in the metric.
  private func spectralLength(of direction: [Double], bend: Double) -> Double {
    guard bend > 0 else { return 1e4 }
    let square = direction.indices.reduce(0) {
      $0 + direction[$1] * direction[$1] * metric[$1]
    }
    return min(max(square / bend, 1e-4), 1e4)
  }
}
