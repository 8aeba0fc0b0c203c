import MediaMixInference
import Testing

@Suite("Mixture of normal distributions")
struct GaussianMixtureTests {
  /// Three components in the plane, correlated in different ways.
  private let mixture = GaussianMixture(
    weights: [2, 1, 1], means: [0, 0, 3, -1, -2, 4],
    factors: [1, 0.5, 0.7, 0.3, 0, 2, 1.5, -1, 0.1],
    dimension: 2)

  private func sample(_ mixture: GaussianMixture, _ count: Int, seed: UInt64) -> [[Double]] {
    var random = RandomStream(seed: seed, purpose: .simulation, index: 0)
    var x = [Double](repeating: 0, count: mixture.dimension)
    return (0..<count).map { _ in
      var target = x.mutableSpan
      mixture.sample(using: &random, into: &target)
      return x
    }
  }

  @Test("The density is the weighted sum of the components'")
  func density() throws {
    let weights = [0.5, 0.25, 0.25]
    for x in [[0.0, 0], [1, -1], [-2, 4.2], [3, 7], [60, -40]] {
      var sum = 0.0
      for k in 0..<3 {
        // As a normal in the first coordinate and one in the second given the first.
        let factor = Array(mixture.factors[3 * k..<3 * k + 3])
        let first = try Normal(loc: mixture.means[2 * k], scale: factor[0])
        let z = (x[0] - mixture.means[2 * k]) / factor[0]
        let second = try Normal(loc: mixture.means[2 * k + 1] + factor[1] * z, scale: factor[2])
        sum +=
          weights[k]
          * VectorMath.exp(
            first.logDensityAndGradient(at: x[0]).logDensity
              + second.logDensityAndGradient(at: x[1]).logDensity)
      }
      let expected = VectorMath.log(sum)
      let value = mixture.logDensity(at: x.span)
      if sum > 0 {
        #expect(abs(value - expected) < 1e-12 * max(1, abs(expected)))
      } else {
        // Beyond what a sum of densities can hold.
        #expect(value < -700 && value.isFinite)
      }
    }
    for x in [[Double.nan, 0], [0, .infinity], [1e200, 1]] {
      #expect(mixture.logDensity(at: x.span) == -.infinity)
    }
  }

  @Test("Draws have the weights, means and covariances")
  func draws() {
    let points = sample(mixture, 40_000, seed: 1)
    for (i, expected) in [(0, 0.25), (1, 0.75)] {
      let mean = points.reduce(0) { $0 + $1[i] } / 40_000
      #expect(abs(mean - expected) < 0.05)
    }
    // E x₀x₁ = Σ w (μ₀μ₁ + F₀₀F₁₀).
    let product = points.reduce(0) { $0 + $1[0] * $1[1] } / 40_000
    let expected = 0.5 * 0.5 + 0.25 * -3 + 0.25 * (-8 - 1.5)
    #expect(abs(product - expected) < 0.2)
    // Only the second component reaches here.
    let share = points.reduce(0) { $0 + ($1[0] > 2.4 && $1[0] < 3.6 && $1[1] < -2 ? 1 : 0) }
    #expect(abs(Double(share) / 40_000 - 0.25 * 0.954 * 0.309) < 0.01)
  }

  @Test("The density is that of the draws: E 1/p over a square is its area")
  func consistency() {
    let wide = mixture.inflated(by: 2)
    let inverses = sample(wide, 40_000, seed: 2).map { x in
      abs(x[0]) < 1 && abs(x[1]) < 1 ? VectorMath.exp(-wide.logDensity(at: x.span)) : 0
    }
    #expect(abs(inverses.reduce(0, +) / 40_000 - 4) < 0.15)
  }

  @Test("Inflation multiplies covariances")
  func inflation() {
    let inflated = mixture.inflated(by: 4)
    #expect(inflated.factors == mixture.factors.map { 2 * $0 })
    #expect(inflated.means == mixture.means && inflated.weights == mixture.weights)
  }

