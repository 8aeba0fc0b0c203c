internal import MediaMixInference

/// Carry-over with a delayed peak: a moving average whose weights are τ^((l−θ)²) at lag l, scaled to
/// add up to 1 (Jin et al. 2017, "Bayesian Methods for Media Mix Modeling with Carryover and Shape
/// Effects", equation 5).
public enum Carryover {
  /// Media after carry-over; media before the first period count as zero.
  ///
  /// - Parameters:
  ///   - media: `[time, channel, geo]`, ≥ 0.
  ///   - retentionRate: τ of each channel in (0, 1), `[channel]`.
  ///   - peakDelay: θ ≥ 0 of each channel in periods, `[channel]`.
  ///   - numberOfLags: how many periods an effect lasts, ≥ 1; lag 0 is the first.
  /// - Returns: `[time, channel, geo]`.
  public static func apply(
    to media: Panel, retentionRate: [Double], peakDelay: [Double], numberOfLags: Int = 13
  ) -> Panel {
    precondition(
      retentionRate.count == media.columnCount && peakDelay.count == media.columnCount,
      "one retention rate and one peak delay per channel")
    precondition(numberOfLags >= 1, "at least one lag")
    var lanes = Lanes(media)
    let source = lanes
    var kernel = Kernel(
      numberOfLags: numberOfLags, blockCount: Lanes.blockCount(channels: media.columnCount))
    kernel.update(
      logRetentionRates: Lanes.parameterBlocks(
        retentionRate.map { VectorMath.log($0) }, filler: -1),
      peakDelays: Lanes.parameterBlocks(peakDelay, filler: 0))
    forward(source, kernel: kernel, into: &lanes)
    return lanes.panel
  }

  /// The weights of all lags, and room for their gradients.
  struct Kernel: Sendable {
    let numberOfLags: Int
    /// Blocks of one geo.
    let blockCount: Int
    /// `[lag, block]`; they add up to 1 over the lags.
    private(set) var weights: [Lanes.Block]
    fileprivate var gradients: [Lanes.Block]

    init(numberOfLags: Int, blockCount: Int) {
      self.numberOfLags = numberOfLags
      self.blockCount = blockCount
      weights = Array(repeating: .zero, count: numberOfLags * blockCount)
      gradients = weights
    }

    /// The weights of log τ and θ, each the blocks of one geo.
    ///
    /// Exponents are taken relative to their largest before they are exponentiated, so that the sum
    /// cannot vanish, however small τ or far off θ.
    mutating func update(logRetentionRates: [Lanes.Block], peakDelays: [Lanes.Block]) {
      for block in 0..<blockCount {
        var largest = Lanes.Block(repeating: -.infinity)
        for lag in 0..<numberOfLags {
          let distance = Double(lag) - peakDelays[block]
          let exponent = distance * distance * logRetentionRates[block]
          weights[lag * blockCount + block] = exponent
          largest.replace(with: exponent, where: exponent .> largest)
        }
        for lag in 0..<numberOfLags { weights[lag * blockCount + block] -= largest }
      }
      weights.exponentiate()
      for block in 0..<blockCount {
        var sum = Lanes.Block.zero
        for lag in 0..<numberOfLags { sum += weights[lag * blockCount + block] }
        let scale = 1 / sum
        for lag in 0..<numberOfLags { weights[lag * blockCount + block] *= scale }
      }
    }

    /// Adds the gradients by log τ and θ that follow from those by the weights (`gradients`), the
    /// weights being a soft-max of (l−θ)²·log τ.
    fileprivate func pullback(
      logRetentionRates: [Lanes.Block], peakDelays: [Lanes.Block],
      logRetentionRateGradients: inout [Lanes.Block], peakDelayGradients: inout [Lanes.Block]
    ) {
      for block in 0..<blockCount {
        var mean = Lanes.Block.zero
        for lag in 0..<numberOfLags {
          mean += weights[lag * blockCount + block] * gradients[lag * blockCount + block]
        }
        for lag in 0..<numberOfLags {
          let i = lag * blockCount + block
          let inner = weights[i] * (gradients[i] - mean)
          let distance = Double(lag) - peakDelays[block]
          logRetentionRateGradients[block] += inner * distance * distance
          peakDelayGradients[block] -= 2 * inner * distance * logRetentionRates[block]
        }
      }
    }
  }

  /// Neighbouring rows that are summed side by side: each sum waits for its last addition,
  /// and four of them wait together.
  private static let sideBySide = 4

