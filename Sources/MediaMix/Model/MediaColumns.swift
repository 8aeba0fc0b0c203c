internal import CMediaMixVector
internal import MediaMixInference

/// What media add to the mean of national data: channel after channel, and only those whose parameters
/// have changed.
///
/// A block move tries one channel's parameters and takes them back where it fails. Each channel's
/// effect is kept for the last two sets of parameters, so that every try costs one channel. Time is
/// what vectors run along, so that no lane is spare whatever the number of channels.
struct MediaColumns: Sendable {
  /// Memory of one chain.
  struct Workspace: Sendable {
    /// A channel's effect with all that its pullback needs, `[channel, 2, place]`; see ``Places``. Then
    /// the gradient by a channel's effect, later by its media after lag, `[row]`, and by its lags'
    /// weights, `[lag]`.
    fileprivate var memory: [Double] = []
    /// The parameters of both, `[channel, 2]`; NaN where there is nothing yet.
    fileprivate var parameters: [SIMD4<Double>] = []
    /// Which of the two was asked for last, `[channel]`.
    fileprivate var latest: [Int] = []
  }

  /// Where the memory of one effect has what.
  private struct Places {
    /// Media after lag, their logarithms, and the effect, `[row]` each.
    let lagged = 0
    let logarithms: Int
    let effect: Int
    /// `[lag]`.
    let weights: Int
    /// The logarithm of the retention rate or the half-saturation.
    let logarithm: Int
    let count: Int

    init(rows: Int, lags: Int) {
      (logarithms, effect, weights) = (rows, 2 * rows, 3 * rows)
      logarithm = weights + lags
      // Whole vectors.
      count = logarithm + 8
    }
  }

  /// `[channel, row]`; each channel has zeros before it, as many as there are lags but one, and behind.
  private let media: [Double]
  private let channelCount: Int
  private let timeCount: Int
  /// Periods, and lags with weights, rounded up to whole vectors.
  private let rowCount: Int
  private let weightCount: Int
  private let lagCount: Int
  private let places: Places
  private let transform: MediaTransform
  /// The first channel's place of each parameter of lag and saturation, and of the coefficient.
  private let offsets: [Int]
  private let coefficient: Int

  /// The effect of one geo's scaled `media`, `[time, channel, 1]`, with parameters where `layout` has
  /// them.
  init(media: Panel, specification: ModelSpecification, layout: ParameterLayout) {
    precondition(media.geoCount == 1, "columns are of one geo")
    channelCount = media.columnCount
    timeCount = media.timeCount
    rowCount = Self.roundedUp(timeCount)
    transform = specification.transform
    let names: [ParameterName] =
      switch transform {
      case .adstock: [.lagWeight, .exponent]
      case .carryover: [.retentionRate, .peakDelay, .exponent]
      case .hillAdstock: [.lagWeight, .halfSaturation, .slope]
      }
    offsets = names.map { layout.offset(of: $0) }
    coefficient = layout.offset(of: .mediaCoefficient)
    lagCount = transform == .carryover ? specification.effectiveNumberOfLags : 1
    weightCount = Self.roundedUp(lagCount)
    places = Places(rows: rowCount, lags: weightCount)
    let before = Array(repeating: 0.0, count: weightCount - 1)
    let behind = Array(repeating: 0.0, count: rowCount - timeCount)
    self.media = (0..<channelCount).flatMap {
      before + media.series(column: $0, geo: 0) + behind
    }
  }

  private static func roundedUp(_ count: Int) -> Int { (count + 7) / 8 * 8 }

  /// Memory for one chain.
  func makeWorkspace() -> Workspace {
    Workspace(
      memory: Array(repeating: 0, count: gradientPlace + rowCount + weightCount),
      parameters: Array(repeating: SIMD4(repeating: .nan), count: 2 * channelCount),
      latest: Array(repeating: 0, count: channelCount))
  }

  /// Where a workspace's memory has the gradient.
  private var gradientPlace: Int { 2 * channelCount * places.count }

  // MARK: Forward

  /// Writes the sum over channels for natural parameters, `[layout.count]`, to `sums`, `[time]`.
  func sum(_ parameters: [Double], into sums: inout [Double], workspace: inout Workspace) {
    for channel in 0..<channelCount { update(channel, parameters, workspace: &workspace) }
    let latest = workspace.latest
    workspace.memory.withUnsafeBufferPointer { memory in
      sums.withUnsafeMutableBufferPointer { sums in
        guard let memory = memory.baseAddress, let sums = sums.baseAddress else { return }
        for channel in latest.indices {
          var factor = parameters[coefficient + channel]
          mmv_add_columns(
            .best, channel == 0 ? nil : UnsafePointer(sums), 0,
            memory + (2 * channel + latest[channel]) * places.count + places.effect, &factor, 1,
            timeCount, sums)
        }
      }
    }
  }

  /// The parameters of a channel's lag and saturation, zeros behind.
  private func shape(of channel: Int, _ parameters: [Double]) -> SIMD4<Double> {
    var shape = SIMD4<Double>.zero
    for index in offsets.indices { shape[index] = parameters[offsets[index] + channel] }
    return shape
  }

