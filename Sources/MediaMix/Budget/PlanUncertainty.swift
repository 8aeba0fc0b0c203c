internal import MediaMixInference

/// What the posterior says of a plan: how sure it is.
public struct PlanUncertainty: Sendable, Hashable {
  /// A channel's best spend over the posterior.
  public struct Channel: Sendable, Hashable {
    /// The channel.
    public let name: String
    /// What it would cost in the best plan of each draw, for the same budget and bounds.
    public let bestSpend: DistributionSummary
  }

  /// The window's KPI with the plan, by all draws.
  public let kpi: DistributionSummary
  /// What the plan brings beyond the historic split of its budget, by all draws.
  public let gain: DistributionSummary
  /// The share of draws in which the plan brings more than the historic split.
  public let probabilityOfImprovement: Double
  /// What knowing the truth would bring beyond the plan: the KPI of each draw's best plan less that of
  /// the plan in that draw. Its mean is the expected regret.
  public let regret: DistributionSummary
  /// Each channel's best spend.
  public let channels: [Channel]
  /// How many draws `regret` and `channels` are from.
  public let drawCount: Int
}

extension FittedModel {
  /// How sure the posterior is of a plan.
  ///
  /// KPI and gain are those of all draws; the best plan is sought in each of some of them.
  ///
  /// - Parameters:
  ///   - plan: a plan of this fit.
  ///   - draws: how many draws to find the best plan of, evenly spaced, ≥ 1; all if there are fewer.
  /// - Throws: ``BudgetError`` where the plan's problem does not fit the model.
  public func uncertainty(of plan: BudgetPlan, draws: Int = 200) async throws -> PlanUncertainty {
    precondition(draws >= 1, "no draws")
    let window = try BudgetWindow(plan.problem, fit: self)
    let all = Array(0..<self.draws.chainCount * self.draws.drawCount)
    let spends = plan.cells.map(\.spend)
    let previous = plan.cells.map(\.previousSpend)
    let response = MediaResponse(
      self, draws: all, layout: window.setting.layout, history: window.history,
      moneyPerMedia: window.setting.prices)
    let ours = await response.totals(spends)
    let theirs = await response.totals(previous)
    let gains = zip(ours, theirs).map { $0 - $1 }
    let chosen = all.evenlySpaced(draws)
    let best = await window.bestPlans(
      self, draws: chosen, budget: plan.budget, starts: [spends, previous])
    let regrets = zip(chosen, best).map { draw, best in max(0, best.value - ours[draw]) }
    let totals = best.map { window.setting.layout.channelTotals($0.spends) }
    return PlanUncertainty(
      kpi: DistributionSummary(zip(ours, window.baseline).map { $0 + $1 }),
      gain: DistributionSummary(gains),
      probabilityOfImprovement: Double(gains.count { $0 > 0 }) / Double(gains.count),
      regret: DistributionSummary(regrets),
      channels: plan.channels.enumerated().map { index, channel in
        PlanUncertainty.Channel(
          name: channel.name, bestSpend: DistributionSummary(totals.map { $0[index] }))
      },
      drawCount: chosen.count)
  }
}

extension BudgetWindow {
  /// A draw's best plan and what media bring with it.
  fileprivate struct Best: Sendable {
    let spends: [Double]
    let value: Double
  }

  /// The best plan of each draw by itself, `[draw]`.
  fileprivate func bestPlans(
    _ fit: FittedModel, draws: [Int], budget: Double, starts: [[Double]]
  ) async -> [Best] {
    let setting = setting.riskNeutral
    let history = history
    return await withTaskGroup(of: (Int, Best).self) { group in
      func start(_ place: Int) {
        group.addTask {
          let optimizer = await BudgetOptimizer(
            fit, setting: setting, draws: [draws[place]], history: history)
          let summit = await optimizer.best(budget, from: starts)
          return (place, Best(spends: summit.spends, value: summit.evaluation.value))
        }
      }
      var next = min(Self.atOnce, draws.count)
      (0..<next).forEach(start)
      var plans: [Best?] = Array(repeating: nil, count: draws.count)
      for await (place, best) in group {
        plans[place] = best
        if next < draws.count {
          start(next)
          next += 1
        }
      }
      return plans.compactMap { $0 }
    }
  }

  /// Draws in memory at a time.
  private static let atOnce = 32
}
