import Foundation
import MediaMix
import MediaMixInference
import Testing

// The program on recovery in the article "Trusting the model", which the test below compares with this.

func recoverEffects(_ fit: FittedModel, _ plan: RecoveryPlan) async throws {
  let design = try RecoveryDesign(plan, model: fit.model, seed: 1)
  let recovery = try await Recovery.run(like: fit, design)
  for channel in recovery.channels where channel.verdict == .notIdentified {
    print("\(channel.name) cannot be told from nothing")
  }
}

@Suite("The article on trusting the model: recovery")
struct RecoveringEffectsTests {
  @Test("Its program is the one above, and runs")
  func program() async throws {
    let fit = try await MediaMixModel(
      dataset: ExampleModel.dataset(periods: 40, channels: 1, features: 0),
      specification: ModelSpecification()
    ).fit(SamplerConfiguration(chains: 2, warmup: 30, draws: 20))
    try await recoverEffects(fit, RecoveryPlan(levels: [0.1], replications: 4))
    let article = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Sources/MediaMix/MediaMix.docc/TrustingTheModel.md")
    let here = try String(contentsOfFile: #filePath, encoding: .utf8)
    let programs = try String(contentsOf: article, encoding: .utf8)
      .components(separatedBy: "```swift\n").dropFirst()
      .compactMap { $0.components(separatedBy: "```").first }
      .filter { $0.contains("Recovery") }
    #expect(programs.count == 1)
    for program in programs { #expect(here.contains(program)) }
  }
}
