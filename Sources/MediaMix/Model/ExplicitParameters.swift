internal import CMediaMixVector
internal import MediaMixInference

/// The parameters that are not integrated out, and the coordinates that they are sampled in.
///
/// A geo's media coefficient is its channel's times √(2/π) times a number with a half-normal prior of
/// scale 1, which has the coordinate. A level, an intercept that may be any positive number, is
/// s·softplus(u − M/s) with M what media add to its geo's mean, averaged over time, so that u says
/// how high the mean is at all, which the data know far better than intercept and media apart. Of a trend
/// coefficient that may be any real number the coordinate is the trend's height at the last period,
/// coef_trend·(T−1)^expo_trend, which hardly depends on the exponent.
struct ExplicitParameters: Sendable {
  /// Memory of one chain.
  struct Workspace: Sendable {
    fileprivate var normal: NormalBatch
    /// What the coordinates need exponentials of, then these; `[dimension]` and zeros, for whole vectors
    /// take a tenth of the time.
    fileprivate var exponentials: [Double]
    /// d parameter / d coordinate, `[dimension]`.
    fileprivate var slopes: [Double]
    /// d parameter / d the other parameter that it depends on, `[dimension]`: of geos' media coefficients
    /// the channel's, of trend coefficients the exponent.
    fileprivate var ratios: [Double]
    /// The gradient of the part of the log density that is known in coordinates, `[dimension]`.
    fileprivate var gradients: [Double]
  }

  /// A media coefficient of a geo.
  private struct Dependent: Sendable {
    let coordinate: Int
    let parent: Int
  }

  /// An intercept that is sheared by media.
  private struct Level: Sendable {
    let coordinate: Int
    let geo: Int
  }

  /// A prior by its family where the family is a common one, so that no existential is called.
  private enum Prior: Sendable {
    case gamma(Gamma)
    case halfNormal(HalfNormal)
    case uniform(Uniform)
    /// By its place in ``others``.
    case other(Int)
  }

  /// s of the levels.
  private static let levelScale = 0.1
  private static let logLevelScale = -2.302585092994045684017991454684364208

  /// Each coordinate's scalar, `[dimension]`.
  let scalars: [Int]
  private let coordinates: [SamplingCoordinate]
  private let dependents: [Dependent]
  /// What channels' coefficients are drawn anew by.
  let refresh: ChannelRefresh
  private let levels: [Level]
  /// The coordinates that are heights of trends.
  private let heights: [Int]
  private let trendExponent: Int
  /// log(T−1).
  private let logLastPeriod: Double
  /// Those that are not part of their coordinate.
  private let priors: [(scalar: Int, prior: Prior)]
  private let others: [any Distribution]
  private let periods: Double

  /// The free scalars of `prior` that are not in `integrated`.
  ///
  /// - Parameter timeCount: periods of the data.
  init(of joint: JointPrior, integrated: Set<Int>, timeCount: Int) {
    periods = Double(timeCount)
    trendExponent = joint.layout.offset(of: .trendExponent)
    logLastPeriod = VectorMath.log(Double(max(timeCount - 1, 1)))
    let trends = joint.layout.range(of: ParameterName.trendCoefficient.rawValue) ?? 0..<0
    var heights: [Int] = []
    let intercepts = joint.layout.range(of: ParameterName.intercept.rawValue) ?? 0..<0
    let whitened = Self.whitenedScalars(of: joint.layout)
    var scalars: [Int] = []
    var coordinates: [SamplingCoordinate] = []
    var (dependents, levels): ([Dependent], [Level]) = ([], [])
    var priors: [(scalar: Int, prior: Prior)] = []
    var others: [any Distribution] = []
    for scalar in 0..<joint.layout.count where !integrated.contains(scalar) {
      guard let bijector = joint.bijector(of: scalar) else { continue }
      let coordinate = scalars.count
      scalars.append(scalar)
      if let parent = joint.parent(of: scalar) {
        dependents.append(Dependent(coordinate: coordinate, parent: parent))
        coordinates.append(.halfNormal(scale: 1))
        continue
      }
      guard let distribution = joint.distribution(of: scalar) else {
        preconditionFailure("a free scalar without a prior")
      }
      if whitened.contains(scalar), let map = SamplingCoordinate(whitening: distribution) {
        coordinates.append(map)
        continue
      }
      if intercepts.contains(scalar), bijector == .lowerBounded(0) {
        // Its map is not of its own coordinate alone.
        coordinates.append(.bounded(.identity))
        levels.append(Level(coordinate: coordinate, geo: scalar - intercepts.lowerBound))
      } else {
        coordinates.append(.bounded(bijector))
        if trends.contains(scalar), bijector == .identity { heights.append(coordinate) }
      }
      switch distribution {
      case let prior as Gamma: priors.append((scalar, .gamma(prior)))
      case let prior as HalfNormal: priors.append((scalar, .halfNormal(prior)))
      case let prior as Uniform: priors.append((scalar, .uniform(prior)))
      default:
        priors.append((scalar, .other(others.count)))
        others.append(distribution)
      }
    }
    (self.scalars, self.coordinates) = (scalars, coordinates)
    refresh = Self.refresh(of: dependents, scalars: scalars, coordinates: coordinates, joint)
    (self.dependents, self.levels, self.heights) = (dependents, levels, heights)
    (self.priors, self.others) = (priors, others)
  }

