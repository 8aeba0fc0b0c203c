package import MediaMixInference

extension CollapsedDensity {
  /// The coordinates of natural parameters, `[layout.count]` to `[dimension]`; not finite where a
  /// parameter is outside its support. Those that are integrated out make no difference.
  package func position(of parameters: [Double]) -> [Double] {
    explicit.position(of: parameters, sums: mediaSums(parameters))
  }

  /// A place to search for a mode from: lag, saturation and media coefficients at draws from their
  /// priors, in their coordinates, all others around their prior medians.
  package func startProposal(using random: inout RandomStream) -> [Double] {
    explicit.startProposal(
      around: plain.prior.medians, sums: { mediaSums($0) }, using: &random)
  }

  /// What media add to each geo's mean, `[geo][time]`.
  private func mediaSums(_ parameters: [Double]) -> [[Double]] {
    var workspace = plain.mean.media.makeWorkspace()
    plain.mean.media.forward(parameters, workspace: &workspace)
    return workspace.sums
  }

  /// The coordinates of some parameters, those that have any.
  func coordinates(of names: [ParameterName]) -> [Int] {
    let ranges = names.compactMap { layout.range(of: $0.rawValue) }
    return explicit.scalars.indices.filter { index in
      ranges.contains { $0.contains(explicit.scalars[index]) }
    }
  }

  /// Of national data each channel's coefficient with its lag and saturation, which media can trade for
  /// one another, σ with the trend's exponent, and all together: channels can also trade the trend
  /// among them. Geos tell more of each channel, so that there are hardly any pockets: moving blocks
  /// there costs more than it gains.
  package var blocks: [[Int]] {
    guard seasonFactor == nil else { return [] }
    var coordinates: [Int: Int] = [:]
    for (coordinate, scalar) in explicit.scalars.enumerated() { coordinates[scalar] = coordinate }
    let media: [ParameterName] = [
      .mediaCoefficient, .lagWeight, .exponent, .halfSaturation, .slope, .retentionRate, .peakDelay,
    ]
    let ranges = media.compactMap { layout.range(of: $0.rawValue) }
    var blocks = (0..<(ranges.first?.count ?? 0)).map { channel in
      ranges.compactMap { coordinates[$0.lowerBound + channel] }
    }
    blocks.append([sigma, trendExponent].compactMap { coordinates[$0] })
    blocks.removeAll(where: \.isEmpty)
    if blocks.count > 1 && dimension <= Self.mostMovedTogether {
      blocks.append(Array(0..<dimension))
    }
    return blocks
  }

  /// Proposals in more dimensions at once are hardly ever accepted.
  private static let mostMovedTogether = 50
}
