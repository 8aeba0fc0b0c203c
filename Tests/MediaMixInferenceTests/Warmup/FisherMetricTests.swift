import MediaMixInference
import Testing

@Suite("Fisher metric")
struct FisherMetricTests {
  /// A normal distribution and known covariance, drawn from exactly.
  private struct Target {
    let dimension: Int
    let factor: LowerTriangular

    /// Eigenvalues spread over `condition`, in directions of no special kind, and scales of
    /// coordinates over a thousand.
    init(dimension n: Int, condition: Double, seed: UInt64) throws {
      var random = RandomStream(seed: seed, purpose: .simulation, index: n)
      let rows = (0..<n * n).map { _ in random.normal() }
      let gram = GramMatrix.sum(rows: rows, weights: Array(repeating: 1, count: n), dimension: n)
      let directions = try #require(SymmetricEigen(gram, dimension: n)).vectors
      let logCondition = VectorMath.log(condition)
      let values = (0..<n).map { VectorMath.exp(logCondition * Double($0) / Double(n - 1)) }
      var covariance = GramMatrix.sum(rows: directions, weights: values, dimension: n)
      let scales = (0..<n).map { _ in VectorMath.exp(6.9 * (random.uniform() - 0.5)) }
      for i in 0..<n { for j in 0..<n { covariance[i * n + j] *= scales[i] * scales[j] } }
      dimension = n
      factor = try #require(LowerTriangular(factoring: covariance, dimension: n))
    }

    func draws(_ count: Int, chain: Int = 0) -> WarmupDraws {
      var random = RandomStream(seed: 7, purpose: .chain, index: chain)
      var draws = WarmupDraws(dimension: dimension)
      for _ in 0..<count {
        let noise = (0..<dimension).map { _ in random.normal() }
        let position = Self.vector(dimension) { factor.multiply(noise.span, into: &$0) }
        let gradient = Self.vector(dimension) { factor.solveTransposed(noise.span, into: &$0) }
        draws.add(position: position, gradient: gradient)
      }
      return draws
    }

    private static func vector(
      _ count: Int, _ write: (inout MutableSpan<Double>) -> Void
    ) -> [Double] {
      var result = [Double](repeating: 0, count: count)
      var span = result.mutableSpan
      write(&span)
      return result
    }

    /// The condition number that remains in the metric's whitened coordinates: of Bᵀ B with
    /// B = Aᵀ Σ^(−½)ᵀ.
    func condition(under metric: Metric) throws -> Double {
      let n = dimension
      var rows: [Double] = []
      for i in 0..<n {
        let unit = (0..<n).map { $0 == i ? 1.0 : 0 }
        var image = unit
        metric.multiply(unit, row: 0..<n, into: &image)
        rows += Self.vector(n) { factor.solve(image.span, into: &$0) }
      }
      let gram = GramMatrix.sum(rows: rows, weights: Array(repeating: 1, count: n), dimension: n)
      let eigen = try #require(SymmetricEigen(gram, dimension: n))
      return eigen.values[n - 1] / eigen.values[0]
    }
  }

  private func conditions(
    of draws: [WarmupDraws], newest count: Int, _ target: Target
  ) throws -> (dense: Double, diagonal: Double) {
    let dense = try #require(FisherMetric.metric(of: draws, newest: count, shape: .dense))
    let diagonal = try #require(FisherMetric.metric(of: draws, newest: count, shape: .diagonal))
    return (try target.condition(under: dense), try target.condition(under: diagonal))
  }

  @Test("With more draws than dimensions little remains of a condition of a million")
  func manyDraws() throws {
    let target = try Target(dimension: 14, condition: 1e6, seed: 1)
    let few = try conditions(of: [target.draws(100)], newest: 100, target)
    let many = try conditions(of: [target.draws(3000)], newest: 3000, target)
    #expect(few.dense < 100 && few.diagonal > 1e5)
    #expect(many.dense < 3)
  }

