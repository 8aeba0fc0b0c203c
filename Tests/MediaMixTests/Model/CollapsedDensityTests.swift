import MediaMix
import MediaMixInference
import Testing

@Suite("The collapsed density")
struct CollapsedDensityTests {
  @Test("Is the plain density's integral over the block", arguments: CollapsedCase.all)
  func integral(_ example: CollapsedCase) throws {
    let model = try example.model()
    let density = CollapsedDensity(model.density)
    let block = density.integratedScalars
    for position in density.proposals(4) {
      let parameters = density.parameters(at: position)
      let conditional = try ConditionalNormal(
        of: model.density, scalars: block, isFixed: model.isFixed, given: parameters,
        positive: example.positive(in: model, block: block))
      let logJacobian = try density.logJacobian(at: position, isFixed: model.isFixed)
      let (value, _) = density.valueAndGradient(position)
      let expected = conditional.logIntegral + logJacobian
      #expect(abs(value - expected) < 1e-8 * max(1, abs(expected)), "\(value) \(expected)")
    }
  }

  @Test("Draws of the block have the conditional's moments", arguments: CollapsedCase.drawn)
  func draws(_ example: CollapsedCase) throws {
    let model = try example.model()
    let density = CollapsedDensity(model.density)
    let block = density.integratedScalars
    let position = try #require(density.proposals(1).first)
    let parameters = density.parameters(at: position)
    let (mean, covariance) = try ConditionalNormal(
      of: model.density, scalars: block, isFixed: model.isFixed, given: parameters,
      positive: example.positive(in: model, block: block)
    ).moments
    var random = RandomStream(seed: 5, purpose: .conditional, index: 1)
    var workspace = density.makeWorkspace()
    let count = 20_000
    var sums = Array(repeating: 0.0, count: block.count)
    var products = sums.map { _ in sums }
    for _ in 0..<count {
      let draw = density.write(position, &workspace, &random)
      let deviations = zip(block, mean).map { draw[$0] - $1 }
      for i in block.indices {
        sums[i] += deviations[i]
        for j in block.indices { products[i][j] += deviations[i] * deviations[j] }
      }
    }
    let n = Double(count)
    for i in block.indices {
      let deviation = covariance[i][i].squareRoot()
      #expect(abs(sums[i] / n) < 4.5 * deviation / n.squareRoot())
      for j in block.indices {
        let scale = (covariance[i][i] * covariance[j][j]).squareRoot()
        #expect(abs(products[i][j] / n - covariance[i][j]) < 7 * scale / n.squareRoot())
      }
    }
    if let positive = example.positive(in: model, block: block) {
      #expect(density.write(position, &workspace, &random)[positive] > 0)
    }
  }

  @Test("Gradient against central differences", arguments: CollapsedCase.all)
  func gradient(_ example: CollapsedCase) throws {
    let density = CollapsedDensity(try example.model().density)
    for position in density.proposals(4) {
      let (value, gradient) = density.valueAndGradient(position)
      let expected = numericalGradient(of: { density.valueAndGradient($0).value }, at: position)
      let tolerance = 1e-6 * max(1, abs(value) * 1e-3)
      #expect(relativeError(gradient, expected, floor: 1) < tolerance)
    }
  }

