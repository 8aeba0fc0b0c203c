import MediaMixInference
import Testing

@Suite("Quantiles by selection")
struct SelectedQuantilesTests {
  private static let probabilities = [0, 0.05, 0.25, 0.5, 0.5, 0.95, 1]

  private func expectSorted(_ values: [Double]) {
    let sorted = SortedSample(values)
    #expect(
      SelectedQuantiles.quantiles(Self.probabilities, of: values).map(\.bitPattern)
        == Self.probabilities.map { sorted.quantile($0).bitPattern })
  }

  @Test("They are those of the sorted sample, to the same bits")
  func sameBits() {
    var random = RandomStream(seed: 5, purpose: .simulation, index: 3)
    for count in [1, 2, 3, 24, 25, 26, 60, 101, 1000, 4001] {
      for _ in 0..<20 {
        expectSorted((0..<count).map { _ in random.normal() })
        // Many equal numbers.
        expectSorted((0..<count).map { _ in (3 * random.uniform()).rounded() })
      }
      expectSorted((0..<count).map(Double.init))
      expectSorted((0..<count).map { $0 == 1 ? 1e300 : random.normal() })
      expectSorted((0..<count).map { _ in VectorMath.exp(100 * random.normal()) })
      expectSorted((0..<count).reversed().map(Double.init))
      expectSorted((0..<count).map { Double($0 % 2 == 0 ? $0 : -$0) })
      expectSorted(Array(repeating: 2.5, count: count))
      expectSorted((0..<count).map { $0 % 3 == 0 ? .infinity : Double($0) })
    }
  }

  @Test("No numbers, or one that is NaN, give NaN")
  func undefined() {
    for values in [[], [1, .nan, 2]] {
      #expect(
        SelectedQuantiles.quantiles([0.1, 0.9], of: values).map(\.isNaN) == [true, true])
    }
  }

  @Test("An infinite neighbour has no share in a number that is one of the sample")
  func infinite() {
    #expect(SelectedQuantiles.quantiles([0.5], of: [.infinity, 1, 2]) == [2])
    #expect(SortedSample([.infinity, 1, 2]).quantile(0.5) == 2)
    #expect(SelectedQuantiles.quantiles([0.75], of: [.infinity, 1, 2]) == [.infinity])
  }
}
