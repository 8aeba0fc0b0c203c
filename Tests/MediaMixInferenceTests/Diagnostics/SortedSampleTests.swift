import MediaMixInference
import Testing

@Suite("Quantiles and intervals of a sample")
struct SortedSampleTests {
  @Test(
    "Quantiles are NumPy's, highest-density intervals ArviZ's",
    arguments: DiagnosticsFixture.shared.cases)
  func reference(_ fixture: DiagnosticsFixture.Case) {
    let reference = fixture.reference
    let sample = SortedSample(fixture.chains.joined())
    let scale = reference.sd
    for (probability, quantile) in zip(DiagnosticsFixture.shared.probabilities, reference.quantiles)
    {
      expectSame(sample.quantile(probability), quantile, scale: scale, "quantile \(probability)")
    }
    let densest = sample.highestDensityInterval(probability: 0.8)
    #expect([densest.lower, densest.upper] == reference.highestDensityInterval)
    let equal = sample.equalTailedInterval(probability: 0.8)
    expectSame(equal.lower, reference.equalTailedInterval[0], scale: scale, "10 %")
    expectSame(equal.upper, reference.equalTailedInterval[1], scale: scale, "90 %")
  }

  @Test("Samples of any size and shape come out as sorting by comparison has them")
  func sorting() {
    var random = RandomStream(seed: 6, purpose: .simulation, index: 2)
    for count in [0, 1, 2, 127, 128, 129, 1000, 4000, 40_000] {
      func sample(_ number: (Int) -> Double) -> [Double] { (0..<count).map(number) }
      let largest = Double.greatestFiniteMagnitude
      let samples: [[Double]] = [
        sample { _ in random.normal() },
        sample { _ in (5 * random.uniform()).rounded() },
        // Nearly all in one bucket.
        sample { $0 == 7 ? 1e300 : random.normal() },
        sample { _ in VectorMath.exp(100 * random.normal()) },
        sample { $0 % 5 == 0 ? -.infinity : Double($0 % 17) },
        sample { $0 % 2 == 0 ? 0.0 : -0.0 },
        sample { Double($0 % 3) * .leastNonzeroMagnitude },
        sample { $0 % 2 == 0 ? -largest : largest / Double($0 % 3 + 1) },
      ]
      for sample in samples {
        #expect(
          SortedSample(sample).values.map(\.bitPattern) == sample.sorted().map(\.bitPattern))
      }
    }
    #expect(SortedSample([1, .nan]).values.isEmpty)
  }

  @Test("The ends, the middle, and places between two numbers")
  func byHand() {
    let sample = SortedSample([4, 1, 3, 2])
    #expect(sample.quantile(0) == 1)
    #expect(sample.quantile(1) == 4)
    #expect(sample.median == 2.5)
    #expect(sample.quantile(0.25) == 1.75)
    #expect(SortedSample([7]).quantile(0.3) == 7)
    #expect(SortedSample([0.1, 0.1, 0.1]).quantile(0.37) == 0.1)
  }

  @Test("The densest interval is the shortest, the lowest of equals, all at probability 1")
  func densest() {
    let sample = SortedSample([0, 10, 11, 12, 30])
    #expect(sample.highestDensityInterval(probability: 0.4) == .init(lower: 10, upper: 12))
    #expect(sample.highestDensityInterval(probability: 0.2) == .init(lower: 10, upper: 11))
    #expect(sample.highestDensityInterval(probability: 1) == .init(lower: 0, upper: 30))
  }

  @Test("No numbers, or one that is NaN, give NaN")
  func undefined() {
    for sample in [SortedSample([]), SortedSample([1, .nan, 2])] {
      #expect(sample.median.isNaN)
      #expect(sample.equalTailedInterval(probability: 0.9).lower.isNaN)
      #expect(sample.highestDensityInterval(probability: 0.9).upper.isNaN)
    }
    #expect(SortedSample([1, .infinity, .infinity]).quantile(0.9) == .infinity)
  }
}
