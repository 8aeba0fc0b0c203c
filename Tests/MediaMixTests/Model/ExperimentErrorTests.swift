import MediaMix
import MediaMixInference
import Testing

@Suite("Experiments that do not fit the data")
struct ExperimentErrorTests {
  private let data = ExampleModel.dataset(geos: 2)

  private func error(
    in dataset: Dataset? = nil, _ change: (inout LiftTest) -> Void
  ) -> ExperimentError? {
    let dataset = dataset ?? data
    let sound = LiftTest(
      channel: "channel_0", first: dataset.dates[20], last: dataset.dates[24],
      estimate: .incrementalKPI(1), standardError: 1)
    var test = LiftTest(
      channel: "channel_1", first: dataset.dates[10], last: dataset.dates[14],
      estimate: .incrementalKPI(1), standardError: 1)
    change(&test)
    let specification = ModelSpecification(experiments: [sound, test])
    do {
      _ = try MediaMixModel(dataset: dataset, specification: specification)
      return nil
    } catch {
      return error as? ExperimentError
    }
  }

  private func expect(
    _ problem: String, in dataset: Dataset? = nil, location: SourceLocation = #_sourceLocation,
    _ change: (inout LiftTest) -> Void
  ) {
    let text = error(in: dataset, change)?.description ?? "no error"
    #expect(text.hasPrefix("experiment 2 ("), "\(text)", sourceLocation: location)
    #expect(text.contains(problem), "\(text)", sourceLocation: location)
  }

  @Test("A sound one is none of them")
  func sound() {
    #expect(error { _ in } == nil)
    #expect(error { $0.geos = ["geo_1"] } == nil)
    #expect(error { $0.estimate = .returnOnInvestment(-2) } == nil)
    // The week that begins on the last date has six days more.
    #expect(error { $0.last = data.dates[39].adding(days: 6) } == nil)
    #expect(error(in: ExampleModel.dataset()) { _ in } == nil)
  }

  @Test("Names")
  func names() {
    expect("no such channel; did you mean \"channel_1\"?; they have \"channel_0\", ") {
      $0.channel = "Channel 1"
    }
    expect("no geo \"geo1\"; did you mean \"geo_1\"?; they have") { $0.geos = ["geo_0", "geo1"] }
    expect("the list of geos is empty") { $0.geos = [] }
    expect("names the geo \"geo_0\" twice") { $0.geos = ["geo_0", "geo_1", "geo_0"] }
    expect("these data are national", in: ExampleModel.dataset()) { $0.geos = ["geo_0"] }
    expect("\"bad\\nname\"") { $0.channel = "bad\nname" }
  }

  @Test("Windows")
  func windows() {
    let (first, last) = (data.dates[0], data.dates[39])
    expect("is before its first") { $0.last = $0.first.adding(days: -1) }
    expect("learns from, \(first) to \(last.adding(days: 6))") { $0.last = last.adding(days: 7) }
    expect("it ran from \(first.adding(days: -1))") { $0.first = first.adding(days: -1) }
    expect("no period of the data begins from") {
      $0.first = $0.first.adding(days: 1)
      $0.last = $0.first.adding(days: 5)
    }
    expect("not all of it within the data") {
      $0.first = CalendarDate(daysSinceEpoch: .max)
      $0.last = $0.first
    }
  }

  @Test("Numbers")
  func numbers() {
    for value in [0, -1, .infinity, .nan, .leastNonzeroMagnitude] {
      expect("its standard error is") { $0.standardError = value }
    }
    for value in [Double.infinity, .nan] {
      expect("its result, ") { $0.estimate = .incrementalKPI(value) }
    }
    expect("its result, ") { $0.estimate = .returnOnInvestment(1.7e308) }
  }

  @Test("More than fits in memory, before it is taken")
  func size() throws {
    let dataset = ExampleModel.dataset(channels: 1, features: 0, geos: 50)
    let test = LiftTest(
      channel: "channel_0", first: dataset.dates[10], last: dataset.dates[14],
      estimate: .incrementalKPI(1), standardError: 1)
    // 2 · 50 geos · 40 periods each: 2500 are ten million numbers.
    let tests = Array(repeating: test, count: 12_000)
    let error = #expect(throws: ExperimentError.self) {
      try MediaMixModel(
        dataset: dataset, specification: ModelSpecification(experiments: tests))
    }
    #expect(error?.number == 2501 && error?.problem == .tooMuch(limit: 10_000_000))
    #expect(error?.description.contains("name only the geos") == true)
  }

  @Test("Nothing to learn from")
  func silence() {
    var quiet = data
    for t in 10...14 {
      for geo in 0..<2 { quiet.media[t, 1, geo] = 0 }
    }
    expect("ran no media", in: quiet) { $0.first = quiet.dates[11] }
    quiet.media[14, 1, 0] = 1
    #expect(error(in: quiet) { _ in } == nil)
    expect("ran no media", in: quiet) { $0.geos = ["geo_1"] }
    var free = data
    for t in 10...14 {
      for geo in 0..<2 { free.spend[t, 1, geo] = 0 }
    }
    #expect(error(in: free) { _ in } == nil)
    expect("nothing was spent", in: free) { $0.estimate = .returnOnInvestment(1) }
  }
}
