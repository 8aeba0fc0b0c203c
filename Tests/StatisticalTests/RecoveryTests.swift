import MediaMix
import MediaMixInference
import Testing

extension StatisticalTests {
  @Suite("Recovery of known effects")
  struct RecoveryOfEffects {
    /// Two channels that always run together, and one that runs by itself.
    private func dataset(periods: Int = 80) -> Dataset {
      var random = RandomStream(seed: 2, purpose: .simulation, index: 5)
      var media = Panel(repeating: 0, timeCount: periods, columnCount: 3)
      var target = Panel(repeating: 0, timeCount: periods, columnCount: 1)
      for time in 0..<periods {
        media[time, 0] = random.uniform() < 0.3 ? 0 : 2 * random.uniform()
        media[time, 1] = random.uniform() < 0.3 ? 0 : 2 * random.uniform()
        media[time, 2] = media[time, 1]
        let effects = 0.2 * media[time, 0] + 0.2 * media[time, 1]
        target[time, 0] = 100 * (1 + effects + 0.05 * random.normal())
      }
      return Dataset(
        dates: (0..<periods).map { CalendarDate(daysSinceEpoch: 19_000 + 7 * $0) },
        channels: ["own", "one twin", "other twin"], featureNames: [], media: media, spend: media,
        features: Panel(repeating: 0, timeCount: periods, columnCount: 0), target: target)
    }

    @Test("A channel that varies by itself is identified, one that always runs with another is not")
    func identification() async throws {
      let fit = try await MediaMixModel(
        dataset: dataset(), specification: ModelSpecification(transform: .adstock)
      ).fit(SamplerConfiguration(chains: 2, warmup: 150, draws: 150, seed: 4))
      let design = try RecoveryDesign(
        RecoveryPlan(levels: [0.1], replications: 120), model: fit.model, seed: 4)
      let channels = try await Recovery.run(like: fit, design).channels
      #expect(channels[0].verdict == .identified(fromLevel: 1))
      #expect((0.7...1.2).contains(channels[0].response))
      #expect(channels[0].confusions.isEmpty)
      #expect(channels[0].isObserved == true)
      for (twin, other) in [(1, "other twin"), (2, "one twin")] {
        #expect(channels[twin].verdict == .notIdentified)
        #expect(channels[twin].confusions.map(\.channel) == [other])
        #expect(channels[twin].response < 0.7)
      }
    }
  }
}
