import Foundation
import MediaMix
import MediaMixInference
import Testing

// The program of the article "Trusting the model", which the test below compares with this.

func calibrate(_ model: MediaMixModel, _ configuration: Configuration) async throws {
  let calibration = try await Calibration.run(
    model, sampler: configuration.sampler, initialization: configuration.initialization,
    replications: 200)
  for quantity in calibration.miscalibrated {
    print(quantity.name, quantity.uniformity.departure, quantity.coverage(ofCentral: 0.9))
  }
}

@Suite("The article on trusting the model")
struct TrustingTheModelTests {
  @Test("Its program on calibration is the one above")
  func program() throws {
    let article = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Sources/MediaMix/MediaMix.docc/TrustingTheModel.md")
    let here = try String(contentsOfFile: #filePath, encoding: .utf8)
    let indented = try String(contentsOf: article, encoding: .utf8)
      .components(separatedBy: "```swift\n").dropFirst()
      .compactMap { $0.components(separatedBy: "```").first }
      .filter { $0.contains("Calibration") }
      .map { program in
        program.split(separator: "\n").map { "  \($0)\n" }.joined()
      }
    #expect(indented.count == 1)
    for program in indented { #expect(here.contains(program)) }
  }
}
