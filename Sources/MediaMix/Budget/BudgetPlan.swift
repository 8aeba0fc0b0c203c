/// The best plan for a problem, what it is expected to bring, and the proof that no small change
/// improves it.
public struct BudgetPlan: Sendable, Hashable {
  /// A channel's part of a plan.
  public struct Channel: Sendable, Hashable {
    /// The channel.
    public let name: String
    /// Media units that the spend buys, over all periods and geos.
    public let media: Double
    /// Money, over all periods and geos.
    public let spend: Double
    /// The channel's share of the historic money, of the same budget.
    public let previousSpend: Double
    /// The least that it may cost.
    public let lower: Double
    /// The most that it may cost.
    public let upper: Double
    /// The expected KPI of one more unit of money; where the channel has several cells, of a unit that
    /// is split as its spend is, or, if it has none, given to the best of them.
    public let marginalReturn: Double
  }

  /// What was decided: a channel's spend, or that in one geo or period.
  public struct Cell: Sendable, Hashable {
    /// The channel.
    public let channel: String
    /// The geo; nil where geos are not decided on.
    public let geo: String?
    /// The period of the window, from 0; nil where periods are not decided on.
    public let period: Int?
    /// Money.
    public let spend: Double
    /// The cell's share of the historic money, of the same budget.
    public let previousSpend: Double
    /// The least that it may cost.
    public let lower: Double
    /// The most that it may cost.
    public let upper: Double
    /// The expected KPI of one more unit of money.
    public let marginalReturn: Double
    /// The bound that the spend is at; nil between them.
    public let activeBound: ActiveBound?
  }

  /// A group's part of a plan.
  public struct Group: Sendable, Hashable {
    /// The group.
    public let name: String
    /// Money, of all its channels.
    public let spend: Double
    /// The least that they may cost; 0 without such a limit.
    public let lower: Double
    /// The most; nil without such a limit.
    public let upper: Double?
    /// The limit that the group is at; nil between them, or where its channels' bounds say as much.
    public let activeLimit: ActiveBound?
    /// What one more unit of money within the group is worth, in units of the objective.
    public let multiplier: Double
  }

  /// The proof of optimality, by the conditions of Karush, Kuhn and Tucker: all cells that are at no
  /// bound bring the same per unit of money, those at their lower bound no more, those at their upper
  /// no less; within a group at its limit likewise.
  public struct Certificate: Sendable, Hashable {
    /// What one more unit of budget is worth, in units of the objective.
    public let multiplier: Double
    /// The least ε with which all conditions hold up to ε, relative to the largest marginal return.
    public let residual: Double
    /// Steps of all climbs.
    public let iterations: Int
    /// Evaluations of the objective by all climbs.
    public let evaluations: Int
    /// Whether the residual is below one in ten million.
    public var converged: Bool { residual <= ProjectedAscent.tolerance }
  }

  /// The question.
  public let problem: BudgetProblem
  /// What all spends add up to.
  public let budget: Double
  /// The expected KPI of the window, everything included, with the plan.
  public let kpi: Double
  /// The same with the budget split as the money of the training data was, whether the bounds allow
  /// that or not.
  public let previousKPI: Double
  /// What the plan is expected to bring per unit of money, beside spending nothing in the window; nil
  /// for a budget of 0.
  public let returnOnInvestment: Double?
  /// Each channel's part.
  public let channels: [Channel]
  /// What was decided; the channels again where they were.
  public let cells: [Cell]
  /// Each group's part.
  public let groups: [Group]
  /// The proof of optimality.
  public let certificate: Certificate
  /// Money by period, channel and geo, `[period, channel, geo]`.
  public let spend: Panel
  /// Media by period, channel and geo, in the units of the data, `[period, channel, geo]`.
  public let media: Panel
}

