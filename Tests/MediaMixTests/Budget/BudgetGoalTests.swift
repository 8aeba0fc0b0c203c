import MediaMix
import MediaMixInference
import Testing

@Suite("What plans are asked for")
struct BudgetGoalTests {
  private static let national = Task { try await make(nil) }
  private static let ofGeos = Task { try await make(3) }

  private static func make(_ geos: Int?) async throws -> FittedModel {
    let model = try ExampleModel.model(.hillAdstock, channels: 4, geos: geos)
    return try await model.fit(SamplerConfiguration(chains: 2, warmup: 40, draws: 40))
  }

  private func fit(geos: Int? = nil) async throws -> FittedModel {
    try await (geos == nil ? Self.national : Self.ofGeos).value
  }

  private func loose(_ goal: BudgetProblem.Goal = .historicBudget) -> BudgetProblem {
    var problem = BudgetProblem(periods: 8, goal: goal)
    (problem.lower, problem.upper) = (0.9, 1.5)
    return problem
  }

  @Test(
    "The least budget for a KPI, and the largest for a return, are where the best plans have them")
  func goals() async throws {
    let fit = try await fit()
    let plan = try await fit.optimizeBudget(loose())
    let cheapest = try await fit.optimizeBudget(loose(.kpi(plan.kpi)))
    #expect(abs(cheapest.budget - plan.budget) < 1e-5 * plan.budget)
    #expect(cheapest.kpi >= plan.kpi * (1 - 1e-12))
    let roi = try #require(plan.returnOnInvestment)
    let widest = try await fit.optimizeBudget(loose(.returnOnInvestment(roi)))
    #expect(try #require(widest.returnOnInvestment) >= roi * (1 - 1e-9))
    #expect(widest.budget >= plan.budget * (1 - 1e-6))
  }

  @Test("A marginal return is what a larger budget brings")
  func multiplier() async throws {
    let fit = try await fit()
    let plan = try await fit.optimizeBudget(loose())
    let step = 1e-4 * plan.budget
    let more = try await fit.optimizeBudget(loose(.budget(plan.budget + step)))
    let less = try await fit.optimizeBudget(loose(.budget(plan.budget - step)))
    let slope = (more.kpi - less.kpi) / (2 * step)
    #expect(abs(slope - plan.certificate.multiplier) < 1e-4 * slope)
  }

  @Test("The same where a group's limit is a share of the budget, and grows with it")
  func multiplierOfShares() async throws {
    let fit = try await fit()
    func plan(_ goal: BudgetProblem.Goal) async throws -> BudgetPlan {
      var problem = loose(goal)
      problem.groups = [
        BudgetProblem.Group("one", channels: ["channel_0"], maximum: .share(0.15))
      ]
      return try await fit.optimizeBudget(problem)
    }
    let middle = try await plan(.historicBudget)
    #expect(middle.groups[0].activeLimit == .upper)
    let step = 1e-4 * middle.budget
    let more = try await plan(.budget(middle.budget + step))
    let less = try await plan(.budget(middle.budget - step))
    let slope = (more.kpi - less.kpi) / (2 * step)
    #expect(abs(slope - middle.certificate.multiplier) < 1e-4 * slope)
  }

  @Test("Bounds that no money reaches change nothing", arguments: [1e3, 1e9, 1e13])
  func wideBounds(upper: Double) async throws {
    let fit = try await fit()
    func plan(_ upper: Double, _ goal: BudgetProblem.Goal) async throws -> BudgetPlan {
      var problem = BudgetProblem(periods: 8, goal: goal)
      (problem.lower, problem.upper) = (1, upper)
      return try await fit.optimizeBudget(problem)
    }
    let narrow = try await plan(3, .historicBudget)
    let wide = try await plan(upper, .historicBudget)
    #expect(wide.certificate.converged)
    #expect(abs(wide.kpi - narrow.kpi) < 1e-9 * narrow.kpi)
    let least = try await plan(upper, .kpi(narrow.kpi))
    #expect(least.certificate.converged)
    #expect(abs(least.budget - narrow.budget) < 1e-5 * narrow.budget)
    let roi = try #require(narrow.returnOnInvestment)
    let most = try await plan(upper, .returnOnInvestment(roi))
    #expect(most.budget >= narrow.budget * (1 - 1e-6))
    #expect(try #require(most.returnOnInvestment) >= roi * (1 - 1e-9))
    // A little money returns more on average than much, and is found where much would not do.
    let small = try await plan(upper, .budget(0.02 * narrow.budget))
    let high = try #require(small.returnOnInvestment)
    if high > roi {
      let found = try await plan(upper, .returnOnInvestment(high))
      #expect(found.budget >= small.budget * (1 - 1e-6))
    }
  }

