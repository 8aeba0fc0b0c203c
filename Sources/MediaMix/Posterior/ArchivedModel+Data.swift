extension ArchivedModel {
  /// The data that the model learnt from, which must be the kind of data that can be read from a
  /// table with `schema`.
  func dataset(schema: DataSchema) throws(ArchiveError) -> Dataset {
    let constant = ModelArchive.Group.constant
    let channels = try labels("channel", expected: schema.media.map(\.name))
    let features = try labels("feature", expected: schema.features)
    let dates = try dates()
    let count = dates.count
    let target = try numbers(
      "target", in: ModelArchive.Group.observed, dimensions: ["time"], shape: [count])
    guard target.allSatisfy(\.isFinite) else { throw damaged("a target is not a finite number") }
    return Dataset(
      dates: dates, channels: channels, featureNames: features,
      media: try panel("media", axis: "channel", in: constant, count, channels.count) { $0 >= 0 },
      spend: try panel("spend", axis: "channel", in: constant, count, channels.count) { $0 >= 0 },
      features: features.isEmpty
        ? Panel(repeating: 0, timeCount: count, columnCount: 0)
        : try panel("extra_features", axis: "feature", in: constant, count, features.count) { _ in
          true
        },
      target: Panel(timeCount: count, columnCount: 1, values: target))
  }

  /// The scaling of `dataset`.
  func scaling(of dataset: Dataset) throws(ArchiveError) -> DatasetScaling {
    let name = ModelArchive.Attribute.scaling
    let scaling = try attribute(name, as: DatasetScaling.self)
    guard scaling.media.fits(dataset.media), scaling.features.fits(dataset.features),
      scaling.target.fits(dataset.target)
    else { throw damaged("the attribute \(name) does not fit the data") }
    return scaling
  }

  private func dates() throws(ArchiveError) -> [CalendarDate] {
    let constant = ModelArchive.Group.constant
    let array = try array("time", in: constant, dimensions: ["time"], shape: [nil])
    guard let days = array.int64 else { throw damaged("\(constant)/time does not hold days") }
    guard days.count >= Dataset.minimumRows else {
      throw damaged("\(days.count) periods are too few for a model")
    }
    guard days.allSatisfy(Self.representableDays.contains),
      zip(days, days.dropFirst()).allSatisfy(<)
    else { throw damaged("the dates of \(constant)/time are impossible or do not ascend") }
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

  private func panel(
    _ name: String, axis: String, in group: String, _ timeCount: Int, _ columnCount: Int,
    where isPossible: (Double) -> Bool
  ) throws(ArchiveError) -> Panel {
    let values = try numbers(
      name, in: group, dimensions: ["time", axis], shape: [timeCount, columnCount])
    guard values.allSatisfy({ $0.isFinite && isPossible($0) }) else {
      throw damaged("\(group)/\(name) holds a number that no data can hold")
    }
    return Panel(timeCount: timeCount, columnCount: columnCount, values: values)
  }

  /// The years −9999 to 9999, roughly.
  private static let representableDays: ClosedRange<Int64> = -4_371_000...2_932_000
}

extension Scaler {
  /// Whether this scaler brings `panel` to a scale on which numbers are finite.
  fileprivate func fits(_ panel: Panel) -> Bool {
    columnCount == panel.columnCount && geoCount == panel.geoCount
      && divisors.count == columnCount * geoCount && dividesByDeviation.count == divisors.count
      && divisors.allSatisfy { $0.isNormal }
  }
}
