/// Geometric carry-over: each period keeps a share of the last one's effect.
///
/// s[0] = x[0], s[t] = λ·s[t−1] + x[t]; normalised: (1−λ)·s (Jin et al. 2017, "Bayesian Methods for
/// Media Mix Modeling with Carryover and Shape Effects", without the delayed peak).
public enum Adstock {
  /// Media after carry-over.
  ///
  /// - Parameters:
  ///   - media: `[time, channel, geo]`, ≥ 0.
  ///   - lagWeight: λ of each channel in [0, 1], `[channel]`.
  ///   - normalised: whether the result is multiplied by 1−λ, so that constant media keep their
  ///     level.
  /// - Returns: `[time, channel, geo]`.
  public static func apply(
    to media: Panel, lagWeight: [Double], normalised: Bool = true
  ) -> Panel {
    precondition(lagWeight.count == media.columnCount, "one lag weight per channel")
    var lanes = Lanes(media)
    let source = lanes
    let weights = Lanes.parameterBlocks(lagWeight, filler: 0)
    let gains = normalised ? weights.map { 1 - $0 } : weights.map { _ in .one }
    forward(source, weights: weights, gains: gains, into: &lanes)
    return lanes.panel
  }

  /// `result`[t] = λ·`result`[t−1] + gain·`media`[t]. Multiplying the input rather than the sum by
  /// 1−λ keeps the recursion bounded as λ → 1.
  ///
  /// - Parameters:
  ///   - weights: λ, the blocks of one geo.
  ///   - gains: 1−λ if normalised, else 1; the blocks of one geo.
  static func forward(
    _ media: Lanes, weights: [Lanes.Block], gains: [Lanes.Block], into result: inout Lanes
  ) {
    let stride = media.blocksPerRow
    let perGeo = weights.count
    for block in 0..<stride {
      let weight = weights[block % perGeo]
      let gain = gains[block % perGeo]
      var carried = Lanes.Block.zero
      for i in Swift.stride(from: block, to: media.blocks.count, by: stride) {
        carried = weight * carried + gain * media.blocks[i]
        result.blocks[i] = carried
      }
    }
  }

  /// Adstock, normalised, as a stage of the model.
  struct Stage: LagStage {
    private var weight: ChannelParameter
    private var gains: [Lanes.Block]

    /// A stage with λ = `weight`.
    init(weight: ChannelParameter) {
      self.weight = weight
      gains = weight.values
    }

    mutating func forward(_ media: Lanes, parameters: [Double], into result: inout Lanes) {
      weight.load(parameters)
      for block in gains.indices { gains[block] = 1 - weight.values[block] }
      Adstock.forward(media, weights: weight.values, gains: gains, into: &result)
    }

    /// Backward in time, r[t] = gradient[t] + λ·r[t+1] is what a unit of s[t] is worth; one more λ
    /// changes s[t] by s[t−1] − x[t] at once.
    mutating func pullback(
      _ gradient: Lanes, media: Lanes, result: Lanes, parameters: [Double],
      into parameterGradients: inout [Double]
    ) {
      let stride = media.blocksPerRow
      let perGeo = weight.values.count
      for block in 0..<stride {
        let lambda = weight.values[block % perGeo]
        var worth = Lanes.Block.zero
        var sum = Lanes.Block.zero
        var i = media.blocks.count - stride + block
        while i >= stride {
          worth = gradient.blocks[i] + lambda * worth
          sum += worth * (result.blocks[i - stride] - media.blocks[i])
          i -= stride
        }
        worth = gradient.blocks[i] + lambda * worth
        weight.gradients[block % perGeo] += sum - worth * media.blocks[i]
      }
      weight.store(into: &parameterGradients)
    }
  }
}