  @Test("Gradient at far places", arguments: CollapsedCase.all)
  func farGradient(_ example: CollapsedCase) throws {
    let density = CollapsedDensity(try example.model().density)
    let center = try #require(density.proposals(1).first)
    for k in center.indices {
      for shift in [-8.0, -4, 4, 8] {
        var position = center
        position[k] += shift
        let (value, gradient) = density.valueAndGradient(position)
        #expect(!value.isNaN && value < .infinity)
        guard value.isFinite, abs(value) < 1e7 else { continue }
        let expected = numericalGradient(of: { density.valueAndGradient($0).value }, at: position)
        let scale = max(1, abs(value), gradient.map(abs).max() ?? 0)
        #expect(
          relativeError(gradient, expected, floor: scale) < 1e-5, "\(k) \(shift) \(value)")
      }
    }
  }

  @Test("Never NaN at the edges of every coordinate", arguments: CollapsedCase.all)
  func edges(_ example: CollapsedCase) throws {
    let density = CollapsedDensity(try example.model().density)
    let center = try #require(density.proposals(1).first)
    for extreme in [-1e300, -800.0, -300, -40, 40, 300, 800, 1e300] {
      for k in center.indices {
        var position = center
        position[k] += extreme
        let (value, gradient) = density.valueAndGradient(position)
        #expect(!value.isNaN && value < .infinity)
        if value.isFinite { #expect(gradient.allSatisfy { $0.isFinite }, "\(k) \(extreme)") }
      }
    }
  }

  @Test("A workspace keeps nothing of the evaluation before", arguments: CollapsedCase.all)
  func workspaceReuse(_ example: CollapsedCase) throws {
    let density = CollapsedDensity(try example.model().density)
    let points = density.proposals(4)
    var workspace = density.makeWorkspace()
    var random = RandomStream(seed: 2, purpose: .conditional, index: 0)
    for point in points + points.reversed() {
      var gradient = Array(repeating: 0.0, count: density.dimension)
      var span = gradient.mutableSpan
      let value = density.evaluate(at: point.span, gradient: &span, workspace: &workspace)
      let fresh = density.valueAndGradient(point)
      #expect(value == fresh.value && gradient == fresh.gradient)
      let alone = density.logDensity(at: point.span, workspace: &workspace)
      #expect(abs(alone - value) <= 1e-12 * abs(value))
      _ = density.write(point, &workspace, &random)
    }
  }

  @Test(
    "Values alone, block after block, are those of evaluations and know no past",
    arguments: CollapsedCase.all)
  func blockMoves(_ example: CollapsedCase) throws {
    let density = CollapsedDensity(try example.model().density)
    var workspace = density.makeWorkspace()
    let places = density.proposals(4)
    let blocks = density.blocks
    var position = places[0]
    for place in places {
      for (index, block) in blocks.enumerated() {
        let before = position
        for k in block { position[k] = place[k] }
        let value = density.logDensity(at: position.span, workspace: &workspace)
        var fresh = density.makeWorkspace()
        #expect(value == density.logDensity(at: position.span, workspace: &fresh))
        let expected = density.valueAndGradient(position)
        #expect(abs(value - expected.value) <= 1e-12 * max(1, abs(expected.value)))
        var gradient = Array(repeating: 0.0, count: density.dimension)
        var span = gradient.mutableSpan
        let again = density.evaluate(at: position.span, gradient: &span, workspace: &workspace)
        #expect(again == expected.value && gradient == expected.gradient)
        // Some moves fail.
        if index % 2 == 0 { position = before }
      }
    }
  }

  @Test(
    "The place of written parameters is where they were written from", arguments: CollapsedCase.all)
  func inverse(_ example: CollapsedCase) throws {
    let density = CollapsedDensity(try example.model().density)
    for position in density.proposals(10) {
      let found = density.position(of: density.parameters(at: position))
      #expect(relativeError(found, position, floor: 1) < 1e-9)
    }
  }

  @Test("Blocks are channels, what is left, and all together; of geos, lag and saturation")
  func blocks() throws {
    let national = CollapsedDensity(try ExampleModel.model(.hillAdstock).density)
    #expect(national.dimension == 14)
    #expect(national.blocks.map(\.count) == [4, 4, 4, 2, 14])
    #expect(Set(national.blocks.dropLast().flatMap { $0 }).count == 14)
    #expect(Set(national.blocks.last ?? []).count == 14)
    let geo = CollapsedDensity(try ExampleModel.model(.carryover, geos: 3).density)
    // σ, intercept, season's factor and three media coefficients of each geo; the exponent, and the level,
    // the retention rate, the delay and the power of each channel.
    #expect(geo.dimension == 3 * (3 + 3) + 1 + 3 * 4)
    #expect(geo.blocks.map(\.count) == [3, 3, 3])
    #expect(Set(geo.blocks.flatMap { $0 }).count == 9)
    let fixed = CollapsedDensity(
      try ExampleModel.model(
        .adstock, priors: ["lag_weight": .elements(["channel_1": .fixed(0.5)]), "sigma": .fixed(1)]
      ).density)
    #expect(fixed.blocks.map(\.count) == [3, 2, 3, 1, 9])
  }

  @Test("Something is always left to sample")
  func nothingExplicit() throws {
    let model = try ExampleModel.model(
      .adstock, features: 0,
      priors: [
        "sigma": .fixed(0.5), "expo_trend": .fixed(1), "coef_media": .fixed(0.3),
        "lag_weight": .fixed(0.5), "exponent": .fixed(0.8), "intercept": .fixed(1),
      ])
    let density = CollapsedDensity(model.density)
    #expect(density.dimension == 5)
    let position = density.proposals(1)[0]
    let plain = model.density.value(at: density.parameters(at: position)).natural
    // The trend's coordinate is its height at the last period, with its Jacobian.
    let expected = plain - VectorMath.log(Double(model.dataset.timeCount - 1))
    #expect(relativeError([density.valueAndGradient(position).value], [expected]) < 1e-12)
  }
}
