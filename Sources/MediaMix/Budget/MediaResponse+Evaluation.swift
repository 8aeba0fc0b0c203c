internal import MediaMixInference

/// What a chunk of draws adds up to.
protocol ChunkSum: Sendable {
  /// Adds what another chunk adds up to.
  mutating func add(_ other: Self)
}

extension MediaResponse {
  /// The weighted sum over draws of what media bring, and its derivatives.
  ///
  /// - Parameters:
  ///   - spends: `[cell]`.
  ///   - weights: of the draws, `[block]`.
  func evaluate(_ spends: [Double], weights: [Block]) async -> SpendEvaluation {
    let series = series(of: spends)
    let sums = await inChunks(from: noSums) { chunk, sums in
      for (lane, media) in zip(lanes, series) {
        if layout.granularity == .period {
          addByPeriod(lane, media, weights: weights, chunk: chunk, to: &sums)
        } else {
          addByLane(lane, media, weights: weights, chunk: chunk, to: &sums)
        }
      }
    }
    return SpendEvaluation(
      value: sums.terms.reduce(0, +), gradient: sums.gradient, curvature: sums.curvature,
      terms: layout.granularity == .period ? nil : sums.terms)
  }

  /// What media bring by each draw, in the units of the KPI; `[draw]`.
  func totals(_ spends: [Double]) async -> [Double] {
    let series = series(of: spends)
    let sums = await inChunks(from: noSums) { chunk, sums in
      var totals = Array(repeating: Block.zero, count: chunk.count)
      for (lane, media) in zip(lanes, series) {
        let effect = ChunkEffect(self, lane, media, chunk: chunk, derivatives: false)
        forEachBlock(of: chunk, periods: media.count) { index, block in
          totals[block - chunk.lowerBound] += lane.coefficients[block] * effect.values[index]
        }
      }
      sums.totals.append((chunk.lowerBound, totals))
    }
    let blocks = sums.totals.sorted { $0.0 < $1.0 }.flatMap(\.1)
    return (0..<drawCount).map { blocks[$0 / 4][$0 % 4] }
  }

  /// Scaled media of each lane, `[lane][period]`.
  func series(of spends: [Double]) -> [[Double]] {
    lanes.map { lane in
      layout.series(spends, channel: lane.channel, geo: lane.geo).map { $0 * lane.mediaPerMoney }
    }
  }

  // MARK: Chunks of draws

  /// What chunks of draws add up to.
  fileprivate struct Sums: ChunkSum {
    /// What each cell brings; of cells that are periods, each channel. `[cell]`.
    var terms: [Double]
    var gradient: [Double]
    var curvature: [Double]
    /// First block and totals of each chunk.
    var totals: [(Int, [Block])] = []

    init(cellCount: Int) {
      terms = Array(repeating: 0, count: cellCount)
      gradient = terms
      curvature = terms
    }

    mutating func add(_ other: Sums) {
      for cell in terms.indices {
        terms[cell] += other.terms[cell]
        gradient[cell] += other.gradient[cell]
        curvature[cell] += other.curvature[cell]
      }
      totals += other.totals
    }
  }

  private var noSums: Sums { Sums(cellCount: layout.cellCount) }

  /// Runs `body` over chunks of blocks, in tasks of fixed extent whose sums are added in their order:
  /// the result does not depend on how many run at once.
  func inChunks<Sum: ChunkSum>(
    from zero: Sum,
    _ body: @escaping @Sendable (_ chunk: Range<Int>, _ sum: inout Sum) -> Void
  ) async -> Sum {
    let size = max(1, Self.blocksAtOnce / layout.periods)
    let chunks = stride(from: 0, to: blockCount, by: size).map {
      $0..<min($0 + size, blockCount)
    }
    let taskCount = min(
      Self.mostTasks, chunks.count,
      max(1, blockCount * layout.periods * lanes.count / Self.blocksPerTask))
    guard taskCount > 1 else {
      var sum = zero
      for chunk in chunks { body(chunk, &sum) }
      return sum
    }
    return await withTaskGroup(of: (Int, Sum).self) { group in
      for task in 0..<taskCount {
        group.addTask {
          var sum = zero
          for place in stride(from: task, to: chunks.count, by: taskCount) {
            body(chunks[place], &sum)
          }
          return (task, sum)
        }
      }
      var parts: [Sum?] = Array(repeating: nil, count: taskCount)
      for await (task, sum) in group { parts[task] = sum }
      return parts.compactMap { $0 }.reduce(into: zero) { $0.add($1) }
    }
  }

  /// Blocks of one array of a chunk: 32 kB, so that its arrays stay in a core's cache.
  private static let blocksAtOnce = 1024
  private static let mostTasks = 16
  /// Less work than this is not worth a task.
  private static let blocksPerTask = 2048

  // MARK: Derivatives

