import MediaMix
import MediaMixInference

/// Changes to a JSON value that leave it one.
enum JSONMutation {
  static func apply(to value: JSONValue, using random: inout SplitMix64) -> JSONValue {
    if random.chance(5) { return replacement(of: value, using: &random) }
    switch value {
    case .object(var members) where !members.isEmpty:
      let key = random.pick(members.keys.sorted())
      switch random.below(8) {
      case 0: members[key] = nil
      case 1: members[random.pick(names)] = members[key]
      case 2: members[random.pick(names)] = replacement(of: value, using: &random)
      case 3:
        let other = random.pick(members.keys.sorted())
        (members[key], members[other]) = (members[other], members[key])
      default: members[key] = apply(to: members[key] ?? .null, using: &random)
      }
      return .object(members)
    case .array(var elements) where !elements.isEmpty:
      let place = random.below(elements.count)
      switch random.below(8) {
      case 0: elements.remove(at: place)
      case 1: elements.insert(elements[place], at: random.below(elements.count))
      case 2: elements.swapAt(place, random.below(elements.count))
      default: elements[place] = apply(to: elements[place], using: &random)
      }
      return .array(elements)
    case .string(let text):
      var bytes = [UInt8](text.utf8)
      ByteMutation(tokens: Tokens.texts + Tokens.numbers + Tokens.yaml + Tokens.settings)
        .apply(to: &bytes, splicing: [bytes], using: &random)
      return .string(String(decoding: bytes, as: UTF8.self))
    default: return replacement(of: value, using: &random)
    }
  }

  private static func replacement(
    of value: JSONValue, using random: inout SplitMix64
  ) -> JSONValue {
    switch random.below(8) {
    case 0: .null
    case 1: .bool(random.chance(2))
    case 2: .int(random.pick(integers))
    case 3: .number(random.pick(numbers))
    case 4: .string(random.pick(Tokens.texts + Tokens.numbers))
    case 5: .array([value, value])
    case 6: .object([random.pick(names): value])
    default:
      switch value {
      case .int(let number): .int(number &+ random.pick([1, -1, .max, .min, 1 << 62, 0 &- number]))
      case .number(let number): .number(number * random.pick([-1, 0, 2, 1e300, 1e-300]))
      default: .array([])
      }
    }
  }

  /// Names that mean something in a saved model, and some that should not.
  private static let names = [
    "shape", "chunks", "dtype", "compressor", "filters", "fill_value", "order", "zarr_format",
    "dimension_separator", "checksum", "_ARRAY_DIMENSIONS", "format_version", "configuration",
    "edits", "experiments", "effort", "scaling", "title", "kind", "description", "", "..",
    "../../x/.zarray", "posterior/sigma/.zarray", "é", "\u{1B}[31m", "a/b", ".zattrs",
  ]
  static let integers: [Int64] = [
    0, 1, -1, 2, 3, 255, 256, 1 << 31, 1 << 32, 1 << 53, 1 << 62, .max, .min, -1 << 62,
    1_000_000_000_000_000_000,
  ]
  static let numbers: [Double] = [
    0, -0.0, 1, -1, 0.5, 1e308, -1e308, .leastNonzeroMagnitude, 1e-308, .nan, .infinity, -.infinity,
    1e16, 0x1p62,
    0x1p63, 1e100,
  ]
}
