internal import CMediaMixVector

/// Saturation by a power: y = s^ρ, with 0 ↦ 0.
public enum Exponent {
  /// Media after saturation.
  ///
  /// - Parameters:
  ///   - media: `[time, channel, geo]`, ≥ 0.
  ///   - exponent: ρ > 0 of each channel, `[channel]`; below 1 for diminishing returns.
  /// - Returns: `[time, channel, geo]`.
  public static func apply(to media: Panel, exponent: [Double]) -> Panel {
    precondition(exponent.count == media.columnCount, "one exponent per channel")
    let input = Lanes(media)
    var (logarithms, result) = (input, input)
    forward(
      input, exponents: Lanes.repeatedParameterBlocks(exponent, filler: 1),
      logarithms: &logarithms, into: &result)
    return result.panel
  }

  /// `logarithms` = log `input`, `result` = exp(ρ·`logarithms`); the logarithm −∞ of zero gives zero.
  private static func forward(
    _ input: Lanes, exponents: [Lanes.Block], logarithms: inout Lanes, into result: inout Lanes
  ) {
    mmv_exponent_forward(
      .best, input.blocks, exponents, 4 * exponents.count, input.laneCount, &logarithms.blocks,
      &result.blocks)
  }

  /// The exponent as a stage of the model.
  struct Stage: SaturationStage {
    private var exponent: ChannelParameter
    private var logarithms: Lanes

    /// A stage with ρ = `exponent` for media of the shape of `media`.
    init(exponent: ChannelParameter, shapedAs media: Lanes) {
      self.exponent = exponent
      logarithms = media
    }

    mutating func forward(_ input: Lanes, parameters: [Double], into result: inout Lanes) {
      exponent.load(parameters)
      Exponent.forward(
        input, exponents: exponent.values, logarithms: &logarithms, into: &result)
    }

    mutating func pullback(
      _ gradient: inout Lanes, input: Lanes, result: Lanes, parameters: [Double],
      into parameterGradients: inout [Double]
    ) {
      mmv_exponent_pullback(
        .best, &gradient.blocks, input.blocks, logarithms.blocks, result.blocks, exponent.values,
        4 * exponent.values.count, input.laneCount, &exponent.gradients)
      exponent.store(into: &parameterGradients)
    }
  }
}
