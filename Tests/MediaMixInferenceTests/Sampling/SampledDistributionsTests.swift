import MediaMixInference
import Testing

/// Draws of the sampler, held against the distribution functions that they should follow: the test
/// of densities, gradients, bijectors and sampler together.
@Suite("Distributions through the sampler", .serialized)
struct SampledDistributionsTests {
  /// Those that the sampler crosses with ease in their unconstrained coordinates, and those whose
  /// tails fall like a power there, which take it long trajectories.
  private static let members = Dictionary(grouping: DistributionMember.all) { member in
    member.family == .cauchy || member.family == .studentT && member.arguments["df", default: 0] < 3
  }

  @Test("All at once follow their distribution functions")
  func together() async throws {
    let members = try #require(Self.members[false])
    #expect(Set(members.map(\.family)).count == 16)
    let density = try IndependentDensity(members)
    let draws = try await sample(density, draws: 2500, seed: 1)
    for (index, member) in members.enumerated() {
      let result = KolmogorovSmirnov(draws.chains(of: index), density.distributions[index])
      // The statistic means little of few; 2253 were the fewest seen.
      #expect(result.effectiveSampleSize > 2000, "\(member)")
      #expect(result.statistic < 1.95, "\(member)")
    }
  }

  @Test("Tails that fall like a power", arguments: members[true] ?? [])
  func heavyTails(_ member: DistributionMember) async throws {
    let density = try IndependentDensity([member])
    let draws = try await sample(density, draws: 20_000, seed: 2)
    let result = KolmogorovSmirnov(draws.chains(of: 0), density.distributions[0])
    #expect(result.effectiveSampleSize > 1000)
    #expect(result.statistic < 1.95)
  }

  @Test("A Jacobian left out is caught, and a rate that is a tenth too large")
  func power() async throws {
    // Some that keep a finite mass without their Jacobian.
    let members: [DistributionMember] = [
      .init(.gamma, ["concentration": 2.3, "rate": 1.4]),
      .init(.beta, ["concentration1": 2.2, "concentration0": 1.3]),
      .init(.logNormal, ["loc": 0.2, "scale": 0.6]),
      .init(.inverseGamma, ["concentration": 3, "rate": 2]),
      .init(.weibull, ["scale": 1.2, "concentration": 1.8]),
    ]
    let complete = try IndependentDensity(members)
    let bare = try await sample(
      IndependentDensity(members, addsJacobian: false), draws: 2000, seed: 3)
    let draws = try await sample(complete, draws: 2000, seed: 3)
    for (index, member) in members.enumerated() {
      let distribution = complete.distributions[index]
      #expect(KolmogorovSmirnov(draws.chains(of: index), distribution).statistic < 1.95)
      #expect(KolmogorovSmirnov(bare.chains(of: index), distribution).statistic > 4, "\(member)")
    }
    // The gamma's draws, of a rate that is a tenth larger.
    let off = try Gamma(concentration: 2.3, rate: 1.54)
    #expect(KolmogorovSmirnov(draws.chains(of: 0), off).statistic > 3)
  }

  private func sample(
    _ density: IndependentDensity, draws: Int, seed: UInt64
  ) async throws -> Draws {
    let sampler = try Sampler(SamplerConfiguration(draws: draws, seed: seed))
    return try await sampler.sample(density, from: .near(density.medians)).draws
  }
}

/// Scalars that know nothing of one another, each with its own distribution.
private struct IndependentDensity: ParameterizedDensity {
  let layout: ParameterLayout
  let distributions: [any Distribution]
  private let bijectors: [Bijector]
  private let addsJacobian: Bool

  init(_ members: [DistributionMember], addsJacobian: Bool = true) throws {
    distributions = try members.map { try $0.make() }
    bijectors = distributions.map { Bijector(support: $0.support) }
    layout = ParameterLayout([
      Parameter("x", axes: [ParameterAxis("member", count: members.count)])
    ])
    self.addsJacobian = addsJacobian
  }

  var dimension: Int { layout.count }

  /// Where every scalar is at its median.
  var medians: [Double] {
    zip(distributions, bijectors).map { $1.unconstrain($0.quantile(0.5)) }
  }

  func makeWorkspace() {}

  func evaluate(
    at position: Span<Double>, gradient: inout MutableSpan<Double>, workspace: inout Void
  ) -> Double {
    var sum = 0.0
    for i in 0..<dimension {
      let image = bijectors[i].constrainWithJacobian(position[i])
      let (logDensity, slope) = distributions[i].logDensityAndGradient(at: image.value)
      sum += logDensity + (addsJacobian ? image.logJacobian : 0)
      gradient[i] = slope * image.derivative + (addsJacobian ? image.logJacobianGradient : 0)
    }
    return sum
  }

  func write(
    parametersAt position: Span<Double>, into values: inout MutableSpan<Double>,
    workspace: inout Void, using random: inout RandomStream
  ) {
    for i in 0..<dimension { values[i] = bijectors[i].constrain(position[i]) }
  }
}

/// The Kolmogorov–Smirnov test of a chain's draws, thinned until they are worth one another.
private struct KolmogorovSmirnov {
  /// The smaller of bulk and tail, at most the number of draws.
  let effectiveSampleSize: Double
  /// √n·D of the n draws that thinning leaves; it exceeds 1.95 once in a thousand times.
  let statistic: Double

  init(_ chains: [[Double]], _ distribution: any Distribution) {
    let count = chains.reduce(0) { $0 + $1.count }
    effectiveSampleSize = min(
      Convergence.bulkESS(chains), Convergence.tailESS(chains), Double(count))
    let stride = max(1, Int((Double(count) / effectiveSampleSize).rounded(.up)))
    let thinned = chains.flatMap { chain in
      Swift.stride(from: 0, to: chain.count, by: stride).map { chain[$0] }
    }
    var next = thinned.makeIterator()
    statistic = Accuracy.kolmogorovSmirnov(distribution, draws: thinned.count) {
      next.next() ?? .nan
    }
  }
}
