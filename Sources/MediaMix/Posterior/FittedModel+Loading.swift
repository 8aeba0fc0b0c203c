internal import MediaMixInference

extension FittedModel {
  /// The model saved at `path`, to the same bits.
  ///
  /// Nothing in it is executed, every array's checksum is verified, every size is checked before
  /// memory is taken for it, and every part is checked against the others.
  ///
  /// - Throws: ``ArchiveError`` where there is no model, or a damaged one, or one that a newer
  ///   version wrote.
  public init(contentsOf path: String) throws {
    try self.init(archived: try ZarrStore.read(from: path), path: path)
  }

  /// The model that a group read from `path` holds.
  ///
  /// - Throws: ``ArchiveError`` where it holds none, or contradicts itself.
  package init(archived root: ZarrGroup, path: String) throws {
    let archived = ArchivedModel(root: root, path: path)
    try archived.checkFormat()
    let configuration = try archived.configuration()
    let dataset = try archived.dataset(schema: configuration.data)
    let scaling = try archived.scaling(of: dataset, rule: configuration.model.scaling)
    let model: MediaMixModel
    do {
      model = try MediaMixModel(
        dataset: dataset, specification: configuration.model, scaling: scaling)
    } catch {
      throw archived.damaged("its configuration does not fit its data: \(error)")
    }
    let edits = try archived.edits()
    let draws = try archived.draws(
      layout: model.parameters, sampler: configuration.sampler, edits: edits)
    do {
      try model.requireUsable(draws, valuesAreSampled: edits.keepValues)
    } catch {
      throw archived.damaged("a draw is impossible: \(error)")
    }
    self.init(
      model: model, schema: configuration.data, sampler: configuration.sampler,
      initialization: configuration.initialization, draws: draws, effort: try archived.effort(),
      experimentResults: try archived.experimentResults(of: model, draws: draws), edits: edits,
      holdout: try archived.holdout(after: dataset))
    try archived.requireAgreement(with: try archive())
  }
}

extension MediaMixModel {
  /// Throws where the prior does not allow a draw or, if values were changed after sampling, where the
  /// model is not defined.
  fileprivate func requireUsable(_ draws: Draws, valuesAreSampled: Bool) throws {
    guard valuesAreSampled else {
      return try requireDefined(draws, at: Array(0..<draws.layout.count))
    }
    for index in 0..<draws.chainCount * draws.drawCount {
      try requirePossible(Array(draws.draw(index)))
    }
  }
}
