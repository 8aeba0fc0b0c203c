internal import MediaMixInference

/// The values at which a parameter leaves the model defined.
enum Domain: String, Sendable {
  case real = "a finite number"
  case positive = "positive"
  case unitInterval = "between 0 and 1"
  case positiveUnitInterval = "above 0 and at most 1"

  /// Whether every value that a distribution of that support allows is in the domain.
  func contains(_ support: Support) -> Bool {
    switch self {
    case .real: true
    case .positive: support.lowerBound >= 0
    case .unitInterval, .positiveUnitInterval: support.lowerBound >= 0 && support.upperBound <= 1
    }
  }

  /// Whether a single value is in the domain.
  func contains(_ value: Double) -> Bool {
    guard value.isFinite else { return false }
    return switch self {
    case .real: true
    case .positive: value > 0
    case .unitInterval: (0...1).contains(value)
    case .positiveUnitInterval: value > 0 && value <= 1
    }
  }
}

/// The prior of one scalar parameter.
enum ElementPrior: Sendable {
  /// Independent of all others.
  case distribution(any Distribution)
  /// Half-normal, its scale √(2/π) times the channel coefficient at that index of
  /// ``ParameterName/channelCoefficient``: a geo's coefficient is about as large as its channel's.
  case halfNormalOfChannel(Int)
  /// No prior: a constant.
  case fixed(Double)
}

/// One parameter with the prior of each of its elements.
struct ParameterPrior: Sendable {
  /// Name and shape.
  let parameter: Parameter
  /// One prior per element, row-major.
  let elements: [ElementPrior]
  /// The values that the model can do with.
  let domain: Domain
}

/// The prior of all parameters together, over the coordinates of those that are not fixed.
struct JointPrior: Sendable {
  /// A scalar whose half-normal prior has √(2/π) times another, its parent, for a scale.
  private struct Dependent: Sendable {
    let index: Int
    let parent: Int
  }

  /// All parameters, fixed ones among them.
  let layout: ParameterLayout
  /// Each scalar's values that the model can do with, `[layout.count]`.
  let domains: [Domain]
  /// Every scalar at its fixed value; free ones at 0. `[layout.count]`.
  let constants: [Double]
  /// Each coordinate's place in the layout, `[dimension]`.
  private let indices: [Int]
  /// `[dimension]`.
  private let bijectors: [Bijector]
  /// The scalars with a distribution of their own, by their place in the layout, and those
  /// distributions: plain arrays, because a structure with an existential is copied to be read.
  private let independents: [Int]
  private let distributions: [any Distribution]
  private let dependents: [Dependent]
  /// Each scalar's coordinate; nil where it is fixed. `[layout.count]`.
  private let coordinateOfScalar: [Int?]

  /// The joint prior of parameters in the order of their layout.
  ///
  /// - Precondition: the channel coefficients come before the coefficients that depend on them.
  init(_ priors: [ParameterPrior]) {
    layout = ParameterLayout(priors.map(\.parameter))
    domains = priors.flatMap { Array(repeating: $0.domain, count: $0.parameter.count) }
    let elements = priors.flatMap(\.elements)
    let firstParent = layout.range(of: ParameterName.channelCoefficient.rawValue)?.lowerBound ?? 0
    var constants = Array(repeating: 0.0, count: elements.count)
    var (indices, bijectors): ([Int], [Bijector]) = ([], [])
    var (independents, distributions): ([Int], [any Distribution]) = ([], [])
    var dependents: [Dependent] = []
    for (index, element) in elements.enumerated() {
      switch element {
      case .fixed(let value):
        constants[index] = value
        continue
      case .distribution(let distribution):
        independents.append(index)
        distributions.append(distribution)
        bijectors.append(Bijector(support: distribution.support))
      case .halfNormalOfChannel(let channel):
        precondition(firstParent + channel < index, "a parent after its child")
        dependents.append(Dependent(index: index, parent: firstParent + channel))
        bijectors.append(.lowerBounded(0))
      }
      indices.append(index)
    }
    self.constants = constants
    self.indices = indices
    self.bijectors = bijectors
    self.independents = independents
    self.distributions = distributions
    self.dependents = dependents
    var coordinateOfScalar: [Int?] = Array(repeating: nil, count: elements.count)
    for (coordinate, index) in indices.enumerated() { coordinateOfScalar[index] = coordinate }
    self.coordinateOfScalar = coordinateOfScalar
  }

  /// The number of coordinates.
  var dimension: Int { indices.count }

  /// The place in the layout of the scalar that a coordinate stands for.
  @inline(__always)
  func index(of coordinate: Int) -> Int { indices[coordinate] }

  /// The coordinate of the scalar at `index` of the layout; nil if it is fixed.
  func coordinate(of index: Int) -> Int? { coordinateOfScalar[index] }

  /// How the scalar at `index` of the layout is made unconstrained; nil if it is fixed.
  func bijector(of index: Int) -> Bijector? {
    coordinateOfScalar[index].map { bijectors[$0] }
  }

  /// The prior of the scalar at `index` of the layout; nil where it is fixed or depends on another.
  func distribution(of index: Int) -> (any Distribution)? {
    independents.firstIndex(of: index).map { distributions[$0] }
  }

  /// The place of the channel coefficient that the prior of the scalar at `index` of the layout depends
  /// on; nil where it depends on none.
  func parent(of index: Int) -> Int? { dependents.first { $0.index == index }?.parent }

  // MARK: In coordinates

