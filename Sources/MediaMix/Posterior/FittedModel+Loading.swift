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
    let scaling = try archived.scaling(of: dataset)
    let model: MediaMixModel
    do {
      model = try MediaMixModel(
        dataset: dataset, specification: configuration.model, scaling: scaling)
    } catch {
      throw archived.damaged("its configuration does not fit its data: \(error)")
    }
    let draws = try archived.draws(layout: model.parameters, sampler: configuration.sampler)
    do {
      for index in 0..<draws.chainCount * draws.drawCount {
        try model.requirePossible(Array(draws.draw(index)))
      }
    } catch {
      throw archived.damaged("a draw is impossible: \(error)")
    }
    self.init(
      model: model, schema: configuration.data, sampler: configuration.sampler, draws: draws,
      effort: try archived.effort(),
      experimentResults: try archived.experimentResults(of: model, draws: draws))
    try archived.requireAgreement(with: try archive())
  }
}
