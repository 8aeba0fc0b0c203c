internal import MediaMixInference

/// The coefficients with normal priors that the mean is linear in, integrated out.
///
/// Given all other parameters they are jointly normal. Each coefficient is its prior's location plus
/// its scale times z, so that z is standard normal under the prior, and the precision of z given the
/// data is I plus products of columns, shaped like an arrow: coefficients of one geo know those of
/// another only through the shared ones. With X_g the columns of geo g, S_g the shared columns as
/// they count there (those of the season times the geo's factor) and p_g = 1/σ_g²,
///
/// - A_g = I + p_g·X_gᵀX_g = L_g L_gᵀ and W_g = L_g⁻¹·p_g·X_gᵀS_g,
/// - B = I + Σ_g D_g with D_g = p_g·S_gᵀS_g − W_gᵀW_g.
///
/// National data are one geo without shared columns, because one block is then all there is.
struct LinearBlock: Sendable {
  /// A coefficient: its place among the parameters, and its normal prior.
  struct Coefficient: Sendable {
    let scalar: Int
    let loc: Double
    let scale: Double
  }

  /// A coefficient and what it is multiplied by, `[time]`.
  struct Column: Sendable {
    let coefficient: Coefficient
    let values: [Double]
  }

  /// The coefficients of one geo.
  struct Own: Sendable {
    var columns: [Column] = []
    var trend: Coefficient?
  }

  /// What one geo has, and where: static numbers in ``numbers``, others in a workspace's memory.
  struct Part: Sendable {
    /// How many columns do not change, before the trend's, which does.
    let staticCount: Int
    /// The number of coefficients.
    let count: Int
    /// The trend coefficient's prior scale, nil where it is not integrated out, and location.
    let trendScale: Double?
    let trendLocation: Double
    /// `[column, time]`, times prior scales.
    let columns: Int
    /// X_gᵀX_g, `[column, column]`.
    let gram: Int
    /// X_gᵀS, `[column, shared]`, the season's factor at 1.
    let cross: Int

    /// z's conditional mode, `[count]`.
    let mode: Int
    /// L_g⁻¹ of the right-hand side.
    let half: Int
    /// L_g and L_g⁻¹.
    let factor: Int
    let inverse: Int
    /// W_g and L_g⁻ᵀW_g, `[count, shared]`.
    let whitened: Int
    let slopes: Int
    /// D_g, `[shared, shared]`.
    let gain: Int
    /// X_gᵀq of the trend's derivative q.
    let bend: Int
  }

  /// Memory of one chain.
  struct Workspace: Sendable {
    var memory: [Double]
    /// What the factors in memory were made of; the exponent is NaN before there are any. Whatever is
    /// conditioned on the same needs no others.
    fileprivate var sigma: [Double]
    fileprivate var factor: [Double]
    fileprivate var exponent = Double.nan
    /// −½ log det of the precision of z.
    var halfLogDeterminant = 0.0
    /// The variance of the truncated coefficient's z, before truncation.
    var truncatedVariance = 0.0
    /// The gradients by σ_g and by the season's factor, `[geo]`, and by the trend's exponent, at the
    /// last evaluation that asked for them.
    var sigmaGradients: [Double]
    var factorGradients: [Double]
    var exponentGradient = 0.0
    /// The normal distribution at the truncated coefficient's mode.
    var normal = NormalBatch(count: 1)

    /// Whether the factors in memory are not those of `condition`; they are to be made then.
    mutating func needsFactors(for condition: Condition) -> Bool {
      var isSame = exponent == condition.exponent
      exponent = condition.exponent
      for geo in sigma.indices {
        isSame = isSame && sigma[geo] == condition.sigma[geo]
        isSame = isSame && factor[geo] == condition.factor[geo]
        sigma[geo] = condition.sigma[geo]
        factor[geo] = condition.factor[geo]
      }
      return !isSame
    }
  }

  /// What the block is conditioned on, apart from the residuals.
  struct Condition: Sendable {
    /// σ, `[geo]`.
    var sigma: [Double]
    /// The season's factor, `[geo]`.
    var factor: [Double]
    /// The trend's.
    var exponent = Double.nan
    /// t^exponent and its derivative by the exponent, `[time]`.
    var trend: [Double]
    var bend: [Double]
  }

  let timeCount: Int
  let parts: [Part]
  /// The coefficients of each geo, the trend's last, and the shared ones.
  let own: [[Coefficient]]
  let shared: [Coefficient]
  /// How many of the shared are of the season; they come first.
  let seasonCount: Int
  /// The static column of the first geo whose coefficient is positive: a half-normal intercept.
  let truncated: Int?
  let numbers: [Double]
  /// Places in ``numbers``: the shared columns times prior scales, `[shared, time]`, and SᵀS.
  let sharedColumns: Int
  let sharedGram: Int
  let memory: SharedMemory
  let memoryCount: Int

