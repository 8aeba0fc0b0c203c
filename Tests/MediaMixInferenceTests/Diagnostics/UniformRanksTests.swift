import MediaMixInference
import Testing

@Suite("Ranks and whether they are uniform")
struct UniformRanksTests {
  /// From a recursion in rational numbers, by conditional binomial counts as in the paper: see
  /// Fixtures/README.md.
  @Test("Bands are those of exact arithmetic, also where ranks are more than counts")
  func bands() {
    let band = UniformRanks(count: 40, largest: 9).band()
    #expect(band.lower == [0, 2, 5, 9, 12, 16, 21, 26, 31])
    #expect(band.upper == [9, 14, 19, 24, 28, 31, 35, 38, 40])
    let sparse = UniformRanks(count: 30, largest: 19).band()
    #expect(sparse.lower == [0, 0, 0, 1, 2, 3, 4, 6, 7, 8, 10, 11, 13, 14, 16, 18, 20, 22, 25])
    #expect(
      sparse.upper == [5, 8, 10, 12, 14, 16, 17, 19, 20, 22, 23, 24, 26, 27, 28, 29, 30, 30, 30])
  }

  @Test("P-values are those of exact arithmetic, also tiny ones")
  func tailProbabilities() {
    func p(_ ranks: [Int], _ largest: Int) -> Double {
      UniformRanks(count: ranks.count, largest: largest).tailProbability(of: ranks)
    }
    func pattern(_ count: Int, _ largest: Int, _ square: Int, _ linear: Int) -> [Int] {
      (0..<count).map { (square * $0 * $0 + linear * $0) % (largest + 1) }
    }
    #expect((p(pattern(30, 19, 11, 4), 19) / 0.036656757901702836 - 1).magnitude < 1e-10)
    #expect((p(pattern(25, 9, 3, 1), 9) / 1.5835735766606385e-07 - 1).magnitude < 1e-6)
    #expect((p(pattern(40, 9, 7, 3), 9) / 4.381573919450647e-12 - 1).magnitude < 0.1)
    let ends = Array(repeating: 0, count: 8) + Array(repeating: 9, count: 8)
    #expect((p(ends + Array(1...8) + Array(1...6), 9) / 0.045282969163176034 - 1).magnitude < 1e-10)
    // Rounding leaves nothing of one less the coverage here.
    let hopeless = p(Array(repeating: 0, count: 500), 99)
    #expect(hopeless > 0 && hopeless < 1e-10)
  }

  @Test("Of all 4⁴ lists of ranks, the share that strays as far is the p-value")
  func enumeration() {
    let reference = UniformRanks(count: 4, largest: 3)
    let lists = (0..<256).map { code in (0..<4).map { code >> (2 * $0) & 3 } }
    let values = lists.map { reference.tailProbability(of: $0) }
    for value in values {
      let share = Double(values.count { $0 <= value * (1 + 1e-9) }) / 256
      #expect((share - value).magnitude < 1e-12)
    }
    // No more than 5 of 100 leave the band, and it is those with p < 0.05.
    let band = reference.band()
    for (list, value) in zip(lists, values) {
      let counts = reference.cumulativeCounts(of: list)
      let isInside = (0..<3).allSatisfy {
        (band.lower[$0]...band.upper[$0]).contains(counts[$0])
      }
      #expect(isInside == (value > 0.05), "\(list)")
    }
  }

  @Test("Of uniform ranks, 95 of 100 stay in the band as a whole, and p-values are uniform")
  func simulation() {
    let reference = UniformRanks(count: 200, largest: 99)
    let band = reference.band()
    var random = RandomStream(seed: 11, purpose: .simulation, index: 0)
    let lists = (0..<2000).map { _ in (0..<200).map { _ in Int(random.uniform() * 100) } }
    let inside = lists.count { list in
      let counts = reference.cumulativeCounts(of: list)
      return counts.indices.allSatisfy { (band.lower[$0]...band.upper[$0]).contains(counts[$0]) }
    }
    // Three standard errors; the band is at most a little too wide.
    #expect((0.935...0.966).contains(Double(inside) / 2000))
    let values = lists.prefix(500).map { reference.tailProbability(of: $0) }
    #expect((0.43...0.57).contains(Double(values.count { $0 < 0.5 }) / 500))
    #expect((0.06...0.14).contains(Double(values.count { $0 < 0.1 }) / 500))
  }

  @Test(
    "Draws that are shifted, too narrow or too wide are found and named",
    arguments: [
      (0.5, 1.0, RankUniformity.Departure.tooHigh), (-0.5, 1.0, .tooLow),
      (0.0, 0.7, .tooNarrow), (0.0, 1.5, .tooWide),
    ])
  func departures(shift: Double, scale: Double, departure: RankUniformity.Departure) {
    var random = RandomStream(seed: 3, purpose: .simulation, index: 0)
    let ranks = (0..<300).map { _ in
      let truth = random.normal()
      let draws = (0..<99).map { _ in shift + scale * random.normal() }
      return RankUniformity.rank(of: truth, among: draws, using: &random)
    }
    let uniformity = RankUniformity(ranks, reference: UniformRanks(count: 300, largest: 99))
    #expect(uniformity.tailProbability < 1e-4)
    #expect(uniformity.departure == departure)
    #expect((uniformity.meanPosition < 0.45) == (departure == .tooHigh))
    #expect((uniformity.meanPosition > 0.55) == (departure == .tooLow))
    let coverage = RankUniformity.coverage(ofCentral: 0.9, ranks: ranks, largest: 99)
    // P(|x| < 1.645·scale) of standard normal x.
    if departure == .tooNarrow { #expect((coverage - 0.75).magnitude < 0.08) }
    if departure == .tooWide { #expect((coverage - 0.986).magnitude < 0.03) }
  }

  @Test("Truths that are three times as large as draws think are above them, not too far apart")
  func skewedShift() {
    var random = RandomStream(seed: 4, purpose: .simulation, index: 0)
    let ranks = (0..<100).map { _ in
      let draws = (0..<99).map { _ in random.normal().magnitude }
      let truth = 3 * random.normal().magnitude
      return RankUniformity.rank(of: truth, among: draws, using: &random)
    }
    let uniformity = RankUniformity(ranks, reference: UniformRanks(count: 100, largest: 99))
    #expect(uniformity.departure == .tooLow)
  }

  @Test("Below, above, and among equals every rank as often as any other")
  func ties() {
    var random = RandomStream(seed: 1, purpose: .tie, index: 0)
    let before = random
    #expect(RankUniformity.rank(of: 2.5, among: [1, 2, 3], using: &random) == 2)
    #expect(RankUniformity.rank(of: -.infinity, among: [1, 2, 3], using: &random) == 0)
    var untouched = before
    #expect(random.next() == untouched.next())
    var counts = [0, 0, 0, 0, 0]
    for _ in 0..<3000 {
      counts[RankUniformity.rank(of: 2, among: [1, 2, 2, 3], using: &random)] += 1
    }
    #expect(counts[0] == 0 && counts[4] == 0)
    #expect(counts[1...3].allSatisfy { (900...1100).contains($0) })
  }

  @Test("Coverage counts the ranks in the middle")
  func coverage() {
    let all = Array(0...99)
    #expect(RankUniformity.coverage(ofCentral: 0.9, ranks: all, largest: 99) == 0.9)
    #expect(RankUniformity.coverage(ofCentral: 0.5, ranks: all, largest: 99) == 0.5)
    #expect(RankUniformity.coverage(ofCentral: 0.9, ranks: [0, 4, 5, 94, 95], largest: 99) == 0.4)
  }

  @Test("Holm's adjustment: the smallest times all, the next times one less, never falling")
  func holm() {
    let adjusted = FamilyWiseProbability.holm([0.04, 0.01, 0.03, 0.9])
    #expect(zip(adjusted, [0.09, 0.04, 0.09, 0.9]).allSatisfy { ($0 - $1).magnitude < 1e-15 })
    #expect(FamilyWiseProbability.holm([0.5, 0.5]) == [1, 1])
    #expect(FamilyWiseProbability.holm([]).isEmpty)
  }
}
