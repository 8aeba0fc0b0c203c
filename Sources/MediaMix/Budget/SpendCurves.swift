/// What each cell brings as a function of its spend, tabulated.
///
/// Each curve is a cubic through values and slopes at nodes that are placed where the curve bends: one
/// interval of every cell is halved at a time, that whose cubic missed its last new node most for its
/// width. All cells are halved in one evaluation of the objective.
struct SpendCurves: Sendable {
  fileprivate struct Curve: Sendable {
    var spends: [Double]
    var values: [Double]
    var slopes: [Double]
    /// How far the cubic may be off, `[interval]`.
    var errors: [Double]
  }

  fileprivate var curves: [Curve]

  /// The curves of a separable objective between the bounds of a region's cells.
  init(_ objective: any SpendObjective, in region: SpendRegion) async {
    curves = region.lower.map { _ in Curve(spends: [], values: [], slopes: [], errors: []) }
    let middles = zip(region.lower, region.upper).map { $0 + ($1 - $0) / 8 }
    for (place, spends) in [region.lower, middles, region.upper].enumerated() {
      let evaluation = await objective.evaluate(spends)
      for cell in curves.indices {
        curves[cell].add(
          spends[cell], evaluation.terms?[cell] ?? 0, evaluation.gradient[cell], at: place)
      }
    }
    for cell in curves.indices {
      curves[cell].errors = [.greatestFiniteMagnitude, .greatestFiniteMagnitude]
    }
    for round in 0..<Self.mostRounds {
      if round >= Self.leastRounds, isPrecise { break }
      let intervals = curves.map(\.worst)
      let spends = zip(curves, intervals).map { $0.middle(of: $1) }
      let evaluation = await objective.evaluate(spends)
      for cell in curves.indices {
        curves[cell].split(
          intervals[cell], at: spends[cell], value: evaluation.terms?[cell] ?? 0,
          slope: evaluation.gradient[cell])
      }
    }
  }

  private static let leastRounds = 12
  private static let mostRounds = 80

  /// Whether the cubics of each cell, all errors together, miss the values by less than a hundred
  /// thousandth of what all cells can change.
  private var isPrecise: Bool {
    let heights = curves.map { ($0.values.max() ?? 0) - ($0.values.min() ?? 0) }
    let total = heights.reduce(0, +)
    return curves.allSatisfy { ($0.errors.max() ?? 0) <= 1e-5 * total / Double(curves.count) }
  }

  /// What a cell brings at a spend within its bounds.
  func value(_ spend: Double, cell: Int) -> Double { curves[cell].value(at: spend) }

  /// Whether a cell's first unit of money brings incomparably more than those after it.
  func isVertical(_ cell: Int) -> Bool { curves[cell].isVertical }
}

extension SpendCurves.Curve {
  fileprivate mutating func add(_ spend: Double, _ value: Double, _ slope: Double, at place: Int) {
    spends.insert(spend, at: place)
    values.insert(value, at: place)
    slopes.insert(slope, at: place)
  }

  fileprivate var isVertical: Bool {
    let width = spends[spends.count - 1] - spends[0]
    let rise = (values[values.count - 1] - values[0]).magnitude
    return width > 0 && !(slopes[0].magnitude * width <= 1e6 * rise)
  }

  /// The interval with the largest error.
  fileprivate var worst: Int {
    var worst = 0
    for interval in errors.indices where errors[interval] > errors[worst] { worst = interval }
    return worst
  }

  fileprivate func middle(of interval: Int) -> Double {
    spends[interval] + (spends[interval + 1] - spends[interval]) / 2
  }

  fileprivate mutating func split(
    _ interval: Int, at spend: Double, value: Double, slope: Double
  ) {
    let miss = (self.value(at: spend, in: interval) - value).magnitude
    add(spend, value, slope, at: interval + 1)
    // A cubic's error falls with the fourth power of the width.
    errors[interval] = miss / 16
    errors.insert(miss / 16, at: interval)
  }

  fileprivate func value(at spend: Double) -> Double {
    var (low, high) = (0, spends.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if spends[middle] <= spend { low = middle } else { high = middle }
    }
    return value(at: spend, in: low)
  }

  /// The cubic of an interval, whose slopes are limited to three times the chord's so that it rises
  /// and falls with its ends (Fritsch and Carlson 1980, "Monotone Piecewise Cubic Interpolation").
  private func value(at spend: Double, in interval: Int) -> Double {
    let width = spends[interval + 1] - spends[interval]
    let (start, end) = (values[interval], values[interval + 1])
    guard width > 0 else { return start }
    let rise = end - start
    func limited(_ slope: Double) -> Double {
      let climb = slope * width
      return rise >= 0 ? min(max(climb, 0), 3 * rise) : max(min(climb, 0), 3 * rise)
    }
    let (first, last) = (limited(slopes[interval]), limited(slopes[interval + 1]))
    let t = min(max((spend - spends[interval]) / width, 0), 1)
    let s = 1 - t
    return start * s * s * (1 + 2 * t) + end * t * t * (1 + 2 * s) + first * t * s * s
      - last * t * t * s
  }
}
