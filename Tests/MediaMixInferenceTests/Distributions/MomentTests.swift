import MediaMixInference
import Testing

@Suite("Distributions from their moments")
struct MomentTests {
  @Test("Half-normal scale and mean, beside the reference")
  func halfNormal() throws {
    // get_halfnormal_mean_from_scale and get_halfnormal_scale_from_mean of LightweightMMM 0.1.9.
    for (scale, mean) in [
      (0.1, 0.07978845608028656), (1, 0.7978845608028655), (3.7, 2.952172874970602),
    ] {
      #expect(Accuracy.close(try HalfNormal(scale: scale).mean, mean, 1e-14))
      #expect(Accuracy.close(try HalfNormal(mean: mean).scale, scale, 1e-14))
    }
    for (mean, scale) in [
      (0.1, 0.12533141373155002), (1, 1.2533141373155001), (3.7, 4.63726230806735),
    ] {
      #expect(Accuracy.close(try HalfNormal(mean: mean).scale, scale, 1e-14))
    }
    for mean in [0, -1, .infinity, .nan] {
      #expect(throws: DistributionError.self) { try HalfNormal(mean: mean) }
    }
    #expect(throws: DistributionError.self) {
      try HalfNormal(mean: .greatestFiniteMagnitude)
    }
  }

  @Test("Beta with a mean and a standard deviation has them")
  func beta() throws {
    for mean in [0.001, 0.3, 0.5, 0.999] {
      for part in [1e-6, 0.1, 0.7, 0.99] {
        let deviation = part * (mean * (1 - mean)).squareRoot()
        let beta = try Beta(mean: mean, standardDeviation: deviation)
        #expect(Accuracy.close(beta.mean, mean, 1e-14))
        #expect(Accuracy.close(beta.variance, deviation * deviation, 1e-13))
      }
    }
    // (0.3 · 0.7/0.01 − 1) = 20 in all.
    let beta = try Beta(mean: 0.3, standardDeviation: 0.1)
    #expect(Accuracy.close(beta.concentration1, 6, 1e-14))
    #expect(Accuracy.close(beta.concentration0, 14, 1e-14))
  }

  @Test("The reference's estimate of beta parameters")
  func approximateBeta() throws {
    // get_beta_params_from_mu_sigma of LightweightMMM 0.1.9.
    for (mean, deviation, concentration1, concentration0) in [
      (0.3, 0.1, 3.401658830400774, 7.937203937601807),
      (0.6, 0.15, 6.836803162349155, 4.557868774899437),
      (0.8, 0.05, 71.8887944092138, 17.97219860230345),
    ] {
      let beta = try Beta(mean: mean, approximateStandardDeviation: deviation)
      #expect(Accuracy.close(beta.concentration1, concentration1, 1e-12))
      #expect(Accuracy.close(beta.concentration0, concentration0, 1e-12))
    }
    // Beyond the reference's bounds of 0.5 and 100.
    for deviation in [1e-150, 1e-8, 1e-3, 0.2999, 0.30028] {
      let beta = try Beta(mean: 0.4, approximateStandardDeviation: deviation)
      let rest = try Beta(concentration1: 1, concentration0: beta.concentration0)
      #expect(Accuracy.close(rest.variance.squareRoot(), deviation, 1e-12))
      #expect(Accuracy.close(beta.mean, 0.4, 1e-14))
      #expect(beta.concentration0 > 0.618)
    }
  }

  @Test("Moments that no beta distribution has are errors that name the argument")
  func outside() {
    for (mean, deviation) in [(0.0, 0.1), (1, 0.1), (-0.2, 0.1), (.nan, 0.1)] {
      let exact = #expect(throws: DistributionError.self) {
        try Beta(mean: mean, standardDeviation: deviation)
      }
      #expect(exact?.description.hasPrefix("mean must be above 0 and below 1") == true)
      #expect(throws: DistributionError.self) {
        try Beta(mean: mean, approximateStandardDeviation: deviation)
      }
    }
    for deviation in [0, -1, 0.5, 2, .nan] {
      let error = #expect(throws: DistributionError.self) {
        try Beta(mean: 0.5, standardDeviation: deviation)
      }
      #expect(error?.description.hasPrefix("standardDeviation must be") == true)
    }
    for deviation in [0, -1, 0.3003, 2, .nan] {
      let error = #expect(throws: DistributionError.self) {
        try Beta(mean: 0.5, approximateStandardDeviation: deviation)
      }
      #expect(error?.description.hasPrefix("approximateStandardDeviation must be") == true)
    }
  }
}
