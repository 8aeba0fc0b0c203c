/// A parameter with one number per channel, or one per channel and geo, as the lanes of the geos, and
/// the gradient by it. Several lanes may read one number of the vector; their gradients add up.
struct ChannelParameter: Sendable {
  /// The lanes that are no spare ones, and the place in the vector of parameters that each reads.
  private let lanes: [Int]
  private let places: [Int]
  private let filler: Double
  /// The numbers, `[geo, block]`; spare lanes hold something unremarkable that keeps their arithmetic finite.
  var values: [Lanes.Block]
  /// The gradient by `values`.
  var gradients: [Lanes.Block]

  /// Room for the numbers at `places` of the vector of parameters, `[geo][channel]`.
  init(places: [[Int]], filler: Double) {
    let perGeo = Lanes.blockCount(channels: places.first?.count ?? 0)
    lanes = places.indices.flatMap { geo in places[geo].indices.map { 4 * geo * perGeo + $0 } }
    self.places = places.flatMap { $0 }
    self.filler = filler
    values = Array(repeating: Lanes.Block(repeating: filler), count: places.count * perGeo)
    gradients = values
  }

  /// Room for the numbers at `places`, `[channel]`, that all geos share, as
  /// ``Lanes/repeatedParameterBlocks(_:filler:)`` has them.
  init(shared places: [Int], filler: Double) {
    let repetitions = Lanes.repetitions(channels: places.count)
    self.init(places: Array(repeating: places, count: repetitions), filler: filler)
  }

  /// Takes the numbers from the vector of parameters and forgets the gradient.
  mutating func load(_ parameters: [Double]) {
    // Spare lanes too, since a caller may have replaced all values by a function of them.
    for block in values.indices { values[block] = Lanes.Block(repeating: filler) }
    let (lanes, places) = (lanes, places)
    values.withLanes { values in
      for i in lanes.indices { values[lanes[i]] = parameters[places[i]] }
    }
    for block in gradients.indices { gradients[block] = .zero }
  }

  /// Adds the gradient to that by the vector of parameters.
  mutating func store(into parameterGradients: inout [Double]) {
    let (lanes, places) = (lanes, places)
    gradients.withLanes { gradients in
      for i in lanes.indices { parameterGradients[places[i]] += gradients[lanes[i]] }
    }
  }

  /// The same for a parameter x whose logarithm was put in place of `values`: dx = d(log x)·x.
  mutating func storeLogarithmic(
    of parameters: [Double], into parameterGradients: inout [Double]
  ) {
    let (lanes, places) = (lanes, places)
    gradients.withLanes { gradients in
      for i in lanes.indices {
        parameterGradients[places[i]] += gradients[lanes[i]] / parameters[places[i]]
      }
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
