import MediaMixInference
import Testing

@Suite("Search for modes")
struct ModeSearchTests {
  /// Starts that are standard normal.
  private func starts(_ count: Int, dimension: Int, seed: UInt64 = 1) -> [[Double]] {
    (0..<count).map { index in
      var random = RandomStream(seed: seed, purpose: .initialization, index: index)
      return (0..<dimension).map { _ in random.normal() }
    }
  }

  private func modes(
    from starts: [[Double]], _ density: Climb.Density
  ) -> [PosteriorMode] {
    ModeSearch.modes(
      of: starts.compactMap { Climb(from: $0, density: density) }, density: density)
  }

  /// Σ wₖ N(`means`ₖ, `deviations`ₖ² I), as a log density.
  private func mixture(
    weights: [Double], means: [[Double]], deviations: [Double]
  ) -> Climb.Density {
    { x, gradient in
      let terms = weights.indices.map { k in
        let square = zip(x, means[k]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        let variance = deviations[k] * deviations[k]
        return VectorMath.log(weights[k]) - 0.5 * square / variance
          - 0.5 * Double(x.count) * VectorMath.log(2 * .pi * variance)
      }
      let value = Reductions.logSumExp(terms.span)
      for i in x.indices {
        gradient[i] = weights.indices.reduce(0) { sum, k in
          sum + VectorMath.exp(terms[k] - value) * (means[k][i] - x[i])
            / (deviations[k] * deviations[k])
        }
      }
      return value
    }
  }

  /// ½(1 − x)² + 50 (y − x²)², downwards: Rosenbrock's valley as a density.
  private func valley(_ x: [Double], _ gradient: inout [Double]) -> Double {
    let (a, b) = (1 - x[0], x[1] - x[0] * x[0])
    gradient[0] = a + 200 * b * x[0]
    gradient[1] = -100 * b
    return -0.5 * a * a - 50 * b * b
  }

  @Test("A normal distribution is found exactly, with its covariance and its integral")
  func normal() throws {
    let n = 12
    var random = RandomBits(seed: 6)
    let rows = random.vector(n * n)
    var covariance = GramMatrix.sum(
      rows: rows, weights: Array(repeating: 1, count: n), dimension: n)
    for i in 0..<n { covariance[i * n + i] += 0.02 }
    let precision = try #require(SymmetricEigen(covariance, dimension: n)).matrix { 1 / $0 }
    let density: Climb.Density = { x, gradient in
      for i in 0..<n {
        gradient[i] = -(0..<n).reduce(0) { $0 + precision[i * n + $1] * (x[$1] - Double($1)) }
      }
      return 0.5 * (0..<n).reduce(0) { $0 + gradient[$1] * (x[$1] - Double($1)) }
    }
    let modes = modes(from: starts(5, dimension: n), density)
    #expect(modes.count == 1)
    let mode = try #require(modes.first)
    #expect(mode.position.enumerated().allSatisfy { abs($1 - Double($0)) < 1e-6 })
    let expected = try #require(LowerTriangular(factoring: covariance, dimension: n))
    let factor = try #require(mode.factor)
    #expect(zip(factor.diagonal, expected.diagonal).allSatisfy { abs($0 / $1 - 1) < 1e-6 })
    let logDeterminant = expected.diagonal.reduce(0) { $0 + VectorMath.log($1) }
    let integral = 0.5 * Double(n) * VectorMath.log(2 * .pi) + logDeterminant
    #expect(abs(mode.logEvidence - integral) < 1e-6)
    // Starts have the covariance, times the scale.
    var stream = RandomStream(seed: 1, purpose: .initialization, index: 0)
    let places = (0..<4000).map { _ in mode.start(scale: 0.5, using: &stream) }
    for i in [0, n - 1] {
      let variance = places.reduce(0) {
        $0 + ($1[i] - mode.position[i]) * ($1[i] - mode.position[i])
      }
      #expect(abs(variance / 4000 / (0.25 * covariance[i * n + i]) - 1) < 0.1)
    }
  }

  @Test("Of hundreds of dimensions the shape is that of the directions that matter")
  func manyDimensions() throws {
    let n = 300
    // Standard deviations of 1 to 20, and 30 and 0.1 times as much along two directions of the scaled
    // space.
    let scales = (0..<n).map { 1 + 19 * Double($0 * 7 % n) / Double(n) }
    let length = (1 / Double(n)).squareRoot()
    let directions = [
      (0..<n).map { _ in length }, (0..<n).map { $0 % 2 == 0 ? length : -length },
    ]
    let deviations = [30.0, 0.1]
    let density: Climb.Density = { x, gradient in
      var z = zip(x, scales).map { $0 / $1 }
      for (direction, deviation) in zip(directions, deviations) {
        let part = Reductions.dot(direction.span, z.span)
        z = zip(z, direction).map { $0 + (1 / (deviation * deviation) - 1) * part * $1 }
      }
      for i in 0..<n { gradient[i] = -z[i] / scales[i] }
      return 0.5 * Reductions.dot(gradient.span, x.span)
    }
    let modes = modes(from: starts(2, dimension: n), density)
    #expect(modes.count == 1)
    let mode = try #require(modes.first)
    #expect(zip(mode.position, scales).allSatisfy { abs($0 / $1) < 0.3 })
    let integral =
      Double(n) * 0.5 * VectorMath.log(2 * .pi)
      + (scales + deviations).reduce(0) { $0 + VectorMath.log($1) }
    #expect(abs(mode.logEvidence - integral) < 0.2)
    guard case .directional(let maps) = mode.shape else {
      Issue.record("not of directions")
      return
    }
    #expect(maps.count == 1 && maps.first?.variances.count == 2)
  }

  @Test("A curved valley is followed to its end")
  func banana() throws {
    let modes = modes(from: starts(8, dimension: 2), valley)
    let mode = try #require(modes.first)
    #expect(modes.count == 1)
    #expect(mode.position.allSatisfy { abs($0 - 1) < 0.05 })
    // −H⁻¹ at (1, 1): variances 1 and 4.01.
    let factor = try #require(mode.factor)
    #expect(abs(factor.diagonal[0] - 1) < 0.1 && abs(factor.diagonal[1] - 0.1) < 0.01)
  }

  @Test("Two bumps are two modes, chosen by their weights and not by their heights")
  func twoBumps() throws {
    // The narrow one is the higher by far.
    let means = [[3.0, 0, 0], [-3, 1, 1]]
    let density = mixture(weights: [0.8, 0.2], means: means, deviations: [1, 0.05])
    let around = starts(16, dimension: 3).enumerated().map { index, z in
      zip(means[index % 2], z).map { $0 + (index % 2 == 0 ? 1 : 0.1) * $1 }
    }
    let modes = modes(from: around, density)
    try #require(modes.count == 2)
    #expect(modes.map { $0.position[0] > 0 } == [true, false])
    let weights = modes.map { VectorMath.exp($0.logEvidence) }
    #expect(abs(weights[0] - 0.8) < 0.01 && abs(weights[1] - 0.2) < 0.01)
    #expect(modes[1].logDensity > modes[0].logDensity + 5)
    var random = RandomStream(seed: 2, purpose: .initialization, index: 0)
    let chosen = (0..<4000).compactMap { _ in modes.choose(using: &random) }
    let share = Double(chosen.filter { $0.position[0] > 0 }.count) / 4000
    #expect(abs(share - 0.8) < 0.03)
    let none: [PosteriorMode] = []
    #expect(none.choose(using: &random) == nil)
  }

  @Test("Modes far below the best are left out, and beyond eight the lowest")
  func limits() {
    let low = mixture(weights: [1, 1e-13], means: [[5], [-5]], deviations: [1, 1])
    #expect(modes(from: [[4], [-4]], low).map { $0.position[0] > 0 } == [true])
    // Heights fall with the number of the bump.
    let bumps = (0..<12).map { Double($0) }
    let many = mixture(
      weights: bumps.map { 1 / (1 + $0) }, means: bumps.map { [10 * $0] },
      deviations: bumps.map { _ in 1 })
    let found = modes(from: bumps.map { [10 * $0 + 0.5] }, many)
    #expect(found.map { ($0.position[0] / 10).rounded() } == Array(bumps.prefix(8)))
  }

  @Test("Climbs that end along one flat ridge are one mode")
  func ridge() {
    // Standard deviation 40 along the diagonal: climbs stop anywhere on a stretch of several units.
    let density: Climb.Density = { x, gradient in
      let (along, across) = (x[0] + x[1], x[0] - x[1])
      gradient[0] = -along / 3200 - across
      gradient[1] = -along / 3200 + across
      return -0.5 * (along * along / 3200 + across * across)
    }
    let spread = (0..<8).map { [3 * Double($0) - 12, 3 * Double($0) - 11.5] }
    #expect(modes(from: spread, density).count == 1)
  }

  @Test("Climbs of unbounded densities end, at finite places")
  func unbounded() {
    // A funnel without a bottom: the density grows without end as v falls and x shrinks.
    let density: Climb.Density = { x, gradient in
      let inverse = VectorMath.exp(-2 * x[0])
      gradient[0] = -2 + x[1] * x[1] * inverse
      gradient[1] = -x[1] * inverse
      return -2 * x[0] - 0.5 * x[1] * x[1] * inverse
    }
    let exponential: Climb.Density = { x, gradient in
      gradient[0] = VectorMath.exp(x[0])
      return gradient[0]
    }
    for (density, dimension) in [(density, 2), (exponential, 1)] {
      for start in starts(8, dimension: dimension) {
        var evaluations = 0
        let climb = Climb(from: start) { x, gradient in
          evaluations += 1
          return density(x, &gradient)
        }
        #expect(evaluations < 6000)
        #expect(climb?.position.allSatisfy(\.isFinite) == true)
        #expect(climb?.logDensity.isFinite == true)
      }
      for mode in modes(from: starts(8, dimension: dimension), density) {
        var random = RandomStream(seed: 3, purpose: .initialization, index: 0)
        #expect(!mode.logEvidence.isNaN)
        #expect(mode.start(scale: 0.5, using: &random).allSatisfy { !$0.isNaN })
      }
    }
  }

  @Test("Impossible regions are walked around: gamma variates, started near 0 and far out")
  func impossible() throws {
    // Concentration 3, rate 1 in each coordinate: mode 2, second derivative −½.
    let density: Climb.Density = { x, gradient in
      guard x.allSatisfy({ $0 > 0 }) else { return -.infinity }
      for i in x.indices { gradient[i] = 2 / x[i] - 1 }
      return x.reduce(0) { $0 + 2 * VectorMath.log($1) - $1 }
    }
    let modes = modes(from: [[0.001, 0.3], [40, 0.01], [-1, 1], [2, .nan]], density)
    #expect(modes.count == 1)
    let mode = try #require(modes.first)
    #expect(mode.position.allSatisfy { abs($0 - 2) < 0.02 })
    #expect(try #require(mode.factor).diagonal.allSatisfy { abs($0 - 2.0.squareRoot()) < 0.1 })
    #expect(Climb(from: [0, 1], density: density) == nil)
  }

  @Test("Where a neighbour is impossible there is no covariance, and starts are round")
  func edge() throws {
    // Highest at its edge.
    let density: Climb.Density = { x, gradient in
      gradient[0] = -1
      return x[0] >= 0 ? -x[0] : -.infinity
    }
    let mode = try #require(modes(from: [[0.5]], density).first)
    #expect(mode.position[0] < 1e-6 && mode.shape == nil)
    #expect(abs(mode.logEvidence - 0.5 * VectorMath.log(2 * .pi)) < 1e-5)
    var random = RandomStream(seed: 4, purpose: .initialization, index: 0)
    let starts = (0..<4000).map { _ in mode.start(scale: 0.5, using: &random)[0] }
    #expect(abs(starts.reduce(0) { $0 + $1 * $1 } / 4000 - 0.25) < 0.03)
  }

  @Test("At a saddle the covariance is one all the same")
  func saddle() throws {
    let density: Climb.Density = { x, gradient in
      gradient[0] = x[0]
      gradient[1] = -4 * x[1]
      return 0.5 * x[0] * x[0] - 2 * x[1] * x[1]
    }
    // Exactly on the saddle no gradient leads away.
    let mode = try #require(modes(from: [[0, 0]], density).first)
    let factor = try #require(mode.factor)
    #expect(zip(factor.diagonal, [1, 0.5]).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test("The bits are the recorded ones: they may not differ between machines")
  func recordedBits() throws {
    let modes = modes(from: starts(6, dimension: 2), valley)
    let values = modes.flatMap { mode in
      mode.position + [mode.logDensity, mode.logEvidence] + (mode.factor?.diagonal ?? [])
    }
    #expect(fingerprint(values) == 0x3E6B_E3D6_5E2B_DC94)
  }
}

extension PosteriorMode {
  /// The Cholesky factor of the covariance, of few dimensions.
  fileprivate var factor: LowerTriangular? {
    if case .dense(let factor) = shape { factor } else { nil }
  }
}