  /// The log prior with the log Jacobian of the coordinates.
  ///
  /// - Parameters:
  ///   - position: `[dimension]`.
  ///   - parameters: overwritten where free, `[layout.count]`.
  ///   - slopes: d parameter / d coordinate, overwritten, `[dimension]`.
  ///   - parameterGradients: the gradient of the log prior by the parameters, overwritten,
  ///     `[layout.count]`.
  ///   - gradient: that of the log Jacobian by the coordinates, overwritten, `[dimension]`.
  func evaluate(
    at position: Span<Double>, parameters: inout [Double], slopes: inout [Double],
    parameterGradients: inout [Double], gradient: inout MutableSpan<Double>
  ) -> Double {
    for i in parameterGradients.indices { parameterGradients[i] = 0 }
    let logJacobian = bijectors.constrainWithJacobian(
      position, into: &parameters, at: indices, derivatives: &slopes,
      logJacobianGradient: &gradient)
    return logJacobian + addLogPrior(of: parameters, gradients: &parameterGradients)
  }

  /// The log prior of natural parameters, `[layout.count]`; −∞ outside the support, NaN nowhere.
  func logDensity(at parameters: [Double]) -> Double {
    for index in parameters.indices
    where coordinateOfScalar[index] == nil && parameters[index] != constants[index] {
      return -.infinity
    }
    var ignored = parameters
    let value = addLogPrior(of: parameters, gradients: &ignored)
    return value.isNaN ? -.infinity : value
  }

  private func addLogPrior(of parameters: [Double], gradients: inout [Double]) -> Double {
    var value = 0.0
    for i in independents.indices {
      let index = independents[i]
      let (logDensity, gradient) = distributions[i].logDensityAndGradient(at: parameters[index])
      gradients[index] += gradient
      value += logDensity
    }
    // Children of one parent follow one another.
    var (parent, logParent) = (1.0, 0.0)
    for dependent in dependents {
      let x = parameters[dependent.index]
      if parameters[dependent.parent] != parent {
        parent = parameters[dependent.parent]
        logParent = VectorMath.log(parent)
      }
      guard x >= 0, parent > 0 else { return -.infinity }
      let scale = SpecialFunctions.rootTwoOverPi * parent
      let z = x / scale
      gradients[dependent.index] -= z / scale
      gradients[dependent.parent] += (z * z - 1) / parent
      // log(√(2/π)/scale) is −log of the parent, because √(2/π) is also what the scale has of it.
      value -= logParent + 0.5 * z * z
    }
    return value
  }

  /// Writes the natural parameters of `position`, `[dimension]`, where they are free.
  func write(parametersAt position: Span<Double>, into values: inout MutableSpan<Double>) {
    for index in constants.indices { values[index] = constants[index] }
    for k in indices.indices { values[indices[k]] = bijectors[k].constrain(position[k]) }
  }

  /// The coordinates of natural parameters, `[layout.count]`; not finite where a parameter is outside
  /// its support.
  func position(of parameters: [Double]) -> [Double] {
    zip(bijectors, indices).map { $0.unconstrain(parameters[$1]) }
  }

  /// The log Jacobian at natural parameters inside the support.
  func logJacobian(at parameters: [Double]) -> Double {
    zip(bijectors, position(of: parameters)).reduce(0) {
      $0 + $1.0.constrainWithJacobian($1.1).logJacobian
    }
  }

  // MARK: In natural parameters

  /// Every scalar, `[layout.count]`, given what its distribution makes of it; those that depend on a
  /// parent see what was made of the parent. Those in `given`, by their place in the layout, are
  /// that.
  private func made(
    given: [Int: Double] = [:], _ make: (_ distribution: any Distribution) -> Double
  ) -> [Double] {
    var parameters = constants
    for (index, distribution) in zip(independents, distributions) {
      parameters[index] = given[index] ?? make(distribution)
    }
    for dependent in dependents {
      let scale = SpecialFunctions.rootTwoOverPi * parameters[dependent.parent]
      parameters[dependent.index] =
        given[dependent.index] ?? Self.halfNormal(scale: scale).map(make) ?? 0
    }
    return parameters
  }

  /// Nil where the scale underflows to 0, of which every draw is 0.
  private static func halfNormal(scale: Double) -> HalfNormal? { try? HalfNormal(scale: scale) }

  /// The median of every scalar, given the medians of those that it depends on; `[layout.count]`.
  var medians: [Double] { medians(given: [:]) }

  /// ``medians``, given the values of some scalars by their place in the layout.
  func medians(given values: [Int: Double]) -> [Double] {
    made(given: values) { $0.quantile(0.5) }
  }

  /// The mean of every scalar; NaN or infinite where there is none. `[layout.count]`.
  var means: [Double] { made(\.mean) }

  /// A draw of every scalar; `[layout.count]`.
  func sample(using random: inout RandomStream) -> [Double] {
    made { $0.sample(using: &random) }
  }

  /// Mean and standard deviation of each scalar, parents averaged over; NaN or infinite where there
  /// is none. `[layout.count]`.
  var moments: [(mean: Double, sd: Double)] {
    var moments = constants.map { (mean: $0, sd: 0.0) }
    for (index, distribution) in zip(independents, distributions) {
      moments[index] = (distribution.mean, distribution.variance.squareRoot())
    }
    for dependent in dependents {
      // E x = √(2/π) E s and E x² = E s², where s = √(2/π)·parent.
      let ratio = SpecialFunctions.rootTwoOverPi * SpecialFunctions.rootTwoOverPi
      let (mean, sd) = moments[dependent.parent]
      let own = ratio * mean
      moments[dependent.index] = (own, (ratio * (sd * sd + mean * mean) - own * own).squareRoot())
    }
    return moments
  }
}
