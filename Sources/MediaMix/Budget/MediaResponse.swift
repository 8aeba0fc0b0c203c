internal import MediaMixInference

/// What media bring in a window after the training data, as a function of spends, by every draw.
///
/// In a draw, media of a channel in a geo act through lag and saturation:
/// Σ_t coefficient·f(carried[t] + Σ_l weight[l]·media[t−l]). What the training data leave behind,
/// `carried`, does not depend on the plan and is computed once. Draws are SIMD lanes, four to a block,
/// because every draw has the same media and parameters of its own.
struct MediaResponse: Sendable {
  typealias Block = Lanes.Block

  /// How a channel's media carry over.
  enum Lag: Sendable {
    /// λ, `[block]`.
    case geometric([Block])
    /// Weights, `[lag, block]`.
    case kernel(Carryover.Kernel)
  }

  /// How a channel's media saturate; `[block]` each.
  enum Saturation: Sendable {
    case exponent([Block])
    case hill(logHalfSaturations: [Block], slopes: [Block])
  }

  /// A channel in a geo.
  struct Lane: Sendable {
    let channel: Int
    let geo: Int
    /// KPI per unit of media after saturation, in the units of the data; `[block]`.
    let coefficients: [Block]
    /// Lagged media that the past leaves: of a geometric lag those of the last period before the
    /// window, `[block]`; of a kernel those of each period that it reaches, `[period, block]`.
    let carried: [Block]
    /// Scaled media per unit of money.
    let mediaPerMoney: Double
  }

  let drawCount: Int
  let layout: SpendLayout
  let lags: [Lag]
  let saturations: [Saturation]
  let lanes: [Lane]
  /// 1 / number of draws for each draw, 0 for spare lanes; `[block]`.
  let evenWeights: [Block]

  /// Number of blocks of draws.
  var blockCount: Int { evenWeights.count }

  /// The response by some draws of a fit.
  ///
  /// - Parameters:
  ///   - draws: the draws to use, counted through the chains.
  ///   - history: scaled media up to the window, `[time, channel, geo]`.
  ///   - moneyPerMedia: the price of each channel, per unit of media.
  init(
    _ fit: FittedModel, draws: [Int], layout: SpendLayout, history: Panel, moneyPerMedia: [Double]
  ) {
    let parameters = DrawBlocks(fit.draws, indices: draws)
    let specification = fit.model.specification
    let blockCount = parameters.blockCount
    drawCount = draws.count
    self.layout = layout
    lags = (0..<layout.channelCount).map { channel in
      switch specification.transform {
      case .adstock, .hillAdstock:
        return .geometric(parameters.blocks(.lagWeight, channel, filler: 0))
      case .carryover:
        var kernel = Carryover.Kernel(
          numberOfLags: specification.effectiveNumberOfLags, blockCount: blockCount)
        var retentionRates = parameters.blocks(.retentionRate, channel, filler: 0.5)
        retentionRates.takeLogarithm()
        kernel.update(
          logRetentionRates: retentionRates,
          peakDelays: parameters.blocks(.peakDelay, channel, filler: 0))
        return .kernel(kernel)
      }
    }
    saturations = (0..<layout.channelCount).map { channel in
      switch specification.transform {
      case .adstock, .carryover:
        return .exponent(parameters.blocks(.exponent, channel, filler: 1))
      case .hillAdstock:
        var halfSaturations = parameters.blocks(.halfSaturation, channel, filler: 1)
        halfSaturations.takeLogarithm()
        return .hill(
          logHalfSaturations: halfSaturations,
          slopes: parameters.blocks(.slope, channel, filler: 1))
      }
    }
    let scaling = fit.model.scaling
    var lanes: [Lane] = []
    for channel in 0..<layout.channelCount {
      for geo in 0..<layout.geoCount {
        let target = scaling.target.divisor(column: 0, geo: geo)
        lanes.append(
          Lane(
            channel: channel, geo: geo,
            coefficients: parameters.blocks(
              .mediaCoefficient, channel * layout.geoCount + geo, filler: 0
            ).map { $0 * target },
            carried: lags[channel].carried(
              history.series(column: channel, geo: geo), periods: layout.periods),
            mediaPerMoney: 1
              / (moneyPerMedia[channel] * scaling.media.divisor(column: channel, geo: geo))))
      }
    }
    self.lanes = lanes
    evenWeights = Lanes.parameterBlocks(
      Array(repeating: 1 / Double(draws.count), count: draws.count), filler: 0)
  }

  private init(_ other: MediaResponse, layout: SpendLayout) {
    drawCount = other.drawCount
    self.layout = layout
    lags = other.lags
    saturations = other.saturations
    lanes = other.lanes
    evenWeights = other.evenWeights
  }

  /// The same media bought by other cells.
  func with(_ layout: SpendLayout) -> MediaResponse { MediaResponse(self, layout: layout) }

  /// Weights of draws as blocks, `[block]`.
  func blocks(of weights: [Double]) -> [Block] { Lanes.parameterBlocks(weights, filler: 0) }
}

extension MediaResponse.Lag {
  /// What media up to the window leave in it.
  fileprivate func carried(_ history: [Double], periods: Int) -> [Lanes.Block] {
    switch self {
    case .geometric(let weights):
      var carried = Array(repeating: Lanes.Block.zero, count: weights.count)
      for media in history {
        for block in carried.indices {
          let weight = weights[block]
          carried[block] = weight * carried[block] + (1 - weight) * media
        }
      }
      return carried
    case .kernel(let kernel):
      let reached = min(periods, kernel.numberOfLags - 1)
      var carried = Array(repeating: Lanes.Block.zero, count: reached * kernel.blockCount)
      for period in 0..<reached {
        for lag in period + 1..<kernel.numberOfLags where history.count + period - lag >= 0 {
          let media = history[history.count + period - lag]
          for block in 0..<kernel.blockCount {
            carried[period * kernel.blockCount + block] +=
              kernel.weights[lag * kernel.blockCount + block] * media
          }
        }
      }
      return carried
    }
  }
}

/// Draws of a fit with neighbouring draws as SIMD lanes.
private struct DrawBlocks {
  private let draws: Draws
  private let indices: [Int]

  init(_ draws: Draws, indices: [Int]) {
    self.draws = draws
    self.indices = indices
  }

  var blockCount: Int { Lanes.blockCount(channels: indices.count) }

  /// One scalar of a parameter.
  func blocks(_ name: ParameterName, _ element: Int, filler: Double) -> [Lanes.Block] {
    let place = draws.layout.offset(of: name) + element
    return Lanes.parameterBlocks(
      indices.map { draws.values[$0 * draws.layout.count + place] }, filler: filler)
  }
}
