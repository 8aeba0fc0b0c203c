internal import MediaMixInference

/// A saved model while it is read: what anyone could have put into the folder, until every part is
/// checked against the others.
struct ArchivedModel {
  let root: ZarrGroup
  let path: String

  func damaged(_ reason: String) -> ArchiveError {
    ArchiveError(.damaged, path: path, reason: "the saved model is damaged: \(reason)")
  }

  // MARK: Attributes

  func checkFormat() throws(ArchiveError) {
    let attributes = root.attributes
    guard attributes[ModelArchive.Attribute.format]?.stringValue == ModelArchive.format else {
      throw ArchiveError(
        .unsupported, path: path, reason: "a Zarr group, but not a model saved by this program")
    }
    guard let version = attributes[ModelArchive.Attribute.formatVersion]?.intValue, version > 0
    else { throw damaged("the attribute format_version is missing or wrong") }
    guard version <= ModelArchive.formatVersion else {
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
      return try Configuration(yaml: yaml, fileName: "configuration")
    } catch {
      throw damaged("its configuration cannot be read: \(error)")
    }
  }

  func attribute<Value: Decodable>(
    _ name: String, as type: Value.Type
  ) throws(ArchiveError) -> Value {
    guard let value = root.attributes[name] else {
      throw damaged("the attribute \(name) is missing")
    }
    do {
      return try value.decoded(as: type)
    } catch {
      throw damaged("the attribute \(name) cannot be read")
    }
  }

  // MARK: Arrays

  /// An array of those dimensions; a nil length may be anything.
  func array(
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
          + "not fit the rest")
    }
    return array
  }

  /// An array of floating-point numbers of that shape.
  func numbers(
    _ name: String, in group: String, dimensions: [String], shape: [Int]
  ) throws(ArchiveError) -> [Double] {
    let array = try array(name, in: group, dimensions: dimensions, shape: shape.map { $0 })
    guard let numbers = array.float64 else {
      throw damaged("\(group)/\(name) does not hold floating-point numbers")
    }
    return numbers
  }

  /// Checks that what was understood of this model, written again, says what the model says: labels
  /// and dates, which several groups repeat, must be the same everywhere.
  func requireAgreement(with understood: ZarrGroup) throws(ArchiveError) {
    for (group, expected) in understood.groups.sorted(by: { $0.key < $1.key }) {
      for (name, array) in expected.arrays.sorted(by: { $0.key < $1.key }) {
        guard let stored = root.groups[group]?.arrays[name] else {
          throw damaged("\(group)/\(name) is missing")
        }
        guard stored == array else { throw damaged("\(group)/\(name) contradicts the rest") }
      }
    }
  }
}
