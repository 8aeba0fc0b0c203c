import MediaMix
import MediaMixInference
import MediaMixReport
import Testing

/// Tables with configurations, through everything that `check`, `prior`, `evaluate` and `fit` do with
/// them.
@Suite("Mutated tables and configurations")
struct TableFuzzTests {
  private let folder: FuzzFolder
  private let csvBytes = ByteMutation(tokens: Tokens.texts + Tokens.numbers + Tokens.dates)
  private let yamlBytes = ByteMutation(tokens: Tokens.yaml + Tokens.texts + Tokens.settings)

  init() throws { folder = try FuzzFolder() }

  @Test("A message or finite numbers")
  func tables() throws {
    try FuzzLoop(kind: "tables", short: 9000, share: 55).run { random in
      let input = mutant(using: &random)
      folder.put(input.csv, "t.csv")
      folder.put(input.yaml, "t.yaml")
      do {
        try read(deeply: random.chance(40), &random)
        return .accepted
      } catch let finding as Finding {
        throw Finding(
          """
          \(finding)
          \(String(decoding: input.yaml.prefix(4000), as: UTF8.self))
          \(String(decoding: input.csv.prefix(4000), as: UTF8.self))
          """)
      } catch {
        try Rules.checkRefusal(error)
        return .refused
      }
    }
  }

  @Test("What inputs are made from is accepted as it is")
  func corpus() throws {
    for input in Corpus.tables {
      folder.put(input.csv, "t.csv")
      folder.put(input.yaml, "t.yaml")
      var random = SplitMix64(state: 1)
      try read(deeply: true, &random)
    }
  }

  @Test("What is accepted can be fitted: a message or finite draws")
  func fits() async throws {
    let count = FuzzPlan.inputs.map { $0 == 1 ? 1 : max(20, $0 / 100) } ?? 150
    var fitted = 0
    for index in FuzzPlan.first..<FuzzPlan.first + count {
      var random = SplitMix64(kind: "fits", index: index)
      var input = random.pick(Corpus.tables)
      if random.chance(2) {
        input.csv = TableMutation.apply(to: input.csv, using: &random)
      } else {
        input.yaml = SettingMutation.apply(to: input.yaml, using: &random)
      }
      folder.put(input.csv, "f.csv")
      folder.put(input.yaml, "f.yaml")
      do {
        let (model, _) = try model("f")
        // Long warm-ups are another matter.
        guard model.parameters.count < 60 else { continue }
        let sampler = SamplerConfiguration(
          chains: 1, warmup: 10, draws: 5, maximumTreeDepth: 4, seed: UInt64(index))
        let fit = try await model.fit(sampler)
        try Rules.checkFinite(fit.draws.values, "draw")
        try fit.checkResults()
        fitted += 1
      } catch let finding as Finding {
        Issue.record(
          """
          fits, seed \(FuzzPlan.seed), input \(index): \(finding)
          \(String(decoding: input.yaml, as: UTF8.self))
          \(String(decoding: input.csv, as: UTF8.self))
          """)
      } catch {
        try Rules.checkRefusal(error)
      }
    }
    print("fuzz fits: \(fitted) of \(count) inputs were fitted")
    if count >= 100 { #expect(fitted > count / 100) }
  }

  private func mutant(using random: inout SplitMix64) -> TableInput {
    var input = random.pick(Corpus.tables)
    let kind = random.below(10)
    if [0, 6].contains(kind) {
      csvBytes.apply(to: &input.csv, splicing: Corpus.csvs, using: &random)
    }
    if [1, 2, 3, 7, 8].contains(kind) {
      input.csv = TableMutation.apply(to: input.csv, using: &random)
    }
    if [4, 6].contains(kind) {
      yamlBytes.apply(to: &input.yaml, splicing: Corpus.yamls, using: &random)
    }
    if [5, 7, 8, 9].contains(kind) {
      input.yaml = SettingMutation.apply(to: input.yaml, using: &random)
    }
    return input
  }

  private func model(_ name: String) throws -> (MediaMixModel, Configuration) {
    let configuration = try Configuration.read(yamlAt: folder["\(name).yaml"])
    let dataset = try Dataset.read(csvAt: folder["\(name).csv"], schema: configuration.data)
    let (training, _) = try dataset.split(after: configuration.data.trainUntil)
    let model = try MediaMixModel(dataset: training, specification: configuration.model)
    return (model, configuration)
  }

  private func read(deeply: Bool, _ random: inout SplitMix64) throws {
    let (model, configuration) = try model("t")
    let again = try? Configuration(yaml: configuration.yaml(), fileName: "written")
    guard again == configuration else { throw Finding("another configuration is written") }
    for warning in model.warnings { try Rules.checkMessage(warning.message) }
    let evaluation = try model.evaluate(at: try model.medians())
    try Rules.checkEvaluation(evaluation, fixed: model.fixedScalars)
    try Rules.checkDocument(EvaluationDocument(evaluation, parameters: model.parameters))
    let quality = try model.dataset.quality(
      scaledBy: model.scaling, targetName: configuration.data.target)
    try Rules.checkDocument(DataQualityDocument(quality, warnings: model.warnings))
    guard deeply else { return }
    _ = quality.text()
    let prior = model.priorPredictive(draws: 20, seed: random.next())
    try Rules.checkDocument(PriorDocument(prior))
    _ = prior.text
    for warning in prior.warnings { try Rules.checkMessage(warning.message) }
    let chart = Chart.priorPredictive(prior, target: configuration.data.target)
    guard !chart.svg.contains("nan"), !chart.svg.contains("inf") else {
      throw Finding("a picture with a number that is not finite")
    }
    try requireSame(model.dataset)
  }

  /// What is written as CSV is read as the same data.
  private func requireSame(_ dataset: Dataset) throws {
    guard Set(dataset.channels).isDisjoint(with: dataset.featureNames) else { return }
    let table = try Table(csv: dataset.csv())
    let again = try Dataset(table: table, schema: dataset.csvSchema)
    guard again == dataset else { throw Finding("other data are written") }
  }
}
