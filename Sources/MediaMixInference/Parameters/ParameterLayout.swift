/// One axis of a parameter's shape.
public struct ParameterAxis: Sendable, Hashable {
  /// What the axis runs over: "channel", "geo", "degree".
  public let name: String
  /// What each position is called; nil where positions are known by their index.
  public let labels: [String]?
  /// Number of positions, ≥ 1.
  public let count: Int

  /// An axis whose positions have names.
  public init(_ name: String, labels: [String]) {
    self.name = name
    self.labels = labels
    count = labels.count
  }

  /// An axis of `count` positions without names.
  public init(_ name: String, count: Int) {
    self.name = name
    self.labels = nil
    self.count = count
  }
}

/// A named parameter: an array of any number of axes, none for a scalar.
public struct Parameter: Sendable, Hashable {
  /// The name that draws, priors and files carry.
  public var name: String
  /// The shape, row-major.
  public var axes: [ParameterAxis]

  /// A parameter of that name and shape.
  public init(_ name: String, axes: [ParameterAxis] = []) {
    self.name = name
    self.axes = axes
  }

  /// The lengths of the axes.
  public var shape: [Int] { axes.map(\.count) }

  /// The number of scalars.
  public var count: Int { axes.reduce(1) { $0 * $1.count } }

  /// Each scalar's name, row-major: "expo_trend" of a scalar, "coef_media[tv]" where an axis has
  /// labels, "gamma_seasonality[0,1]" where it has none.
  public var elementNames: [String] {
    var indices = [""]
    for axis in axes {
      indices = indices.flatMap { prefix in
        (0..<axis.count).map { position in
          let label = axis.labels?[position] ?? String(position)
          return prefix.isEmpty ? label : "\(prefix),\(label)"
        }
      }
    }
    return axes.isEmpty ? [name] : indices.map { "\(name)[\($0)]" }
  }
}

/// Which part of a flat vector belongs to which parameter.
public struct ParameterLayout: Sendable, Hashable {
  /// The parameters in the vector's order.
  public let parameters: [Parameter]
  /// Each parameter's first place in the vector.
  public let offsets: [Int]
  /// The vector's length.
  public let count: Int

  /// The layout in which `parameters` follow one another.
  ///
  /// - Precondition: names are unique.
  public init(_ parameters: [Parameter]) {
    precondition(Set(parameters.map(\.name)).count == parameters.count, "parameter named twice")
    self.parameters = parameters
    var offsets: [Int] = []
    var end = 0
    for parameter in parameters {
      offsets.append(end)
      end += parameter.count
    }
    self.offsets = offsets
    count = end
  }

  /// The part of the vector that belongs to the parameter of that name; nil if there is none.
  public func range(of name: String) -> Range<Int>? {
    guard let index = parameters.firstIndex(where: { $0.name == name }) else { return nil }
    return offsets[index]..<offsets[index] + parameters[index].count
  }

  /// The name of each scalar of the vector.
  public var elementNames: [String] { parameters.flatMap(\.elementNames) }
}
