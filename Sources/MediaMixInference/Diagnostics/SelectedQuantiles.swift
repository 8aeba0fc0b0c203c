/// Quantiles of a sample that is not sorted for them: what lies between the numbers that they are made
/// of keeps its disorder.
package enum SelectedQuantiles {
  /// Quantiles by the definition of ``SortedSample/quantile(_:)``, to the same bits.
  ///
  /// - Parameters:
  ///   - probabilities: in [0, 1], ascending.
  ///   - values: the sample.
  /// - Returns: one for each probability; NaN of no numbers, and where one of them is NaN.
  package static func quantiles(_ probabilities: [Double], of values: [Double]) -> [Double] {
    guard !values.isEmpty, !values.contains(where: \.isNaN) else {
      return probabilities.map { _ in .nan }
    }
    var values = values
    place(probabilities, in: &values)
    // The rest is out of order, and is not looked at.
    let sample = SortedSample(ascending: values)
    return probabilities.map { sample.quantile($0) }
  }

  /// Puts the numbers that quantiles are made of at the places that sorting would put them at; the
  /// others stay between them in any order.
  ///
  /// - Parameters:
  ///   - probabilities: in [0, 1], ascending.
  ///   - values: the sample, none of it NaN.
  package static func place(_ probabilities: [Double], in values: inout [Double]) {
    guard !values.isEmpty else { return }
    let last = values.count - 1
    var ranks: [Int] = []
    for probability in probabilities {
      let index = Int(Double(last) * probability)
      for rank in [index, min(index + 1, last)] where ranks.last.map({ $0 < rank }) ?? true {
        ranks.append(rank)
      }
    }
    guard let starts = BucketSort.deal(&values) else {
      return place(ranks[...], in: &values, from: 0, to: last)
    }
    var rest = ranks[...]
    while let rank = rest.first {
      let (low, end) = bucket(of: rank, starts)
      place(rest.prefix { $0 < end }, in: &values, from: low, to: end - 1)
      rest = rest.drop { $0 < end }
    }
  }

  /// Where the bucket begins that holds a rank, and where it ends.
  private static func bucket(of rank: Int, _ starts: [Int]) -> (low: Int, end: Int) {
    var (below, above) = (0, starts.count - 1)
    while above - below > 1 {
      let middle = (below + above) / 2
      if starts[middle] <= rank { below = middle } else { above = middle }
    }
    return (starts[below], starts[above])
  }

  /// Puts the numbers of the given ranks, ascending, at their places, which are from `low` to `high`.
  private static func place(
    _ ranks: ArraySlice<Int>, in values: inout [Double], from low: Int, to high: Int
  ) {
    guard !ranks.isEmpty, low < high else { return }
    guard high - low >= BucketSort.fewForInsertion else {
      return BucketSort.insertionSort(&values, from: low, to: high)
    }
    let (left, right) = partition(&values, from: low, to: high)
    place(ranks.prefix { $0 <= left }, in: &values, from: low, to: left)
    place(ranks.drop { $0 < right }, in: &values, from: right, to: high)
  }

  /// Divides a range so that no number up to the first place returned is above any from the second
  /// place on, and those between are equal (Hoare 1961, "Algorithm 63: Partition", with the median of
  /// three for a pivot).
  private static func partition(
    _ values: inout [Double], from low: Int, to high: Int
  ) -> (left: Int, right: Int) {
    let (a, b, c) = (values[low], values[low + (high - low) / 2], values[high])
    let pivot = a < b ? (b < c ? b : a < c ? c : a) : (a < c ? a : b < c ? c : b)
    var (left, right) = (low, high)
    while left <= right {
      while values[left] < pivot { left += 1 }
      while values[right] > pivot { right -= 1 }
      if left <= right {
        values.swapAt(left, right)
        left += 1
        right -= 1
      }
    }
    return (right, left)
  }
}
