import Foundation
import MediaMixInference
import Testing

@Suite("Distributions")
struct DistributionTests {
  struct Reference: Decodable {
    var distribution: String
    var parameters: [String: Double]
    var x: [Double]
    var logDensity: [Double]
    var gradient: [Double]
    var mean: Double?
    var variance: Double?

    enum CodingKeys: String, CodingKey {
      case distribution, parameters, x, gradient, mean, variance
      case logDensity = "log_prob"
    }
  }

  static let members = DistributionMember.all

  @Test("Every number of the reference")
  func reference() throws {
    let file = try #require(
      Bundle.module.url(forResource: "Fixtures/distributions", withExtension: "json"))
    let references = try JSONDecoder().decode([Reference].self, from: Data(contentsOf: file))
    #expect(Set(references.map(\.distribution)) == Set(DistributionFamily.allCases.map(\.rawValue)))
    for reference in references {
      let family = try #require(DistributionFamily(rawValue: reference.distribution))
      let distribution = try family.make(reference.parameters)
      for (index, x) in reference.x.enumerated() {
        let (logDensity, gradient) = distribution.logDensityAndGradient(at: x)
        #expect(Accuracy.close(logDensity, reference.logDensity[index], 1e-9), "\(family) at \(x)")
        #expect(
          abs(gradient - reference.gradient[index])
            <= 1e-8 * max(abs(reference.gradient[index]), 1e-4), "\(family) at \(x)")
      }
      // The reference has no moments of doubly truncated normals; they are tested below.
      if family == .truncatedNormal { continue }
      if let mean = reference.mean {
        #expect(Accuracy.close(distribution.mean, mean, 1e-13), "\(family)")
      } else {
        #expect(!distribution.mean.isFinite, "\(family)")
      }
      if let variance = reference.variance {
        #expect(Accuracy.close(distribution.variance, variance, 1e-13), "\(family)")
      } else {
        #expect(!distribution.variance.isFinite, "\(family)")
      }
    }
  }

  @Test("Gradients are the densities' slopes", arguments: members.indices)
  func gradients(index: Int) throws {
    let member = Self.members[index]
    let distribution = try member.make()
    for p in [0.001, 0.013, 0.1, 0.37, 0.63, 0.9, 0.987, 0.999] {
      let x = distribution.quantile(p)
      let reach = min(x - distribution.support.lowerBound, distribution.support.upperBound - x)
      let spread = distribution.quantile(0.75) - distribution.quantile(0.25)
      let h = 1e-4 * min(reach, spread)
      let slope =
        (8
          * (distribution.logDensityAndGradient(at: x + h).logDensity
            - distribution.logDensityAndGradient(at: x - h).logDensity)
          - distribution.logDensityAndGradient(at: x + 2 * h).logDensity
          + distribution.logDensityAndGradient(at: x - 2 * h).logDensity) / (12 * h)
      let (logDensity, gradient) = distribution.logDensityAndGradient(at: x)
      // An ulp of rounding in x or in the density's parts is divided by h.
      let rounding =
        1e-15 * (10 + abs(logDensity) + abs(member.arguments["concentration"] ?? 0) * 10) / h
      #expect(
        abs(gradient - slope) < 1e-6 * abs(slope) + rounding + abs(gradient) * abs(x) * 1e-15 / h,
        "\(member) at \(x)")
    }
  }

  @Test("The density is the slope of the distribution function", arguments: members.indices)
  func densities(index: Int) throws {
    let member = Self.members[index]
    let distribution = try member.make()
    for p in [0.01, 0.2, 0.45, 0.8, 0.99] {
      let x = distribution.quantile(p)
      let step = 0.001 * min(p, 1 - p)
      let (left, right) = (distribution.quantile(p - step), distribution.quantile(p + step))
      // Simpson's rule over a stretch that holds the probability 2 · step.
      func density(_ x: Double) -> Double {
        exp(distribution.logDensityAndGradient(at: x).logDensity)
      }
      let integral =
        (right - left) / 6 * (density(left) + 4 * density(0.5 * (left + right)) + density(right))
      #expect(Accuracy.close(integral, 2 * step, 1e-6), "\(member) at \(x)")
    }
  }

  @Test("Quantiles are the distribution function's inverse", arguments: members.indices)
  func quantiles(index: Int) throws {
    let member = Self.members[index]
    let distribution = try member.make()
    var last = distribution.quantile(0)
    #expect(last == distribution.support.lowerBound)
    for p in [1e-6, 1e-4, 0.01, 0.1, 0.25, 0.4999, 0.5, 0.75, 0.9, 0.999, 1 - 1e-6] {
      let x = distribution.quantile(p)
      #expect(x > last)
      last = x
      // Beside a pole, an ulp of x is worth more.
      let ulp = (distribution.cumulative(x.nextUp) - distribution.cumulative(x.nextDown))
      #expect(
        abs(distribution.cumulative(x) - p) < max(1e-10, ulp), "\(member) at \(p)")
    }
    #expect(distribution.quantile(1) == distribution.support.upperBound)
    for p in [-0.1, 1.1, .nan] { #expect(distribution.quantile(p).isNaN, "\(member)") }
    #expect(distribution.cumulative(-.infinity) == 0, "\(member)")
    #expect(distribution.cumulative(.infinity) == 1, "\(member)")
    #expect(distribution.cumulative(.nan).isNaN, "\(member)")
  }

  @Test("Draws follow the distribution function", arguments: members.indices)
  func sampling(index: Int) throws {
    let member = Self.members[index]
    let distribution = try member.make()
    var random = RandomStream(seed: 11, purpose: .simulation, index: index)
    let statistic = Accuracy.kolmogorovSmirnov(distribution, draws: 20_000) {
      let draw = distribution.sample(using: &random)
      #expect(distribution.support.contains(draw))
      return draw
    }
    #expect(statistic < 1.95, "\(member)")
  }

  @Test("Outside the support, at its ends and at infinity", arguments: members.indices)
  func edges(index: Int) throws {
    let member = Self.members[index]
    let distribution = try member.make()
    let (low, high) = (distribution.support.lowerBound, distribution.support.upperBound)
    for x in [-.infinity, .infinity, .nan, low - 1, high + 1, low.nextDown, high.nextUp]
    where !distribution.support.contains(x) && x != low && x != high || !x.isFinite {
      let (logDensity, gradient) = distribution.logDensityAndGradient(at: x)
      #expect(logDensity == -.infinity && gradient == 0, "\(member) at \(x)")
    }
    let inside = [
      low, low.nextUp, 1e-300, 1e-16, 1 - 0x1p-53, high.nextDown, high, 1e17, -1e200, 1e300,
    ]
    for x in inside {
      let (logDensity, gradient) = distribution.logDensityAndGradient(at: x)
      #expect(logDensity < .infinity, "\(member) at \(x)")
      if logDensity > -.infinity {
        #expect(!gradient.isNaN, "\(member) at \(x)")
      }
    }
  }

  @Test("Densities that are finite at the ends of the support")
  func closedEnds() throws {
    func logDensity(_ distribution: any Distribution, _ x: Double) -> Double {
      distribution.logDensityAndGradient(at: x).logDensity
    }
    #expect(
      try Accuracy.close(logDensity(Beta(concentration1: 1, concentration0: 3), 0), log(3), 1e-15))
    #expect(
      try Accuracy.close(logDensity(Beta(concentration1: 9, concentration0: 1), 1), log(9), 1e-15))
    #expect(try logDensity(Beta(concentration1: 9, concentration0: 1), 0) == -.infinity)
    #expect(try logDensity(Beta(concentration1: 0.5, concentration0: 1), 0) == -.infinity)
    #expect(try logDensity(Gamma(concentration: 1, rate: 2), 0) == log(2))
    #expect(try logDensity(Weibull(scale: 0.5, concentration: 1), 0) == log(2))
    #expect(try logDensity(Exponential(rate: 2), 0) == log(2))
    #expect(try logDensity(Uniform(low: 0, high: 0.5), 0.5) == log(2))
    #expect(try Accuracy.close(logDensity(Pareto(scale: 2, alpha: 3), 2), log(1.5), 1e-15))
    #expect(try Accuracy.close(logDensity(HalfNormal(scale: 1), 0), -0.22579135264472743, 1e-15))
    // Beta near 1: 1 − x has its digits, ln(1 − x) must keep them.
    let steep = try Beta(concentration1: 1, concentration0: 4)
    #expect(Accuracy.close(logDensity(steep, 1 - 0x1p-40), log(4) - 120 * log(2), 1e-15))
  }

  @Test("Truncated normals, far tails and narrow intervals included")
  func truncatedNormal() throws {
    // loc, scale, low, high, x; log density at x, mean, variance, distribution function at x, from
    // mpmath with 80 digits.
    let expected: [(Double, Double, Double?, Double?, Double, Double, Double, Double, Double)] = [
      (
        0.5, 0.8, 0.0, 2.0, 1.25,
        -0.78372857833994375271, 0.79490394216684828651, 0.24916239885251037974,
        0.79555052913334608928
      ),
      (
        0.0, 1.0, 30.0, nil, 30.0625,
        1.5253522981385243656, 30.033259667433677037, 0.0011037715118900910011,
        0.84726176442072439393
      ),
      (
        0.0, 1.0, nil, -10.0, -10.25,
        -0.21890338269220216343, -10.098093233962511963, 0.0094453778256562611641,
        0.077654738071768899177
      ),
      (
        2.0, 0.5, 0.0, nil, 1.5,
        -0.7257596809013499431, 2.0000669172322342876, 0.24986616105761545496,
        0.15862860665458693977
      ),
      (
        0.0, 1.0, 8.0, 8.5, 8.125,
        1.102041475375075068, 8.1137359894965232339, 0.01052574035836485483, 0.65034950296251176849
      ),
      (
        1.0, 2.0, 0.0, 0.0009765625, 0.00048828125,
        6.9314718130524583997, 0.00048830110851347078161, 7.9472858832310959568e-8,
        0.49996949732322554241
      ),
      (
        0.0, 1.0, -0.5, nil, 3.0,
        -5.0499921179160163487, 0.50916043383703348583, 0.48617543569636710323,
        0.99804776382344325669
      ),
      (
        0.0, 1.0, 1000.0, nil, 1000.001953125,
        4.9546293716310042519, 1000.00099999800001, 9.9999400004999948201e-7, 0.85817038844236556479
      ),
    ]
    for (loc, scale, low, high, x, logDensity, mean, variance, cumulative) in expected {
      let distribution = try TruncatedNormal(loc: loc, scale: scale, low: low, high: high)
      #expect(
        Accuracy.close(distribution.logDensityAndGradient(at: x).logDensity, logDensity, 1e-13))
      #expect(Accuracy.close(distribution.mean, mean, 1e-14))
      #expect(Accuracy.close(distribution.variance, variance, 1e-12))
      #expect(Accuracy.close(distribution.cumulative(x), cumulative, 1e-13))
      #expect(Accuracy.close(distribution.quantile(cumulative), x, 1e-12))
    }
    let remote = try TruncatedNormal(loc: 0, scale: 1, low: 1e6)
    #expect(Accuracy.close(remote.mean - 1e6, 1e-6, 1e-3))
    #expect(Accuracy.close(remote.quantile(0.5) - 1e6, log(2) * 1e-6, 1e-3))
  }
}
