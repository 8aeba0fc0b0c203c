extension Ensemble {
  /// The modes that climbs from `starts` find; none where no climb is asked for.
  ///
  /// - Parameter chains: how many of the seed's streams for starts the chains take.
  static func modes(
    of density: some ParameterizedDensity, from starts: ChainStarts, seed: UInt64,
    after chains: Int, threads: Int
  ) async throws -> [PosteriorMode] {
    let count = starts.climbs
    guard count > 0 else { return [] }
    precondition(
      starts.held.allSatisfy { 0..<density.dimension ~= $0 },
      "a held coordinate that the density does not have")
    let shares = min(threads, count)
    let climbs = try await withThrowingTaskGroup(of: [(Int, Climb)].self) { group in
      for share in 0..<shares {
        group.addTask {
          var bound = BoundDensity(density)
          var climbs: [(Int, Climb)] = []
          for index in stride(from: share, to: count, by: shares) {
            try Task.checkCancellation()
            var random = RandomStream(
              seed: seed, purpose: .initialization, index: chains + index)
            if let climb = bound.climb(from: starts, using: &random) {
              climbs.append((index, climb))
            }
          }
          return climbs
        }
      }
      var climbs: [(Int, Climb)] = []
      for try await share in group { climbs += share }
      return climbs.sorted { $0.0 < $1.0 }.map(\.1)
    }
    var bound = BoundDensity(density)
    return ModeSearch.modes(of: climbs) { bound.evaluate(at: $0, gradient: &$1) }
  }
}

extension BoundDensity {
  /// The log density at `position`, `[dimension]`, and its gradient.
  fileprivate mutating func evaluate(at position: [Double], gradient: inout [Double]) -> Double {
    evaluate(at: position, row: 0..<dimension, gradient: &gradient)
  }

  /// The climb from the first possible place; nil where none is possible.
  fileprivate mutating func climb(
    from starts: ChainStarts, using random: inout RandomStream
  ) -> Climb? {
    var climb: Climb?
    _ = starts.firstPlace(of: dimension, using: &random) { place in
      var start = place
      if !starts.held.isEmpty {
        guard let first = self.climb(from: place, holding: starts.held) else { return false }
        start = first.position
      }
      climb = Climb(from: start) { evaluate(at: $0, gradient: &$1) }
      return climb != nil
    }
    return climb
  }

  /// A short climb along all other coordinates.
  private mutating func climb(from place: [Double], holding held: [Int]) -> Climb? {
    Climb(from: place, steps: Climb.fewestSteps) { position, gradient in
      let value = evaluate(at: position, gradient: &gradient)
      for coordinate in held { gradient[coordinate] = 0 }
      return value
    }
  }
}