  @Test("Limits that contradict the bounds are named, with what is possible")
  func contradictions() async throws {
    let fit = try await fit()
    var problem = loose()
    problem.groups = [BudgetProblem.Group("g", channels: ["channel_0"], maximum: .money(0.001))]
    do {
      _ = try await fit.optimizeBudget(problem)
      Issue.record("limits below what bounds demand")
    } catch BudgetError.impossibleLimits(let name, let wanted, let possible) {
      #expect(name == "group g")
      #expect(wanted == 0...0.001)
      #expect(possible.lowerBound > 0.001)
    }
    problem = loose()
    problem.granularity = .period
    problem.largestPeriod = 0.01
    do {
      _ = try await fit.optimizeBudget(problem)
      Issue.record("periods too small for their channels")
    } catch BudgetError.impossibleLimits(let name, let wanted, let possible) {
      #expect(name.hasPrefix("channel_"))
      #expect(possible.upperBound < wanted.lowerBound)
    }
  }

  @Test("What cannot be is an error with what can")
  func impossible() async throws {
    let fit = try await fit()
    let range = try await range(of: loose(.budget(1e9)), fit)
    #expect(range.lowerBound < range.upperBound)
    let lowest = try await fit.optimizeBudget(loose(.budget(range.lowerBound)))
    let highest = try await fit.optimizeBudget(loose(.budget(range.upperBound)))
    #expect(zip(lowest.channels.map(\.spend), lowest.channels.map(\.lower)).allSatisfy { $0 == $1 })
    #expect(
      zip(highest.channels.map(\.spend), highest.channels.map(\.upper)).allSatisfy { $0 == $1 })
    #expect(lowest.certificate.converged && highest.certificate.converged)
    await #expect(throws: BudgetError.self) {
      try await fit.optimizeBudget(loose(.budget(range.lowerBound * 0.99)))
    }
    do {
      _ = try await fit.optimizeBudget(loose(.kpi(highest.kpi * 1.1)))
      Issue.record("a KPI out of reach")
    } catch BudgetError.kpiOutsideRange(_, let feasible) {
      #expect(abs(feasible.lowerBound - lowest.kpi) < 1e-9 * lowest.kpi)
      #expect(abs(feasible.upperBound - highest.kpi) < 1e-9 * highest.kpi)
    }
    do {
      _ = try await fit.optimizeBudget(loose(.returnOnInvestment(1e6)))
      Issue.record("a return out of reach")
    } catch BudgetError.returnOutsideRange(_, let best, let budget) {
      #expect(best > 0 && range.contains(budget))
    }
  }

  private func range(
    of problem: BudgetProblem, _ fit: FittedModel
  ) async throws -> ClosedRange<Double> {
    do {
      _ = try await fit.optimizeBudget(problem)
    } catch BudgetError.budgetOutsideRange(_, let feasible) {
      return feasible
    }
    throw BudgetError.noPrice("no error")
  }

  @Test("Fixed channels, bounds in money and groups are kept, and cost what they cost")
  func limits() async throws {
    let fit = try await fit()
    let free = try await fit.optimizeBudget(loose(.budget(20)))
    var problem = loose(.budget(20))
    problem.limits["channel_0"] = .fixed()
    problem.limits["channel_1"] = .fixed(5)
    problem.limits["channel_2"] = BudgetProblem.Limits(upper: .money(9))
    problem.groups = [
      BudgetProblem.Group(
        "digital", channels: ["channel_2", "channel_3"], minimum: .money(1), maximum: .share(0.5))
    ]
    let plan = try await fit.optimizeBudget(problem)
    let historic = try await fit.optimizeBudget(loose()).channels[0].previousSpend
    #expect(abs(plan.channels[0].spend - historic) < 1e-12 * historic)
    #expect(plan.channels[1].spend == 5)
    #expect(plan.channels[2].spend <= 9)
    #expect(plan.groups[0].spend <= 0.5 * plan.budget * (1 + 1e-12))
    #expect(plan.certificate.converged)
    #expect(plan.kpi <= free.kpi)
    problem.groups[0].maximum = .share(0.01)
    await #expect(throws: BudgetError.self) { try await fit.optimizeBudget(problem) }
  }

  @Test("More to decide on brings no less", arguments: [nil, 3])
  func granularity(geos: Int?) async throws {
    let fit = try await fit(geos: geos)
    var problem = loose()
    let totals = try await fit.optimizeBudget(problem)
    problem.granularity = .period
    let flighted = try await fit.optimizeBudget(problem)
    #expect(flighted.cells.count == 32)
    #expect(flighted.kpi >= totals.kpi * (1 - 1e-9))
    #expect(flighted.certificate.converged, "\(flighted.certificate)")
    let predicted = try PlanPrediction.kpi(flighted.media, fit)
    #expect(abs(predicted - flighted.kpi) < 1e-10 * predicted)
    problem.largestPeriod = 1.6
    let capped = try await fit.optimizeBudget(problem)
    #expect(capped.cells.allSatisfy { $0.spend <= 1.6 * $0.previousSpend * (1 + 1e-9) })
    #expect(capped.kpi <= flighted.kpi * (1 + 1e-9))
    problem = loose()
    problem.granularity = .geo
    let byGeo = try await fit.optimizeBudget(problem)
    #expect(byGeo.cells.count == 4 * (geos ?? 1))
    #expect(byGeo.kpi >= totals.kpi * (1 - 1e-9))
    #expect(byGeo.certificate.converged)
  }

  @Test("Aversion to risk trades the mean for a smaller spread")
  func risk() async throws {
    let fit = try await fit()
    var problem = loose()
    let neutral = try await fit.optimizeBudget(problem)
    problem.riskAversion = 1
    let averse = try await fit.optimizeBudget(problem)
    #expect(averse.certificate.converged, "\(averse.certificate)")
    #expect(averse.kpi <= neutral.kpi)
    let window = try BudgetWindow(problem, fit: fit)
    let objective = await window.optimizer(of: fit).objective
    let ours = await objective.evaluate(averse.cells.map(\.spend)).value
    let theirs = await objective.evaluate(neutral.cells.map(\.spend)).value
    #expect(ours >= theirs)
  }

  @Test("How sure a plan is, by every draw")
  func uncertainty() async throws {
    let fit = try await fit()
    let plan = try await fit.optimizeBudget(loose())
    let found = try await fit.uncertainty(of: plan, draws: 40)
    #expect(abs(found.kpi.mean - plan.kpi) < 1e-9 * plan.kpi)
    #expect(abs(found.gain.mean - (plan.kpi - plan.previousKPI)) < 1e-9 * plan.kpi)
    #expect((0...1).contains(found.probabilityOfImprovement))
    #expect(found.regret.q5 >= 0 && found.regret.mean > 0 && found.drawCount == 40)
    for (channel, best) in zip(plan.channels, found.channels) {
      #expect(best.bestSpend.q5 >= channel.lower * (1 - 1e-9))
      #expect(best.bestSpend.q95 <= channel.upper * (1 + 1e-9))
    }
    // Of a posterior of one draw the best plan is the plan, and there is nothing to regret.
    let single = try fit.thinned(to: 1, seed: 1)
    let certain = try await single.optimizeBudget(loose())
    let regret = try await single.uncertainty(of: certain, draws: 10).regret
    #expect(regret.mean <= 1e-9 * certain.kpi)
  }

  @Test("The same plan on any number of threads, to the bit")
  func deterministic() async throws {
    let fit = try await fit()
    // Enough periods for sums to be split among tasks, whose number of threads is not theirs to say.
    var problem = loose()
    problem.periods = 90
    let plan = try await fit.optimizeBudget(problem)
    let certainty = try await fit.uncertainty(of: plan, draws: 40)
    async let first = fit.optimizeBudget(problem)
    async let second = fit.optimizeBudget(problem)
    async let third = fit.uncertainty(of: plan, draws: 40)
    #expect(try await first == plan)
    #expect(try await second == plan)
    #expect(try await third == certainty)
  }
}
