import Foundation
import MediaMixInference
import Testing

// The programs of the article "Sampling your own density", which the test below compares with these.

/// The conversion rates of landing pages, each uniform on (0, 1) before any data.
struct ConversionRates: ParameterizedDensity {
  let layout: ParameterLayout
  let visitors: [Double]
  let orders: [Double]

  init(pages: [String], visitors: [Double], orders: [Double]) {
    layout = ParameterLayout([Parameter("rate", axes: [ParameterAxis("page", labels: pages)])])
    self.visitors = visitors
    self.orders = orders
  }

  var dimension: Int { layout.count }

  func makeWorkspace() {}

  func evaluate(
    at position: Span<Double>, gradient: inout MutableSpan<Double>, workspace: inout Void
  ) -> Double {
    var logDensity = 0.0
    for page in 0..<dimension {
      let rate = Bijector.interval(0, 1).constrainWithJacobian(position[page])
      let left = visitors[page] - orders[page]
      logDensity += orders[page] * VectorMath.log(rate.value)
      logDensity += left * VectorMath.log1p(-rate.value) + rate.logJacobian
      let slope = orders[page] / rate.value - left / (1 - rate.value)
      gradient[page] = slope * rate.derivative + rate.logJacobianGradient
    }
    return logDensity
  }

  func write(
    parametersAt position: Span<Double>, into values: inout MutableSpan<Double>,
    workspace: inout Void, using random: inout RandomStream
  ) {
    for page in 0..<dimension {
      values[page] = Bijector.interval(0, 1).constrain(position[page])
    }
  }
}

func comparePages(_ density: ConversionRates) async throws -> Draws {
  let sampler = try Sampler(SamplerConfiguration(seed: 7))
  let (draws, effort) = try await sampler.sample(density, from: .near([0, 0]))
  for (index, name) in draws.layout.elementNames.enumerated() {
    let summary = ScalarSummary(chains: draws.chains(of: index))
    print(name, summary.mean, "±", summary.sd, "r-hat", summary.rHat)
  }
  print(effort.samplingLeapfrogSteps, "gradients")
  return draws
}

@Suite("Example of a density of one's own")
struct OwnDensityTests {
  @Test("The article's density gives the Beta posteriors that theory says")
  func posterior() async throws {
    let density = ConversionRates(
      pages: ["old", "new"], visitors: [1000, 1000], orders: [50, 72])
    let draws = try await comparePages(density)
    for (index, orders) in density.orders.enumerated() {
      let chains = draws.chains(of: index)
      let exact = try Beta(concentration1: 1 + orders, concentration0: 1 + 1000 - orders)
      let summary = ScalarSummary(chains: chains)
      #expect(abs(summary.mean - exact.mean) < 4 * summary.mcseMean)
      #expect(abs(summary.sd / exact.variance.squareRoot() - 1) < 0.1)
      #expect(summary.rHat < 1.01)
    }
  }

  @Test("The article's programs are those above")
  func programsOfArticle() throws {
    let article = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent(
        "../../../Sources/MediaMixInference/MediaMixInference.docc/SamplingYourOwnDensity.md")
    let here = try String(contentsOfFile: #filePath, encoding: .utf8)
    let programs = try String(contentsOf: article, encoding: .utf8)
      .components(separatedBy: "```swift\n").dropFirst()
      .compactMap { $0.components(separatedBy: "```").first }
    #expect(programs.count == 2)
    for program in programs { #expect(here.contains(program)) }
  }
}
