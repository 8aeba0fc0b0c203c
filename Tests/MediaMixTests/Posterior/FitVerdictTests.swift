import MediaMix
import MediaMixInference
import Testing

@Suite("The verdict on a fit")
struct FitVerdictTests {
  /// Draws of four chains that agree, moved and thinned out at will.
  private func chains(
    shift: Double = 0, count: Int = 250, repeated: Int = 1
  ) -> [[Double]] {
    var random = RandomStream(seed: 8, purpose: .simulation, index: 1)
    return (0..<4).map { chain in
      (0..<count).flatMap { _ -> [Double] in
        let value = random.normal() + (chain == 0 ? shift : 0)
        return Array(repeating: value, count: repeated)
      }
    }
  }

  private func verdict(_ change: (inout FitEvidence) -> Void) -> FitVerdict {
    var evidence = FitEvidence()
    change(&evidence)
    return FitVerdict(evidence)
  }

  /// Scores of predictions that are off by so much, with draws that spread by `spread`.
  private func scores(
    error: (Int) -> Double, spread: Double = 1, periods: Int = 40, signal: Double = 20
  ) -> PredictionScores {
    var random = RandomStream(seed: 2, purpose: .simulation, index: 5)
    let truth = (0..<periods).map { 100 + signal * Double($0 % 7 - 3) / 2 }
    let observed = truth.enumerated().map { $1 + error($0) }
    let means = (0..<200).flatMap { _ in truth }
    return PredictionScores(
      observed: observed, means: means, kpi: means.map { $0 + spread * random.normal() })
  }

