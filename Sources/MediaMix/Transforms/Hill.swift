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
    var lanes = Lanes(media)
    var logarithms = lanes
    logarithms.blocks.takeLogarithm()
    forward(
      logarithms,
      logHalfSaturations: Lanes.parameterBlocks(
        halfSaturation.map { VectorMath.log($0) }, filler: 0),
      slopes: Lanes.parameterBlocks(slope, filler: 1), into: &lanes)
    return lanes.panel
  }

  /// `result` = 1 / (1 + exp(−S·(`logarithms` − log K))). The logarithm −∞ of zero gives zero; an
  /// exponential that overflows gives 0 and one that underflows gives 1, the right limits.
  static func forward(
    _ logarithms: Lanes, logHalfSaturations: [Lanes.Block], slopes: [Lanes.Block],
    into result: inout Lanes
  ) {
    for i in logarithms.blocks.indices {
      let parameter = i % slopes.count
      result.blocks[i] =
        slopes[parameter] * (logHalfSaturations[parameter] - logarithms.blocks[i])
    }
    result.blocks.exponentiate()
    for i in result.blocks.indices {
      result.blocks[i] = 1 / (1 + result.blocks[i])
    }
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
      logarithms.becomeLogarithm(of: input)
      Hill.forward(
        logarithms, logHalfSaturations: halfSaturation.values, slopes: slope.values, into: &result)
    }

    /// dh = h·(1−h)·d(S·(log s − log K)); all gradients are 0 where s = 0.
    mutating func pullback(
      _ gradient: inout Lanes, input: Lanes, result: Lanes, parameters: [Double],
      into parameterGradients: inout [Double]
    ) {
      let count = slope.values.count
      for i in gradient.blocks.indices {
        let parameter = i % count
        let h = result.blocks[i]
        let inner = gradient.blocks[i] * h * (1 - h)
        let outer = inner * slope.values[parameter]
        let logarithm = logarithms.blocks[i].finiteLogarithms
        slope.gradients[parameter] += inner * (logarithm - halfSaturation.values[parameter])
        halfSaturation.gradients[parameter] -= outer
        gradient.blocks[i] = outer / input.blocks[i].nonzero
      }
      slope.store(into: &parameterGradients)
      halfSaturation.storeLogarithmic(of: parameters, into: &parameterGradients)
    }
  }
}
