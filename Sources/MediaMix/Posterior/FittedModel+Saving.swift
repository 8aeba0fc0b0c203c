internal import MediaMixInference

extension FittedModel {
  /// Checks that a model could be saved at `path`, and changes nothing there: what one wants to know
  /// before spending time on a fit.
  ///
  /// - Throws: ``ArchiveError`` if the folder that is to hold `path` does not exist or cannot be
  ///   written to, or `path` holds anything but a saved model.
  public static func checkDestination(_ path: String) throws(ArchiveError) {
    let destination = try AtomicDestination(path)
    _ = try ZarrStore.holdsReplaceableGroup(destination.path)
    try destination.requireWritable()
  }

  /// Saves the model as a Zarr group that xarray and ArviZ open.
  ///
  /// Whenever the process is killed, `path` holds what it held before or the whole new model.
  ///
  /// - Parameter path: where to save; an older model there is replaced, anything else is not.
  /// - Throws: ``ArchiveError``.
  public func save(to path: String) throws {
    let written = configuration
    guard schema.media.map(\.name) == model.dataset.channels,
      schema.features == model.dataset.featureNames,
      (schema.geo == nil) == model.dataset.geos.isEmpty,
      let read = try? Configuration(yaml: written.yaml(), fileName: path), read == written
    else {
      throw ArchiveError(
        .invalid, path: path,
        reason: "its configuration cannot be read back, so the model could not be loaded: names "
          + "must be those of the data and unique, settings within the ranges of the YAML file")
    }
    try ZarrStore.write(try archive(), to: path)
  }

  /// The model as groups, arrays and attributes.
  func archive() throws -> ZarrGroup {
    var groups = [
      ModelArchive.Group.posterior: posteriorGroup,
      ModelArchive.Group.observed: observedGroup,
      ModelArchive.Group.constant: constantGroup,
    ]
    if let holdout { groups[ModelArchive.Group.holdout] = holdoutGroup(holdout) }
    if !draws.statistics.isEmpty { groups[ModelArchive.Group.statistics] = statisticsGroup }
    return ZarrGroup(
      attributes: try rootAttributes().merging(experimentAttributes) { own, _ in own },
      groups: groups)
  }

  private func rootAttributes() throws -> [String: JSONValue] {
    var attributes: [String: JSONValue] = [
      ModelArchive.Attribute.format: .string(ModelArchive.format),
      ModelArchive.Attribute.formatVersion: .int(Int64(ModelArchive.formatVersion)),
      ModelArchive.Attribute.library: "swift-media-mix",
      ModelArchive.Attribute.libraryVersion: .string(ToolkitVersion.current),
      ModelArchive.Attribute.configuration: .string(configuration.yaml()),
      ModelArchive.Attribute.scaling: try JSONValue(encoding: model.scaling),
      // As text, because JSON readers may round integers beyond 2⁵³.
      ModelArchive.Attribute.seed: .string(String(sampler.seed)),
      ModelArchive.Attribute.effort: try JSONValue(encoding: effort),
    ]
    if !edits.isEmpty {
      attributes[ModelArchive.Attribute.edits] = try JSONValue(encoding: edits)
    }
    return attributes
  }

  private var chainAndDraw: [String: ZarrArray] {
    let axes = [
      ParameterAxis("chain", count: draws.chainCount),
      ParameterAxis("draw", count: draws.drawCount),
    ]
    return Dictionary(uniqueKeysWithValues: axes.map { ($0.name, ModelArchive.coordinate($0)) })
  }

  private var posteriorGroup: ZarrGroup {
    var arrays = chainAndDraw
    for parameter in draws.layout.parameters {
      for axis in parameter.axes {
        arrays[axis.name] =
          axis.name == "fourier"
          ? ZarrArray(dimension: axis.name, values: .string(ModelArchive.fourierLabels))
          : ModelArchive.coordinate(axis)
      }
      arrays[parameter.name] = ZarrArray(
        dimensions: ["chain", "draw"] + parameter.axes.map(\.name),
        shape: [draws.chainCount, draws.drawCount] + parameter.shape,
        values: .float64(draws(of: parameter.name) ?? []))
    }
    return ZarrGroup(arrays: arrays)
  }