  @Test("Two bumps far apart are both found, with their shares", arguments: 1...5)
  func twoBumps(seed: UInt64) throws {
    let truth = GaussianMixture(
      weights: [0.85, 0.15], means: [100, 5, 0.1, 140, 5, 0.2],
      factors: [3, 0, 1, 0.001, 0.002, 0.004, 2, 1, 0.5, 0, 0.01, 0.004], dimension: 3)
    let points = sample(truth, 600, seed: seed)
    var random = RandomStream(seed: seed, purpose: .block, index: 0)
    let fitted = try #require(
      GaussianMixture(fittedTo: points.flatMap(\.self), dimension: 3, using: &random))
    let fresh = sample(fitted, 5000, seed: seed + 100)
    let share = Double(fresh.filter { $0[0] > 120 }.count) / 5000
    #expect(abs(share - 0.15) < 0.06)
    // Kullback–Leibler divergence from the truth, per draw.
    let test = sample(truth, 2000, seed: seed + 200)
    let divergence = test.reduce(0) {
      $0 + truth.logDensity(at: $1.span) - fitted.logDensity(at: $1.span)
    }
    #expect(divergence / 2000 < 0.25)
  }

  @Test("A curved ridge is followed better than by one normal distribution")
  func ridge() throws {
    var random = RandomStream(seed: 3, purpose: .simulation, index: 0)
    func point() -> [Double] {
      let a = random.normal()
      return [a, a * a + 0.1 * random.normal()]
    }
    let points = (0..<500).flatMap { _ in point() }
    let test = (0..<500).map { _ in point() }
    var stream = RandomStream(seed: 3, purpose: .block, index: 0)
    let fitted = try #require(GaussianMixture(fittedTo: points, dimension: 2, using: &stream))
    // Of the same mean (0, 1) and covariance diag(1, 2.01).
    let one = GaussianMixture(
      weights: [1], means: [0, 1], factors: [1, 0, 2.01.squareRoot()], dimension: 2)
    let gain = test.reduce(0) {
      $0 + fitted.logDensity(at: $1.span) - one.logDensity(at: $1.span)
    }
    #expect(gain / 500 > 0.8)
  }

  @Test("Few points have few components, identical ones and those on a line have none")
  func fewPoints() throws {
    var random = RandomStream(seed: 4, purpose: .simulation, index: 0)
    let points = (0..<200).flatMap { _ in (0..<2).map { _ in random.normal() } }
    for (count, limit) in [(4, 1), (39, 1), (40, 2), (100, 5), (200, 8)] {
      let fitted = try #require(
        GaussianMixture(fittedTo: Array(points.prefix(2 * count)), dimension: 2, using: &random))
      #expect(1...limit ~= fitted.weights.count)
      #expect(abs(fitted.weights.reduce(0, +) - 1) < 1e-14)
    }
    let same = [Double](repeating: 1, count: 100)
    let line = (0..<100).map { Double($0 / 2) }
    let broken: [[Double]] = [[], [1, 2, 3, 4], same, line, points + [.nan, 0]]
    for broken in broken {
      #expect(GaussianMixture(fittedTo: broken, dimension: 2, using: &random) == nil)
    }
    // A chain that seldom moved: few distinct points, many times each.
    let repeated = Array(repeatElement(points.prefix(8), count: 25).joined())
    let fitted = try #require(GaussianMixture(fittedTo: repeated, dimension: 2, using: &random))
    #expect(sample(fitted, 10, seed: 1).allSatisfy { $0.allSatisfy(\.isFinite) })
  }

  @Test("The bits are the recorded ones: they may not differ between machines")
  func recordedBits() throws {
    let points = sample(mixture, 300, seed: 5)
    var random = RandomStream(seed: 5, purpose: .block, index: 0)
    let fitted = try #require(
      GaussianMixture(fittedTo: points.flatMap(\.self), dimension: 2, using: &random))
    var results = fitted.weights + fitted.means + fitted.factors
    results += points.map { fitted.logDensity(at: $0.span) }
    results += sample(fitted, 10, seed: 6).flatMap(\.self)
    #expect(fingerprint(results) == 0x6FFD_8CCA_E417_5E24)
  }
}
