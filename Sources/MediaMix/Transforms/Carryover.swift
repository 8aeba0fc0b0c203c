internal import CMediaMixVector
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
    let logRetentionRates = Lanes.repeatedParameterBlocks(
      retentionRate.map { VectorMath.log($0) }, filler: -1)
    var kernel = Kernel(numberOfLags: numberOfLags, blockCount: logRetentionRates.count)
    kernel.update(
      logRetentionRates: logRetentionRates,
      peakDelays: Lanes.repeatedParameterBlocks(peakDelay, filler: 0))
    forward(source, kernel: kernel, into: &lanes)
    return lanes.panel
  }

  /// The weights of all lags, and room for their gradients.
  struct Kernel: Sendable {
    let numberOfLags: Int
    /// Blocks of one lag.
    let blockCount: Int
    /// `[lag, block]`; they add up to 1 over the lags.
    private(set) var weights: [Lanes.Block]
    private var gradients: [Lanes.Block]

    init(numberOfLags: Int, blockCount: Int) {
      self.numberOfLags = numberOfLags
      self.blockCount = blockCount
      weights = Array(repeating: .zero, count: numberOfLags * blockCount)
      gradients = weights
    }

    /// The weights of log τ and θ, `[block]` each.
    mutating func update(logRetentionRates: [Lanes.Block], peakDelays: [Lanes.Block]) {
      mmv_carryover_weights(
        .best, logRetentionRates, peakDelays, 4 * blockCount, numberOfLags, &weights)
    }

    /// Adds the gradients by log τ and θ of Σ `gradient`·(the moving average of `media`).
    fileprivate mutating func pullback(
      _ gradient: Lanes, media: Lanes, logRetentionRates: [Lanes.Block],
      peakDelays: [Lanes.Block], logRetentionRateGradients: inout [Lanes.Block],
      peakDelayGradients: inout [Lanes.Block]
    ) {
      mmv_carryover_weight_gradients(
        .best, gradient.blocks, media.blocks, 4 * blockCount, numberOfLags, media.rowCount,
        media.width, &gradients)
      mmv_carryover_weights_pullback(
        .best, weights, gradients, logRetentionRates, peakDelays, 4 * blockCount, numberOfLags,
        &logRetentionRateGradients, &peakDelayGradients)
    }
  }

  /// `result`[t] = Σ_l weight[l]·`media`[t−l], lag 0 first; the weights are of
  /// ``Lanes/repeatedParameterBlocks(_:filler:)``.
  private static func forward(_ media: Lanes, kernel: Kernel, into result: inout Lanes) {
    mmv_carryover_forward(
      .best, media.blocks, kernel.weights, 4 * kernel.blockCount, kernel.numberOfLags,
      media.rowCount, media.width, &result.blocks)
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
      kernel.pullback(
        gradient, media: media, logRetentionRates: retentionRate.values,
        peakDelays: peakDelay.values, logRetentionRateGradients: &retentionRate.gradients,
        peakDelayGradients: &peakDelay.gradients)
      retentionRate.storeLogarithmic(of: parameters, into: &parameterGradients)
      peakDelay.store(into: &parameterGradients)
    }
  }
}
