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
    let shapes: [(channels: Int, features: Int, geos: Int?, weekday: Bool)] = [
      (3, 2, nil, false), (1, 0, nil, true), (5, 1, nil, true), (1, 0, 1, false), (3, 0, 2, true),
      (5, 2, 3, false),
    ]
    for shape in shapes {
      let density = try ExampleModel.model(
        transform, channels: shape.channels, features: shape.features, geos: shape.geos,
        weekday: shape.weekday
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
    for geos in [nil, 2] { try checkEdges(of: ExampleModel.model(transform, geos: geos).density) }
  }

  private func checkEdges(of density: MediaMixDensity) throws {
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
      let density = try ExampleModel.model(transform, geos: 2).density
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

  @Test("Two evaluations of one workspace do not depend on each other")
  func workspaceReuse() throws {
    for transform in MediaTransform.allCases {
      let density = try ExampleModel.model(transform, channels: 5, geos: 2, weekday: true).density
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
    var values = Array(repeating: 0.0, count: layout.count)
    var span = values.mutableSpan
    var workspace = makeWorkspace()
    var random = RandomStream(seed: 1, purpose: .conditional, index: 0)
    write(
      parametersAt: position.span, into: &span, workspace: &workspace, using: &random)
    return values
  }
}
