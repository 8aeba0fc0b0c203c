internal import MediaMixInference

/// Media of a lane after lag and saturation in a chunk of draws, and the derivatives of saturation;
/// `[period, block of the chunk]`.
struct ChunkEffect {
  typealias Block = Lanes.Block

  private(set) var values: [Block]
  var slopes: [Block] = []
  var curvatures: [Block] = []

  init(
    _ response: MediaResponse, _ lane: MediaResponse.Lane, _ media: [Double], chunk: Range<Int>,
    derivatives: Bool
  ) {
    var input = response.lagged(media, lane, chunk: chunk, includesPast: true)
    // Media that are nothing keep a finite slope, as large as it may get.
    for index in input.indices {
      input[index].replace(with: Self.nothing, where: input[index] .< Self.nothing)
    }
    values = input
    values.takeLogarithm()
    switch response.saturations[lane.channel] {
    case .exponent(let exponents):
      forEachBlock(of: chunk, periods: media.count) { index, block in
        values[index] *= exponents[block]
      }
      values.exponentiate()
      if derivatives { differentiatePower(input, exponents, chunk: chunk) }
    case .hill(let logHalfSaturations, let slopes):
      forEachBlock(of: chunk, periods: media.count) { index, block in
        values[index] = slopes[block] * (logHalfSaturations[block] - values[index])
      }
      values.exponentiate()
      for index in values.indices { values[index] = 1 / (1 + values[index]) }
      if derivatives { differentiateHill(input, slopes, chunk: chunk) }
    }
    for index in values.indices {
      values[index].replace(with: 0, where: input[index] .<= Self.nothing)
    }
  }

  private static let nothing = 1e-150

  /// y = s^ρ: y′ = ρ·y/s, y″ = (ρ−1)·y′/s.
  private mutating func differentiatePower(
    _ input: [Block], _ exponents: [Block], chunk: Range<Int>
  ) {
    slopes = values
    curvatures = values
    forEachBlock(of: chunk, periods: values.count / chunk.count) { index, block in
      let (exponent, inverse) = (exponents[block], 1 / input[index])
      let slope = exponent * values[index] * inverse
      slopes[index] = slope
      curvatures[index] = (exponent - 1) * slope * inverse
    }
  }

  /// h = 1/(1 + (s/K)^−S): h′ = S·h·(1−h)/s, h″ = h′·(S·(1−2h) − 1)/s.
  private mutating func differentiateHill(
    _ input: [Block], _ steepness: [Block], chunk: Range<Int>
  ) {
    slopes = values
    curvatures = values
    forEachBlock(of: chunk, periods: values.count / chunk.count) { index, block in
      let (h, power, inverse) = (values[index], steepness[block], 1 / input[index])
      let slope = power * h * (1 - h) * inverse
      slopes[index] = slope
      curvatures[index] = slope * (power * (1 - 2 * h) - 1) * inverse
    }
  }
}

/// Calls `body` with the place of each block of a chunk's array, `[period, block of the chunk]`, and
/// the block of draws that it is of. A remainder instead would take longer than all else.
@inline(__always)
func forEachBlock(
  of chunk: Range<Int>, periods: Int, _ body: (_ index: Int, _ block: Int) -> Void
) {
  var index = 0
  for _ in 0..<periods {
    for block in chunk {
      body(index, block)
      index += 1
    }
  }
}