  /// The channels with geos of their own.
  private static func refresh(
    of dependents: [Dependent], scalars: [Int], coordinates: [SamplingCoordinate],
    _ joint: JointPrior
  ) -> ChannelRefresh {
    var refresh = ChannelRefresh()
    let geos = Dictionary(grouping: dependents, by: \.parent).mapValues { $0.map(\.coordinate) }
    for (coordinate, scalar) in scalars.enumerated() {
      guard let geos = geos[scalar], let prior = joint.distribution(of: scalar) else { continue }
      refresh.append(
        coordinate: coordinate, map: coordinates[coordinate], prior: prior, geos: geos)
    }
    return refresh
  }

  /// Those of media, lag and saturation.
  private static func whitenedScalars(of layout: ParameterLayout) -> Set<Int> {
    let names: [ParameterName] = [
      .channelCoefficient, .mediaCoefficient, .lagWeight, .exponent, .halfSaturation, .slope,
      .retentionRate, .peakDelay,
    ]
    return Set(names.flatMap { layout.range(of: $0.rawValue).map(Array.init) ?? [] })
  }

  /// The number of coordinates.
  var dimension: Int { scalars.count }

  /// Memory for one chain.
  func makeWorkspace() -> Workspace {
    let zeros = Array(repeating: 0.0, count: dimension)
    return Workspace(
      normal: NormalBatch(count: dimension),
      exponentials: Array(repeating: 0, count: (dimension + 7) / 8 * 8), slopes: zeros,
      ratios: zeros, gradients: zeros)
  }

  // MARK: Forward

  /// Writes the parameters of `position`, `[dimension]`, but for the levels.
  ///
  /// - Returns: what they add to the log density in coordinates, ``writeLevels(_:sums:to:workspace:)``
  ///   and ``logPrior(of:gradients:)`` excluded.
  func write(
    _ position: Span<Double>, to parameters: inout [Double], workspace: inout Workspace
  ) -> Double {
    var value = writeImages(of: position, to: &parameters, workspace: &workspace)
    for dependent in dependents {
      let k = dependent.coordinate
      let scale = SpecialFunctions.rootTwoOverPi * parameters[dependent.parent]
      workspace.ratios[k] = SpecialFunctions.rootTwoOverPi * parameters[scalars[k]]
      parameters[scalars[k]] = max(scale * parameters[scalars[k]], .leastNormalMagnitude)
      workspace.slopes[k] *= scale
    }
    guard !heights.isEmpty else { return value }
    let logScale = -parameters[trendExponent] * logLastPeriod
    let scale = VectorMath.exp(logScale)
    for k in heights {
      parameters[scalars[k]] *= scale
      workspace.slopes[k] = scale
      workspace.ratios[k] = -logLastPeriod * parameters[scalars[k]]
      value += logScale
    }
    return value
  }

  /// Writes what each coordinate stands for by itself.
  ///
  /// - Returns: what they add to the log density.
  private func writeImages(
    of position: Span<Double>, to parameters: inout [Double], workspace: inout Workspace
  ) -> Double {
    for k in coordinates.indices {
      workspace.normal[argument: k] = coordinates[k].normalArgument(position[k])
    }
    workspace.normal.evaluate()
    for k in coordinates.indices {
      workspace.exponentials[k] = coordinates[k].exponent(position[k], workspace.normal[k])
    }
    workspace.exponentials.withUnsafeMutableBufferPointer {
      mmv_exp($0.baseAddress, $0.baseAddress, $0.count)
    }
    var value = 0.0
    for k in coordinates.indices {
      let image = coordinates[k].image(
        position[k], workspace.normal[k], exponential: workspace.exponentials[k])
      parameters[scalars[k]] = image.value
      workspace.slopes[k] = image.derivative
      workspace.gradients[k] = image.logDensityGradient
      value += image.logDensity
    }
    return value
  }

  /// Writes the levels, given what media add to each geo's mean, `[geo][time]`.
  ///
  /// - Returns: their log Jacobian.
  func writeLevels(
    _ position: Span<Double>, sums: [[Double]], to parameters: inout [Double],
    workspace: inout Workspace
  ) -> Double {
    var value = 0.0
    for level in levels {
      let k = level.coordinate
      let mean = sums[level.geo].total / periods
      let u = position[k] - mean / Self.levelScale
      let slope = VectorMath.logistic(u)
      parameters[scalars[k]] = max(Self.levelScale * VectorMath.softplus(u), 0x1p-900)
      workspace.slopes[k] = Self.levelScale * slope
      workspace.gradients[k] = 1 - slope
      value += Self.logLevelScale - VectorMath.softplus(-u)
    }
    return value
  }

