internal import MediaMixInference

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
    var lanes = Lanes(media)
    var logarithms = lanes
    logarithms.blocks.takeLogarithm()
    forward(
      logarithms, exponents: Lanes.parameterBlocks(exponent, filler: 1), into: &lanes)
    return lanes.panel
  }

  /// `result` = exp(ρ·`logarithms`); the logarithm −∞ of zero gives zero.
  static func forward(
    _ logarithms: Lanes, exponents: [Lanes.Block], into result: inout Lanes
  ) {
    for i in logarithms.blocks.indices {
      result.blocks[i] = exponents[i % exponents.count] * logarithms.blocks[i]
    }
    result.blocks.exponentiate()
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
      logarithms.becomeLogarithm(of: input)
      Exponent.forward(logarithms, exponents: exponent.values, into: &result)
    }

    /// Where s = 0 all gradients are 0: there all earlier media are zero, and no parameter of the lag
    /// can change that.
    mutating func pullback(
      _ gradient: inout Lanes, input: Lanes, result: Lanes, parameters: [Double],
      into parameterGradients: inout [Double]
    ) {
      let count = exponent.values.count
      for i in gradient.blocks.indices {
        let parameter = i % count
        let weighted = gradient.blocks[i] * result.blocks[i]
        exponent.gradients[parameter] +=
          weighted * logarithms.blocks[i].finiteLogarithms
        gradient.blocks[i] =
          weighted * exponent.values[parameter] / input.blocks[i].nonzero
      }
      exponent.store(into: &parameterGradients)
    }
  }
}