  @Test(
    "With few draws a dense metric is no worse than a diagonal one",
    arguments: [20, 60, 150], [1.0, 10, 1e4])
  func fewDraws(dimension: Int, condition: Double) throws {
    let target = try Target(dimension: dimension, condition: condition, seed: 2)
    for count in [10, 30] {
      let result = try conditions(of: [target.draws(count)], newest: count, target)
      #expect(result.dense < 1.000001 * result.diagonal, "\(count) draws")
    }
  }

  @Test(
    "Where gradients are no linear function of positions, a few draws do little harm",
    arguments: [20, 60, 150])
  func noise(dimension: Int) throws {
    // Independent logistic coordinates, which a diagonal metric is made for.
    let target = try Target(dimension: dimension, condition: 1, seed: 3)
    var random = RandomStream(seed: 3, purpose: .simulation, index: dimension)
    var draws = WarmupDraws(dimension: dimension)
    let scales = target.factor.diagonal
    for _ in 0..<30 {
      let uniforms = (0..<dimension).map { _ in random.uniform() }
      draws.add(
        position: zip(uniforms, scales).map { $1 * VectorMath.log($0 / (1 - $0)) },
        gradient: zip(uniforms, scales).map { (1 - 2 * $0) / $1 })
    }
    let result = try conditions(of: [draws], newest: 30, target)
    #expect(result.dense < 2 * result.diagonal)
  }

  @Test("Chains are pooled, each with its newest draws; those that are not finite do not count")
  func pooling() throws {
    let target = try Target(dimension: 6, condition: 100, seed: 4)
    var buffers = [target.draws(40, chain: 0), target.draws(25, chain: 1)]
    let expected = try conditions(of: buffers, newest: 20, target)
    // Of a shorter buffer everything is taken.
    for i in 0..<2 {
      buffers[i] = buffers[i].newest(20)
      #expect(buffers[i].count == 20)
    }
    #expect(try conditions(of: buffers, newest: 1000, target) == expected)
    var broken = WarmupDraws(dimension: 6)
    broken.add(position: Array(repeating: 0, count: 6), gradient: [0, 0, .nan, 0, 0, 0])
    broken.add(position: [0, .infinity, 0, 0, 0, 0], gradient: Array(repeating: 0, count: 6))
    #expect(try conditions(of: buffers + [broken], newest: 20, target) == expected)
    #expect(FisherMetric.metric(of: [broken], newest: 20, shape: .dense) == nil)
    #expect(FisherMetric.metric(of: [buffers[0].newest(1)], newest: 20, shape: .diagonal) == nil)
    #expect(FisherMetric.metric(of: [], newest: 20, shape: .dense) == nil)
  }

  @Test("In 300 dimensions a few long and short directions are found of fewer draws")
  func fewDirections() throws {
    let target = DirectionalTarget(dimension: 300)
    let draws = [target.draws(120, chain: 0), target.draws(120, chain: 1)]
    let metric = try #require(FisherMetric.metric(of: draws, newest: 120, shape: .lowRank))
    let diagonal = try #require(FisherMetric.metric(of: draws, newest: 120, shape: .diagonal))
    for (direction, deviation) in zip(target.directions, target.deviations) {
      // One standard deviation along it is one in whitened coordinates, but for the shrinkage.
      #expect(abs(target.whitenedDeviation(direction, under: metric) - 1) < 0.5)
      let without = target.whitenedDeviation(direction, under: diagonal)
      #expect(max(without, 1 / without) > 0.5 * max(deviation, 1 / deviation))
    }
    // The same draws on the shape itself: nothing is left to do.
    let base = DirectionalScaling(
      scales: target.scales,
      directions: RowMatrix(target.directions.flatMap(\.self), dimension: 300),
      variances: target.deviations.map { $0 * $0 })
    let known = try #require(
      FisherMetric.metric(of: draws, newest: 120, shape: .lowRank, base: base))
    guard case .directional(let maps) = known else {
      Issue.record("not of directions")
      return
    }
    #expect(maps.count == 2 && maps.last?.variances.isEmpty == true)
    #expect(maps.last?.scales.allSatisfy { abs($0 - 1) < 1e-10 } == true)
  }

  @Test(
    "A diagonal metric is (var x / var g)^¼, whatever of the two is missing; scales have bounds")
  func scales() throws {
    var draws = WarmupDraws(dimension: 6)
    for sign in [-1.0, 1, -1, 1] {
      // var x = 4/3 · a², var g = 4/3 · b².
      draws.add(
        position: [8 * sign, 3 * sign, 5, 5, 1e-30 * sign, 1e200 * sign],
        gradient: [-2 * sign, 7, -4 * sign, 7, -1e30 * sign, -sign])
    }
    let metric = try #require(FisherMetric.metric(of: [draws], newest: 4, shape: .diagonal))
    guard case .diagonal(let deviations) = metric else {
      Issue.record("not diagonal")
      return
    }
    let unit = (4.0 / 3).squareRoot()
    let expected: [Double] = [2, 3 * unit, 1 / (4 * unit), 1, 1e-10, 1 / unit]
    for (value, expected) in zip(deviations, expected) {
      #expect(abs(value / expected - 1) < 1e-14)
    }
    // The same, but for the coordinate of which nothing finite is known.
    #expect(FisherMetric.metric(of: [draws], newest: 4, shape: .dense) == nil)
  }
}

