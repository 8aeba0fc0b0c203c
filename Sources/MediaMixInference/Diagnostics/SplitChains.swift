/// The draws of one scalar, `[chain, draw]` in one array, each chain seen as two halves.
///
/// Halving lets diagnostics that compare chains see a chain that drifts. Of an odd number of draws
/// the middle one belongs to neither half.
struct SplitChains {
  /// The number of whole chains.
  let chainCount: Int
  /// The number of draws of a whole chain.
  let drawCount: Int
  /// `[chain, draw]`, chain after chain.
  let values: [Double]

  /// The draws, if diagnostics can be made of them.
  ///
  /// - Parameter chains: `[chain, draw]`, equal lengths.
  /// - Returns: nil where there is no chain, fewer than four draws, or a draw that is not finite.
  init?(_ chains: [[Double]]) {
    let drawCount = chains.first?.count ?? 0
    precondition(
      chains.allSatisfy { $0.count == drawCount }, "Every chain needs the same number of draws.")
    guard drawCount >= 4, chains.allSatisfy({ $0.allSatisfy(\.isFinite) }) else { return nil }
    self.init(chainCount: chains.count, drawCount: drawCount, values: Array(chains.joined()))
  }

  private init(chainCount: Int, drawCount: Int, values: [Double]) {
    self.chainCount = chainCount
    self.drawCount = drawCount
    self.values = values
  }

  /// The number of half chains.
  var halfCount: Int { 2 * chainCount }
  /// The number of draws of a half chain.
  var halfLength: Int { drawCount / 2 }
  /// The number of draws in all half chains.
  var splitCount: Int { halfCount * halfLength }

  /// Where half chain `half` of ``halfCount`` lies in ``values``.
  func range(ofHalf half: Int) -> Range<Int> {
    let chain = (half / 2) * drawCount
    let start = half % 2 == 0 ? chain : chain + drawCount - halfLength
    return start..<(start + halfLength)
  }

  /// Whether the draw at `position` of ``values`` belongs to a half chain.
  func isInHalf(_ position: Int) -> Bool {
    drawCount % 2 == 0 || position % drawCount != halfLength
  }

  /// The same chains with other values, `[chain, draw]`.
  func replacing(_ values: [Double]) -> SplitChains {
    SplitChains(chainCount: chainCount, drawCount: drawCount, values: values)
  }

  /// The same chains with every draw transformed.
  func map(_ transform: (Double) -> Double) -> SplitChains { replacing(values.map(transform)) }

  /// Every half chain's mean and variance (divisor n − 1).
  func halfMoments() -> [SampleMoments] {
    (0..<halfCount).map { SampleMoments(values[range(ofHalf: $0)]) }
  }

  /// Whether the half chains hold one value only, up to its rounding. Relative to the value, so that
  /// the unit of a parameter does not matter.
  var isConstant: Bool {
    var low = Double.infinity
    var high = -Double.infinity
    for half in 0..<halfCount {
      for value in values[range(ofHalf: half)] {
        low = min(low, value)
        high = max(high, value)
      }
    }
    return high - low <= 1e-15 * max(abs(low), abs(high))
  }
}

/// Mean and variance of some numbers.
package struct SampleMoments {
  /// The mean; NaN of no numbers.
  package let mean: Double
  /// The variance with divisor n − 1; NaN of fewer than two numbers.
  package let variance: Double

  /// Two passes; the mean is corrected by the mean of the deviations, so that equal numbers have
  /// exactly that mean and variance 0.
  package init(_ values: some RandomAccessCollection<Double>) {
    let count = Double(values.count)
    let rough = values.reduce(0, +) / count
    let mean = rough + values.reduce(0) { $0 + ($1 - rough) } / count
    self.mean = mean
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    variance = values.count > 1 ? squares / (count - 1) : .nan
  }
}