extension BudgetPlan {
  init(
    _ setting: BudgetSetting, _ summit: ProjectedAscent.Summit, dataset: Dataset,
    evaluation: SpendEvaluation, kpi: Double, previousKPI: Double, idleKPI: Double
  ) {
    let spends = summit.spends
    let budget = spends.reduce(0, +)
    let parts = Parts(
      setting: setting, spends: spends, previous: setting.historicSplit(of: budget),
      slopes: evaluation.gradient, region: setting.region(budget: budget), check: summit.check,
      dataset: dataset)
    problem = setting.problem
    self.budget = budget
    self.kpi = kpi
    self.previousKPI = previousKPI
    returnOnInvestment = budget > 0 ? (kpi - idleKPI) / budget : nil
    spend = parts.spend
    media = parts.media
    channels = parts.channels
    cells = parts.cells
    groups = parts.groups
    certificate = Certificate(
      multiplier: setting.multiplier(of: summit), residual: summit.check.residual,
      iterations: summit.iterations, evaluations: summit.evaluations)
  }
}

/// A plan seen by channel, cell and group.
private struct Parts {
  let setting: BudgetSetting
  let spends: [Double]
  let previous: [Double]
  /// The expected KPI of one more unit of money, `[cell]`.
  let slopes: [Double]
  let region: SpendRegion
  let check: OptimalityCheck
  let dataset: Dataset

  private var layout: SpendLayout { setting.layout }

  var spend: Panel {
    var panel = Panel(
      repeating: 0, timeCount: layout.periods, columnCount: layout.channelCount,
      geoCount: layout.geoCount)
    for channel in 0..<layout.channelCount {
      for geo in 0..<layout.geoCount {
        let series = layout.series(spends, channel: channel, geo: geo)
        for (period, money) in series.enumerated() { panel[period, channel, geo] = money }
      }
    }
    return panel
  }

  var media: Panel {
    var panel = spend
    for period in 0..<panel.timeCount {
      for channel in 0..<panel.columnCount {
        for geo in 0..<panel.geoCount {
          panel[period, channel, geo] /= setting.prices[channel]
        }
      }
    }
    return panel
  }

  var channels: [BudgetPlan.Channel] {
    dataset.channels.enumerated().map { channel, name in
      let cells = layout.cells(of: channel)
      let total = spends[cells].reduce(0, +)
      let bounds = setting.channelBounds[channel]
      let weighted = cells.reduce(0) { $0 + slopes[$1] * spends[$1] }
      return BudgetPlan.Channel(
        name: name, media: total / setting.prices[channel], spend: total,
        previousSpend: previous[cells].reduce(0, +), lower: bounds.lower, upper: bounds.upper,
        marginalReturn: cells.count == 1
          ? slopes[cells.lowerBound] : total > 0 ? weighted / total : slopes[cells].max() ?? 0)
    }
  }

  var cells: [BudgetPlan.Cell] {
    spends.indices.map { cell in
      let (channel, place) = cell.quotientAndRemainder(dividingBy: layout.cellsPerChannel)
      return BudgetPlan.Cell(
        channel: dataset.channels[channel],
        geo: layout.granularity == .geo && !dataset.geos.isEmpty ? dataset.geos[place] : nil,
        period: layout.granularity == .period ? place : nil, spend: spends[cell],
        previousSpend: previous[cell], lower: region.lower[cell], upper: region.upper[cell],
        marginalReturn: slopes[cell], activeBound: check.bounds[cell])
    }
  }

  var groups: [BudgetPlan.Group] {
    let limits = region.activeLimits(of: spends)
    return zip(setting.problem.groups, setting.groupNodes).map { group, index in
      let node = region.nodes[index]
      let (low, high) = (limits[index].atLower, limits[index].atUpper)
      let members = dataset.channels.indices.filter {
        group.channels.contains(dataset.channels[$0])
      }
      return BudgetPlan.Group(
        name: group.name,
        spend: members.reduce(0) { $0 + spends[layout.cells(of: $1)].reduce(0, +) },
        lower: node.lower, upper: node.upper.isFinite ? node.upper : nil,
        activeLimit: low && high ? .fixed : low ? .lower : high ? .upper : nil,
        multiplier: check.nodeMultipliers[index])
    }
  }
}
