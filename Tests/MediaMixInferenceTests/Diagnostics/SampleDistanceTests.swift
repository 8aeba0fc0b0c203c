import Foundation
import MediaMixInference
import Testing

@Suite("Distances of samples")
struct SampleDistanceTests {
  struct Reference: Decodable {
    let p, q: [Double]
    let method: String
    let discrete: Bool
    let result: Double
  }

  private static let normals = normalDraws(chains: 2, draws: 4000, seed: 5)

  private func normal(_ location: Double, _ scale: Double, chain: Int = 0, count: Int = 4000)
    -> [Double]
  {
    Self.normals[chain].prefix(count).map { location + scale * $0 }
  }

  private func all(_ distance: SampleDistance) -> [Double] {
    [
      distance.kolmogorovSmirnov, distance.hellinger, distance.jensenShannon,
      distance.totalVariation,
    ]
  }

  @Test("Every number of the reference")
  func reference() throws {
    let file = try #require(
      Bundle.module.url(forResource: "Fixtures/sample_distances", withExtension: "json"))
    let references = try JSONDecoder().decode([Reference].self, from: Data(contentsOf: file))
    #expect(references.count == 8)
    for reference in references {
      let distance: SampleDistance =
        reference.discrete
        ? .discrete(reference.p, reference.q) : .smoothed(reference.p, reference.q)
      let value =
        switch reference.method {
        case "KS": distance.kolmogorovSmirnov
        case "Hellinger": distance.hellinger
        case "JS": distance.jensenShannon
        default: distance.totalVariation
        }
      #expect(
        abs(value - reference.result) < 1e-9 * reference.result,
        "\(reference.method), discrete: \(reference.discrete)")
    }
  }

  @Test("Equal samples are 0 apart, in any order and any number of copies")
  func equal() {
    for sample in [normal(3, 2, count: 500), [7], [1, 1, 2, 5, 5, 5]] {
      let copies = Array(sample.reversed()) + sample
      #expect(all(.discrete(sample, copies)) == [0, 0, 0, 0])
      #expect(all(.binned(sample, copies)) == [0, 0, 0, 0])
      #expect(all(.smoothed(sample, sample)) == [0, 0, 0, 0])
    }
    #expect(all(.smoothed([7], [7, 7])) == [0, 0, 0, 0])
  }

  @Test(
    "Samples that lie apart are as far apart as can be, whatever their sizes",
    arguments: [(4000, 4000), (1000, 4000), (3, 7), (1, 1), (997, 13)])
  func disjoint(_ sizes: (Int, Int)) {
    let low = normal(0, 1, count: sizes.0).map { -exp($0) }
    let high = normal(0, 1, chain: 1, count: sizes.1).map { exp($0) }
    for distance in [
      SampleDistance.binned(low, high), .binned(high, low), .discrete(low, high),
      .binned(low, high, bins: 2), .smoothed(low.map { $0 - 200 }, high, kernelWidth: 0.5),
      .binned([1, 1, 1], high.map { $0 + 1 }), .binned([1, 1], [2]),
    ] {
      #expect(distance.kolmogorovSmirnov == 1)
      #expect(abs(distance.hellinger - 1) < 1e-12 && distance.hellinger <= 1)
      #expect(abs(distance.jensenShannon - log(2).squareRoot()) < 1e-12)
      #expect(abs(distance.totalVariation - 1) < 1e-12 && distance.totalVariation <= 1)
    }
  }

  @Test("Bins: an increasing transformation changes nothing, nor does the order of the samples")
  func invariance() {
    let (p, q) = (normal(0, 1), normal(0.5, 0.6, chain: 1, count: 1000))
    let distance = SampleDistance.binned(p, q)
    #expect(SampleDistance.binned(q, p) == distance)
    for transform: (Double) -> Double in [{ exp(5 * $0) }, { 1e-3 * $0 + 3 }, { $0 * $0 * $0 }] {
      #expect(SampleDistance.binned(p.map(transform), q.map(transform)) == distance)
    }
    // The fixed kernel does not see what happens below its width.
    let narrow = (p.map { 0.05 * $0 }, q.map { 0.05 * $0 })
    #expect(SampleDistance.smoothed(narrow.0, narrow.1).hellinger < 0.01)
    #expect(SampleDistance.smoothed(narrow.0, narrow.1, kernelWidth: 0.01).hellinger > 0.25)
  }

  @Test("Bins: normals as far apart as theory says, samples of one distribution nearly 0")
  func normals() {
    // N(0, 1) and N(1, 1): H² = 1 − exp(−1/8), total variation and Kolmogorov–Smirnov 2Φ(½) − 1.
    let shifted = SampleDistance.binned(normal(0, 1), normal(1, 1, chain: 1))
    #expect(abs(shifted.hellinger - (1 - exp(-0.125)).squareRoot()) < 0.02)
    #expect(abs(shifted.totalVariation - 0.3829) < 0.03)
    #expect(abs(shifted.kolmogorovSmirnov - 0.3829) < 0.03)
    let same = SampleDistance.binned(normal(0, 1), normal(0, 1, chain: 1))
    #expect(abs(same.hellinger - 0.055) < 0.015)
    #expect(same.kolmogorovSmirnov < 1.95 / 2000.0.squareRoot())
    // Cauchy tails, which leave any even grid one bin with nearly everything in it.
    let ratios = zip(normal(0, 1), normal(0, 1, chain: 1)).map { $0 / $1 }
    let heavy = SampleDistance.binned(ratios, ratios.map { 3 * $0 + 1 })
    #expect(heavy.hellinger > 0.2 && heavy.hellinger < 0.6)
  }

  @Test("Ties share a bin; a constant against a spread sample overlaps in one bin only")
  func ties() {
    let spread = normal(0, 1)
    let constant = SampleDistance.binned([Double](repeating: 0, count: 1000), spread)
    #expect(constant.totalVariation > 0.95 && constant.totalVariation <= 1)
    let counts = SampleDistance.binned([1, 1, 2, 2], [1, 2, 2, 2])
    #expect(counts == SampleDistance.discrete([1, 1, 2, 2], [1, 2, 2, 2]))
    #expect(abs(counts.totalVariation - 0.25) < 1e-15)
  }

  @Test("Nothing can be said of no numbers, or of numbers that are not finite")
  func undefined() {
    for bad in [[], [1, .nan], [.infinity, 2]] as [[Double]] {
      for distance in [
        SampleDistance.discrete(bad, [1, 2]), .binned([1, 2], bad), .smoothed(bad, [1, 2]),
      ] {
        #expect(all(distance).allSatisfy { $0.isNaN })
      }
    }
    let apart = SampleDistance.smoothed([0, 1e6], [5e5])
    #expect(apart.hellinger.isNaN && apart.kolmogorovSmirnov == 0.5)
  }
}
