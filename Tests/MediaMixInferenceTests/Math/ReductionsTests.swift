import MediaMixInference
import Testing

@Suite("Reductions")
struct ReductionsTests {
  /// All the lengths with every kind of tail, and some long ones.
  static let lengths = Array(0...40) + [63, 64, 65, 104, 127, 129, 1000]

  @Test("Sums of integers are exact at every length", arguments: lengths)
  func exactOnIntegers(count: Int) {
    var random = RandomBits(seed: UInt64(count))
    let a = (0..<count).map { _ in Double(Int.random(in: -1000...1000, using: &random)) }
    let b = (0..<count).map { _ in Double(Int.random(in: -1000...1000, using: &random)) }
    var y = b
    var target = y.mutableSpan
    Reductions.axpy(-3, a.span, into: &target)

    #expect(Reductions.sum(a.span) == a.reduce(0, +))
    #expect(Reductions.dot(a.span, b.span) == zip(a, b).reduce(0) { $0 + $1.0 * $1.1 })
    #expect(Reductions.sumOfSquares(a.span) == a.reduce(0) { $0 + $1 * $1 })
    #expect(y == zip(a, b).map { -3 * $0 + $1 })
  }

  @Test("Sums of reals are the naive ones within rounding", arguments: lengths)
  func closeOnReals(count: Int) {
    var random = RandomBits(seed: 100 + UInt64(count))
    let a = random.vector(count)
    let b = random.vector(count)
    let products = zip(a, b).map { $0 * $1 }
    func tolerance(_ terms: [Double]) -> Double {
      Double(count) * .ulpOfOne * terms.reduce(0) { $0 + $1.magnitude }
    }
    #expect(abs(Reductions.sum(a.span) - a.reduce(0, +)) <= tolerance(a))
    #expect(abs(Reductions.dot(a.span, b.span) - products.reduce(0, +)) <= tolerance(products))
  }

  @Test("The order of the additions is the documented one")
  func order() {
    for count in 0...40 {
      var random = RandomBits(seed: 200 + UInt64(count))
      let a = random.vector(count)
      let whole = count & ~7
      var lanes = [Double](repeating: 0, count: 8)
      for i in 0..<whole { lanes[i % 8] += a[i] }
      var next = whole
      for width in [4, 2, 1] {
        lanes = (0..<width).map { lanes[$0] + lanes[$0 + width] }
        guard count & width != 0 else { continue }
        for lane in 0..<width { lanes[lane] += a[next + lane] }
        next += width
      }
      let ones = [Double](repeating: 1, count: count)
      #expect(Reductions.sum(a.span) == lanes[0])
      #expect(Reductions.dot(a.span, ones.span) == lanes[0])
    }
  }

  @Test("The bits are the recorded ones: they may not differ between machines")
  func recordedBits() {
    var random = RandomBits(seed: 3)
    let results = (0..<200).flatMap { count in
      let a = random.vector(count)
      let b = random.vector(count)
      return [
        Reductions.sum(a.span), Reductions.dot(a.span, b.span), Reductions.sumOfSquares(a.span),
        Reductions.logSumExp(a.span),
      ]
    }
    #expect(fingerprint(results) == 0x18E7_6B39_F593_8155)
  }

  @Test(
    "logSumExp of equal terms is their value plus the logarithm of their number", arguments: lengths
  )
  func logSumExpOfEqualTerms(count: Int) {
    for value in [-1e4, -3, 0, 2.5, 1e4] {
      let x = [Double](repeating: value, count: count)
      let expected = value + VectorMath.log(Double(count))
      let result = Reductions.logSumExp(x.span)
      #expect(result == expected || abs(result - expected) <= 4e-16 * abs(expected))
    }
  }

  @Test("logSumExp finds the maximum wherever it is", arguments: 1...40)
  func logSumExpDominated(count: Int) {
    for position in 0..<count {
      var x = [Double](repeating: -900, count: count)
      x[position] = 800
      #expect(Reductions.logSumExp(x.span) == 800)
    }
  }

  @Test("logSumExp of infinite elements and NaN")
  func logSumExpSpecialValues() {
    func result(_ x: [Double]) -> Double { Reductions.logSumExp(x.span) }
    #expect(result([]) == -.infinity)
    #expect(result([-.infinity, -.infinity]) == -.infinity)
    #expect(result([-.infinity, 5]) == 5)
    #expect(result([.infinity, 5, -.infinity]) == .infinity)
    #expect(result([.nan, 5]).isNaN)
    #expect(result([5, .nan, .infinity]).isNaN)
    #expect(result([.nan]).isNaN)
  }
}
