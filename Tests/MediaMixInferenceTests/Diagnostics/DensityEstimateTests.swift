import Foundation
import MediaMixInference
import Testing

@Suite("Density estimates")
struct DensityEstimateTests {
  /// Quantiles of a distribution at even probabilities: the sample that has no noise.
  private func sample(_ distribution: some Distribution, count: Int = 4000) -> [Double] {
    (0..<count).map { distribution.quantile((Double($0) + 0.5) / Double(count)) }
  }

  private func integral(_ estimate: DensityEstimate) -> Double {
    let step = estimate.points[1] - estimate.points[0]
    let ends = estimate.densities[0] + estimate.densities[estimate.densities.count - 1]
    return step * (estimate.densities.reduce(0, +) - ends / 2)
  }

  /// The estimate between its points.
  private func density(_ estimate: DensityEstimate, at x: Double) -> Double {
    let step = estimate.points[1] - estimate.points[0]
    let place = (x - estimate.points[0]) / step
    let index = min(max(Int(place), 0), estimate.points.count - 2)
    let share = place - Double(index)
    return estimate.densities[index] * (1 - share) + estimate.densities[index + 1] * share
  }

  @Test("A normal sample: the normal density, widened by the kernel, which Silverman's rule gives")
  func normal() throws {
    let estimate = try #require(DensityEstimate(sample(try Normal(loc: 3, scale: 2))))
    // IQR/1.34 of a normal is 1.3490/1.34 of sd, so that the sd decides.
    let width = 0.9 * 2 * 0.190_365_393_871_588_4
    #expect(abs(estimate.bandwidth / width - 1) < 1e-3)
    let smoothed = try Normal(loc: 3, scale: (4 + width * width).squareRoot())
    for x in stride(from: -4.0, through: 10, by: 0.5) {
      #expect(
        abs(
          density(estimate, at: x)
            - VectorMath.exp(smoothed.logDensityAndGradient(at: x).logDensity)) < 3e-4)
    }
    #expect(abs(integral(estimate) - 1) < 1e-12)
    #expect(abs(estimate.mode - 3) < 0.05)
    #expect(estimate.points.count == 512 && estimate.densities.count == 512)
    let detailed = try #require(
      DensityEstimate(sample(try Normal(loc: 3, scale: 2)), smoothing: 0.5))
    #expect(abs(detailed.bandwidth - estimate.bandwidth / 2) < 1e-15)
  }

  @Test("A half-normal sample keeps its peak at the bound; without the bound it is halved there")
  func halfNormal() throws {
    let half = try HalfNormal(scale: 2)
    let draws = sample(half)
    let estimate = try #require(DensityEstimate(draws, support: .above(0)))
    #expect(estimate.points[0] == 0)
    #expect(abs(integral(estimate) - 1) < 1e-12)
    // Mirrored, a half-normal is a normal, and smooth at 0.
    let smoothed = try HalfNormal(scale: (4 + estimate.bandwidth * estimate.bandwidth).squareRoot())
    for x in stride(from: 0.01, through: 6, by: 0.25) {
      #expect(
        abs(
          density(estimate, at: x)
            - VectorMath.exp(smoothed.logDensityAndGradient(at: x).logDensity)) < 5e-4)
    }
    #expect(estimate.mode < 0.05)
    let free = try #require(DensityEstimate(draws))
    #expect(free.points[0] < 0)
    #expect(abs(density(free, at: 0) / density(estimate, at: 0) - 0.5) < 0.01)
  }

  @Test("A uniform sample is flat up to both bounds, however wide the kernel")
  func uniform() throws {
    for smoothing in [0.1, 1, 5, 100] {
      let estimate = try #require(
        DensityEstimate(
          sample(try Uniform(low: 0, high: 1)), support: .interval(0, 1), smoothing: smoothing))
      #expect(estimate.points.first == 0 && abs((estimate.points.last ?? 0) - 1) < 1e-12)
      #expect(estimate.densities.allSatisfy { abs($0 - 1) < 0.01 })
      #expect(abs(integral(estimate) - 1) < 1e-9)
    }
    let below = try #require(
      DensityEstimate(sample(try HalfNormal(scale: 1)).map { 5 - $0 }, support: .below(5)))
    #expect(abs((below.points.last ?? 0) - 5) < 1e-12 && abs(below.mode - 5) < 0.05)
    #expect(abs(integral(below) - 1) < 1e-12)
  }

  @Test("A bound far off, or with draws beyond it, changes nothing")
  func idleBounds() throws {
    let draws = sample(try Normal(loc: 0, scale: 1))
    let estimate = try #require(DensityEstimate(draws))
    #expect(DensityEstimate(draws, support: .above(-100)) == estimate)
    #expect(DensityEstimate(draws, support: .interval(0, 1)) == estimate)
  }

  @Test("Heavy tails leave the picture; what is within keeps its share")
  func heavyTails() throws {
    let cauchy = try Cauchy(loc: 0, scale: 1)
    let estimate = try #require(DensityEstimate(sample(cauchy, count: 40_000)))
    let last = try #require(estimate.points.last)
    #expect(last < 25 && last > 20)
    let share = cauchy.cumulative(last) - cauchy.cumulative(-last)
    #expect(abs(integral(estimate) - share) < 1e-3)
    #expect(abs(density(estimate, at: 0) - 1 / .pi) < 0.01)
  }

  @Test("The unit of the sample changes the unit of the density alone")
  func units() throws {
    let draws = normalDraws(chains: 1, draws: 500)[0]
    let estimate = try #require(DensityEstimate(draws))
    let scaled = try #require(DensityEstimate(draws.map { $0 * 0x1p-200 }))
    #expect(scaled.points == estimate.points.map { $0 * 0x1p-200 })
    #expect(scaled.densities == estimate.densities.map { $0 * 0x1p200 })
  }

  @Test("Two values give two hills; a value of nearly all draws does not make the kernel vanish")
  func fewValues() throws {
    let two = try #require(DensityEstimate([0, 1], smoothing: 0.3))
    #expect(abs(integral(two) - 1) < 1e-12)
    #expect(abs(density(two, at: 0) / density(two, at: 1) - 1) < 1e-6)
    #expect(density(two, at: 0.5) < 0.2 * density(two, at: 0))
    let nearly = Array(repeating: 1.0, count: 990) + (0..<10).map { 1 + Double($0) }
    let estimate = try #require(DensityEstimate(nearly))
    #expect(abs(integral(estimate) - 1) < 0.02)
    #expect(abs(estimate.mode - 1) < 0.05)
  }

  @Test("No density of nothing, one draw, equal draws, rounding, and what is not finite")
  func undefined() {
    let tiny = [1e17, 1e17 + 16, 1e17 + 32, 1e17]
    for draws in [
      [], [1], [2, 2, 2, 2], [1, .nan, 2], [1, .infinity, 2], tiny,
      [-Double.greatestFiniteMagnitude, .greatestFiniteMagnitude],
    ] {
      #expect(DensityEstimate(draws) == nil)
    }
  }

  @Test("Density estimates take well under a millisecond")
  func speed() throws {
    let draws = normalDraws(chains: 1, draws: 40_000)[0]
    let clock = ContinuousClock()
    let best = (0..<5).map { _ in clock.measure { _ = DensityEstimate(draws) } }.min()
    #expect(try #require(best) < .milliseconds(10))
  }
}
