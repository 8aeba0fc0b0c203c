/// A group of a Zarr store: attributes, arrays, and groups within it, by name.
package struct ZarrGroup: Sendable, Hashable {
  /// What is said about the group as a whole. `checksum` of the root is the store's own.
  package var attributes: [String: JSONValue]

  /// The arrays. One that is named like its only dimension holds that dimension's labels.
  package var arrays: [String: ZarrArray]

  /// The groups within.
  package var groups: [String: ZarrGroup]

  /// A group; ``ZarrStore/write(_:to:)`` checks that it can be stored.
  package init(
    attributes: [String: JSONValue] = [:], arrays: [String: ZarrArray] = [:],
    groups: [String: ZarrGroup] = [:]
  ) {
    self.attributes = attributes
    self.arrays = arrays
    self.groups = groups
  }
}

extension ZarrGroup {
  /// Groups nested deeper than this are neither written nor read.
  static let maximumDepth = 16

  /// What keeps this group from being stored such that every reader understands it the same way,
  /// beginning with the path within the store; nil if nothing does.
  func obstacle(at key: String = "", depth: Int = 0) -> String? {
    if depth > Self.maximumDepth { return "\(key): groups nested too deeply" }
    if depth == 0, attributes[ZarrLayout.checksumAttribute] != nil {
      return "the attribute \(ZarrLayout.checksumAttribute) is the store's own"
    }
    var lengths: [String: Int] = [:]
    for (name, array) in arrays.sorted(by: { $0.key < $1.key }) {
      let place = key + name
      if let reason = Self.obstacle(inName: name) ?? array.obstacle { return "\(place): \(reason)" }
      for (dimension, length) in zip(array.dimensions, array.shape) {
        if let other = lengths.updateValue(length, forKey: dimension), other != length {
          return "\(place): dimension \(dimension) has length \(length), elsewhere \(other)"
        }
      }
    }
    for (name, group) in groups.sorted(by: { $0.key < $1.key }) {
      let place = key + name
      if let reason = Self.obstacle(inName: name) { return "\(place): \(reason)" }
      if arrays[name] != nil { return "\(place): names both an array and a group" }
      if let reason = group.obstacle(at: place + "/", depth: depth + 1) { return reason }
    }
    return nil
  }

  /// Names become names of folders, and those that begin with a dot belong to Zarr.
  private static func obstacle(inName name: String) -> String? {
    if name.isEmpty { return "an empty name" }
    if name.hasPrefix(".") { return "a name that begins with a dot" }
    if name.utf8.count > 255 { return "a name longer than 255 bytes" }
    let forbidden = name.unicodeScalars.contains { $0 == "/" || $0 == "\\" || $0.value < 0x20 }
    return forbidden ? "a name with a slash or control character" : nil
  }
}

extension ZarrArray {
  /// What keeps this array from being stored, or nil if nothing does.
  fileprivate var obstacle: String? {
    if dimensions.count != shape.count {
      return "\(dimensions.count) dimension names for \(shape.count) dimensions"
    }
    guard let count = ZarrLayout.product(shape), count == values.count else {
      return "\(values.count) values for shape \(shape)"
    }
    if let key = attributes.keys.first(where: ZarrLayout.ownAttributes.contains) {
      return "the attribute \(key) is the store's own"
    }
    if let strings = string, let index = strings.firstIndex(where: { $0.utf8.last == 0 }) {
      return "string \(index) ends in U+0000, which cannot be stored"
    }
    return nil
  }
}
