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

  /// Each channel's lag and saturation, which have pockets; of national data with its coefficient, which
  /// they can be traded for, and there also σ with the trend's exponent, and all together: channels can
  /// trade the trend among them. Geos tell more of each channel: its many coefficients are known too
  /// well to be proposed with the rest.
  package var blocks: [[Int]] {
    let isNational = seasonFactor == nil
    var coordinates: [Int: Int] = [:]
    for (coordinate, scalar) in explicit.scalars.enumerated() { coordinates[scalar] = coordinate }
    let transform: [ParameterName] = [
      .lagWeight, .exponent, .halfSaturation, .slope, .retentionRate, .peakDelay,
    ]
    let ranges = ((isNational ? [.mediaCoefficient] : []) + transform)
      .compactMap { layout.range(of: $0.rawValue) }
    var blocks = (0..<(ranges.first?.count ?? 0)).map { channel in
      ranges.compactMap { coordinates[$0.lowerBound + channel] }
    }
    if isNational { blocks.append([sigma, trendExponent].compactMap { coordinates[$0] }) }
    blocks.removeAll(where: \.isEmpty)
    if isNational && blocks.count > 1 && dimension <= Self.mostMovedTogether {
      blocks.append(Array(0..<dimension))
    }
    return blocks
  }

  /// Proposals in more dimensions at once are hardly ever accepted.
  private static let mostMovedTogether = 50
}
