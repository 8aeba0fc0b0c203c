internal import MediaMixInference

extension ArchivedModel {
  /// The draws of the parameters in `layout`: as many as `sampler` says, unless `edits` changed their
  /// number.
  func draws(
    layout: ParameterLayout, sampler: SamplerConfiguration, edits: [DrawEdit]
  ) throws(ArchiveError) -> Draws {
    let (chains, perChain) =
      edits.keepWholeChains
      ? (sampler.chains, sampler.draws) : try storedLengths(of: layout.parameters[0])
    // All arrays are there, with these shapes, before memory is taken for all of them together.
    var stored: [[Double]] = []
    for parameter in layout.parameters {
      stored.append(
        try numbers(
          parameter.name, in: ModelArchive.Group.posterior,
          dimensions: ["chain", "draw"] + parameter.axes.map(\.name),
          shape: [chains, perChain] + parameter.shape))
    }
    let statistics =
      edits.keepStatistics ? try statistics(chains: chains, draws: perChain) : nil
    var values = Array(repeating: 0.0, count: chains * perChain * layout.count)
    for (index, parameter) in layout.parameters.enumerated() {
      for draw in 0..<chains * perChain {
        let (from, to) = (draw * parameter.count, draw * layout.count + layout.offsets[index])
        for element in 0..<parameter.count {
          values[to + element] = stored[index][from + element]
        }
      }
    }
    return if let statistics {
      Draws(layout: layout, values: values, statistics: statistics)
    } else {
      Draws(layout: layout, values: values, chainCount: chains)
    }
  }

  /// The numbers of chains and of draws that a parameter has.
  private func storedLengths(
    of parameter: Parameter
  ) throws(ArchiveError) -> (chains: Int, draws: Int) {
    let array = try array(
      parameter.name, in: ModelArchive.Group.posterior,
      dimensions: ["chain", "draw"] + parameter.axes.map(\.name),
      shape: [nil, nil] + parameter.shape.map(Optional.some))
    guard array.shape[0] > 0, array.shape[1] > 0 else {
      throw damaged("\(ModelArchive.Group.posterior)/\(parameter.name) has no draws")
    }
    return (array.shape[0], array.shape[1])
  }

  /// What was done to the draws after sampling; nothing where the attribute is absent.
  func edits() throws(ArchiveError) -> [DrawEdit] {
    let name = ModelArchive.Attribute.edits
    guard root.attributes[name] != nil else { return [] }
    let edits = try attribute(name, as: [DrawEdit].self)
    // They are printed.
    guard !edits.isEmpty, !edits.contains(where: \.description.hasControlCharacters) else {
      throw damaged("the attribute \(name) is empty or has control characters")
    }
    return edits
  }

  /// What the draws cost.
  func effort() throws(ArchiveError) -> SamplingEffort {
    let name = ModelArchive.Attribute.effort
    let effort = try attribute(name, as: SamplingEffort.self)
    let steps = 0...1 << 60
    let seconds = 0..<Double.infinity
    guard steps.contains(effort.warmupLeapfrogSteps), steps.contains(effort.samplingLeapfrogSteps),
      seconds.contains(effort.warmupSeconds), seconds.contains(effort.samplingSeconds),
      seconds.contains(effort.wallSeconds), (1...1 << 20).contains(effort.transitionsPerDraw),
      steps.contains(effort.warmup ?? 0),
      effort.targetAcceptance.map({ $0 > 0 && $0 < 1 }) ?? true
    else { throw damaged("the attribute \(name) is out of range") }
    return effort
  }

  private func statistics(
    chains: Int, draws: Int
  ) throws(ArchiveError) -> [[TransitionStatistics]] {
    let group = ModelArchive.Group.statistics
    func statistic(_ name: String) throws(ArchiveError) -> ZarrArray {
      try array(name, in: group, dimensions: ["chain", "draw"], shape: [chains, draws])
    }
    guard let acceptance = try statistic(ModelArchive.Statistic.acceptance).float64,
      let stepSize = try statistic(ModelArchive.Statistic.stepSize).float64,
      let treeDepth = try statistic(ModelArchive.Statistic.treeDepth).int64,
      let leapfrogSteps = try statistic(ModelArchive.Statistic.leapfrogSteps).int64,
      let diverging = try statistic(ModelArchive.Statistic.diverging).bool,
      let saturated = try statistic(ModelArchive.Statistic.saturated).bool,
      let energy = try statistic(ModelArchive.Statistic.energy).float64,
      let logDensity = try statistic(ModelArchive.Statistic.logDensity).float64
    else { throw damaged("a statistic of \(group) has the wrong type") }
    for (name, values) in [
      (ModelArchive.Statistic.acceptance, acceptance), (ModelArchive.Statistic.stepSize, stepSize),
      (ModelArchive.Statistic.energy, energy), (ModelArchive.Statistic.logDensity, logDensity),
    ] where !values.allSatisfy(\.isFinite) {
      throw damaged("\(group)/\(name) holds a number that is not finite")
    }
    return (0..<chains).map { chain in
      (chain * draws..<(chain + 1) * draws).map { i in
        TransitionStatistics(
          acceptance: acceptance[i], stepSize: stepSize[i], treeDepth: Int(treeDepth[i]),
          leapfrogSteps: Int(leapfrogSteps[i]), diverging: diverging[i], saturated: saturated[i],
          energy: energy[i], logDensity: logDensity[i])
      }
    }
  }
}
