internal import MediaMixInference

extension MediaMixModel {
  /// Where chains in the sampler's coordinates begin.
  ///
  /// - Throws: ``InitializationError`` where that is known to be no possible place.
  func starts(
    _ initialization: Initialization, in coordinates: CollapsedDensity
  ) throws(InitializationError) -> ChainStarts {
    let density = coordinates.plain
    var center = density.prior.medians
    var starts: ChainStarts
    switch initialization {
    case .modes:
      starts = .proposed { coordinates.startProposal(using: &$0) }
        .climbing(
          from: climbCount(coordinates.dimension),
          // Before season, levels and other channels explain their part, a lag without end makes any
          // channel of many geos look like their trend.
          holding: dataset.geos.isEmpty
            ? [] : coordinates.coordinates(of: specification.transform.parameters))
      starts.place = "at places that the priors allow"
    case .priorMedian:
      starts = .near(coordinates.position(of: center))
      starts.place = "around the prior medians"
    case .priorMean:
      center = try usableMeans()
      starts = .near(coordinates.position(of: center))
      starts.place = "around the prior means"
    case .priorSample:
      starts = .proposed { random in
        coordinates.position(of: density.prior.sample(using: &random))
      }
      starts.place = "at draws from the priors"
    case .uniform:
      starts = .uniform(dimension: coordinates.dimension)
    case .values(let values):
      center = try startingPoint(values)
      starts = .at(coordinates.position(of: center))
      starts.place = "at the given values"
    }
    if initialization != .uniform {
      starts.advice = """
        the data are impossible under the priors. Check the scale of the data and the bounds of \
        custom priors
        """
    }
    guard !density.experiments.isEmpty else { return starts }
    starts.advice =
      impossibleExperiment(at: center)
      ?? starts.advice + ". Check the results and standard errors of experiments as well"
    return starts
  }

  /// How many climbs look for modes. Those of hundreds of dimensions are long, and less is left to
  /// chance there.
  private func climbCount(_ dimension: Int) -> Int {
    dataset.geos.isEmpty ? 16 : min(max(8000 / dimension, 8), 32)
  }

  /// What to say where experiments alone make natural parameters, `[parameters.count]`, impossible;
  /// nil where they do not.
  private func impossibleExperiment(at parameters: [Double]) -> String? {
    guard density.withoutExperiments.isPossible(at: parameters),
      !density.isPossible(at: parameters),
      let index = density.farthestExperiment(parameters)
    else { return nil }
    let channel = DataError.Place.quoted(specification.experiments[index].channel)
    return """
      the data are possible under the priors, and the experiments make them impossible. The result \
      of experiment \(index + 1) (\(channel)) is the most standard errors away from what the model \
      expects: check the result, its standard error and their units
      """
  }

  /// The prior means, each finite and inside its support; `[parameters.count]`.
  private func usableMeans() throws(InitializationError) -> [Double] {
    let means = density.prior.means
    for (index, mean) in means.enumerated() {
      guard let bijector = density.prior.bijector(of: index) else { continue }
      guard mean.isFinite else { throw .noMean(parameters.elementNames[index]) }
      guard bijector.unconstrain(mean).isFinite else {
        throw .meanOutsideSupport(parameters.elementNames[index], mean: mean)
      }
    }
    return means
  }

  /// Given values with the others at their prior medians, `[parameters.count]`.
  ///
  /// - Throws: ``InitializationError`` where given values do not fit the model, or are to blame for
  ///   data that are impossible there.
  private func startingPoint(
    _ values: [String: [Double]]
  ) throws(InitializationError) -> [Double] {
    let start: [Double]
    do throws(ParameterValueError) {
      start = try startingParameters(values)
    } catch {
      throw .value(error)
    }
    func isPossible(_ values: [String: [Double]]) -> Bool {
      guard let parameters = try? startingParameters(values) else { return false }
      return density.isPossible(at: parameters)
    }
    if isPossible(values) || !isPossible([:]) { return start }
    let given = parameters.parameters.map(\.name).filter { values[$0] != nil }
    let culprits = given.filter { name in isPossible(values.filter { $0.key != name }) }
    throw .impossible(culprits.isEmpty ? given : culprits)
  }

  /// Given values by parameter name, row-major, with the others at their prior medians given those;
  /// `[parameters.count]`, on the model's scale.
  ///
  /// - Throws: `ParameterValueError` where a value does not fit the model.
  package func startingParameters(_ values: [String: [Double]]) throws(ParameterValueError)
    -> [Double]
  {
    let given = try scalars(of: values)
    var parameters = density.prior.medians(given: given)
    for (index, value) in given { parameters[index] = value }
    try requirePossible(parameters)
    return parameters
  }
}

extension MediaMixDensity {
  /// Whether the density is positive and has a gradient at natural parameters, `[layout.count]`.
  fileprivate func isPossible(at parameters: [Double]) -> Bool {
    let position = position(of: parameters)
    var workspace = makeWorkspace()
    var gradient = Array(repeating: 0.0, count: dimension)
    var span = gradient.mutableSpan
    let value = evaluate(at: position.span, gradient: &span, workspace: &workspace)
    return value.isFinite && gradient.allSatisfy { $0.isFinite }
  }
}