  @Test("Nothing against it: usable")
  func clean() {
    let fine = verdict { evidence in
      evidence.results = [("contribution of tv", ScalarSummary(chains: chains(count: 1000)))]
      evidence.parameterRHats = [.init(name: "a", value: 1.1), .init(name: "fixed", value: .nan)]
      evidence.divergentShare = 0.01
      evidence.negativeBaseline = 0.05
      evidence.fitted = scores { Double($0 % 3 - 1) / 2 }
      evidence.holdout = scores { Double($0 % 3 - 1) / 2 }
      evidence.skill = 0.1
      evidence.priorShifts = [.init(name: "a", value: 3)]
      evidence.learnt = [.init(name: "tv", value: 0.1)]
    }
    #expect(fine.concerns.isEmpty && fine.level == .usable)
    #expect(
      FitVerdict.Level.usable < .usableWithCare && FitVerdict.Level.usableWithCare < .notUsable)
  }

  @Test("Chains that disagree on results, or are in different places: not usable")
  func disagreement() throws {
    let apart = verdict {
      $0.results = [
        ("contribution of tv", ScalarSummary(chains: chains(shift: 1, count: 1000))),
        ("baseline", ScalarSummary(chains: chains(count: 1000))),
      ]
    }
    guard case .resultsDisagree(let worst) = try #require(apart.concerns.first) else {
      Issue.record("\(apart)")
      return
    }
    #expect(worst.map(\.name) == ["contribution of tv"])
    #expect(worst[0].value > 1.05 && apart.level == .notUsable)
    let parameters = verdict {
      $0.parameterRHats = [("a", 1.11), ("b", 1.3), ("c", 1.04)].map { .init(name: $0, value: $1) }
    }
    #expect(
      parameters.concerns == [
        .parametersDisagree(
          worst: [.init(name: "b", value: 1.3), .init(name: "a", value: 1.11)], count: 2)
      ])
    #expect(parameters.level == .notUsable)
    #expect(parameters.concerns[0].headline.hasSuffix("r-hat of 2 parameters is above 1.1."))
    #expect(parameters.concerns[0].remedy.hasPrefix("They are b (1.3), a (1.11). "))
    let many = verdict {
      $0.parameterRHats = (0..<7).map { .init(name: "a\($0)", value: 1.2 + 0.1 * Double($0)) }
    }
    #expect(many.concerns[0].headline.contains("7 parameters"))
    #expect(many.concerns[0].remedy.hasPrefix("The worst are a6 (1.8), "))
  }

  @Test("Draws that are worth too little, and too many divergences: not usable")
  func sampling() throws {
    let noisy = verdict {
      $0.results = [("contribution of tv", ScalarSummary(chains: chains(count: 15, repeated: 40)))]
    }
    guard case .resultsNoisy(let worst) = try #require(noisy.concerns.last) else {
      Issue.record("\(noisy)")
      return
    }
    #expect(worst[0].value > 0 && worst[0].value < 100 && noisy.level == .notUsable)
    let divergent = verdict { $0.divergentShare = 0.0125 }
    #expect(divergent.concerns == [.manyDivergences(share: 0.0125)])
    #expect(divergent.level == .notUsable)
    #expect(divergent.concerns[0].message.hasPrefix("1.3 % of the transitions"))
  }

  @Test("Convergence warnings: with care, and not usable where there is nothing to use")
  func warnings() {
    let careful: [ConvergenceWarning] = [
      .highRHat(
        worst: [], count: 0, limit: 0.99, warmup: 1, draws: 1, thinning: 1, isExhausted: false),
      .divergences(count: 5, draws: 4000, targetAcceptance: 0.85),
      .lowEffectiveSampleSize(
        part: .tail, worst: [], count: 0, limit: 1e6, draws: 1000, thinning: 1, isExhausted: false),
      .lowEnergyFraction(chains: [], of: 4, limit: 0.3, warmup: 1),
      .saturatedTrees(count: 1, draws: 2, maximumTreeDepth: 10), .singleChain,
    ]
    let useless: [ConvergenceWarning] = [
      .notFinite(names: ["a"], count: 1), .tooFewDraws(draws: 3, needed: 4),
      .constant(names: ["a"], count: 1),
    ]
    for warning in careful + useless {
      let verdict = verdict {
        $0.results = [("contribution of tv", ScalarSummary(chains: chains(count: 1000)))]
        $0.warnings = [warning]
      }
      #expect(verdict.level == (useless.contains(warning) ? .notUsable : .usableWithCare))
      #expect(verdict.concerns.map(\.message) == [warning.message])
    }
    let both = verdict { $0.warnings = [.singleChain, .tooFewDraws(draws: 3, needed: 4)] }
    #expect(both.concerns.first == .convergence(.tooFewDraws(draws: 3, needed: 4)))
  }

  @Test("Warnings of parameters that no result shows, and of what is said already, do not count")
  func lesserWarnings() {
    let usable = verdict {
      $0.results = [("contribution of tv", ScalarSummary(chains: chains(count: 1000)))]
      $0.warnings = [
        .highRHat(
          worst: [], count: 1, limit: 1.04, warmup: 1, draws: 1, thinning: 1, isExhausted: false),
        .divergences(count: 3, draws: 4000, targetAcceptance: 0.85),
        .lowEffectiveSampleSize(
          part: .bulk, worst: [], count: 1, limit: 50, draws: 1000, thinning: 1, isExhausted: false),
        .lowEffectiveSampleSize(
          part: .tail, worst: [], count: 1, limit: 50, draws: 1000, thinning: 1, isExhausted: false),
      ]
    }
    #expect(usable.concerns.isEmpty)
    let divergent = verdict {
      $0.divergentShare = 0.6
      $0.warnings = [.divergences(count: 2400, draws: 4000, targetAcceptance: 0.85)]
    }
    #expect(divergent.concerns == [.manyDivergences(share: 0.6)])
    let apart = verdict {
      $0.results = [("baseline", ScalarSummary(chains: chains(shift: 3, count: 1000)))]
      $0.warnings = [
        .highRHat(
          worst: [], count: 1, limit: 1.01, warmup: 1, draws: 1, thinning: 1, isExhausted: false)
      ]
    }
    #expect(
      !apart.concerns.contains {
        if case .convergence = $0 { true } else { false }
      })
    #expect(apart.level == .notUsable)
  }

  @Test("A baseline below nothing: with care, and from one half on not usable")
  func baseline() {
    #expect(verdict { $0.negativeBaseline = 0.06 }.level == .usableWithCare)
    let negative = verdict { $0.negativeBaseline = 0.5 }
    #expect(negative.concerns == [.negativeBaseline(probability: 0.5)])
    #expect(negative.level == .notUsable)
    #expect(negative.concerns[0].message.hasPrefix("With a probability of 50 % media"))
  }

  @Test("Little explained, errors that grow, intervals too short, nothing better than naive")
  func predictions() throws {
    let poor = scores(error: { 30 * Double($0 % 5 - 2) }, spread: 60)
    let explained = verdict { $0.fitted = poor }
    let share = try #require(poor.rSquared)
    #expect(explained.concerns == [.littleExplained(rSquared: share, geos: 0)])
    let geos = verdict {
      $0.geoCount = 3
      $0.fitted = poor
    }
    #expect(geos.concerns == [.littleExplained(rSquared: share, geos: 3)])
    #expect(geos.concerns[0].headline.contains("of the KPI of all geos together that it learnt"))
    let close = scores { Double($0 % 3 - 1) / 2 }
    let wide = scores(error: { Double($0 % 3 - 1) * 12 }, spread: 12)
    let growing = verdict {
      $0.fitted = close
      $0.holdout = wide
    }
    #expect(
      growing.concerns == [
        .errorGrows(
          training: try #require(close.meanAbsolutePercentageError),
          holdout: try #require(wide.meanAbsolutePercentageError))
      ])
    let sure = scores(error: { Double($0 % 3 - 1) * 4 }, spread: 1)
    #expect(
      verdict { $0.holdout = sure }.concerns
        == [.tooSure(coverage: sure.coverage90, periods: 40)])
    #expect(
      verdict { $0.fitted = sure }.concerns
        == [.tooSureOfTraining(coverage: sure.coverage90, periods: 40, geos: 0)])
    // P(X ≤ 31) of 40 with 0.9 is 0.0155, P(X ≤ 30) 0.0051 (SciPy's binom.cdf).
    let limit = { (missed: Int) in
      self.verdict { $0.holdout = scores(error: { $0 < missed ? 4 : 0 }) }.concerns.isEmpty
    }
    #expect(limit(9) && !limit(10))
    #expect(verdict { $0.skill = 0 }.concerns.isEmpty)
    let naive = verdict {
      $0.holdout = close
      $0.skill = -0.2
    }
    #expect(naive.concerns == [.worseThanNaive(skill: -0.2)])
    for verdict in [explained, growing, naive] { #expect(verdict.level == .usableWithCare) }
  }

  @Test("Priors in conflict with the data, and channels of which the data say nothing")
  func priors() {
    let found = verdict {
      $0.priorShifts = [("a", 3.01), ("b", 10), ("c", .nan)].map { .init(name: $0, value: $1) }
      $0.learnt = [("tv", 0.06), ("web", 0.2)].map { .init(name: $0, value: $1) }
      $0.contradictedChannels = ["web"]
    }
    #expect(
      found.concerns == [
        .priorConflict(
          worst: [.init(name: "b", value: 10), .init(name: "a", value: 3.01)], count: 2),
        .priorDecides(channels: ["tv"], of: 2), .experimentConflict(channels: ["web"]),
      ])
    #expect(found.level == .usableWithCare)
    #expect(found.concerns.allSatisfy { !$0.message.contains("\n") && $0.message.hasSuffix(".") })
    #expect(found.concerns.allSatisfy { $0.message == "\($0.headline) \($0.remedy)" })
  }

  @Test("Nothing learnt of any channel: not usable, and said in whole names")
  func nothingLearnt() {
    let found = verdict {
      $0.learnt = [("St. Louis TV. Brand", 0.06), ("web", 0.09)].map {
        .init(name: $0, value: $1)
      }
    }
    #expect(found.concerns == [.priorDecides(channels: ["St. Louis TV. Brand", "web"], of: 2)])
    #expect(found.level == .notUsable)
    #expect(
      found.concerns[0].headline
        == "The data say next to nothing of any channel: St. Louis TV. Brand, web.")
  }

  @Test("What chance makes of the distance of prior and posterior depends on the number of draws")
  func learntDistance() {
    #expect(abs(FitLimits.learntDistance(draws: 4000) - 0.1) < 1e-12)
    // √(49/8 · (1/800 + 1/4000)) and 0.0553 of 4000 draws each are the distances by chance.
    #expect(abs(FitLimits.learntDistance(draws: 800) - 0.1 * 3.0.squareRoot()) < 1e-12)
    let few = { (draws: Int) in
      self.verdict {
        $0.drawCount = draws
        $0.learnt = [.init(name: "tv", value: 0.15), .init(name: "web", value: 0.6)]
      }.concerns
    }
    #expect(few(4000).isEmpty && few(800) == [.priorDecides(channels: ["tv"], of: 2)])
  }

  @Test("A fit's own evidence, given and computed, and what edits do to it")
  func fits() async throws {
    let fit = try await SmallFit.make(.adstock)
    let verdict = fit.verdict()
    let summary = fit.summary()
    #expect(
      fit.verdict(
        summary: summary, metrics: fit.mediaMetrics(),
        fitted: fit.fittedValues().scores(seed: fit.sampler.seed),
        priors: fit.priorComparison(summary: summary)) == verdict)
    // Twenty draws of two chains are worth nothing.
    #expect(verdict.level == .notUsable)
    let warnings = fit.convergence().warnings
    for concern in verdict.concerns {
      if case .convergence(let warning) = concern { #expect(warnings.contains(warning)) }
    }
    let huge = try fit.scalingEffect(of: "channel_0", by: 1000)
    #expect(huge.verdict().concerns.contains(.edited(huge.edits)))
    // Below nothing with media, and below nothing without them alone.
    for level in [-1000.0, -1.2] {
      let below = try fit.editingDraws(of: "intercept") { _, _ in level }
        .editingDraws(of: "coef_trend") { _, _ in 0 }
        .editingDraws(of: "gamma_seasonality") { _, _ in 0 }
        .editingDraws(of: "coef_extra_features") { _, _ in 0 }
        .editingDraws(of: "coef_media") { _, _ in 1 }
      #expect(below.verdict().concerns.contains(.negativeBaseline(probability: 1)))
    }
    let thinned = try fit.thinned(to: 10, seed: 1).verdict()
    #expect(
      !thinned.concerns.contains {
        if case .convergence = $0 {
          true
        } else if case .resultsDisagree = $0 {
          true
        } else {
          false
        }
      })
  }
}