  /// Adds the effect of a lane all of whose media one cell pays for: with s = carried + spend·r, the
  /// derivatives by spend are Σ f′·r and Σ f″·r².
  private func addByLane(
    _ lane: Lane, _ media: [Double], weights: [Block], chunk: Range<Int>, to sums: inout Sums
  ) {
    let (cell, share) = layout.lane(channel: lane.channel, geo: lane.geo)
    let effect = ChunkEffect(self, lane, media, chunk: chunk, derivatives: true)
    let perMoney = layout.profiles[lane.channel].map { $0 * share * lane.mediaPerMoney }
    let response = lagged(perMoney, lane, chunk: chunk, includesPast: false)
    let factors = chunk.map { weights[$0] * lane.coefficients[$0] }
    var (value, slope, curvature) = (Block.zero, Block.zero, Block.zero)
    var index = 0
    for _ in 0..<layout.periods {
      for block in factors.indices {
        let (factor, r) = (factors[block], response[index])
        value += factor * effect.values[index]
        let weighted = factor * r
        slope += weighted * effect.slopes[index]
        curvature += weighted * r * effect.curvatures[index]
        index += 1
      }
    }
    sums.terms[cell] += value.sum()
    sums.gradient[cell] += slope.sum()
    sums.curvature[cell] += curvature.sum()
  }

  /// Adds the effect of a lane whose periods are cells: the pullback of the lag.
  private func addByPeriod(
    _ lane: Lane, _ media: [Double], weights: [Block], chunk: Range<Int>, to sums: inout Sums
  ) {
    var effect = ChunkEffect(self, lane, media, chunk: chunk, derivatives: true)
    let factors = chunk.map { weights[$0] * lane.coefficients[$0] }
    var value = Block.zero
    forEachBlock(of: chunk, periods: layout.periods) { index, block in
      let factor = factors[block - chunk.lowerBound]
      value += factor * effect.values[index]
      effect.slopes[index] *= factor
      effect.curvatures[index] *= factor
    }
    sums.terms[lane.channel] += value.sum()
    let first = layout.cells(of: lane.channel).lowerBound
    let perMoney = moneyShare(of: lane)
    for (period, (slope, curvature)) in pulledBack(effect, lane, chunk: chunk).enumerated() {
      sums.gradient[first + period] += perMoney * slope
      sums.curvature[first + period] += perMoney * perMoney * curvature
    }
  }

  /// Scaled media that a unit of a cell's money buys in a lane, where cells are periods.
  func moneyShare(of lane: Lane) -> Double {
    layout.geoShares[lane.channel * layout.geoCount + lane.geo] * lane.mediaPerMoney
  }

  /// The first and the pure second derivatives by the media of each period.
  private func pulledBack(
    _ effect: ChunkEffect, _ lane: Lane, chunk: Range<Int>
  ) -> [(slope: Double, curvature: Double)] {
    let count = chunk.count
    var derivatives = Array(repeating: (slope: 0.0, curvature: 0.0), count: layout.periods)
    switch lags[lane.channel] {
    case .geometric(let weights):
      var worth = Array(repeating: (Block.zero, Block.zero), count: count)
      for period in (0..<layout.periods).reversed() {
        var (slope, curvature) = (Block.zero, Block.zero)
        for block in 0..<count {
          let weight = weights[chunk.lowerBound + block]
          let gain = 1 - weight
          let index = period * count + block
          let first = effect.slopes[index] + weight * worth[block].0
          let second = effect.curvatures[index] + weight * weight * worth[block].1
          worth[block] = (first, second)
          slope += gain * first
          curvature += gain * gain * second
        }
        derivatives[period] = (slope.sum(), curvature.sum())
      }
    case .kernel(let kernel):
      let (weights, slopes, curvatures) = (kernel.weights, effect.slopes, effect.curvatures)
      for period in 0..<layout.periods {
        var (slope, curvature) = (Block.zero, Block.zero)
        for lag in 0..<min(kernel.numberOfLags, layout.periods - period) {
          for block in 0..<count {
            let weight = weights[lag * kernel.blockCount + chunk.lowerBound + block]
            let index = (period + lag) * count + block
            slope += weight * slopes[index]
            curvature += weight * weight * curvatures[index]
          }
        }
        derivatives[period] = (slope.sum(), curvature.sum())
      }
    }
    return derivatives
  }

  // MARK: Lag

  /// Media of a lane after the lag, `[period, block of the chunk]`.
  ///
  /// - Parameter includesPast: whether what media before the window left is in it.
  func lagged(
    _ media: [Double], _ lane: Lane, chunk: Range<Int>, includesPast: Bool
  ) -> [Block] {
    let count = chunk.count
    var result = Array(repeating: Block.zero, count: media.count * count)
    switch lags[lane.channel] {
    case .geometric(let weights):
      for block in 0..<count {
        let weight = weights[chunk.lowerBound + block]
        let gain = 1 - weight
        var level = includesPast ? lane.carried[chunk.lowerBound + block] : .zero
        var index = block
        for period in media.indices {
          level = weight * level + gain * media[period]
          result[index] = level
          index += count
        }
      }
    case .kernel(let kernel):
      let weights = kernel.weights(of: chunk)
      let reached = includesPast ? lane.carried.count / kernel.blockCount : 0
      for period in media.indices {
        let lags = 0...min(period, kernel.numberOfLags - 1)
        for block in 0..<count {
          var level =
            period < reached
            ? lane.carried[period * kernel.blockCount + chunk.lowerBound + block] : .zero
          for lag in lags { level += weights[lag * count + block] * media[period - lag] }
          result[period * count + block] = level
        }
      }
    }
    return result
  }
}