  /// The log prior of the parameters whose coordinates know nothing of it; its gradient is added to
  /// `gradients`, `[layout.count]`.
  func logPrior(of parameters: [Double], gradients: inout [Double]) -> Double {
    var value = 0.0
    for i in priors.indices {
      let scalar = priors[i].scalar
      let x = parameters[scalar]
      let (logDensity, gradient) =
        switch priors[i].prior {
        case .gamma(let prior): prior.logDensityAndGradient(at: x)
        case .halfNormal(let prior): prior.logDensityAndGradient(at: x)
        case .uniform(let prior): prior.logDensityAndGradient(at: x)
        case .other(let index): others[index].logDensityAndGradient(at: x)
        }
      value += logDensity
      gradients[scalar] += gradient
    }
    return value
  }

  // MARK: Backward

  /// Moves the gradient by the levels on to the media that they are sheared by: adds it to `gradients`
  /// by the mean, `[geo][time]`.
  func pullBackLevels(
    _ parameterGradients: [Double], workspace: Workspace, addingTo gradients: inout [[Double]]
  ) {
    for level in levels {
      let k = level.coordinate
      let byCoordinate =
        workspace.gradients[k] + parameterGradients[scalars[k]] * workspace.slopes[k]
      let share = byCoordinate / (Self.levelScale * periods)
      gradients[level.geo].subtract(share)
    }
  }

  /// The gradient in coordinates, from that by the parameters, `[layout.count]`, which is used up.
  func pullBack(
    _ parameterGradients: inout [Double], workspace: Workspace,
    into gradient: inout MutableSpan<Double>
  ) {
    for dependent in dependents {
      let k = dependent.coordinate
      parameterGradients[dependent.parent] +=
        parameterGradients[scalars[k]] * workspace.ratios[k]
    }
    for k in heights {
      parameterGradients[trendExponent] +=
        parameterGradients[scalars[k]] * workspace.ratios[k] - logLastPeriod
    }
    for k in scalars.indices {
      gradient[k] = workspace.gradients[k] + parameterGradients[scalars[k]] * workspace.slopes[k]
    }
  }

  // MARK: Places

  /// The coordinates of parameters, `[layout.count]`, given what media add to each geo's mean there,
  /// `[geo][time]`; not finite where a parameter is outside its support.
  func position(of parameters: [Double], sums: [[Double]]) -> [Double] {
    var position = zip(scalars, coordinates).map { $1.coordinate(of: parameters[$0]) }
    for dependent in dependents {
      let k = dependent.coordinate
      let scale = SpecialFunctions.rootTwoOverPi * parameters[dependent.parent]
      position[k] = coordinates[k].coordinate(of: parameters[scalars[k]] / scale)
    }
    let growth = VectorMath.exp(parameters[trendExponent] * logLastPeriod)
    for k in heights { position[k] = parameters[scalars[k]] * growth }
    for level in levels {
      let k = level.coordinate
      let height = parameters[scalars[k]] / Self.levelScale
      let mean = sums[level.geo].total / periods
      // The inverse of the softplus.
      position[k] =
        height + VectorMath.log(-VectorMath.expm1(-height)) + mean / Self.levelScale
    }
    return position
  }

  /// A place to search from: whitened coordinates at draws from their priors, all others scattered
  /// around the prior medians with a standard deviation of 0.5, by their logarithms where they are
  /// positive.
  ///
  /// - Parameters:
  ///   - medians: `[layout.count]`.
  ///   - sums: what media add to each geo's mean at given parameters, `[geo][time]`.
  func startProposal(
    around medians: [Double], sums: ([Double]) -> [[Double]], using random: inout RandomStream
  ) -> [Double] {
    var parameters = medians
    for level in levels {
      parameters[scalars[level.coordinate]] *= VectorMath.exp(0.5 * random.normal())
    }
    let center = self.position(of: medians, sums: sums(medians))
    var position = coordinates.indices.map {
      coordinates[$0].isWhitened ? random.normal() : center[$0] + 0.5 * random.normal()
    }
    let intercepts = levels.map { parameters[scalars[$0.coordinate]] }
    var workspace = makeWorkspace()
    _ = write(position.span, to: &parameters, workspace: &workspace)
    for (level, intercept) in zip(levels, intercepts) {
      parameters[scalars[level.coordinate]] = intercept
    }
    let whole = self.position(of: parameters, sums: sums(parameters))
    for level in levels { position[level.coordinate] = whole[level.coordinate] }
    return position
  }
}
