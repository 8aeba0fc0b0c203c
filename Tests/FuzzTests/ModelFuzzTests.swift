import Foundation
import MediaMix
import MediaMixInference
import MediaMixReport
import Testing

/// Saved models, through everything that `summary`, `metrics` and `contributions` do with them.
@Suite("Mutated models")
struct ModelFuzzTests {
  private let folder: FuzzFolder

  init() throws { folder = try FuzzFolder() }

  private func models() async throws -> [FittedModel] {
    [
      try await Corpus.fit(.hillAdstock, geos: 1, priors: ["coef_trend": .fixed(0)]),
      try await Corpus.fit(.carryover, geos: 2),
    ]
  }

  @Test("Files: a message, or the model that was saved")
  func files() async throws {
    let folders = try await models().enumerated().map {
      try ModelFolder($0.element, at: folder["\($0.offset).zarr"])
    }
    try FuzzLoop(kind: "files", short: 1200, share: 12).run { random in
      let model = random.pick(folders)
      let how = model.spoil(using: &random)
      do {
        let outcome = try outcome(of: model)
        try model.mend()
        return outcome
      } catch let finding as Finding {
        try model.mend()
        throw Finding("\(how): \(finding)")
      }
    }
    for model in folders {
      #expect(try ZarrStore.read(from: model.path) == model.content, "not mended")
    }
  }

  private func outcome(of model: ModelFolder) throws -> Outcome {
    let loaded: FittedModel
    do {
      loaded = try FittedModel(contentsOf: model.path)
    } catch let error as ArchiveError {
      guard error.path.hasPrefix(model.path) else { throw Finding("a path outside: \(error)") }
      try Rules.checkMessage(error.description)
      return .refused
    } catch {
      throw Finding("\(type(of: error)): \(error)")
    }
    guard try ZarrStore.read(from: model.path) == model.content, Self.same(loaded, model.fit)
    else { throw Finding("another model is loaded") }
    return .accepted
  }

  /// Whether two models have the same bits, and so the same results.
  private static func same(_ a: FittedModel, _ b: FittedModel) -> Bool {
    a.draws.values.map(\.bitPattern) == b.draws.values.map(\.bitPattern)
      && a.draws.layout == b.draws.layout && a.draws.statistics == b.draws.statistics
      && a.effort == b.effort && a.configuration == b.configuration && a.edits == b.edits
      && a.model.dataset == b.model.dataset && a.model.scaling == b.model.scaling
      && a.holdout == b.holdout
  }

  @Test("Contents under checksums that are right: a message, or results without a crash")
  func contents() async throws {
    let roots = try await models().enumerated().map { index, model in
      let path = folder["c\(index).zarr"]
      try model.save(to: path)
      return try ZarrStore.read(from: path)
    }
    try FuzzLoop(kind: "contents", short: 1500, share: 8).run { random in
      var root = random.pick(roots)
      for _ in 0...random.below(2) { Self.change(&root, roots, using: &random) }
      let loaded: FittedModel
      do {
        loaded = try FittedModel(archived: root, path: "m.zarr")
      } catch {
        try Rules.checkRefusal(error)
        return .refused
      }
      try loaded.checkResults()
      _ = loaded.verdict()
      return .accepted
    }
  }

  private static func change(
    _ root: inout ZarrGroup, _ roots: [ZarrGroup], using random: inout SplitMix64
  ) {
    let group = random.pick(root.groups.keys.sorted())
    let name = random.pick((root.groups[group]?.arrays.keys.sorted() ?? []) + ["x"])
    switch random.below(12) {
    case 0...3:
      let key = random.pick(root.attributes.keys.sorted())
      root.attributes[key] = JSONMutation.apply(
        to: root.attributes[key] ?? .null, using: &random)
    case 4:
      let yaml = root.attributes["configuration"]?.stringValue ?? ""
      root.attributes["configuration"] = .string(
        String(
          decoding: SettingMutation.apply(to: [UInt8](yaml.utf8), using: &random), as: UTF8.self))
    case 5: root.groups[group]?.arrays[name] = nil
    case 6:
      var arrays = root.groups[group]?.arrays ?? [:]
      let other = random.pick(arrays.keys.sorted() + ["x"])
      (arrays[name], arrays[other]) = (arrays[other], arrays[name])
      root.groups[group]?.arrays = arrays
    case 7: root.groups[group] = random.pick(roots).groups[group]
    default:
      guard var array = root.groups[group]?.arrays[name] else { return }
      change(&array, using: &random)
      root.groups[group]?.arrays[name] = array
    }
  }

  private static func change(_ array: inout ZarrArray, using random: inout SplitMix64) {
    guard array.values.count > 0 else { return }
    let place = random.below(array.values.count)
    switch (array.values, random.below(5)) {
    case (.float64(var numbers), 0...2):
      numbers[place] = random.pick(JSONMutation.numbers)
      array.values = .float64(numbers)
    case (.int64(var numbers), 0...2):
      numbers[place] = random.pick(JSONMutation.integers)
      array.values = .int64(numbers)
    case (.bool(var flags), 0...2):
      flags[place].toggle()
      array.values = .bool(flags)
    case (.string(var texts), 0...2):
      texts[place] = random.pick(Tokens.texts)
      array.values = .string(texts)
    case (.float64(let numbers), 3):
      let factor = random.pick([1e300, 1e-300, -1, 1e150])
      array.values = .float64(numbers.map { $0 * factor })
    case (_, 3): array.values = .float64(Array(repeating: 0, count: array.values.count))
    default:
      guard !array.shape.isEmpty else { return }
      array.shape.swapAt(0, array.shape.count - 1)
      array.dimensions.swapAt(0, array.dimensions.count - 1)
    }
  }
}
