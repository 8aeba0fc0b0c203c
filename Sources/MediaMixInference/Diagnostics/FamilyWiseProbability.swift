/// P-values of many tests at once.
public enum FamilyWiseProbability {
  /// Each p-value as one of a family: at a level α, some test whose hypothesis is true has an adjusted
  /// value of at most α in no more than α of all cases, however the tests depend on one another.
  ///
  /// Holm 1979, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
  /// Statistics 6.
  ///
  /// - Parameter probabilities: p-values in [0, 1].
  /// - Returns: in the same order, in [0, 1].
  public static func holm(_ probabilities: [Double]) -> [Double] {
    let order = probabilities.indices.sorted { probabilities[$0] < probabilities[$1] }
    var adjusted = probabilities
    var largest = 0.0
    for (place, index) in order.enumerated() {
      largest = max(largest, min(1, probabilities[index] * Double(order.count - place)))
      adjusted[index] = largest
    }
    return adjusted
  }
}
