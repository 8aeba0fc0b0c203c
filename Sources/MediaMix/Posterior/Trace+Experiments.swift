internal import MediaMixInference

extension Trace {
  /// The model's own effect of each experiment's media, draw by draw: what the window's media of the
  /// channel brought in these geos, in the window and, with the tail, up to the last period of the
  /// data.
  ///
  /// - Returns: `[experiment][draw]`, draws of all chains one after another, in the units of the
  ///   experiment's result: KPI, or KPI per unit of money spent.
  public func experimentEffects() -> [[Double]] {
    let units = model.density.experiments.units
    var effects = Array(repeating: [Double](), count: units.count)
    guard !units.isEmpty else { return effects }
    var workspace = model.density.makeWorkspace()
    for index in 0..<draws.chainCount * draws.drawCount {
      let draw = model.density.experimentEffects(Array(draws.draw(index)), workspace: &workspace)
      for experiment in units.indices {
        effects[experiment].append(draw[experiment] / units[experiment])
      }
    }
    return effects
  }
}

extension FittedModel {
  /// The model's own effect of each experiment's media; see ``Trace/experimentEffects()``.
  public func experimentEffects() -> [[Double]] { trace.experimentEffects() }
}

extension MediaMixModel {
  /// Each experiment beside the posterior and beside draws from the posterior given the data alone.
  func experimentResults(posterior: Draws, dataAlone: Draws) -> [ExperimentResult] {
    let alone = Trace(model: self, draws: dataAlone).experimentEffects()
    return zip(
      zip(specification.experiments, alone),
      Trace(model: self, draws: posterior).experimentEffects()
    ).map { pair, effects in
      let (test, alone) = pair
      return ExperimentResult(
        test: test, dataAlone: EffectSummary(alone), posterior: EffectSummary(effects),
        tailProbability: test.tailProbability(effects: alone))
    }
  }
}
