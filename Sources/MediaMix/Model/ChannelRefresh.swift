internal import MediaMixInference

/// Draws of channels' media coefficients given those of their geos.
///
/// The coordinates of geos' coefficients are multiples of their channel's. That suits data that say little
/// of each geo. Where they say much, the geos' coefficients are known and the channel's is tied to all
/// multiples at once, so that trajectories move it slowly. Given the geos' coefficients themselves the
/// likelihood knows nothing of the channel's, and its distribution is of one dimension and costs next to
/// nothing to draw from. Both in one transition mix where one alone does not (Yu and Meng 2011, "To center
/// or not to center: that is not the question", Journal of Computational and Graphical Statistics 20).
struct ChannelRefresh: Sendable {
  /// A channel's coefficient and those of its geos.
  private struct Family: Sendable {
    let coordinate: Int
    let map: SamplingCoordinate
    let prior: any Distribution
    let geos: [Int]
    let sampler: SliceSampler
  }

  /// Draws of each coefficient; the slice's are nearly independent.
  private static let draws = 2
  /// The half-normal distribution of a multiple, at scale 1.
  private static let multiple = SamplingCoordinate.halfNormal(scale: 1)

  private var families: [Family] = []

  /// Adds a channel.
  ///
  /// - Parameters:
  ///   - coordinate: of its coefficient.
  ///   - map: that coordinate's.
  ///   - prior: of the coefficient.
  ///   - geos: coordinates of multiples, half-normal with scale 1; one or more.
  mutating func append(
    coordinate: Int, map: SamplingCoordinate, prior: any Distribution, geos: [Int]
  ) {
    // About the standard deviation that geos leave to the logarithm under a flat prior.
    let width = 1 / (2 * Double(geos.count)).squareRoot()
    families.append(
      Family(
        coordinate: coordinate, map: map, prior: prior, geos: geos,
        sampler: SliceSampler(width: width)))
  }

  /// Draws all channels' coefficients anew; geos' coefficients stay, their coordinates move.
  ///
  /// - Parameter position: `[dimension]`.
  /// - Returns: whether anything moved.
  func apply(to position: inout [Double], using random: inout RandomStream) -> Bool {
    for family in families {
      let before = VectorMath.log(family.map.value(at: position[family.coordinate]))
      let multiples = family.geos.map { Self.multiple.value(at: position[$0]) }
      let halfSquares = 0.5 * multiples.reduce(0) { $0 + $1 * $1 }
      let exponent = 1 - Double(multiples.count)
      var x = before
      for _ in 0..<Self.draws {
        x = family.sampler.next(after: x, using: &random) {
          family.prior.logDensityAndGradient(at: VectorMath.exp($0)).logDensity + exponent * $0
            - halfSquares * VectorMath.exp(2 * (before - $0))
        }
      }
      position[family.coordinate] = family.map.coordinate(of: VectorMath.exp(x))
      let ratio = VectorMath.exp(before - x)
      for (geo, multiple) in zip(family.geos, multiples) {
        position[geo] = Self.multiple.coordinate(of: max(multiple * ratio, .leastNormalMagnitude))
      }
    }
    return !families.isEmpty
  }
}
