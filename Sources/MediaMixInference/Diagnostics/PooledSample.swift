/// Two samples as one: every value that occurs, in ascending order, and how often in each.
struct PooledSample {
  private struct Value {
    let number: Double
    var countInP = 0.0
    var countInQ = 0.0
  }

  private let values: [Value]
  private let (sizeOfP, sizeOfQ): (Double, Double)

  /// - Returns: nil where a sample is empty or holds a number that is not finite.
  init?(_ p: [Double], _ q: [Double]) {
    guard !p.isEmpty, !q.isEmpty else { return nil }
    guard p.allSatisfy(\.isFinite), q.allSatisfy(\.isFinite) else { return nil }
    let (p, q) = (p.sorted(), q.sorted())
    var values: [Value] = []
    values.reserveCapacity(p.count + q.count)
    var (i, j) = (0, 0)
    while i < p.count || j < q.count {
      let number = j == q.count || i < p.count && p[i] < q[j] ? p[i] : q[j]
      var value = Value(number: number)
      while i < p.count && p[i] == number {
        value.countInP += 1
        i += 1
      }
      while j < q.count && q[j] == number {
        value.countInQ += 1
        j += 1
      }
      values.append(value)
    }
    self.values = values
    (sizeOfP, sizeOfQ) = (Double(p.count), Double(q.count))
  }

  /// The smallest and the largest value.
  var range: (low: Double, high: Double) {
    (values[0].number, values[values.count - 1].number)
  }

  /// The largest difference of the two empirical distribution functions.
  var kolmogorovSmirnov: Double {
    var (belowP, belowQ, largest) = (0.0, 0.0, 0.0)
    for value in values {
      belowP += value.countInP
      belowQ += value.countInQ
      largest = max(largest, abs(belowP / sizeOfP - belowQ / sizeOfQ))
    }
    return largest
  }

  /// The share of each sample that has each value.
  var shares: [(Double, Double)] {
    values.map { ($0.countInP / sizeOfP, $0.countInQ / sizeOfQ) }
  }

  /// The share of each sample in each of `count` bins of equal probability under the even mixture
  /// of both samples. A value belongs to the bin that holds the middle of its probability.
  ///
  /// Probabilities are kept as whole numbers, of 2 · sizeOfP · sizeOfQ, so that a value beside an
  /// edge falls on its side whatever the sizes.
  func shares(inBins count: Int) -> [(Double, Double)] {
    var bins = [(Double, Double)](repeating: (0, 0), count: count)
    let whole = 2 * sizeOfP * sizeOfQ
    var below = 0.0
    for value in values {
      let own = value.countInP * sizeOfQ + value.countInQ * sizeOfP
      let bin = min(Int((below + 0.5 * own) * Double(count) / whole), count - 1)
      bins[bin].0 += value.countInP
      bins[bin].1 += value.countInQ
      below += own
    }
    return bins.map { ($0.0 / sizeOfP, $0.1 / sizeOfQ) }
  }
}
