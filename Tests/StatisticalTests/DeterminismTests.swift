import MediaMix
import MediaMixInference
import Testing

extension StatisticalTests {
  @Suite("Determinism of fits")
  struct Determinism {
    @Test(
      "The same seed gives the same bits on any number of threads",
      arguments: MediaTransform.allCases
    )
    func threads(_ transform: MediaTransform) async throws {
      let data = Simulation().run().dataset
      let model = try MediaMixModel(
        dataset: data, specification: ModelSpecification(transform: transform))
      func draws(seed: UInt64, threads: Int) async throws -> Draws {
        let configuration = SamplerConfiguration(warmup: 100, draws: 30, seed: seed)
        return try await model.fit(configuration, threads: threads).draws
      }
      let single = try await draws(seed: 7, threads: 1)
      for threads in [2, 4] {
        let several = try await draws(seed: 7, threads: threads)
        #expect(several.values.map(\.bitPattern) == single.values.map(\.bitPattern))
        #expect(several.statistics == single.statistics)
      }
      let other = try await draws(seed: 8, threads: 4)
      #expect(other.values != single.values)
    }
  }
}
