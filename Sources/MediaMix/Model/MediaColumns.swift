internal import CMediaMixVector
internal import MediaMixInference

/// What media add to the mean of national data, for densities without their gradient: channel after
/// channel, and only those whose parameters have changed.
///
/// A block move tries one channel's parameters and takes them back where it fails. Each channel's
/// effect is kept for the last two sets of parameters, so that every try costs one channel.
struct MediaColumns: Sendable {
  /// Lag and saturation of one channel; spare places hold 0.
  private typealias Parameters = SIMD4<Double>

  /// Memory of one chain.
  struct Workspace: Sendable {
    /// Media after lag and saturation, `[channel, 2, row]`.
    fileprivate var effects: [Double] = []
    /// The parameters of both, `[channel, 2]`; NaN where there is nothing yet.
    fileprivate var parameters: [SIMD4<Double>] = []
    /// Which of the two was asked for last, `[channel]`.
    fileprivate var latest: [Int] = []
    /// Of the lags.
    fileprivate var weights: [Double] = []
  }

  /// `[channel, row]`; each channel has as many zeros before it as the lag reaches back, and some
  /// behind.
  private let media: [Double]
  private let channelCount: Int
  private let timeCount: Int
  private let lagCount: Int
  /// Periods, rounded up to whole vectors.
  private let rowCount: Int
  private let transform: MediaTransform
  /// The first channel's place of each parameter of lag and saturation.
  private let offsets: [Int]

  /// The effect of one geo's scaled `media`, `[time, channel, 1]`, with parameters where `layout` has
  /// them.
  init(media: Panel, specification: ModelSpecification, layout: ParameterLayout) {
    precondition(media.geoCount == 1, "columns are of one geo")
    channelCount = media.columnCount
    timeCount = media.timeCount
    rowCount = Self.padded(timeCount)
    transform = specification.transform
    let names: [ParameterName] =
      switch transform {
      case .adstock: [.lagWeight, .exponent]
      case .carryover: [.retentionRate, .peakDelay, .exponent]
      case .hillAdstock: [.lagWeight, .halfSaturation, .slope]
      }
    offsets = names.map { layout.offset(of: $0) }
    let lagCount = transform == .carryover ? specification.effectiveNumberOfLags : 1
    let behind = Array(repeating: 0.0, count: rowCount - timeCount)
    self.media = (0..<channelCount).flatMap {
      Array(repeating: 0, count: lagCount - 1) + media.series(column: $0, geo: 0) + behind
    }
    self.lagCount = lagCount
  }

  private static func padded(_ count: Int) -> Int { (count + 7) / 8 * 8 }

  /// Memory for one chain.
  func makeWorkspace() -> Workspace {
    Workspace(
      effects: Array(repeating: 0, count: 2 * channelCount * rowCount),
      parameters: Array(repeating: Parameters(repeating: .nan), count: 2 * channelCount),
      latest: Array(repeating: 0, count: channelCount),
      weights: Array(repeating: 0, count: Self.padded(lagCount)))
  }

  /// Writes the sum over channels for natural parameters, `[layout.count]`, to `sums`, `[time]`.
  ///
  /// - Parameter coefficient: where the channels' coefficients begin.
  func sum(
    _ parameters: [Double], coefficient: Int, into sums: inout [Double],
    workspace: inout Workspace
  ) {
    for channel in 0..<channelCount { update(channel, parameters, workspace: &workspace) }
    let level = mmv_level.best
    let latest = workspace.latest
    workspace.effects.withUnsafeBufferPointer { effects in
      sums.withUnsafeMutableBufferPointer { sums in
        guard let effects = effects.baseAddress, let sums = sums.baseAddress else { return }
        for channel in latest.indices {
          var factor = parameters[coefficient + channel]
          mmv_add_columns(
            level, channel == 0 ? nil : UnsafePointer(sums), 0,
            effects + (2 * channel + latest[channel]) * rowCount, &factor, 1, timeCount, sums)
        }
      }
    }
  }

  /// Makes a channel's latest effect that of `parameters`.
  private func update(_ channel: Int, _ parameters: [Double], workspace: inout Workspace) {
    var wanted = Parameters.zero
    for index in offsets.indices { wanted[index] = parameters[offsets[index] + channel] }
    let latest = workspace.latest[channel]
    guard workspace.parameters[2 * channel + latest] != wanted else { return }
    let other = 1 - latest
    workspace.latest[channel] = other
    guard workspace.parameters[2 * channel + other] != wanted else { return }
    workspace.parameters[2 * channel + other] = wanted
    let place = (2 * channel + other) * rowCount
    let first = channel * (lagCount - 1 + rowCount) + lagCount - 1
    media.withUnsafeBufferPointer { media in
      workspace.effects.withUnsafeMutableBufferPointer { effects in
        guard let media = media.baseAddress, let effects = effects.baseAddress else { return }
        compute(
          wanted, media: media + first, into: effects + place, weights: &workspace.weights)
      }
    }
  }

  private func compute(
    _ parameters: Parameters, media: UnsafePointer<Double>,
    into effect: UnsafeMutablePointer<Double>, weights: inout [Double]
  ) {
    let level = mmv_level.best
    switch transform {
    case .adstock:
      mmv_adstock_column(level, media, parameters.x, 1 - parameters.x, rowCount, effect)
      mmv_exponent_column(level, parameters.y, rowCount, effect)
    case .carryover:
      mmv_carryover_column(
        level, media, VectorMath.log(parameters.x), parameters.y, lagCount, rowCount, &weights,
        effect)
      mmv_exponent_column(level, parameters.z, rowCount, effect)
    case .hillAdstock:
      mmv_adstock_column(level, media, parameters.x, 1 - parameters.x, rowCount, effect)
      mmv_hill_column(level, VectorMath.log(parameters.y), parameters.z, rowCount, effect)
    }
  }
}
