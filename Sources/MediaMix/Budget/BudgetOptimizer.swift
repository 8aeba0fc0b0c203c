/// Answers a budget problem for one fit.
///
/// With totals per channel, or per channel and geo, the KPI is a sum of functions of one spend each.
/// Their curves are tabulated, the best plan on a grid is found by dynamic programming, and Newton's
/// method takes it from there with exact derivatives; further climbs start at the historic split. Where
/// periods are decided on, the plan begins with the best totals, spread evenly or in pulses.
package struct BudgetOptimizer: Sendable {
  let setting: BudgetSetting
  let response: MediaResponse
  package let objective: MediaObjective
  /// What the objective is if nothing is spent.
  let idleValue: Double
  /// The objective, without aversion to risk and with money spread evenly over periods: a sum of
  /// functions of one spend each.
  private let separable: MediaObjective
  private let stepCount: Int
  /// Few draws, for choosing between starts where periods are decided on.
  private let sketch: MediaResponse?

  /// - Parameters:
  ///   - draws: the draws to use, counted through the chains.
  ///   - history: scaled media up to the window, `[time, channel, geo]`.
  init(_ fit: FittedModel, setting: BudgetSetting, draws: [Int], history: Panel) async {
    func response(_ draws: [Int]) -> MediaResponse {
      MediaResponse(
        fit, draws: draws, layout: setting.layout, history: history, moneyPerMedia: setting.prices)
    }
    let whole = response(draws)
    self.setting = setting
    self.response = whole
    objective = await MediaObjective(whole, riskAversion: setting.problem.riskAversion)
    idleValue = await objective.evaluate(
      Array(repeating: 0, count: setting.layout.cellCount)
    ).value
    let isFlighting = setting.layout.granularity == .period
    let even = isFlighting ? whole.with(setting.layout.with(.channel)) : whole
    separable = await MediaObjective(even, riskAversion: 0)
    stepCount = draws.count == 1 ? 200 : 600
    sketch =
      isFlighting && draws.count > 2 * Self.sketchDraws
      ? response(draws.evenlySpaced(Self.sketchDraws)) : nil
  }

  private static let sketchDraws = 200

  /// The best plan for a budget that the setting allows.
  ///
  /// - Parameter starts: more plans to begin at.
  func best(_ budget: Double, from starts: [[Double]] = []) async -> ProjectedAscent.Summit {
    let region = setting.region(budget: budget)
    let starts = [setting.historicSplit(of: budget)] + starts
    guard setting.layout.granularity == .period else {
      return await solver(objective, in: region).solve(region, from: starts)
    }
    return await flighted(region, from: starts)
  }

  /// A solver whose curves are tabulated where a budget's plans are: one for all budgets would know
  /// nothing of small ones where bounds allow large ones.
  private func solver(
    _ objective: MediaObjective, in region: SpendRegion
  ) async -> AllocationSolver {
    await AllocationSolver(objective, separable: separable, in: region, stepCount: stepCount)
  }

  // MARK: Periods

  private func flighted(
    _ region: SpendRegion, from starts: [[Double]]
  ) async -> ProjectedAscent.Summit {
    let layout = setting.layout
    let channels = setting.channelRegion(budget: region.budget)
    let totals = await solver(separable, in: channels).solve(
      channels, from: starts.map { layout.channelTotals($0) }
    ).spends
    let even = totals.flatMap { total in
      Array(repeating: total / Double(layout.periods), count: layout.periods)
    }
    let pulsed = await pulses(totals)
    let climbs = [even, pulsed] + starts
    let finalists: [[Double]]
    if let sketch {
      let rough = ProjectedAscent(
        objective: await MediaObjective(sketch, riskAversion: setting.problem.riskAversion),
        region: region, maximumIterations: 80, target: 1e-4)
      var best: ProjectedAscent.Summit?
      for start in climbs {
        let summit = await rough.climb(from: region.projection(of: start))
        best = best.map { $0.better(summit) } ?? summit
      }
      finalists = best.map { [$0.spends] } ?? climbs
    } else {
      finalists = climbs
    }
    let ascent = ProjectedAscent(objective: objective, region: region, target: 1e-8)
    var best = await ascent.climb(from: region.projection(of: finalists[0]))
    for start in finalists.dropFirst() {
      best = best.better(await ascent.climb(from: region.projection(of: start)))
    }
    for start in starts {
      let point = region.projection(of: start)
      let evaluation = await objective.evaluate(point)
      if evaluation.value > best.evaluation.value {
        best = best.better(await ascent.climb(from: point))
      }
    }
    return best
  }

  /// Each channel's total in the rhythm of every so many periods that brings most.
  private func pulses(_ totals: [Double]) async -> [Double] {
    let layout = setting.layout
    let few = (sketch ?? response).with(layout.with(.channel))
    var best = Array(repeating: -Double.infinity, count: layout.channelCount)
    var rhythms = Array(repeating: 1, count: layout.channelCount)
    for rhythm in [1, 2, 3, 4, 6, 8, 13] where rhythm <= layout.periods {
      var pulsed = few.layout
      pulsed.profiles = totals.map { _ in layout.pulse(rhythm) }
      let pulsedResponse = few.with(pulsed)
      let terms =
        await pulsedResponse.evaluate(totals, weights: pulsedResponse.evenWeights).terms ?? []
      for (channel, term) in terms.enumerated() where term > best[channel] {
        (best[channel], rhythms[channel]) = (term, rhythm)
      }
    }
    return zip(totals, rhythms).flatMap { total, rhythm in
      layout.pulse(rhythm).map { $0 * total }
    }
  }
}

extension SpendLayout {
  /// Shares of the periods when only every so manieth has any.
  fileprivate func pulse(_ rhythm: Int) -> [Double] {
    let count = (periods + rhythm - 1) / rhythm
    return (0..<periods).map { $0 % rhythm == 0 ? 1 / Double(count) : 0 }
  }
}

extension BudgetSetting {
  /// The region of channels where cells are periods: the same limits, and a channel's for its cell's.
  fileprivate func channelRegion(budget: Double) -> SpendRegion {
    let full = region(budget: budget)
    let count = layout.channelCount
    let nodes = full.nodes.dropFirst(count).map { node in
      SpendRegion.Node(
        cells: node.children.filter { $0 < count },
        children: node.children.filter { $0 >= count }.map { $0 - count }, lower: node.lower,
        upper: node.upper)
    }
    let reaches = full.reaches
    return SpendRegion(
      lower: (0..<count).map { max(full.nodes[$0].lower, reaches[$0].least) },
      upper: (0..<count).map { min(full.nodes[$0].upper, reaches[$0].most) }, nodes: Array(nodes))
  }
}

extension [Int] {
  /// So many elements, evenly spaced; all if there are fewer.
  func evenlySpaced(_ wanted: Int) -> [Int] {
    guard wanted < count else { return self }
    return (0..<wanted).map { self[$0 * count / wanted] }
  }
}
