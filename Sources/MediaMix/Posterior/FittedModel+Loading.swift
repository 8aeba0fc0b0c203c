internal import MediaMixInference

extension FittedModel {
  /// The model saved at `path`, to the same bits.
  ///
  /// Nothing in it is executed, every array's checksum is verified, and every size is checked
  /// before memory is taken for it.
  ///
  /// - Throws: ``ArchiveError`` where there is no model, or a damaged one, or one that a newer
  ///   version wrote.
  public init(contentsOf path: String) throws {
    let reader = ArchivedModel(root: try ZarrStore.read(from: path), path: path)
    try reader.checkFormat()
    let configuration = try reader.configuration()
    let dataset = try reader.dataset()
    do {
      let model = try MediaMixModel(
        dataset: dataset, specification: configuration.model,
        scaling: try reader.attribute(ModelArchive.Attribute.scaling, as: DatasetScaling.self))
      self.init(
        model: model, schema: configuration.data, sampler: configuration.sampler,
        draws: try reader.draws(layout: model.parameters),
        effort: try reader.attribute(ModelArchive.Attribute.effort, as: SamplingEffort.self))
    } catch let error as ArchiveError {
      throw error
    } catch {
      throw reader.damaged("its configuration does not fit its data: \(error)")
    }
  }
}

/// A saved model while it is read: every part is checked against the others.
private struct ArchivedModel {
  let root: ZarrGroup
  let path: String

  func damaged(_ reason: String) -> ArchiveError {
    ArchiveError(.damaged, path: path, reason: reason)
  }

  func checkFormat() throws(ArchiveError) {
    let attributes = root.attributes
    guard attributes[ModelArchive.Attribute.format]?.stringValue == ModelArchive.format else {
      throw ArchiveError(
        .unsupported, path: path, reason: "a Zarr group, but not a model saved by this program")
    }
    guard let version = attributes[ModelArchive.Attribute.formatVersion]?.intValue else {
      throw damaged("the attribute format_version is missing")
    }
    guard version == ModelArchive.formatVersion else {
      throw ArchiveError(
        .unsupported, path: path,
        reason: "saved in format \(version) by a newer version; this one reads format "
          + "\(ModelArchive.formatVersion). Update this program, or fit the model again")
    }
  }

  func configuration() throws(ArchiveError) -> Configuration {
    guard let yaml = root.attributes[ModelArchive.Attribute.configuration]?.stringValue else {
      throw damaged("the attribute configuration is missing")
    }
    do {
      return try Configuration(yaml: yaml, fileName: "configuration of \(path)")
    } catch {
      throw damaged("the attribute configuration cannot be read: \(error)")
    }
  }

  func attribute<Value: Decodable>(_ name: String, as type: Value.Type) throws(ArchiveError)
    -> Value
  {
    guard let value = root.attributes[name] else {
      throw damaged("the attribute \(name) is missing")
    }
    do {
      return try value.decoded(as: type)
    } catch {
      throw damaged("the attribute \(name) cannot be read")
    }
  }

  // MARK: Data

  func dataset() throws(ArchiveError) -> Dataset {
    let constant = ModelArchive.Group.constant
    let days = try array("time", in: constant, dimensions: ["time"], shape: [nil])
    let labels = try array("channel", in: constant, dimensions: ["channel"], shape: [nil])
    guard let days = days.int64, let channels = labels.string else {
      throw damaged("time or channel of \(constant) has the wrong type")
    }
    let featureNames = try featureLabels()
    let count = days.count
    let media = try panel("media", axis: "channel", in: constant, count, channels.count)
    let spend = try panel("spend", axis: "channel", in: constant, count, channels.count)
    let features =
      featureNames.isEmpty
      ? Panel(repeating: 0, timeCount: count, columnCount: 0)
      : try panel("extra_features", axis: "feature", in: constant, count, featureNames.count)
    let target = try numbers(
      "target", in: ModelArchive.Group.observed, dimensions: ["time"], shape: [count])
    guard count > 0, !channels.isEmpty else { throw damaged("there are no data") }
    return Dataset(
      dates: days.map { CalendarDate(daysSinceEpoch: Int($0)) }, channels: channels,
      featureNames: featureNames, media: media, spend: spend, features: features,
      target: Panel(timeCount: count, columnCount: 1, values: target))
  }

