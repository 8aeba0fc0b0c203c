internal import MediaMixInference

/// What the data alone say of one experiment, as it is stored; what they say together follows from
/// the draws.
private struct ArchivedExperiment: Codable {
  let dataAlone: EffectSummary
  let tailProbability: Double

  private enum CodingKeys: String, CodingKey {
    case dataAlone = "data_alone"
    case tailProbability = "tail_probability"
  }

  var isPossible: Bool {
    [dataAlone.mean, dataAlone.sd, dataAlone.q5, dataAlone.q95].allSatisfy(\.isFinite)
      && dataAlone.sd >= 0 && dataAlone.q5 <= dataAlone.q95 && (0...1).contains(tailProbability)
  }
}

extension FittedModel {
  /// The root's attributes about experiments; none where there are none.
  var experimentAttributes: [String: JSONValue] {
    get throws {
      guard !experimentResults.isEmpty else { return [:] }
      let stored = experimentResults.map {
        ArchivedExperiment(dataAlone: $0.dataAlone, tailProbability: $0.tailProbability)
      }
      return [ModelArchive.Attribute.experiments: try JSONValue(encoding: stored)]
    }
  }
}

extension ArchivedModel {
  /// The results of the experiments of `model`, whose posterior has these draws.
  func experimentResults(
    of model: MediaMixModel, draws: Draws
  ) throws(ArchiveError) -> [ExperimentResult] {
    let name = ModelArchive.Attribute.experiments
    let tests = model.specification.experiments
    guard !tests.isEmpty else {
      guard root.attributes[name] == nil else {
        throw damaged("the attribute \(name) is there, and its configuration has none")
      }
      return []
    }
    let stored = try attribute(name, as: [ArchivedExperiment].self)
    guard stored.count == tests.count else {
      throw damaged(
        "the attribute \(name) has \(stored.count) results, and its configuration \(tests.count)")
    }
    guard stored.allSatisfy(\.isPossible) else {
      throw damaged("the attribute \(name) holds a number that no result can have")
    }
    let effects = Trace(model: model, draws: draws).experimentEffects()
    return tests.indices.map {
      ExperimentResult(
        test: tests[$0], dataAlone: stored[$0].dataAlone, posterior: EffectSummary(effects[$0]),
        tailProbability: stored[$0].tailProbability)
    }
  }
}
