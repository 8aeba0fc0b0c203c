/// A problem's amounts for one fit, in money, and the plans that they allow.
struct BudgetSetting: Sendable {
  private(set) var problem: BudgetProblem
  let layout: SpendLayout
  /// Money per unit of media, `[channel]`.
  let prices: [Double]
  /// What the mean of the training data costs in the window, `[cell]`.
  let historicSpends: [Double]
  /// The bounds of cells and the limits of channels and groups for no budget in particular.
  private let bounds: Bounds

  /// The amounts of `problem`.
  ///
  /// - Throws: ``BudgetError`` for options that do not fit the model or one another.
  init(_ problem: BudgetProblem, model: MediaMixModel) throws(BudgetError) {
    let dataset = model.dataset
    try problem.validate(dataset)
    self.problem = problem
    let history = MediaHistory(dataset)
    layout = SpendLayout(
      problem.granularity, channelCount: dataset.channels.count, geoCount: dataset.media.geoCount,
      periods: problem.periods, geoShares: history.geoShares(problem.geoShares, dataset.channels))
    let prices = try history.prices(problem.prices, channels: dataset.channels)
    self.prices = prices
    historicSpends = layout.spends(
      perPeriod: history.meanMedia.enumerated().map { index, media in
        media * prices[index / dataset.media.geoCount]
      })
    bounds = try Bounds(problem, layout: layout, historic: historicSpends, dataset.channels)
  }

  /// The same without aversion to risk, as a single draw has none.
  var riskNeutral: BudgetSetting {
    var setting = self
    setting.problem.riskAversion = 0
    return setting
  }

  /// The sum of ``historicSpends``.
  var historicBudget: Double { historicSpends.reduce(0, +) }

  /// A budget split as the money of the training data was, `[cell]`.
  func historicSplit(of budget: Double) -> [Double] {
    let total = historicBudget
    return historicSpends.map {
      total > 0 ? budget * ($0 / total) : budget / Double(historicSpends.count)
    }
  }

  /// The plans that a budget allows.
  func region(budget: Double) -> SpendRegion { bounds.region(budget: budget) }

  /// The least and the most that each channel may cost, `[channel]`.
  var channelBounds: [(lower: Double, upper: Double)] { bounds.channels }

  /// The node of each group in a region, in the order of the problem's.
  var groupNodes: [Int] { bounds.groupNodes }

  /// What one more unit of budget is worth at a plan of the best value: the multiplier of the budget
  /// itself, and what limits that are shares of it are worth as they move along.
  func multiplier(of summit: ProjectedAscent.Summit) -> Double {
    let own = summit.check.multiplier
    let limits = region(budget: summit.spends.reduce(0, +)).activeLimits(of: summit.spends)
    return zip(problem.groups, groupNodes).reduce(own) { sum, pair in
      let (group, node) = pair
      var share = 0.0
      if limits[node].atUpper, case .share(let most) = group.maximum { share = most }
      if limits[node].atLower, case .share(let least) = group.minimum { share = least }
      return sum + share * (summit.check.nodeMultipliers[node] - own)
    }
  }

  /// The budgets that some plan adds up to.
  ///
  /// - Throws: ``BudgetError/impossibleLimits(of:wanted:possible:)`` if there is none.
  func feasibleBudgets() throws(BudgetError) -> ClosedRange<Double> {
    guard let range = bounds.feasibleBudgets else { throw bounds.contradiction }
    return range
  }

  /// `budget`, if some plan adds up to it; the nearest end of the range if it misses that by rounding
  /// alone.
  func checked(_ budget: Double) throws(BudgetError) -> Double {
    let range = try feasibleBudgets()
    let tolerance = 1e-10 * range.upperBound
    guard budget >= range.lowerBound - tolerance, budget <= range.upperBound + tolerance else {
      throw .budgetOutsideRange(budget, feasible: range)
    }
    return min(max(budget, range.lowerBound), range.upperBound)
  }
}

extension SpendLayout {
  /// Money per period of each channel and geo, `[channel, geo]`, as cells.
  fileprivate func spends(perPeriod money: [Double]) -> [Double] {
    let length = Double(periods)
    if granularity == .geo { return money.map { $0 * length } }
    let channels = (0..<channelCount).map { channel in
      money[channel * geoCount..<(channel + 1) * geoCount].reduce(0, +)
    }
    return granularity == .channel
      ? channels.map { $0 * length }
      : channels.flatMap { Array(repeating: $0, count: periods) }
  }
}

/// What the training data say of media and their cost.
private struct MediaHistory {
  /// `[channel, geo]`.
  let meanMedia: [Double]
  private let spend: [Double]
  private let geoCount: Int

  init(_ dataset: Dataset) {
    meanMedia = dataset.media.mean(repeated: 1).values
    spend = dataset.spend.mean(repeated: 1).values
    geoCount = dataset.media.geoCount
  }

  private func sum(_ values: [Double], _ channel: Int) -> Double {
    values[channel * geoCount..<(channel + 1) * geoCount].reduce(0, +)
  }

  /// Each geo's share of a channel's media, `[channel, geo]`.
  func geoShares(_ given: [String: [Double]], _ channels: [String]) -> [Double] {
    channels.enumerated().flatMap { channel, name in
      let media = meanMedia[channel * geoCount..<(channel + 1) * geoCount]
      let weights = given[name] ?? Array(media)
      let total = weights.reduce(0, +)
      return weights.map { total > 0 ? $0 / total : 1 / Double(geoCount) }
    }
  }

  func prices(
    _ given: [String: Double], channels: [String]
  ) throws(BudgetError) -> [Double] {
    var prices: [Double] = []
    for (channel, name) in channels.enumerated() {
      let price = given[name] ?? sum(spend, channel) / sum(meanMedia, channel)
      guard price.isFinite, price > 0, sum(meanMedia, channel) > 0 else { throw .noPrice(name) }
      prices.append(price)
    }
    return prices
  }
}
