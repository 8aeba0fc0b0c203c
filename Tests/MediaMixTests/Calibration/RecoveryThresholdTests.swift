import MediaMix
import MediaMixInference
import Testing

@Suite("Power against a threshold that is random itself")
struct RecoveryThresholdTests {
  /// One channel, given where its interval begins in each world.
  private func channel(
    _ design: RecoveryDesign, _ lowerEnd: (_ level: Int, _ number: Int) -> Double
  ) -> Recovery.Channel {
    var numbers = design.levels.map { _ in 0 }
    let estimates = design.assignments.map { row in
      defer { numbers[row[0]] += 1 }
      return Recovery.Estimate(
        level: row[0], trueShare: design.levels[row[0]], trueReturn: 1,
        share: DistributionSummary([lowerEnd(row[0], numbers[row[0]])]),
        returnOnInvestment: DistributionSummary([1]), priorProbability: nil, isAllowed: true)
    }
    return Recovery.Channel(
      at: 0, names: ["tv"], design: design, estimates: estimates, allowsNegative: false,
      observed: nil)
  }

  private func design(_ plan: RecoveryPlan) throws -> RecoveryDesign {
    try RecoveryDesign(plan, model: ExampleModel.model(.adstock, channels: 1), seed: 1)
  }

  /// In 19 worlds the interval begins at 0.001 … 0.019 where the channel does nothing. As large a
  /// threshold as 0.0195 would have, in other simulations, at most a fortieth of all intervals above it:
  /// Beta(1, 19) is below 1/40 with a probability of 1 − (39/40)¹⁹.
  @Test(
    "By hand: what begins just above the largest of 19 is told with this threshold, not with others",
    arguments: [(0.0195, 0.381_858_8), (0.03, 0)])
  func byHand(lowerEnd: Double, missing: Double) throws {
    let channel = channel(try design(RecoveryPlan(levels: [0.1], replications: 38))) {
      level, number in level == 0 ? 0.001 * Double(number + 1) : lowerEnd
    }
    #expect(abs((channel.threshold ?? 0) - 0.019) < 1e-12)
    let power = try #require(channel.levels[1].power)
    #expect(power.count == 19)
    let given = Recovery.Proportion(count: 19, total: 19).standardError
    let expected = (given * given + missing * (1 - missing)).squareRoot()
    #expect(abs(power.standardError - expected) < 1e-6)
  }

  /// A way for lower ends to be distributed.
  enum Ends: CaseIterable {
    case normal, skewed

    func draw(_ level: Int, _ random: inout RandomStream) -> Double {
      switch self {
      case .normal: random.normal() + (level == 0 ? 0 : 1.6)
      case .skewed:
        VectorMath.exp((level == 0 ? 0.6 : 0.8) * random.normal() + (level == 0 ? 0 : 1.2))
      }
    }
  }

  @Test(
    "The error of power is the spread of power from one simulation to another",
    arguments: [
      RecoveryPlan(), RecoveryPlan(levels: [0.1], replications: 48),
      RecoveryPlan(levels: [0.1], replications: 160),
    ], Ends.allCases)
  func spread(_ plan: RecoveryPlan, _ ends: Ends) throws {
    let design = try design(plan)
    var random = RandomStream(seed: 7, purpose: .simulation, index: 3)
    let powers = try (0..<300).map { _ in
      try #require(channel(design) { level, _ in ends.draw(level, &random) }.levels[1].power)
    }
    func rootMeanSquare(_ numbers: [Double]) -> Double {
      (numbers.reduce(0) { $0 + $1 * $1 } / Double(numbers.count)).squareRoot()
    }
    let mean = powers.map(\.share).reduce(0, +) / 300
    let spread = rootMeanSquare(powers.map { $0.share - mean })
    // A few per cent by 300 repeats, the rest by what so few worlds can say of the threshold.
    let ratio = rootMeanSquare(powers.map(\.standardError)) / spread
    #expect((0.75...1.25).contains(ratio), "\(ratio)")
    let given = powers.map { Recovery.Proportion(count: $0.count, total: $0.total).standardError }
    #expect(rootMeanSquare(given) < 0.75 * spread, "most of the spread is the threshold's")
  }
}
