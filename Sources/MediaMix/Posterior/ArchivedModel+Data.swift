extension ArchivedModel {
  /// The data that the model learnt from, which must be the kind of data that can be read from a
  /// table with `schema`.
  func dataset(schema: DataSchema) throws(ArchiveError) -> Dataset {
    let constant = ModelArchive.Group.constant
    let channels = try labels("channel", expected: schema.media.map(\.name))
    let features = try labels("feature", expected: schema.features)
    let dates = try dates(in: constant)
    guard dates.count >= Dataset.minimumRows else {
      throw damaged("\(dates.count) periods are too few for a model")
    }
    return try rows(
      in: constant, target: ModelArchive.Group.observed, dates: dates, channels: channels,
      features: features, geos: schema.geo == nil ? [] : try geos())
  }

  /// The rows after `training` that the model has not seen; nil where none were kept.
  func holdout(after training: Dataset) throws(ArchiveError) -> Dataset? {
    let group = ModelArchive.Group.holdout
    guard root.groups[group] != nil else { return nil }
    let dates = try dates(in: group)
    guard !dates.isEmpty, dates == training.dates(after: dates.count) else {
      throw damaged("the dates of \(group)/time are not those that follow the training data")
    }
    return try rows(
      in: group, target: group, dates: dates, channels: training.channels,
      features: training.featureNames, geos: training.geos)
  }

  /// The rows of a group, whose KPI may be in another.
  private func rows(
    in group: String, target: String, dates: [CalendarDate], channels: [String],
    features: [String], geos: [String]
  ) throws(ArchiveError) -> Dataset {
    let shape = PanelShape(timeCount: dates.count, geos: geos)
    let kpi = try panel("target", in: target, shape, columns: nil) { _ in true }
    func media(_ name: String) throws(ArchiveError) -> Panel {
      try panel(name, in: group, shape, columns: ("channel", channels.count)) { $0 >= 0 }
    }
    return Dataset(
      dates: dates, channels: channels, featureNames: features, geos: geos,
      media: try media("media"), spend: try media("spend"),
      features: features.isEmpty
        ? Panel(
          repeating: 0, timeCount: shape.timeCount, columnCount: 0, geoCount: shape.geoCount)
        : try panel("extra_features", in: group, shape, columns: ("feature", features.count)) {
          _ in true
        },
      target: kpi)
  }

  /// The scaling of `dataset`, which must be the one that follows from it.
  func scaling(
    of dataset: Dataset, rule: ModelSpecification.ScalingRule
  ) throws(ArchiveError) -> DatasetScaling {
    let name = ModelArchive.Attribute.scaling
    let scaling = try attribute(name, as: DatasetScaling.self)
    guard let own = try? DatasetScaling(fitting: dataset, rule: rule), own == scaling
    else { throw damaged("the attribute \(name) does not fit the data") }
    return scaling
  }

  private func dates(in group: String) throws(ArchiveError) -> [CalendarDate] {
    let array = try array("time", in: group, dimensions: ["time"], shape: [nil])
    guard let days = array.int64 else { throw damaged("\(group)/time does not hold days") }
    guard days.allSatisfy(Self.representableDays.contains),
      zip(days, days.dropFirst()).allSatisfy(<)
    else { throw damaged("the dates of \(group)/time are impossible or do not ascend") }
    return days.map { CalendarDate(daysSinceEpoch: Int($0)) }
  }

  /// The labels of an axis, which must be those of the configuration.
  private func labels(_ axis: String, expected: [String]) throws(ArchiveError) -> [String] {
    let constant = ModelArchive.Group.constant
    if expected.isEmpty && root.groups[constant]?.arrays[axis] == nil { return [] }
    let array = try array(axis, in: constant, dimensions: [axis], shape: [expected.count])
    guard let labels = array.string else { throw damaged("\(constant)/\(axis) does not hold text") }
    guard labels == expected else {
      throw damaged("\(constant)/\(axis) does not hold the names in its configuration")
    }
    return labels
  }

  /// The labels of the axis of geos, which no configuration names.
  private func geos() throws(ArchiveError) -> [String] {
    let constant = ModelArchive.Group.constant
    let array = try array("geo", in: constant, dimensions: ["geo"], shape: [nil])
    guard let geos = array.string else { throw damaged("\(constant)/geo does not hold text") }
    guard !geos.isEmpty, Set(geos).count == geos.count,
      geos.allSatisfy({ !$0.isEmpty && !$0.hasControlCharacters })
    else { throw damaged("\(constant)/geo does not hold names that differ") }
    return geos
  }

  /// The lengths that all tables of a model share.
  private struct PanelShape {
    let timeCount: Int
    /// Empty for national data.
    let geos: [String]

    var geoCount: Int { max(1, geos.count) }
  }

  private func panel(
    _ name: String, in group: String, _ shape: PanelShape, columns: (axis: String, count: Int)?,
    where isPossible: (Double) -> Bool
  ) throws(ArchiveError) -> Panel {
    let (axes, lengths) = columns.map { ([$0.axis], [$0.count]) } ?? ([], [])
    let isNational = shape.geos.isEmpty
    let values = try numbers(
      name, in: group, dimensions: ["time"] + axes + (isNational ? [] : ["geo"]),
      shape: [shape.timeCount] + lengths + (isNational ? [] : [shape.geoCount]))
    guard values.allSatisfy({ $0.isFinite && isPossible($0) }) else {
      throw damaged("\(group)/\(name) holds a number that no data can hold")
    }
    return Panel(
      timeCount: shape.timeCount, columnCount: columns?.count ?? 1, geoCount: shape.geoCount,
      values: values)
  }

  /// The years −9999 to 9999, roughly.
  private static let representableDays: ClosedRange<Int64> = -4_371_000...2_932_000
}