/// A normal distribution that is round but for its scales and six directions.
private struct DirectionalTarget {
  let dimension: Int
  let scales: [Double]
  /// Orthonormal, in the scaled space.
  let directions: [[Double]]
  let deviations = [8.0, 6, 4, 3, 0.2, 0.125]

  init(dimension n: Int) {
    dimension = n
    scales = (0..<n).map { 0.1 + Double($0 * 37 % n) / 50 }
    var random = RandomStream(seed: 5, purpose: .simulation, index: n)
    var basis = RowMatrix(dimension: n)
    for _ in deviations {
      var row = (0..<n).map { _ in random.normal() }
      for _ in 0..<2 { basis.removeSpan(from: &row) }
      let length = Reductions.sumOfSquares(row.span).squareRoot()
      basis.append(row.map { $0 / length })
    }
    directions = (0..<deviations.count).map { Array(basis.elements[$0 * n..<($0 + 1) * n]) }
  }

  func draws(_ count: Int, chain: Int) -> WarmupDraws {
    var random = RandomStream(seed: 9, purpose: .chain, index: chain)
    var draws = WarmupDraws(dimension: dimension)
    for _ in 0..<count {
      let noise = (0..<dimension).map { _ in random.normal() }
      var (position, gradient) = (noise, noise)
      for (direction, deviation) in zip(directions, deviations) {
        let part = Reductions.dot(direction.span, noise.span)
        for i in 0..<dimension {
          position[i] += (deviation - 1) * part * direction[i]
          gradient[i] += (1 / deviation - 1) * part * direction[i]
        }
      }
      for i in 0..<dimension {
        position[i] *= scales[i]
        gradient[i] *= -1 / scales[i]
      }
      draws.add(position: position, gradient: gradient)
    }
    return draws
  }

  /// How long one standard deviation along one of the directions is in a metric's whitened coordinates.
  func whitenedDeviation(_ direction: [Double], under metric: Metric) -> Double {
    let index = directions.firstIndex(of: direction) ?? 0
    let image = zip(direction, scales).map { $0 * $1 * deviations[index] }
    var whitened = image
    metric.solve(image, row: image.indices, into: &whitened)
    return Reductions.sumOfSquares(whitened.span).squareRoot()
  }
}

extension WarmupDraws {
  /// Adds a draw whose log density nobody asks for.
  fileprivate mutating func add(position: [Double], gradient: [Double]) {
    add(position: position.span, gradient: gradient.span, logDensity: 0)
  }
}

extension WarmupDraws {
  /// The newest `count` draws alone.
  fileprivate func newest(_ count: Int) -> WarmupDraws {
    var newest = WarmupDraws(dimension: dimension)
    for draw in self.count - count..<self.count {
      let row = draw * dimension..<(draw + 1) * dimension
      newest.add(
        position: positions.span.extracting(row), gradient: gradients.span.extracting(row),
        logDensity: logDensities[draw])
    }
    return newest
  }
}
