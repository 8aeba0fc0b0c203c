public import ArgumentParser
public import MediaMix

/// What a plan is for.
struct BudgetGoalOptions: ParsableArguments {
  @Option(help: ArgumentHelp("How many periods to plan.", valueName: "count"))
  var periods = 12

  @Option(
    help: ArgumentHelp(
      "Money to spend in all (default: what as many periods of the data cost on average).",
      valueName: "money"))
  var budget: Double?

  @Option(
    help: ArgumentHelp(
      "Instead of a budget: find the least with which the KPI of all periods together is expected to "
        + "reach this.", valueName: "kpi"))
  var targetKpi: Double?

  @Option(
    help: ArgumentHelp(
      "Instead of a budget: find the largest that returns this much KPI per unit of money on "
        + "average, beside spending nothing.", valueName: "ratio"))
  var targetRoi: Double?

  @Option(
    help: ArgumentHelp(
      "What to decide on: a total per channel, per channel and geo, or per channel and period.",
      valueName: "channel|geo|period"))
  var by: BudgetGranularity = .channel

  @Option(
    help: ArgumentHelp(
      "Standard deviations of what media bring that are weighed against its mean: 0 ignores risk.",
      valueName: "number"))
  var riskAversion = 0.0

  func validate() throws {
    guard [budget, targetKpi, targetRoi].compactMap({ $0 }).count <= 1 else {
      throw ValidationError("give one of --budget, --target-kpi and --target-roi")
    }
  }

  func apply(to problem: inout BudgetProblem) {
    problem.periods = periods
    problem.granularity = by
    problem.riskAversion = riskAversion
    problem.goal =
      budget.map(BudgetProblem.Goal.budget) ?? targetKpi.map(BudgetProblem.Goal.kpi)
      ?? targetRoi.map(BudgetProblem.Goal.returnOnInvestment) ?? .historicBudget
  }
}

extension BudgetGranularity: ExpressibleByArgument {}

/// What a plan may cost.
struct BudgetLimitOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Money per unit of media, for some channels or all (default: spend over media of the data).",
      valueName: "tv=1,search=0.4"))
  var prices: ChannelNumbers?

  @Option(
    help: ArgumentHelp(
      "How far channels may fall below their historic spend, as a share: one for all, or one for "
        + "each, or both as in 0.2,tv=0.5 (default: 0.2).", valueName: "share"))
  var lower: ChannelNumbers?

  @Option(
    help: ArgumentHelp(
      "How far channels may rise above their historic spend, as a share, likewise.",
      valueName: "share"))
  var upper: ChannelNumbers?

  @Option(
    help: ArgumentHelp("The least money for some channels.", valueName: "tv=100,search=50"))
  var min: ChannelNumbers?

  @Option(help: ArgumentHelp("The most money for some channels.", valueName: "tv=1e5"))
  var max: ChannelNumbers?

  @Option(
    name: .customLong("fix"), parsing: .singleValue,
    help: ArgumentHelp(
      "Channels to leave as they were, or at an amount of money; may be repeated.",
      valueName: "tv,search=500"))
  var fixed: [FixedChannels] = []

  @Option(
    name: .customLong("group"), parsing: .singleValue,
    help: ArgumentHelp(
      "Limits on channels together, in money or as a share of the budget; may be repeated.",
      valueName: "digital=search+social:max=40%"))
  var groups: [ChannelGroup] = []

  @Option(
    help: ArgumentHelp(
      "With --by period: how many times its historic mean a channel may cost in one period.",
      valueName: "factor"))
  var periodMax: Double?

  /// The question that goal and limits ask together.
  func problem(_ goal: BudgetGoalOptions) throws -> BudgetProblem {
    var problem = BudgetProblem()
    goal.apply(to: &problem)
    try apply(to: &problem)
    return problem
  }

  private func apply(to problem: inout BudgetProblem) throws {
    problem.prices = try prices?.named("prices") ?? [:]
    problem.lower = lower?.all ?? problem.lower
    problem.upper = upper?.all ?? problem.upper
    problem.largestPeriod = periodMax
    if periodMax != nil, problem.granularity != .period {
      throw ValidationError("--period-max needs --by period")
    }
    try bound(lower?.each ?? [:], "lower", \.lower, BudgetProblem.Bound.change, of: &problem)
    try bound(upper?.each ?? [:], "upper", \.upper, BudgetProblem.Bound.change, of: &problem)
    try bound(min?.named("min") ?? [:], "min", \.lower, BudgetProblem.Bound.money, of: &problem)
    try bound(max?.named("max") ?? [:], "max", \.upper, BudgetProblem.Bound.money, of: &problem)
    for (name, money) in fixed.flatMap(\.channels) {
      guard problem.limits[name] == nil else {
        throw ValidationError("--fix: \(name) has other bounds too; give it one or the other")
      }
      problem.limits[name] = .fixed(money)
    }
    problem.groups = groups.map(\.group)
  }

  private func bound(
    _ numbers: [String: Double], _ option: String,
    _ side: WritableKeyPath<BudgetProblem.Limits, BudgetProblem.Bound?>,
    _ bound: (Double) -> BudgetProblem.Bound, of problem: inout BudgetProblem
  ) throws {
    for (name, number) in numbers.sorted(by: { $0.key < $1.key }) {
      var limits = problem.limits[name] ?? BudgetProblem.Limits()
      guard limits[keyPath: side] == nil else {
        throw ValidationError("--\(option): \(name) has such a bound already; give it one")
      }
      limits[keyPath: side] = bound(number)
      problem.limits[name] = limits
    }
  }
}

/// A question about a budget, and how sure the answer should be.
struct BudgetOptions: ParsableArguments {
  @OptionGroup(title: "Goal") var goal: BudgetGoalOptions

  @OptionGroup(title: "Limits") var limits: BudgetLimitOptions

  @Flag(
    help: """
      Also find the best plan of single draws: how sure the plan is, the chance that it beats the \
      historic split, and what knowing the truth would add.
      """)
  var posterior = false

  @Option(
    help: ArgumentHelp("How many draws --posterior finds the best plan of.", valueName: "count"))
  var posteriorDraws = 200

  func validate() throws {
    guard posteriorDraws >= 1 else { throw ValidationError("posterior-draws must be at least 1") }
    _ = try problem()
  }

  private func problem() throws -> BudgetProblem { try limits.problem(goal) }

  /// The best plan; a name that the model does not have is wrong usage.
  func plan(_ fit: FittedModel) async throws -> BudgetPlan {
    do {
      return try await fit.optimizeBudget(try problem())
    } catch let error as BudgetError where error.isUsage {
      throw ValidationError(error.description)
    }
  }

  /// How sure the posterior is of a plan; nil if nobody asked.
  func uncertainty(of plan: BudgetPlan, _ fit: FittedModel) async throws -> PlanUncertainty? {
    posterior ? try await fit.uncertainty(of: plan, draws: posteriorDraws) : nil
  }
}

extension BudgetError {
  /// Whether the options are wrong by themselves, whatever the model says.
  var isUsage: Bool {
    switch self {
    case .unknownChannel, .invalid, .sharedChannel: true
    default: false
    }
  }
}
