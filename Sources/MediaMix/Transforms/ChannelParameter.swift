/// A parameter with one number per channel, or one per channel and geo, as the lanes of the geos, and
/// the gradient by it.
struct ChannelParameter: Sendable {
  /// Its first place in the flat vector of parameters.
  private let offset: Int
  private let channelCount: Int
  private let geoCount: Int
  private let filler: Double
  /// The numbers, `[geo, block]`; spare lanes hold something unremarkable that keeps their arithmetic finite.
  var values: [Lanes.Block]
  /// The gradient by `values`.
  var gradients: [Lanes.Block]

  /// Room for a parameter `[channel, geo]` that starts at `offset` in the vector of parameters; one
  /// that all geos share has one geo.
  init(offset: Int, channelCount: Int, geoCount: Int = 1, filler: Double) {
    self.offset = offset
    self.channelCount = channelCount
    self.geoCount = geoCount
    self.filler = filler
    values = Array(
      repeating: Lanes.Block(repeating: filler),
      count: geoCount * Lanes.blockCount(channels: channelCount))
    gradients = values
  }

  /// Takes the numbers from the vector of parameters and forgets the gradient.
  mutating func load(_ parameters: [Double]) {
    // Spare lanes too, since a caller may have replaced all values by a function of them.
    for block in values.indices { values[block] = Lanes.Block(repeating: filler) }
    let perGeo = Lanes.blockCount(channels: channelCount)
    for channel in 0..<channelCount {
      for geo in 0..<geoCount {
        values[geo * perGeo + channel / 4][channel % 4] =
          parameters[offset + channel * geoCount + geo]
      }
    }
    for block in gradients.indices { gradients[block] = .zero }
  }

  /// Adds the gradient to that by the vector of parameters.
  func store(into parameterGradients: inout [Double]) {
    let perGeo = Lanes.blockCount(channels: channelCount)
    for channel in 0..<channelCount {
      for geo in 0..<geoCount {
        parameterGradients[offset + channel * geoCount + geo] +=
          gradients[geo * perGeo + channel / 4][channel % 4]
      }
    }
  }

  /// The same for a parameter x, shared by all geos, whose logarithm was put in place of `values`:
  /// dx = d(log x)·x.
  func storeLogarithmic(of parameters: [Double], into parameterGradients: inout [Double]) {
    for channel in 0..<channelCount {
      parameterGradients[offset + channel] +=
        gradients[channel / 4][channel % 4] / parameters[offset + channel]
    }
  }
}

/// Carry-over as one stage of the model: parameters, memory and gradient of one chain.
protocol LagStage: Sendable {
  /// Media after carry-over, for the parameters of the flat vector `parameters`.
  mutating func forward(_ media: Lanes, parameters: [Double], into result: inout Lanes)

  /// Adds the gradient by the stage's parameters of Σ `gradient`·result.
  mutating func pullback(
    _ gradient: Lanes, media: Lanes, result: Lanes, parameters: [Double],
    into parameterGradients: inout [Double])
}

/// Saturation as one stage of the model: parameters, memory and gradient of one chain.
protocol SaturationStage: Sendable {
  /// Media after saturation, for the parameters of the flat vector `parameters`.
  mutating func forward(_ input: Lanes, parameters: [Double], into result: inout Lanes)

  /// Turns `gradient`, by the result, into the gradient by the input, and adds the gradient by the
  /// stage's parameters.
  mutating func pullback(
    _ gradient: inout Lanes, input: Lanes, result: Lanes, parameters: [Double],
    into parameterGradients: inout [Double])
}
