internal import CMediaMixVector

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
    let weights = Lanes.repeatedParameterBlocks(lagWeight, filler: 0)
    let gains = normalised ? weights.map { 1 - $0 } : weights.map { _ in .one }
    forward(source, weights: weights, gains: gains, into: &lanes)
    return lanes.panel
  }

  /// `result`[t] = λ·`result`[t−1] + gain·`media`[t]. Multiplying the input rather than the sum by
  /// 1−λ keeps the recursion bounded as λ → 1.
  ///
  /// - Parameters:
  ///   - weights: λ, as ``Lanes/repeatedParameterBlocks(_:filler:)`` has them.
  ///   - gains: 1−λ if normalised, else 1; likewise.
  private static func forward(
    _ media: Lanes, weights: [Lanes.Block], gains: [Lanes.Block], into result: inout Lanes
  ) {
    mmv_adstock_forward(
      .best, media.blocks, weights, gains, 4 * weights.count, media.rowCount, media.width,
      &result.blocks)
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

    mutating func pullback(
      _ gradient: Lanes, media: Lanes, result: Lanes, parameters: [Double],
      into parameterGradients: inout [Double]
    ) {
      mmv_adstock_pullback(
        .best, gradient.blocks, media.blocks, result.blocks, weight.values,
        4 * weight.values.count, media.rowCount, media.width, &weight.gradients)
      weight.store(into: &parameterGradients)
    }
  }
}
