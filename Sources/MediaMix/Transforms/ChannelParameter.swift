/// A parameter with one number per channel, or one per channel and geo, as the lanes of the geos, and
/// the gradient by it. Several lanes may read one number of the vector; their gradients add up.
struct ChannelParameter: Sendable {
  /// Where a lane is among the blocks, and the place in the vector of parameters that it reads.
  private struct Lane {
    let block: Int
    let lane: Int
    let place: Int
  }

  private let lanes: [Lane]
  private let filler: Double
  /// The numbers, `[geo, block]`; spare lanes hold something unremarkable that keeps their arithmetic finite.
  var values: [Lanes.Block]
  /// The gradient by `values`.
  var gradients: [Lanes.Block]

  /// Room for the numbers at `places` of the vector of parameters, `[geo][channel]`; a parameter that
  /// all geos share has one geo.
  init(places: [[Int]], filler: Double) {
    let perGeo = Lanes.blockCount(channels: places.first?.count ?? 0)
    lanes = places.enumerated().flatMap { geo, places in
      places.enumerated().map { channel, place in
        Lane(block: geo * perGeo + channel / 4, lane: channel % 4, place: place)
      }
    }
    self.filler = filler
    values = Array(repeating: Lanes.Block(repeating: filler), count: places.count * perGeo)
    gradients = values
  }

  /// Takes the numbers from the vector of parameters and forgets the gradient.
  mutating func load(_ parameters: [Double]) {
    // Spare lanes too, since a caller may have replaced all values by a function of them.
    for block in values.indices { values[block] = Lanes.Block(repeating: filler) }
    for lane in lanes { values[lane.block][lane.lane] = parameters[lane.place] }
    for block in gradients.indices { gradients[block] = .zero }
  }

  /// Adds the gradient to that by the vector of parameters.
  func store(into parameterGradients: inout [Double]) {
    for lane in lanes { parameterGradients[lane.place] += gradients[lane.block][lane.lane] }
  }

  /// The same for a parameter x whose logarithm was put in place of `values`: dx = d(log x)·x.
  func storeLogarithmic(of parameters: [Double], into parameterGradients: inout [Double]) {
    for lane in lanes {
      parameterGradients[lane.place] +=
        gradients[lane.block][lane.lane] / parameters[lane.place]
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