  private func featureLabels() throws(ArchiveError) -> [String] {
    let constant = ModelArchive.Group.constant
    guard root.groups[constant]?.arrays["feature"] != nil else { return [] }
    let labels = try array("feature", in: constant, dimensions: ["feature"], shape: [nil])
    guard let names = labels.string else {
      throw damaged("feature of \(constant) has the wrong type")
    }
    return names
  }

  private func panel(
    _ name: String, axis: String, in group: String, _ timeCount: Int, _ columnCount: Int
  ) throws(ArchiveError) -> Panel {
    let values = try numbers(
      name, in: group, dimensions: ["time", axis], shape: [timeCount, columnCount])
    return Panel(timeCount: timeCount, columnCount: columnCount, values: values)
  }

  // MARK: Draws

  func draws(layout: ParameterLayout) throws(ArchiveError) -> Draws {
    let posterior = ModelArchive.Group.posterior
    let chains = try array("chain", in: posterior, dimensions: ["chain"], shape: [nil]).values.count
    let perChain = try array("draw", in: posterior, dimensions: ["draw"], shape: [nil]).values.count
    guard chains > 0, perChain > 0 else { throw damaged("there are no draws") }
    var values = Array(repeating: 0.0, count: chains * perChain * layout.count)
    for (parameter, offset) in zip(layout.parameters, layout.offsets) {
      let stored = try numbers(
        parameter.name, in: posterior,
        dimensions: ["chain", "draw"] + parameter.axes.map(\.name),
        shape: [chains, perChain] + parameter.shape)
      for draw in 0..<chains * perChain {
        for element in 0..<parameter.count {
          values[draw * layout.count + offset + element] = stored[draw * parameter.count + element]
        }
      }
    }
    return Draws(
      layout: layout, values: values, statistics: try statistics(chains: chains, draws: perChain))
  }

  private func statistics(chains: Int, draws: Int) throws(ArchiveError)
    -> [[TransitionStatistics]]
  {
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
    return (0..<chains).map { chain in
      (chain * draws..<(chain + 1) * draws).map { i in
        TransitionStatistics(
          acceptance: acceptance[i], stepSize: stepSize[i], treeDepth: Int(treeDepth[i]),
          leapfrogSteps: Int(leapfrogSteps[i]), diverging: diverging[i], saturated: saturated[i],
          energy: energy[i], logDensity: logDensity[i])
      }
    }
  }

  // MARK: Arrays

  /// An array of those dimensions; a nil length may be anything.
  private func array(
    _ name: String, in group: String, dimensions: [String], shape: [Int?]
  ) throws(ArchiveError) -> ZarrArray {
    guard let array = root.groups[group]?.arrays[name] else {
      throw damaged("\(group)/\(name) is missing")
    }
    guard array.dimensions == dimensions, array.shape.count == shape.count,
      zip(array.shape, shape).allSatisfy({ $0 == ($1 ?? $0) })
    else {
      throw damaged(
        "\(group)/\(name) has dimensions \(array.dimensions) of lengths \(array.shape), which do "
          + "not fit the rest of the model")
    }
    return array
  }

  private func numbers(
    _ name: String, in group: String, dimensions: [String], shape: [Int]
  ) throws(ArchiveError) -> [Double] {
    let array = try array(name, in: group, dimensions: dimensions, shape: shape.map { $0 })
    guard let numbers = array.float64 else {
      throw damaged("\(group)/\(name) does not hold numbers")
    }
    return numbers
  }
}