  /// Where a workspace's memory has what no geo owns.
  struct SharedMemory: Sendable {
    let mode: Int
    let half: Int
    /// B, then its factor L, L⁻¹ and B⁻¹.
    let factor: Int
    let inverse: Int
    let covariance: Int
    /// For all diagonals of factors, rounded up to whole vectors.
    let diagonal: Int
    /// Sᵀ of the trend and of its derivative.
    let trend: Int
    let bend: Int
    /// The season and the weekdays, `[time]`.
    let season: Int
    let weekdays: Int
    /// For anything: one number per coefficient of a geo or per shared one, twice.
    let scratch: Int
  }

  /// The block of these coefficients.
  ///
  /// - Parameters:
  ///   - geos: the coefficients of each geo; those of a single geo are all there.
  ///   - shared: those of all geos together, the season's first.
  ///   - seasonCount: how many of those are of the season.
  ///   - truncated: which column of the first geo has a positive coefficient, its location 0.
  init(
    geos: [Own], shared: [Column], seasonCount: Int, truncated: Int?, timeCount: Int
  ) {
    precondition(truncated == nil || shared.isEmpty, "a truncated coefficient beside shared ones")
    self.timeCount = timeCount
    self.shared = shared.map(\.coefficient)
    self.seasonCount = seasonCount
    self.truncated = truncated
    var numbers: [Double] = []
    func store(_ values: [Double]) -> Int {
      numbers += values
      return numbers.count - values.count
    }
    let sharedSeries = shared.map(\.scaled)
    sharedColumns = store(sharedSeries.flatMap { $0 })
    sharedGram = store(Self.products(sharedSeries, sharedSeries))
    var room = Room()
    let k = shared.count
    own = geos.map { $0.columns.map(\.coefficient) + ($0.trend.map { [$0] } ?? []) }
    var parts: [Part] = []
    for (geo, coefficients) in zip(geos, own) {
      let series = geo.columns.map(\.scaled)
      let n = coefficients.count
      parts.append(
        Part(
          staticCount: series.count, count: n, trendScale: geo.trend?.scale,
          trendLocation: geo.trend?.loc ?? 0, columns: store(series.flatMap { $0 }),
          gram: store(Self.products(series, series)),
          cross: store(Self.products(series, sharedSeries)), mode: room.reserve(n),
          half: room.reserve(n), factor: room.reserve(n * n), inverse: room.reserve(n * n),
          whitened: room.reserve(n * k), slopes: room.reserve(n * k), gain: room.reserve(k * k),
          bend: room.reserve(n)))
    }
    let widest = max(k, parts.map(\.count).max() ?? 0)
    memory = SharedMemory(
      mode: room.reserve(k), half: room.reserve(k), factor: room.reserve(k * k),
      inverse: room.reserve(k * k), covariance: room.reserve(k * k),
      diagonal: room.reserve(Self.padded(k + own.map(\.count).reduce(0, +))),
      trend: room.reserve(k), bend: room.reserve(k), season: room.reserve(timeCount),
      weekdays: room.reserve(timeCount), scratch: room.reserve(2 * widest))
    memoryCount = room.count
    self.parts = parts
    // One place at least, here and in a workspace, so that there is a first.
    self.numbers = numbers.isEmpty ? [0] : numbers
  }

  /// All coefficients.
  var coefficients: [Coefficient] { own.flatMap { $0 } + shared }

  /// Memory for one chain.
  func makeWorkspace() -> Workspace {
    let zeros = Array(repeating: 0.0, count: parts.count)
    return Workspace(
      memory: Array(repeating: 0, count: max(memoryCount, 1)), sigma: zeros, factor: zeros,
      sigmaGradients: zeros, factorGradients: zeros)
  }

  /// `count` rounded up to whole vectors.
  static func padded(_ count: Int) -> Int { (count + 7) / 8 * 8 }

  /// `[first, second]`.
  private static func products(_ first: [[Double]], _ second: [[Double]]) -> [Double] {
    first.flatMap { a in second.map { Reductions.dot(a.span, $0.span) } }
  }

  /// Hands out places one after the other.
  private struct Room {
    var count = 0

    mutating func reserve(_ places: Int) -> Int {
      count += places
      return count - places
    }
  }
}

extension LinearBlock.Column {
  /// The values times the prior scale.
  fileprivate var scaled: [Double] { values.map { $0 * coefficient.scale } }
}
