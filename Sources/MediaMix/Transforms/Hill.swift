internal import CMediaMixVector
internal import MediaMixInference

/// Saturation by a Hill curve: h = 1 / (1 + (s/K)^(−S)), with 0 ↦ 0 and 1 in the limit of large s.
public enum Hill {
  /// Media after saturation, in [0, 1].
  ///
  /// - Parameters:
  ///   - media: `[time, channel, geo]`, ≥ 0.
  ///   - halfSaturation: K > 0 of each channel, the media at which half the effect is reached,
  ///     `[channel]`.
  ///   - slope: S > 0 of each channel; above 1 the curve is S-shaped, `[channel]`.
  /// - Returns: `[time, channel, geo]`.
  public static func apply(to media: Panel, halfSaturation: [Double], slope: [Double]) -> Panel {
    precondition(
      halfSaturation.count == media.columnCount && slope.count == media.columnCount,
      "one half-saturation and one slope per channel")
    let input = Lanes(media)
    var (logarithms, result) = (input, input)
    forward(
      input,
      logHalfSaturations: Lanes.repeatedParameterBlocks(
        halfSaturation.map { VectorMath.log($0) }, filler: 0),
      slopes: Lanes.repeatedParameterBlocks(slope, filler: 1), logarithms: &logarithms,
      into: &result)
    return result.panel
  }

  /// `logarithms` = log `input`, `result` = 1 / (1 + exp(−S·(`logarithms` − log K))). The logarithm −∞
  /// of zero gives zero; an exponential that overflows gives 0 and one that underflows gives 1, the
  /// right limits.
  private static func forward(
    _ input: Lanes, logHalfSaturations: [Lanes.Block], slopes: [Lanes.Block],
    logarithms: inout Lanes, into result: inout Lanes
  ) {
    mmv_hill_forward(
      .best, input.blocks, logHalfSaturations, slopes, 4 * slopes.count, input.laneCount,
      &logarithms.blocks, &result.blocks)
  }

  /// The Hill curve as a stage of the model.
  struct Stage: SaturationStage {
    /// K, whose `values` are replaced by log K once loaded.
    private var halfSaturation: ChannelParameter
    private var slope: ChannelParameter
    private var logarithms: Lanes

    /// A stage with K = `halfSaturation` and S = `slope` for media of the shape of `media`.
    init(halfSaturation: ChannelParameter, slope: ChannelParameter, shapedAs media: Lanes) {
      self.halfSaturation = halfSaturation
      self.slope = slope
      logarithms = media
    }

    mutating func forward(_ input: Lanes, parameters: [Double], into result: inout Lanes) {
      halfSaturation.load(parameters)
      halfSaturation.values.takeLogarithm()
      slope.load(parameters)
      Hill.forward(
        input, logHalfSaturations: halfSaturation.values, slopes: slope.values,
        logarithms: &logarithms, into: &result)
    }

    mutating func pullback(
      _ gradient: inout Lanes, input: Lanes, result: Lanes, parameters: [Double],
      into parameterGradients: inout [Double]
    ) {
      mmv_hill_pullback(
        .best, &gradient.blocks, input.blocks, logarithms.blocks, result.blocks,
        halfSaturation.values, slope.values, 4 * slope.values.count, input.laneCount,
        &halfSaturation.gradients, &slope.gradients)
      slope.store(into: &parameterGradients)
      halfSaturation.storeLogarithmic(of: parameters, into: &parameterGradients)
    }
  }
}
