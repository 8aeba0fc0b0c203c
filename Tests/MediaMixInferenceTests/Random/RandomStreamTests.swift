import MediaMixInference
import Testing

@Suite("Random streams")
struct RandomStreamTests {
  @Test("splitmix64 gives its published sequence")
  func splitMix64() {
    var generator = SplitMix64(state: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in generator.next() } == expected)
  }

  @Test("xoshiro256++ gives its published sequence")
  func xoshiro() {
    var random = RandomStream(state: (1, 2, 3, 4))
    let expected: [UInt64] = [
      41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386,
      9_228_616_714_210_784_205, 9_973_669_472_204_895_162, 14_011_001_112_246_962_877,
      12_406_186_145_184_390_807, 15_849_039_046_786_891_736, 10_450_023_813_501_588_000,
    ]
    #expect(expected.map { _ in random.next() } == expected)
  }

  @Test("A stream's first numbers, from an independent implementation")
  func knownStream() {
    var random = RandomStream(seed: 42, purpose: .chain, index: 3)
    let expected: [UInt64] = [
      10_525_158_752_609_945_975, 11_057_955_227_821_325_484, 11_993_107_165_425_094_874,
      14_893_508_806_116_481_064,
    ]
    #expect(expected.map { _ in random.next() } == expected)
  }

  @Test("Other seeds, purposes and indices give other numbers; the same give the same")
  func independence() {
    var firsts: Set<UInt64> = []
    for seed: UInt64 in [0, 1, 2, .max] {
      for purpose in RandomStream.Purpose.allCases {
        for index in [0, 1, 2, 3, -1, .max, .min] {
          var random = RandomStream(seed: seed, purpose: purpose, index: index)
          var again = random
          let first = random.next()
          #expect(first == again.next())
          firsts.insert(first)
        }
      }
    }
    #expect(firsts.count == 4 * RandomStream.Purpose.allCases.count * 7)

    var one = RandomStream(seed: 1, purpose: .chain, index: 0)
    var other = RandomStream(seed: 1, purpose: .chain, index: 1)
    var products = 0.0
    for _ in 0..<100_000 { products += one.normal() * other.normal() }
    #expect(abs(products) < 4 * 100_000.0.squareRoot())
  }

  @Test("Uniform numbers stay inside (0, 1) for any bits")
  func openInterval() {
    #expect(RandomStream.openUnitInterval(0) == 0x1p-54)
    #expect(RandomStream.openUnitInterval(.max) == 1 - 0x1p-53)
    #expect(RandomStream.openUnitInterval(1 << 11) == 0x1p-53)
    #expect(RandomStream.openUnitInterval(1 << 63) == 0.5)
  }

  @Test("Streams from nearly empty states work")
  func hostileStates() {
    for state: (UInt64, UInt64, UInt64, UInt64) in [
      (1, 0, 0, 0), (0, 0, 0, 1), (.max, .max, .max, .max), (1 << 63, 0, 0, 0),
    ] {
      var random = RandomStream(state: state)
      for _ in 0..<1000 {
        #expect(random.normal().isFinite)
        let exponential = random.exponential()
        #expect(exponential > 0 && exponential < 40)
        #expect(random.gamma(concentration: 0.001) > 0)
        let beta = random.beta(concentration1: 0.001, concentration0: 0.001)
        #expect(beta > 0 && beta < 1)
      }
    }
  }

  @Test("Moments of the standard variates")
  func moments() {
    var random = RandomStream(seed: 7, purpose: .simulation, index: 0)
    expectMoments([1.0 / 2, 1.0 / 3, 1.0 / 4, 1.0 / 5], of: { random.uniform() })
    expectMoments([0, 1, 0, 3], of: { random.normal() })
    expectMoments([1, 2, 6, 24], of: { random.exponential() })
    for concentration in [0.05, 0.7, 1, 3.5, 200] {
      var raw: [Double] = []
      var product = 1.0
      for power in 0..<4 {
        product *= concentration + Double(power)
        raw.append(product)
      }
      expectMoments(raw, of: { random.gamma(concentration: concentration) })
    }
    var raw: [Double] = []
    var product = 1.0
    for power in 0..<4 {
      product *= (0.4 + Double(power)) / (1.9 + Double(power))
      raw.append(product)
    }
    expectMoments(raw, of: { random.beta(concentration1: 0.4, concentration0: 1.5) })
  }

  @Test("Normal, exponential and gamma variates follow their distribution functions")
  func kolmogorovSmirnov() throws {
    var random = RandomStream(seed: 3, purpose: .simulation, index: 1)
    let normal = try Normal(loc: 0, scale: 1)
    #expect(Accuracy.kolmogorovSmirnov(normal, draws: 50_000) { random.normal() } < 1.95)
    let exponential = try Exponential(rate: 1)
    #expect(Accuracy.kolmogorovSmirnov(exponential, draws: 50_000) { random.exponential() } < 1.95)
    for concentration in [0.1, 0.9, 1, 20] {
      let gamma = try Gamma(concentration: concentration, rate: 1)
      let statistic = Accuracy.kolmogorovSmirnov(gamma, draws: 50_000) {
        random.gamma(concentration: concentration)
      }
      #expect(statistic < 1.95)
    }
  }

  /// Checks the first two raw moments of 200,000 draws against the first four of the distribution.
  private func expectMoments(
    _ raw: [Double], of draw: () -> Double, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let count = 200_000.0
    var (sum, squares) = (0.0, 0.0)
    for _ in 0..<Int(count) {
      let value = draw()
      sum += value
      squares += value * value
    }
    let meanError = ((raw[1] - raw[0] * raw[0]) / count).squareRoot()
    let squareError = ((raw[3] - raw[1] * raw[1]) / count).squareRoot()
    #expect(abs(sum / count - raw[0]) < 4 * meanError, sourceLocation: sourceLocation)
    #expect(abs(squares / count - raw[1]) < 4 * squareError, sourceLocation: sourceLocation)
  }
}
