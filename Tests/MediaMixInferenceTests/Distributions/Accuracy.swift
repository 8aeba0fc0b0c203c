import MediaMixInference

/// How far numbers are from what they should be.
enum Accuracy {
  /// Whether two numbers agree within a relative tolerance.
  static func close(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
    a == b || abs(a - b) <= tolerance * max(abs(a), abs(b))
  }

  /// The Kolmogorov–Smirnov statistic √n·D of draws; it exceeds 1.95 once in a thousand times.
  static func kolmogorovSmirnov(
    _ distribution: any Distribution, draws count: Int, draw: () -> Double
  ) -> Double {
    let sorted = (0..<count).map { _ in draw() }.sorted()
    var distance = 0.0
    for (rank, value) in sorted.enumerated() {
      let cumulative = distribution.cumulative(value)
      distance = max(
        distance, cumulative - Double(rank) / Double(count),
        Double(rank + 1) / Double(count) - cumulative)
    }
    return distance * Double(count).squareRoot()
  }
}
