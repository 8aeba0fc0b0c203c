import MediaMix
import MediaMixInference
import Testing

@Suite("Channel coefficients drawn given those of their geos")
struct ChannelRefreshTests {
  /// Two channels, of which the second has a level with a prior of its own.
  private static let priors: [String: PriorSetting] = [
    "coef_media": .elements(["channel_1": .family(.gamma, ["concentration": 3, "rate": 6])])
  ]

  private func model() throws -> MediaMixModel {
    try ExampleModel.model(.adstock, channels: 2, features: 1, geos: 3, priors: Self.priors)
  }

  private func density() throws -> CollapsedDensity { CollapsedDensity(try model().density) }

  private func indices(_ name: String, in density: CollapsedDensity) throws -> [Int] {
    Array(try #require(density.layout.range(of: name)))
  }

  @Test("Nothing else moves")
  func othersStay() throws {
    let density = try density()
    let levels = Set(try indices("channel_coef_media", in: density))
    var random = RandomStream(seed: 4, purpose: .refresh, index: 0)
    for before in density.proposals(20) {
      var after = before
      #expect(density.refresh(&after, using: &random))
      let (old, new) = (density.parameters(at: before), density.parameters(at: after))
      for index in old.indices {
        if levels.contains(index) {
          #expect(old[index] != new[index] && new[index] > 0)
        } else {
          #expect(abs(old[index] - new[index]) <= 1e-9 * max(1, abs(old[index])))
        }
      }
    }
  }

  @Test("National data have nothing to draw")
  func national() throws {
    let density = CollapsedDensity(try ExampleModel.model(.adstock).density)
    let before = density.proposals(1)[0]
    var after = before
    var random = RandomStream(seed: 4, purpose: .refresh, index: 0)
    #expect(!density.refresh(&after, using: &random))
    #expect(after == before)
  }

  @Test("The joint prior stays what it is")
  func prior() throws {
    let model = try model()
    let density = CollapsedDensity(model.density)
    let levels = try indices("channel_coef_media", in: density)
    let geos = try indices("coef_media", in: density)
    let count = 6000
    // Of each channel: level, level², level less than a fifth, a geo's coefficient over the level.
    var sums = Array(repeating: Array(repeating: (0.0, 0.0), count: 4), count: 2)
    var reference = sums
    func add(_ parameters: [Double], to sums: inout [[(Double, Double)]]) {
      for channel in 0..<2 {
        let level = parameters[levels[channel]]
        let numbers = [
          level, level * level, level < 0.2 ? 1 : 0, parameters[geos[3 * channel]] / level,
        ]
        for (i, number) in numbers.enumerated() {
          sums[channel][i].0 += number
          sums[channel][i].1 += number * number
        }
      }
    }
    let prior = model.priorTrace(draws: count, seed: 5).draws
    var random = RandomStream(seed: 5, purpose: .refresh, index: 0)
    for index in 0..<count {
      let parameters = Array(prior.draw(index))
      add(parameters, to: &reference)
      var position = density.position(of: parameters)
      _ = density.refresh(&position, using: &random)
      add(density.parameters(at: position), to: &sums)
    }
    for (channel, i) in (0..<2).flatMap({ channel in (0..<4).map { (channel, $0) } }) {
      let n = Double(count)
      let (sum, squares) = sums[channel][i]
      let error = ((squares / n - sum * sum / (n * n)) / n).squareRoot()
      // Draws before and after share their geos, so that they differ by less than two errors' sum.
      let difference = (sum - reference[channel][i].0) / n
      #expect(abs(difference) < 4 * 2.0.squareRoot() * error, "\(channel) \(i) \(difference)")
    }
  }

  @Test("A fixed level stays, and so do its geos' coordinates")
  func fixedLevel() throws {
    let priors: [String: PriorSetting] = [
      "coef_media": .elements(["channel_0": .fixed(0.4)])
    ]
    let density = CollapsedDensity(
      try ExampleModel.model(.adstock, channels: 2, geos: 3, priors: priors).density)
    let levels = try indices("channel_coef_media", in: density)
    let before = density.proposals(1)[0]
    var after = before
    var random = RandomStream(seed: 4, purpose: .refresh, index: 0)
    #expect(density.refresh(&after, using: &random))
    let (old, new) = (density.parameters(at: before), density.parameters(at: after))
    #expect(new[levels[0]] == 0.4 && new[levels[1]] != old[levels[1]])
    #expect(zip(before, after).count { $0 != $1 } == 1 + 3)
  }

  /// A prior of the second channel's level, and its log density but for a constant.
  struct LevelPrior: Sendable, CustomTestStringConvertible {
    let setting: PriorSetting
    let logDensity: @Sendable (Double) -> Double
    var testDescription: String { "\(setting)" }

    static let all = [
      LevelPrior(setting: .family(.gamma, ["concentration": 3, "rate": 6])) {
        2 * VectorMath.log($0) - 6 * $0
      },
      LevelPrior(setting: .family(.uniform, ["low": 0.3, "high": 0.9])) {
        0.3 < $0 && $0 < 0.9 ? 0 : -.infinity
      },
    ]

    /// Of a level given its three geos' half-normal coefficients of scale level·√(2/π), but for a constant.
    func logDensity(of level: Double, squares: Double) -> Double {
      logDensity(level) - 3 * VectorMath.log(level) - squares * .pi / (4 * level * level)
    }

    func density() throws -> CollapsedDensity {
      let priors: [String: PriorSetting] = ["coef_media": .elements(["channel_1": setting])]
      return CollapsedDensity(
        try ExampleModel.model(.adstock, channels: 2, features: 1, geos: 3, priors: priors).density)
    }
  }

  @Test("The density itself says the same of a level given its geos", arguments: LevelPrior.all)
  func density(prior: LevelPrior) throws {
    let density = try prior.density()
    let level = try indices("channel_coef_media", in: density)[1]
    let geos = try indices("coef_media", in: density)[3..<6]
    var parameters = density.parameters(at: density.proposals(1)[0])
    let squares = geos.reduce(0.0) { $0 + parameters[$1] * parameters[$1] }
    let isFixed = Array(repeating: false, count: density.layout.count)
    let differences = try [0.35, 0.5, 0.7, 0.85].map { value in
      parameters[level] = value
      let position = density.position(of: parameters)
      return density.valueAndGradient(position).value
        - (try density.logJacobian(at: position, isFixed: isFixed))
        - prior.logDensity(of: value, squares: squares)
    }
    for difference in differences { #expect(abs(difference - differences[0]) < 1e-6) }
  }

  @Test("Again and again, the level has its distribution given the geos", arguments: LevelPrior.all)
  func conditional(prior: LevelPrior) throws {
    let density = try prior.density()
    let level = try indices("channel_coef_media", in: density)[1]
    let geos = try indices("coef_media", in: density)[3..<6]
    var position = density.proposals(1)[0]
    let known = density.parameters(at: position)
    let squares = geos.reduce(0.0) { $0 + known[$1] * known[$1] }
    // By the trapezoidal rule.
    var (mass, moment) = (0.0, 0.0)
    for step in 1...200_000 {
      let x = 1e-4 * Double(step)
      let share = VectorMath.exp(prior.logDensity(of: x, squares: squares))
      mass += share
      moment += x * share
    }
    var random = RandomStream(seed: 6, purpose: .refresh, index: 0)
    let batches = (0..<50).map { _ in
      (0..<100).reduce(0.0) { sum, _ in
        _ = density.refresh(&position, using: &random)
        return sum + density.parameters(at: position)[level] / 100
      }
    }
    let mean = batches.reduce(0, +) / 50
    let variance = batches.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 49
    let error = (variance / 50).squareRoot()
    #expect(error < 0.02 * mean)
    #expect(abs(mean - moment / mass) < 4 * error, "\(mean) \(moment / mass) \(error)")
  }
}
