/// Draws of several chains together, the finite ones, for a metric to be made of.
struct WarmupSample {
  let dimension: Int
  /// `[count, dimension]`.
  private(set) var positions: [Double] = []
  /// `[count, dimension]`.
  private(set) var gradients: [Double] = []
  private(set) var count = 0

  /// The newest `limit` draws of each buffer, in the coordinates that `metric` whitens.
  init(of buffers: [WarmupDraws], newest limit: Int, dimension: Int, whitenedBy metric: Metric?) {
    self.dimension = dimension
    for buffer in buffers { add(newest: limit, of: buffer) }
    if let metric { whiten(by: metric) }
  }

  /// Positions and gradients as they are.
  init(positions: [Double], gradients: [Double], count: Int, dimension: Int) {
    self.dimension = dimension
    self.positions = positions
    self.gradients = gradients
    self.count = count
  }

  private mutating func add(newest limit: Int, of buffer: WarmupDraws) {
    for draw in max(0, buffer.count - limit)..<buffer.count {
      let row = draw * dimension..<(draw + 1) * dimension
      let (position, gradient) = (buffer.positions[row], buffer.gradients[row])
      guard position.allSatisfy(\.isFinite), gradient.allSatisfy(\.isFinite) else { continue }
      positions += position
      gradients += gradient
      count += 1
    }
  }

  private mutating func whiten(by metric: Metric) {
    var whitened = [Double](repeating: 0, count: dimension)
    for draw in 0..<count {
      let row = draw * dimension..<(draw + 1) * dimension
      metric.solve(positions, row: row, into: &whitened)
      positions.replaceSubrange(row, with: whitened)
      metric.multiplyTransposed(gradients, row: row, into: &whitened)
      gradients.replaceSubrange(row, with: whitened)
    }
  }

  /// Centres both, and scales each coordinate so that positions and gradients have equal variances.
  ///
  /// - Returns: the scales `[dimension]` that positions were divided by.
  mutating func standardize(within bounds: ClosedRange<Double>) -> [Double] {
    let positionVariances = Self.center(&positions, count: count, dimension: dimension)
    let gradientVariances = Self.center(&gradients, count: count, dimension: dimension)
    let scales = zip(positionVariances, gradientVariances).map { variance, steepness in
      min(max(Self.scale(variance, steepness), bounds.lowerBound), bounds.upperBound)
    }
    for draw in 0..<count {
      for i in 0..<dimension {
        positions[draw * dimension + i] /= scales[i]
        gradients[draw * dimension + i] *= scales[i]
      }
    }
    return scales
  }

  /// (variance / steepness)^¼; where one of them says nothing, what the other one would give for a
  /// normal distribution, and 1 where neither does.
  private static func scale(_ variance: Double, _ steepness: Double) -> Double {
    let hasVariance = variance > 0 && variance < .infinity
    let hasSteepness = steepness > 0 && steepness < .infinity
    let deviation = hasVariance ? variance.squareRoot() : 1 / steepness.squareRoot()
    let slope = hasSteepness ? steepness.squareRoot() : 1 / deviation
    return hasVariance || hasSteepness ? (deviation / slope).squareRoot() : 1
  }

  /// Subtracts the mean of each column; the variances `[dimension]`.
  private static func center(_ rows: inout [Double], count: Int, dimension: Int) -> [Double] {
    var means = [Double](repeating: 0, count: dimension)
    var squares = means
    for draw in 0..<count {
      for i in 0..<dimension { means[i] += rows[draw * dimension + i] }
    }
    for i in 0..<dimension { means[i] /= Double(count) }
    for draw in 0..<count {
      for i in 0..<dimension {
        rows[draw * dimension + i] -= means[i]
        squares[i] += rows[draw * dimension + i] * rows[draw * dimension + i]
      }
    }
    return squares.map { $0 / Double(count - 1) }
  }

  /// Each draw in terms of some orthonormal directions: a sample of as many dimensions.
  func projected(onto directions: RowMatrix) -> WarmupSample {
    func products(_ rows: [Double]) -> [Double] {
      var all: [Double] = []
      var one = [Double](repeating: 0, count: directions.count)
      for draw in 0..<count {
        var target = one.mutableSpan
        directions.multiply(
          rows.span.extracting(draw * dimension..<(draw + 1) * dimension), into: &target)
        all += one
      }
      return all
    }
    return WarmupSample(
      positions: products(positions), gradients: products(gradients), count: count,
      dimension: directions.count)
  }
}
