internal import MediaMixInference

extension MediaMixModel {
  /// The data with a KPI that the likelihood draws, given parameters.
  ///
  /// - Parameters:
  ///   - parameters: in natural units on the model's scale, in the order of ``parameters``.
  ///   - seed: of the noise.
  /// - Returns: data that differ in the target alone, in the units of the KPI; nil where that is not
  ///   finite, as after a draw from the far tail of a wide prior.
  func simulatedDataset(_ parameters: [Double], seed: UInt64) -> Dataset? {
    var workspace = density.makeWorkspace()
    var target = density.fitted(parameters, workspace: &workspace).mean
    let sigma = self.parameters.offset(of: .sigma)
    for geo in 0..<target.geoCount {
      var random = RandomStream(seed: seed, purpose: .simulation, index: geo)
      for time in 0..<target.timeCount {
        target[time, 0, geo] += parameters[sigma + geo] * random.normal()
      }
    }
    target = scaling.target.inverse(target)
    guard target.values.allSatisfy(\.isFinite) else { return nil }
    var dataset = dataset
    dataset.target = target
    return dataset
  }

  /// The same model, its scaling included, of data and results of experiments that it makes itself,
  /// given parameters.
  ///
  /// - Parameters:
  ///   - parameters: as of ``simulatedDataset(_:seed:)``.
  ///   - seed: of the noise.
  /// - Returns: nil where a simulated number is not finite.
  /// - Throws: as ``init(dataset:specification:scaling:)``.
  package func replicate(of parameters: [Double], seed: UInt64) throws -> MediaMixModel? {
    let experiments = simulatedExperiments(parameters, seed: seed)
    guard let dataset = simulatedDataset(parameters, seed: seed),
      experiments.allSatisfy(\.estimate.value.isFinite)
    else { return nil }
    var specification = specification
    specification.experiments = experiments
    return try MediaMixModel(dataset: dataset, specification: specification, scaling: scaling)
  }

  /// The experiments with the results that the model draws for them.
  private func simulatedExperiments(_ parameters: [Double], seed: UInt64) -> [LiftTest] {
    guard !specification.experiments.isEmpty else { return [] }
    var workspace = density.makeWorkspace()
    let effects = density.experimentEffects(parameters, workspace: &workspace)
    let units = density.experiments.units
    // Streams of the geos come first.
    let firstStream = dataset.target.geoCount
    return specification.experiments.enumerated().map { index, test in
      var random = RandomStream(seed: seed, purpose: .simulation, index: firstStream + index)
      let result = effects[index] / units[index] + test.standardError * random.normal()
      var test = test
      test.estimate =
        switch test.estimate {
        case .incrementalKPI: .incrementalKPI(result)
        case .returnOnInvestment: .returnOnInvestment(result)
        }
      return test
    }
  }
}
