import Foundation
import MediaMix
import Testing

/// A change to a sound model, and what the error says of it.
struct Damage: Sendable {
  let testDescription: String
  let message: String
  var kind = ArchiveError.Kind.damaged
  let change: @Sendable (inout ZarrGroup) -> Void

  /// Checks that the change makes `sound` unreadable in the way that is described.
  func expectError(in sound: ZarrGroup) {
    var root = sound
    change(&root)
    #expect(root != sound, "\(testDescription)")
    let error = archiveError { _ = try FittedModel(archived: root, path: "m.zarr") }
    #expect(error?.kind == kind, "\(testDescription)")
    #expect(error?.path == "m.zarr", "\(testDescription)")
    #expect(
      error?.reason.contains(message) == true,
      "\(testDescription): \(error?.description ?? "no error")")
  }

  static func attribute(
    _ name: String, _ value: JSONValue?, _ message: String, kind: ArchiveError.Kind = .damaged
  ) -> Damage {
    Damage(
      testDescription: "attribute \(name) \(value?.text.prefix(40) ?? "missing")", message: message,
      kind: kind
    ) { $0.attributes[name] = value }
  }

  static func array(
    _ group: String, _ name: String, _ message: String, _ what: String,
    _ change: @escaping @Sendable (inout ZarrArray) -> Void
  ) -> Damage {
    Damage(testDescription: "\(group)/\(name) \(what)", message: message) { root in
      guard var array = root.groups[group]?.arrays[name] else { return }
      change(&array)
      root.groups[group]?.arrays[name] = array
    }
  }

  static func notFinite(_ statistic: String, _ value: Double) -> Damage {
    array(
      "sample_stats", statistic, "sample_stats/\(statistic) holds a number that is not finite",
      "\(value)"
    ) {
      var numbers = $0.float64 ?? []
      numbers[7] = value
      $0.values = .float64(numbers)
    }
  }

  static func missing(_ group: String, _ name: String) -> Damage {
    Damage(
      testDescription: "\(group)/\(name) missing", message: "\(group)/\(name)"
    ) { root in root.groups[group]?.arrays[name] = nil }
  }

  /// Replaces text in the configuration.
  static func yaml(_ old: String, _ new: String, _ message: String) -> Damage {
    Damage(testDescription: "configuration with \(new)", message: message) { root in
      let text = root.attributes["configuration"]?.stringValue ?? ""
      #expect(text.contains(old), "\(text)")
      root.attributes["configuration"] = .string(text.replacingOccurrences(of: old, with: new))
    }
  }

  /// Changes a member of an attribute that is an object.
  static func member(
    _ name: String, _ path: [String], _ value: JSONValue, _ message: String
  ) -> Damage {
    Damage(testDescription: "\(name) \(path) \(value.text.prefix(40))", message: message) { root in
      root.attributes[name] = replacing(path[...], of: root.attributes[name] ?? .null, by: value)
    }
  }

  private static func replacing(
    _ path: ArraySlice<String>, of object: JSONValue, by value: JSONValue
  ) -> JSONValue {
    guard let key = path.first else { return value }
    var members = object.objectValue ?? [:]
    members[key] = replacing(path.dropFirst(), of: members[key] ?? .null, by: value)
    return .object(members)
  }
}