  private var statisticsGroup: ZarrGroup {
    let all = draws.statistics.flatMap { $0 }
    let values: [String: ZarrArray.Values] = [
      ModelArchive.Statistic.acceptance: .float64(all.map(\.acceptance)),
      ModelArchive.Statistic.stepSize: .float64(all.map(\.stepSize)),
      ModelArchive.Statistic.treeDepth: .int64(all.map { Int64($0.treeDepth) }),
      ModelArchive.Statistic.leapfrogSteps: .int64(all.map { Int64($0.leapfrogSteps) }),
      ModelArchive.Statistic.diverging: .bool(all.map(\.diverging)),
      ModelArchive.Statistic.saturated: .bool(all.map(\.saturated)),
      ModelArchive.Statistic.energy: .float64(all.map(\.energy)),
      ModelArchive.Statistic.logDensity: .float64(all.map(\.logDensity)),
    ]
    return ZarrGroup(
      arrays: chainAndDraw.merging(
        values.mapValues {
          ZarrArray(
            dimensions: ["chain", "draw"], shape: [draws.chainCount, draws.drawCount], values: $0)
        }, uniquingKeysWith: { coordinate, _ in coordinate }))
  }

  /// The axis of geos and its labels; none for national data.
  private var geoCoordinate: [String: ZarrArray] {
    let geos = model.dataset.geos
    return geos.isEmpty ? [:] : ["geo": ZarrArray(dimension: "geo", values: .string(geos))]
  }

  /// `panel` by time, its columns and, for geo data, geos.
  private func table(_ panel: Panel, columns: String?) -> ZarrArray {
    let isNational = model.dataset.geos.isEmpty
    return ZarrArray(
      dimensions: ["time"] + (columns.map { [$0] } ?? []) + (isNational ? [] : ["geo"]),
      shape: [panel.timeCount] + (columns == nil ? [] : [panel.columnCount])
        + (isNational ? [] : [panel.geoCount]),
      values: .float64(panel.values))
  }

  private var observedGroup: ZarrGroup {
    let dataset = model.dataset
    var arrays = geoCoordinate
    arrays["time"] = ModelArchive.timeCoordinate(dataset.dates)
    arrays["target"] = table(dataset.target, columns: nil)
    return ZarrGroup(arrays: arrays)
  }

  private var constantGroup: ZarrGroup {
    var arrays = givenArrays(of: model.dataset)
    arrays["media_prior_scale"] = ZarrArray(
      dimension: "channel", values: .float64(model.mediaPriorScales))
    return ZarrGroup(arrays: arrays)
  }

  /// All of the rows that the model has not seen, the KPI among it.
  private func holdoutGroup(_ rows: Dataset) -> ZarrGroup {
    var arrays = givenArrays(of: rows)
    arrays["target"] = table(rows.target, columns: nil)
    return ZarrGroup(arrays: arrays)
  }

  /// Media, spend and features with the labels of their axes.
  private func givenArrays(of rows: Dataset) -> [String: ZarrArray] {
    var arrays = geoCoordinate
    arrays["time"] = ModelArchive.timeCoordinate(rows.dates)
    arrays["channel"] = ZarrArray(dimension: "channel", values: .string(rows.channels))
    arrays["media"] = table(rows.media, columns: "channel")
    arrays["spend"] = table(rows.spend, columns: "channel")
    if !rows.featureNames.isEmpty {
      arrays["feature"] = ZarrArray(dimension: "feature", values: .string(rows.featureNames))
      arrays["extra_features"] = table(rows.features, columns: "feature")
    }
    return arrays
  }
}
