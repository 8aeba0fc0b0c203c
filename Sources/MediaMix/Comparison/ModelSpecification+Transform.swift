extension ModelSpecification {
  /// The same model with another lag and saturation. Custom priors of parameters that it does not have
  /// are left out.
  ///
  /// - Returns: the specification, and the names of those parameters in alphabetical order.
  public func with(
    transform: MediaTransform
  ) -> (specification: ModelSpecification, droppedPriors: [String]) {
    var other = self
    other.transform = transform
    let foreign = Set(self.transform.parameterNames).subtracting(transform.parameterNames)
    other.priors = priors.filter { !foreign.contains($0.key) }
    return (other, priors.keys.filter(foreign.contains).sorted())
  }
}

extension Initialization {
  /// The same places for a model with another lag and saturation: without given values of parameters
  /// that it does not have.
  ///
  /// - Parameters:
  ///   - own: the transform that the values were given for.
  ///   - other: that of the other model.
  public func moved(from own: MediaTransform, to other: MediaTransform) -> Initialization {
    guard case .values(let values) = self else { return self }
    let foreign = Set(own.parameterNames).subtracting(other.parameterNames)
    return .values(values.filter { !foreign.contains($0.key) })
  }
}

extension MediaTransform {
  /// The names of the parameters that lag and saturation have.
  fileprivate var parameterNames: [String] { parameters.map(\.rawValue) }
}
