internal import MediaMixInference

extension MediaResponse {
  /// Second derivatives of the weighted sum over draws of what media bring, where cells are periods.
  ///
  /// Lags are linear, so that with lag weights k and the second derivatives F of saturation in period t
  /// the derivative by the spends of periods t − i and t − j gains F·kᵢ·kⱼ, for each draw.
  ///
  /// - Parameters:
  ///   - spends: `[cell]`.
  ///   - weights: of the draws, `[block]`.
  ///   - isConcave: whether to leave out what is convex.
  func hessian(_ spends: [Double], weights: [Block], isConcave: Bool) async -> BlockHessian {
    let series = series(of: spends)
    let zero = BlockHessian(
      blockCount: layout.channelCount, size: layout.periods, width: reach)
    return await inChunks(from: zero) { chunk, hessian in
      for (lane, media) in zip(lanes, series) {
        let bends = bends(lane, media, weights: weights, chunk: chunk, isConcave: isConcave)
        switch lags[lane.channel] {
        case .geometric(let weights):
          addGeometric(lane, bends, weights: Array(weights[chunk]), to: &hessian)
        case .kernel(let kernel):
          addKernel(lane, bends, kernel: kernel, chunk: chunk, to: &hessian)
        }
      }
    }
  }

  /// How many periods media act in.
  private var reach: Int {
    lags.reduce(1) { longest, lag in
      switch lag {
      case .geometric: layout.periods
      case .kernel(let kernel): max(longest, min(layout.periods, kernel.numberOfLags))
      }
    }
  }

  /// Weighted second derivatives of a lane's effect by lagged money, `[period, block of the chunk]`.
  private func bends(
    _ lane: Lane, _ media: [Double], weights: [Block], chunk: Range<Int>, isConcave: Bool
  ) -> [Block] {
    var bends = ChunkEffect(self, lane, media, chunk: chunk, derivatives: true).curvatures
    let perMoney = moneyShare(of: lane)
    let factors = chunk.map { perMoney * perMoney * weights[$0] * lane.coefficients[$0] }
    forEachBlock(of: 0..<factors.count, periods: layout.periods) { index, block in
      let bend = factors[block] * bends[index]
      bends[index] = isConcave ? bend.replacing(with: 0, where: bend .> 0) : bend
    }
    return bends
  }

  /// With kᵢ = (1 − λ)·λⁱ the derivative by the spends of periods j − d and j is λᵈ·Sⱼ, with
  /// Sⱼ = (1 − λ)²·Fⱼ + λ²·Sⱼ₊₁.
  private func addGeometric(
    _ lane: Lane, _ bends: [Block], weights: [Block], to hessian: inout BlockHessian
  ) {
    let (count, first) = (weights.count, layout.cells(of: lane.channel).lowerBound)
    var sums = bends
    var later = Array(repeating: Block.zero, count: count)
    for period in (0..<layout.periods).reversed() {
      for block in 0..<count {
        let (weight, index) = (weights[block], period * count + block)
        let gain = 1 - weight
        later[block] = gain * gain * sums[index] + weight * weight * later[block]
        sums[index] = later[block]
      }
    }
    for offset in 0..<layout.periods {
      for period in offset..<layout.periods {
        var sum = Block.zero
        for block in 0..<count {
          let index = period * count + block
          sum += sums[index]
          sums[index] *= weights[block]
        }
        hessian.values[(first + period - offset) * hessian.width + offset] += sum.sum()
      }
    }
  }

  /// Adds F·kᵢ·kⱼ of each period and each pair of lags.
  private func addKernel(
    _ lane: Lane, _ bends: [Block], kernel: Carryover.Kernel, chunk: Range<Int>,
    to hessian: inout BlockHessian
  ) {
    let (count, first) = (chunk.count, layout.cells(of: lane.channel).lowerBound)
    let weights = kernel.weights(of: chunk)
    var bent = Array(repeating: Block.zero, count: count)
    for period in 0..<layout.periods {
      let lags = min(period + 1, kernel.numberOfLags)
      for lag in 0..<lags {
        for block in 0..<count {
          bent[block] = bends[period * count + block] * weights[lag * count + block]
        }
        for (offset, sum) in bent.products(with: weights, rows: lag..<lags).enumerated() {
          hessian.values[(first + period - lag - offset) * hessian.width + offset] += sum
        }
      }
    }
  }
}

extension Carryover.Kernel {
  /// The weights of some blocks of draws, `[lag, block of the chunk]`, next to one another.
  func weights(of chunk: Range<Int>) -> [Lanes.Block] {
    (0..<numberOfLags).flatMap { lag in
      weights[lag * blockCount + chunk.lowerBound..<lag * blockCount + chunk.upperBound]
    }
  }
}

extension [Lanes.Block] {
  /// The inner products with rows of a matrix, `[row, column]`, four rows at a time so that a load
  /// serves four of them.
  fileprivate func products(with matrix: [Lanes.Block], rows: Range<Int>) -> [Double] {
    var products: [Double] = []
    products.reserveCapacity(rows.count)
    var row = rows.lowerBound
    while row + 4 <= rows.upperBound {
      var (a, b, c, d) = (Lanes.Block.zero, Lanes.Block.zero, Lanes.Block.zero, Lanes.Block.zero)
      let first = row * count
      for column in indices {
        let (own, index) = (self[column], first + column)
        a += own * matrix[index]
        b += own * matrix[index + count]
        c += own * matrix[index + 2 * count]
        d += own * matrix[index + 3 * count]
      }
      products += [a.sum(), b.sum(), c.sum(), d.sum()]
      row += 4
    }
    for row in row..<rows.upperBound {
      var sum = Lanes.Block.zero
      for column in indices { sum += self[column] * matrix[row * count + column] }
      products.append(sum.sum())
    }
    return products
  }
}
