internal import MediaMixInference

/// Sums over series of the same length.
extension [Double] {
  /// The sum of the series.
  var total: Double { Reductions.sum(span) }

  /// Σ of the products with `other`.
  func dot(_ other: [Double]) -> Double { Reductions.dot(span, other.span) }

  /// Adds `factor` times `series`, of the same length.
  mutating func add(_ factor: Double, times series: [Double]) {
    var sum = mutableSpan
    Reductions.axpy(factor, series.span, into: &sum)
  }

  /// Takes `number` from each element.
  mutating func subtract(_ number: Double) {
    var elements = mutableSpan
    for t in elements.indices { elements[t] -= number }
  }
}
