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
}
