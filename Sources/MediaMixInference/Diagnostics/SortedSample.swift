/// A sample in ascending order, of which quantiles and intervals can be asked.
public struct SortedSample: Sendable {
  /// The numbers, ascending.
  public let values: [Double]

  /// Sorts `values`. Where one of them is NaN, so is every answer.
  public init(_ values: some Sequence<Double>) {
    var values = Array(values)
    if values.contains(where: \.isNaN) { values = [] }
    BucketSort.sort(&values)
    self.init(ascending: values)
  }

  /// A sample that is in ascending order already.
  package init(ascending: [Double]) { values = ascending }

  /// A quantile, linear between neighbouring numbers: definition 7 of Hyndman and Fan (1996), the
  /// default of NumPy and R.
  ///
  /// - Parameter probability: in [0, 1].
  /// - Returns: NaN of no numbers.
  public func quantile(_ probability: Double) -> Double {
    precondition(
      probability >= 0 && probability <= 1, "A quantile's probability lies between 0 and 1.")
    guard let last = values.last else { return .nan }
    let place = Double(values.count - 1) * probability
    let index = Int(place)
    guard index < values.count - 1 else { return last }
    let (low, high, share) = (values[index], values[index + 1], place - Double(index))
    // An infinite neighbour must not make NaN of a number that it has no share in.
    return low == high || share == 0 ? low : low + (high - low) * share
  }

  /// The median; NaN of no numbers.
  public var median: Double { quantile(0.5) }

  /// The interval that leaves out equal shares of the sample on both sides.
  ///
  /// - Parameter probability: the share inside, in [0, 1].
  /// - Returns: NaN bounds of no numbers.
  public func equalTailedInterval(probability: Double) -> CredibleInterval {
    CredibleInterval(
      lower: quantile((1 - probability) / 2), upper: quantile((1 + probability) / 2))
  }

  /// The shortest interval between two numbers of the sample that are ⌊probability · count⌋ places
  /// apart; the lowest of equally short ones.
  ///
  /// - Parameter probability: the share inside, in [0, 1].
  /// - Returns: NaN bounds of no numbers.
  public func highestDensityInterval(probability: Double) -> CredibleInterval {
    precondition(
      probability >= 0 && probability <= 1, "An interval's probability lies between 0 and 1.")
    guard let first = values.first, let last = values.last else {
      return CredibleInterval(lower: .nan, upper: .nan)
    }
    let span = Int(probability * Double(values.count))
    var shortest = CredibleInterval(lower: first, upper: last)
    for (lower, upper) in zip(values, values.dropFirst(span))
    where upper - lower < shortest.upper - shortest.lower {
      shortest = CredibleInterval(lower: lower, upper: upper)
    }
    return shortest
  }
}

/// An interval that holds a parameter with some probability.
public struct CredibleInterval: Sendable, Hashable, Codable {
  /// The lower bound.
  public var lower: Double
  /// The upper bound, at least `lower`.
  public var upper: Double

  /// An interval from `lower` to `upper`.
  public init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }
}
