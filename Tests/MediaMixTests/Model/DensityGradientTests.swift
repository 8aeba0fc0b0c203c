import MediaMix
import MediaMixInference
import Testing

@Suite("The density's gradient")
struct DensityGradientTests {
  private func positions(
    of density: MediaMixDensity, count: Int, spread: Double
  ) -> [[Double]] {
    var random = RandomStream(seed: 8, purpose: .initialization, index: 0)
    return (0..<count).map { _ in density.priorMedians.map { $0 + spread * random.normal() } }
  }

  @Test("Against central differences at random points", arguments: MediaTransform.allCases)
  func centralDifferences(transform: MediaTransform) throws {
    for (channels, features, weekday) in [(3, 2, false), (1, 0, true), (5, 1, true)] {
      let density = try ExampleModel.model(
        transform, channels: channels, features: features, weekday: weekday
      ).density
      for position in positions(of: density, count: 20, spread: 0.7) {
        let (value, gradient) = density.valueAndGradient(position)
        let expected = numericalGradient(of: { density.valueAndGradient($0).value }, at: position)
        let tolerance = 1e-6 * max(1, abs(value) * 1e-3)
        #expect(relativeError(gradient, expected, floor: 1) < tolerance)
      }
    }
  }

  @Test(
    "Finite, and never NaN, at the edges of every coordinate", arguments: MediaTransform.allCases)
  func edges(transform: MediaTransform) throws {
    let density = try ExampleModel.model(transform).density
    for extreme in [-800.0, -300, -40, 40, 300, 800] {
      for i in 0..<density.dimension {
        var position = density.priorMedians
        position[i] += extreme
        let (value, gradient) = density.valueAndGradient(position)
        #expect(!value.isNaN && value < .infinity)
        if value.isFinite {
          #expect(
            gradient.allSatisfy { $0.isFinite },
            "\(density.layout.elementNames[i]) \(extreme): \(value) \(gradient)")
        }
      }
    }
  }

  @Test("Where the coordinates' edges are approached, differences still agree")
  func nearEdges() throws {
    for transform in MediaTransform.allCases {
      let density = try ExampleModel.model(transform).density
      for name in density.layout.parameters.map(\.name) where name != "sigma" {
        let range = try #require(density.layout.range(of: name))
        for shift in [-6.0, 6.0] {
          var position = density.priorMedians
          position[range.lowerBound] += shift
          let (value, gradient) = density.valueAndGradient(position)
          guard value.isFinite, abs(value) < 1e6 else { continue }
          let expected = numericalGradient(
            of: { density.valueAndGradient($0).value }, at: position)
          let scale = max(1, abs(value))
          #expect(relativeError(gradient, expected, floor: scale) < 1e-6, "\(name) \(shift)")
        }
      }
    }
  }

  @Test("The sampler's coordinates describe the same posterior")
  func trendScaled() throws {
    let model = try ExampleModel.model(.hillAdstock)
    let plain = model.density
    let scaled = TrendScaledDensity(plain, periods: model.dataset.timeCount)
    for position in positions(of: plain, count: 20, spread: 0.5) {
      let moved = scaled.position(ofPlain: position)
      var workspace = scaled.makeWorkspace()
      var gradient = Array(repeating: 0.0, count: plain.dimension)
      func value(_ x: [Double]) -> Double {
        var span = gradient.mutableSpan
        return scaled.evaluate(at: x.span, gradient: &span, workspace: &workspace)
      }
      // Equal up to the log Jacobian of the trend's height, −expo_trend·log(T−1).
      let natural = Array(plain.naturalParameters(at: position))
      let exponent = natural[try #require(plain.layout.range(of: "expo_trend")).lowerBound]
      let logJacobian = -exponent * VectorMath.log(Double(model.dataset.timeCount - 1))
      let expected = plain.valueAndGradient(position).value + logJacobian
      #expect(relativeError([value(moved)], [expected]) < 1e-12)
      let differences = numericalGradient(of: value, at: moved)
      _ = value(moved)
      #expect(relativeError(gradient, differences, floor: 1) < 1e-5)

      var written = gradient
      var span = written.mutableSpan
      scaled.write(parametersAt: moved.span, into: &span, workspace: &workspace)
      #expect(relativeError(written, natural) < 1e-12)
    }
  }

  @Test("Two evaluations of one workspace do not depend on each other")
  func workspaceReuse() throws {
    for transform in MediaTransform.allCases {
      let density = try ExampleModel.model(transform, channels: 5, weekday: true).density
      let points = positions(of: density, count: 5, spread: 1)
      var workspace = density.makeWorkspace()
      for point in points + points.reversed() {
        var gradient = Array(repeating: 0.0, count: density.dimension)
        var span = gradient.mutableSpan
        let value = density.evaluate(at: point.span, gradient: &span, workspace: &workspace)
        let fresh = density.valueAndGradient(point)
        #expect(value == fresh.value && gradient == fresh.gradient)
      }
    }
  }
}

extension MediaMixDensity {
  /// The natural parameters of a position.
  func naturalParameters(at position: [Double]) -> [Double] {
    var values = position
    var span = values.mutableSpan
    var workspace = makeWorkspace()
    write(parametersAt: position.span, into: &span, workspace: &workspace)
    return values
  }
}
