/// Many pieces of work that do not depend on one another, some of them at a time.
package enum BoundedTasks {
  /// The results of all, in their order, whichever is done first.
  ///
  /// - Parameters:
  ///   - count: how many pieces.
  ///   - limit: how many are under way at once at most, ≥ 1. They begin in their order.
  ///   - work: what a piece does, by its index.
  /// - Throws: the first error of any piece, or `CancellationError`.
  package static func map<Result: Sendable>(
    _ count: Int, atOnce limit: Int,
    _ work: @escaping @Sendable (_ index: Int) async throws -> Result
  ) async throws -> [Result] {
    try await withThrowingTaskGroup(of: (Int, Result).self) { group in
      var next = 0
      func start() {
        guard next < count else { return }
        let index = next
        next += 1
        group.addTask { (index, try await work(index)) }
      }
      for _ in 0..<min(limit, count) { start() }
      var results: [Result?] = Array(repeating: nil, count: count)
      for try await (index, result) in group {
        results[index] = result
        start()
      }
      return results.compactMap(\.self)
    }
  }
}
