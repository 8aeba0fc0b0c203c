import Foundation
import MediaMixInference
import Testing

@Suite("Bijectors")
struct BijectorTests {
  static let all: [Bijector] = [
    .identity, .lowerBounded(0), .lowerBounded(-2.5), .upperBounded(0), .upperBounded(3.25),
    .interval(0, 1), .interval(0.5, 1.5), .interval(-3, 400),
  ]

  @Test("The support decides the coordinate")
  func supports() {
    #expect(Bijector(support: .real) == .identity)
    #expect(Bijector(support: .above(2)) == .lowerBounded(2))
    #expect(Bijector(support: .below(2)) == .upperBounded(2))
    #expect(Bijector(support: .interval(2, 3)) == .interval(2, 3))
  }

  @Test("The coordinates are log and logit")
  func coordinates() {
    #expect(Accuracy.close(Bijector.lowerBounded(1).unconstrain(3.5), log(2.5), 1e-15))
    #expect(Accuracy.close(Bijector.upperBounded(1).unconstrain(-1.5), log(2.5), 1e-15))
    #expect(Accuracy.close(Bijector.interval(0.5, 1.5).unconstrain(0.75), log(1.0 / 3), 1e-15))
    #expect(Bijector.identity.unconstrain(-7) == -7)
  }

  @Test("The ends of the support are at infinity, points outside nowhere")
  func ends() {
    #expect(Bijector.lowerBounded(1).unconstrain(1) == -.infinity)
    #expect(Bijector.upperBounded(1).unconstrain(1) == -.infinity)
    #expect(Bijector.interval(0, 1).unconstrain(0) == -.infinity)
    #expect(Bijector.interval(0, 1).unconstrain(1) == .infinity)
    #expect(Bijector.lowerBounded(1).unconstrain(0.5).isNaN)
    #expect(Bijector.interval(0, 1).unconstrain(1.5).isNaN)
  }

  @Test("Round trips and Jacobians against central differences", arguments: all)
  func roundTrips(bijector: Bijector) {
    for u in stride(from: -6.0, through: 6, by: 0.75) {
      let image = bijector.constrainWithJacobian(u)
      #expect(image.value == bijector.constrain(u))
      #expect(abs(bijector.unconstrain(image.value) - u) < 1e-12)

      let h = 1e-5
      let (right, left) = (
        bijector.constrainWithJacobian(u + h), bijector.constrainWithJacobian(u - h)
      )
      let slope = (right.value - left.value) / (2 * h)
      #expect(Accuracy.close(image.derivative, slope, 1e-6))
      #expect(Accuracy.close(image.logJacobian, log(abs(image.derivative)), 1e-13))
      let logSlope = (right.logJacobian - left.logJacobian) / (2 * h)
      #expect(abs(image.logJacobianGradient - logSlope) < 1e-9)
    }
  }

  @Test("Extreme coordinates stay inside the support and finite", arguments: all)
  func extremes(bijector: Bijector) {
    for u in [-1e300, -800.0, -709, -40, 40, 709, 800, 1e300] {
      let image = bijector.constrainWithJacobian(u)
      #expect(image.value.isFinite && image.derivative.isFinite)
      #expect(image.logJacobian.isFinite && image.logJacobianGradient.isFinite)
      switch bijector {
      case .identity: #expect(image.value == u)
      case .lowerBounded(let bound):
        #expect(image.value > bound && image.logJacobian == u)
      case .upperBounded(let bound):
        #expect(image.value < bound && image.logJacobian == u)
      case .interval(let low, let high):
        #expect(image.value > low && image.value < high)
        // ln width − |u| in the tails.
        #expect(Accuracy.close(image.logJacobian, log(high - low) - abs(u), 1e-15))
        #expect(image.logJacobianGradient == (u < 0 ? 1 : -1))
      }
    }
  }

  @Test("A prior in unconstrained coordinates is never NaN")
  func densities() throws {
    let priors: [any Distribution] = [
      try Beta(concentration1: 0.1, concentration0: 0.2),
      try Beta(concentration1: 9, concentration0: 1), try Gamma(concentration: 0.1, rate: 2),
      try HalfNormal(scale: 2), try LogNormal(loc: 0, scale: 1),
      try InverseGamma(concentration: 3, rate: 2), try Weibull(scale: 1, concentration: 0.3),
      try Pareto(scale: 1.5, alpha: 2), try TruncatedNormal(loc: 0, scale: 1, high: -4),
      try Uniform(low: 0.5, high: 1.5), try HalfCauchy(scale: 1),
      try StudentT(df: 3, loc: 0, scale: 1),
    ]
    for prior in priors {
      let bijector = Bijector(support: prior.support)
      for u in [-1e300, -800.0, -700, -40, -1, 0, 1, 36, 40, 700, 800, 1e300] {
        let image = bijector.constrainWithJacobian(u)
        let (logDensity, gradient) = prior.logDensityAndGradient(at: image.value)
        let total = logDensity + image.logJacobian
        #expect(total < .infinity, "\(prior) at \(u)")
        if total > -.infinity {
          let slope = gradient * image.derivative + image.logJacobianGradient
          #expect(slope.isFinite, "\(prior) at \(u)")
        }
      }
    }
  }

  @Test("A beta prior's tails in the logit are exponential with the right rates")
  func betaTails() throws {
    let prior = try Beta(concentration1: 0.5, concentration0: 3)
    let bijector = Bijector.interval(0, 1)
    for u in [-600.0, -50, 20] {
      let image = bijector.constrainWithJacobian(u)
      let slope =
        prior.logDensityAndGradient(at: image.value).gradient * image.derivative
        + image.logJacobianGradient
      #expect(Accuracy.close(slope, u < 0 ? 0.5 : -3, 1e-6))
    }
  }
}