  /// Makes a channel's latest effect that of `parameters`.
  private func update(_ channel: Int, _ parameters: [Double], workspace: inout Workspace) {
    let shape = shape(of: channel, parameters)
    let latest = workspace.latest[channel]
    guard workspace.parameters[2 * channel + latest] != shape else { return }
    let place = 2 * channel + 1 - latest
    workspace.latest[channel] = 1 - latest
    guard workspace.parameters[place] != shape else { return }
    workspace.parameters[place] = shape
    workspace.memory.withUnsafeMutableBufferPointer { memory in
      withMedia(of: channel) { media in
        guard let memory = memory.baseAddress else { return }
        compute(shape, media: media, memory: memory + place * places.count)
      }
    }
  }

  private func withMedia(of channel: Int, _ body: (UnsafePointer<Double>) -> Void) {
    let first = channel * (weightCount - 1 + rowCount) + weightCount - 1
    media.withUnsafeBufferPointer { media in
      guard let media = media.baseAddress else { return }
      body(media + first)
    }
  }

  private func compute(
    _ shape: SIMD4<Double>, media: UnsafePointer<Double>, memory m: UnsafeMutablePointer<Double>
  ) {
    let level = mmv_level.best
    let (lagged, logarithms) = (m + places.lagged, m + places.logarithms)
    switch transform {
    case .adstock, .hillAdstock:
      mmv_adstock_column(level, media, shape.x, 1 - shape.x, rowCount, lagged)
    case .carryover:
      m[places.logarithm] = VectorMath.log(shape.x)
      mmv_carryover_column(
        level, media, m[places.logarithm], shape.y, lagCount, rowCount, m + places.weights, lagged)
    }
    switch transform {
    case .adstock:
      mmv_exponent_column(level, lagged, shape.y, rowCount, logarithms, m + places.effect)
    case .carryover:
      mmv_exponent_column(level, lagged, shape.z, rowCount, logarithms, m + places.effect)
    case .hillAdstock:
      m[places.logarithm] = VectorMath.log(shape.y)
      mmv_hill_column(
        level, lagged, m[places.logarithm], shape.z, rowCount, logarithms, m + places.effect)
    }
  }

  // MARK: Backward

  /// Adds to `parameterGradients` the gradient of Σ `gradient`·sums, `gradient` `[time]`, by the
  /// parameters of the last ``sum(_:into:workspace:)``.
  func pullback(
    _ gradient: [Double], parameters: [Double], workspace: inout Workspace,
    into parameterGradients: inout [Double]
  ) {
    let latest = workspace.latest
    workspace.memory.withUnsafeMutableBufferPointer { memory in
      guard let memory = memory.baseAddress else { return }
      for channel in latest.indices {
        let effect = memory + (2 * channel + latest[channel]) * places.count
        var factor = parameters[coefficient + channel]
        mmv_add_columns(
          .best, nil, 0, gradient, &factor, 1, timeCount, memory + gradientPlace)
        mmv_dot_columns(.best, effect + places.effect, gradient, 1, timeCount, &factor)
        parameterGradients[coefficient + channel] += factor
        // What the channel before left behind the data, where 0 times infinity may be NaN.
        for row in timeCount..<rowCount { memory[gradientPlace + row] = 0 }
        let shape = shape(of: channel, parameters)
        withMedia(of: channel) { media in
          let byShape = pullback(
            shape, media: media, memory: effect, gradient: memory + gradientPlace)
          for index in offsets.indices {
            parameterGradients[offsets[index] + channel] += byShape[index]
          }
        }
      }
    }
  }

  /// The gradient by the parameters of a channel's lag and saturation; `gradient` is used up.
  private func pullback(
    _ shape: SIMD4<Double>, media: UnsafePointer<Double>, memory m: UnsafePointer<Double>,
    gradient: UnsafeMutablePointer<Double>
  ) -> SIMD4<Double> {
    let level = mmv_level.best
    let (lagged, logarithms, effect) = (
      m + places.lagged, m + places.logarithms, m + places.effect
    )
    var pair = (0.0, 0.0)
    switch transform {
    case .adstock:
      let byExponent = mmv_exponent_column_pullback(
        level, gradient, lagged, logarithms, effect, shape.y, rowCount)
      let byWeight = mmv_adstock_column_pullback(level, gradient, media, lagged, shape.x, rowCount)
      return SIMD4(byWeight, byExponent, 0, 0)
    case .carryover:
      let byExponent = mmv_exponent_column_pullback(
        level, gradient, lagged, logarithms, effect, shape.z, rowCount)
      mmv_carryover_column_pullback(
        level, gradient, media, m + places.weights, m[places.logarithm], shape.y, lagCount,
        rowCount, gradient + rowCount, &pair.0, &pair.1)
      return SIMD4(pair.0 / shape.x, pair.1, byExponent, 0)
    case .hillAdstock:
      mmv_hill_column_pullback(
        level, gradient, lagged, logarithms, effect, m[places.logarithm], shape.z, rowCount,
        &pair.0, &pair.1)
      let byWeight = mmv_adstock_column_pullback(level, gradient, media, lagged, shape.x, rowCount)
      return SIMD4(byWeight, pair.0 / shape.y, pair.1, 0)
    }
  }
}
