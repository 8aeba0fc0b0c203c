import MediaMix
import MediaMixInference
import Testing

@Suite("Where chains begin, in YAML")
struct InitializationConfigurationTests {
  private func configuration(_ sampler: String) throws -> Configuration {
    try Configuration(
      yaml: "data: {date: d, target: t, media: {tv: {column: tv}}}\nsampler: \(sampler)\n",
      fileName: "c.yaml")
  }

  @Test("Every form is read and written back")
  func forms() throws {
    let forms: [(String, Initialization)] = [
      ("{}", .modes), ("{init: modes}", .modes), ("{init: median}", .priorMedian),
      ("{init: mean}", .priorMean),
      ("{init: sample, seed: 3}", .priorSample), ("{init: uniform}", .uniform),
      (
        "{init: {sigma: [0.1], expo_trend: 1, gamma_seasonality: [[1, 2], [3, 4.5]]}}",
        .values(["sigma": [0.1], "expo_trend": [1], "gamma_seasonality": [1, 2, 3, 4.5]])
      ),
    ]
    for (text, expected) in forms {
      let read = try configuration(text)
      #expect(read.initialization == expected)
      #expect(try Configuration(yaml: read.yaml(), fileName: "again.yaml") == read)
    }
  }

  @Test(
    "Other forms are refused with their place",
    arguments: [
      ("{init: medain}", "sampler.init: must be one of modes, median, mean, sample, uniform"),
      ("{init: [1]}", "sampler.init: must be one of"),
      ("{init: {sigma: []}}", "sampler.init.sigma: the list is empty"),
      ("{init: {sigma: [[1], [x]]}}", "sampler.init.sigma[1][0]: must be a number"),
      ("{init: {sigma: {a: 1}}}", "sampler.init.sigma: must be a number"),
      ("{init: {sigma: .nan}}", "sampler.init.sigma: must be a number"),
      ("{inti: mean}", "did you mean \"init\"?"),
    ])
  func wrong(text: String, message: String) throws {
    let error = #expect(throws: ConfigurationError.self) { try configuration(text) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test("A saved model knows where its chains began")
  func saved() async throws {
    let folder = try ScratchFolder()
    let start = Initialization.values(["sigma": [0.25], "exponent": [0.9, 0.8, 0.7]])
    let fit = try await ExampleModel.model(.adstock).fit(
      SamplerConfiguration(chains: 2, warmup: 10, draws: 5), initialization: start)
    try fit.save(to: folder["model.zarr"])
    let loaded = try FittedModel(contentsOf: folder["model.zarr"])
    #expect(loaded.initialization == start)
    #expect(loaded.configuration == fit.configuration)
  }
}