  /// `result`[t] = Σ_l weight[l]·`media`[t−l], lag 0 first.
  static func forward(_ media: Lanes, kernel: Kernel, into result: inout Lanes) {
    let stride = media.blocksPerRow
    for block in 0..<stride {
      var row = 0
      while row < media.rowCount {
        // Rows with all their lags within the data go four at a time, the others one by one.
        if row + 1 >= kernel.numberOfLags && row + sideBySide <= media.rowCount {
          sumFourRows(from: row, block: block, media, kernel: kernel, into: &result)
          row += sideBySide
        } else {
          var sum = Lanes.Block.zero
          var source = row * stride + block
          var weight = block % kernel.blockCount
          for _ in 0..<min(kernel.numberOfLags, row + 1) {
            sum += kernel.weights[weight] * media.blocks[source]
            source -= stride
            weight += kernel.blockCount
          }
          result.blocks[row * stride + block] = sum
          row += 1
        }
      }
    }
  }

  private static func sumFourRows(
    from row: Int, block: Int, _ media: Lanes, kernel: Kernel, into result: inout Lanes
  ) {
    let stride = media.blocksPerRow
    var (a, b, c, d) = (Lanes.Block.zero, Lanes.Block.zero, Lanes.Block.zero, Lanes.Block.zero)
    let weights = kernel.weights.span
    let blocks = media.blocks.span
    var source = row * stride + block
    var weight = block % kernel.blockCount
    for _ in 0..<kernel.numberOfLags {
      let w = weights[weight]
      a += w * blocks[source]
      b += w * blocks[source + stride]
      c += w * blocks[source + 2 * stride]
      d += w * blocks[source + 3 * stride]
      source -= stride
      weight += kernel.blockCount
    }
    let first = row * stride + block
    result.blocks[first] = a
    result.blocks[first + stride] = b
    result.blocks[first + 2 * stride] = c
    result.blocks[first + 3 * stride] = d
  }

  /// Carry-over as a stage of the model.
  struct Stage: LagStage {
    /// τ, whose `values` are replaced by log τ once loaded.
    private var retentionRate: ChannelParameter
    private var peakDelay: ChannelParameter
    private var kernel: Kernel

    /// A stage with τ = `retentionRate` and θ = `peakDelay`.
    init(retentionRate: ChannelParameter, peakDelay: ChannelParameter, numberOfLags: Int) {
      self.retentionRate = retentionRate
      self.peakDelay = peakDelay
      kernel = Kernel(numberOfLags: numberOfLags, blockCount: retentionRate.values.count)
    }

    mutating func forward(_ media: Lanes, parameters: [Double], into result: inout Lanes) {
      retentionRate.load(parameters)
      retentionRate.values.takeLogarithm()
      peakDelay.load(parameters)
      kernel.update(logRetentionRates: retentionRate.values, peakDelays: peakDelay.values)
      Carryover.forward(media, kernel: kernel, into: &result)
    }

    mutating func pullback(
      _ gradient: Lanes, media: Lanes, result: Lanes, parameters: [Double],
      into parameterGradients: inout [Double]
    ) {
      for lag in 0..<kernel.numberOfLags {
        for parameter in 0..<kernel.blockCount {
          kernel.gradients[lag * kernel.blockCount + parameter] = weightGradient(
            lag: lag, parameter: parameter, gradient, media: media)
        }
      }
      kernel.pullback(
        logRetentionRates: retentionRate.values, peakDelays: peakDelay.values,
        logRetentionRateGradients: &retentionRate.gradients,
        peakDelayGradients: &peakDelay.gradients)
      retentionRate.storeLogarithmic(of: parameters, into: &parameterGradients)
      peakDelay.store(into: &parameterGradients)
    }

    /// Σ_t `gradient`[t]·`media`[t−lag], over all geos, in four sums of every fourth period.
    private func weightGradient(
      lag: Int, parameter: Int, _ gradient: Lanes, media: Lanes
    ) -> Lanes.Block {
      let stride = media.blocksPerRow
      let gradients = gradient.blocks.span
      let blocks = media.blocks.span
      var total = Lanes.Block.zero
      for block in Swift.stride(from: parameter, to: stride, by: kernel.blockCount) {
        var (a, b, c, d) = (Lanes.Block.zero, Lanes.Block.zero, Lanes.Block.zero, Lanes.Block.zero)
        var later = lag * stride + block
        var earlier = block
        while later + 3 * stride < gradients.count {
          a += gradients[later] * blocks[earlier]
          b += gradients[later + stride] * blocks[earlier + stride]
          c += gradients[later + 2 * stride] * blocks[earlier + 2 * stride]
          d += gradients[later + 3 * stride] * blocks[earlier + 3 * stride]
          later += 4 * stride
          earlier += 4 * stride
        }
        while later < gradients.count {
          a += gradients[later] * blocks[earlier]
          later += stride
          earlier += stride
        }
        total += (a + b) + (c + d)
      }
      return total
    }
  }
}
