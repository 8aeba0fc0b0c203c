/// What is asked of a changed plan.
public struct WhatIfOptions: Sendable, Hashable {
  /// The plan before the change.
  public enum Plan: Sendable, Hashable {
    /// Each channel's mean training media, in every period.
    case mean
    /// The last periods of the training data over again, as many as the window has.
    case last
    /// Media units of the window, `[time, channel, geo]`; mean training media follow.
    case media(Panel)
  }

  /// How many periods the window has: those that follow the training data.
  public var periods: Int
  /// The plan before the change.
  public var plan: Plan
  /// Whether both plans begin as if no media had run before them. By default the training data's
  /// carry-over acts in both.
  public var isIsolated: Bool
  /// How many periods after the window the effect is followed; nil: as long as it lasts, see
  /// ``WhatIf/tailPeriods``.
  public var tail: Int?
  /// Money per media unit of some channels, ≥ 0, in place of the historic Σ spend / Σ media.
  public var prices: [String: Double]
  /// Extra features of the window, `[time, feature, geo]`; nil: their training means. They are alike
  /// in both plans and change the KPI alone, not the difference.
  public var features: Panel?

  /// Options for a window of so many periods.
  public init(
    periods: Int, plan: Plan = .mean, isIsolated: Bool = false, tail: Int? = nil,
    prices: [String: Double] = [:], features: Panel? = nil
  ) {
    self.periods = periods
    self.plan = plan
    self.isIsolated = isIsolated
    self.tail = tail
    self.prices = prices
    self.features = features
  }

  /// Throws an ``InsightError`` for what is outside its range, or does not fit `dataset`.
  func check(for dataset: Dataset) throws(InsightError) {
    let range = "from 1 to \(Self.mostPeriods)"
    guard (1...Self.mostPeriods).contains(periods) else {
      throw .setting("the number of periods", found: "\(periods)", needs: range)
    }
    if let tail, !(0...Self.mostPeriods).contains(tail) {
      throw .setting(
        "the number of periods after the window", found: "\(tail)",
        needs: "from 0 to \(Self.mostPeriods)")
    }
    for (channel, price) in prices.sorted(by: { $0.key < $1.key }) {
      _ = try dataset.place(ofChannel: channel)
      let most = Scaler.usableMagnitudes.upperBound
      guard price >= 0, price <= most else {
        throw .setting("the price of \(channel)", found: "\(price)", needs: "from 0 to \(most)")
      }
    }
    switch plan {
    case .mean: break
    case .last:
      guard periods <= dataset.timeCount else {
        throw .setting(
          "the number of periods", found: "\(periods)",
          needs: "at most \(dataset.timeCount), which the training data have to repeat")
      }
    case .media(let media):
      try Self.require(media, columns: dataset.channels.count, "the plan", periods, dataset)
      guard media.values.allSatisfy({ $0 >= 0 }) else {
        throw .setting("a number of the plan", found: "negative", needs: "0 or more")
      }
    }
    if let features {
      try Self.require(
        features, columns: dataset.featureNames.count, "the features", periods, dataset)
    }
  }

  private static func require(
    _ panel: Panel, columns: Int, _ name: String, _ periods: Int, _ dataset: Dataset
  ) throws(InsightError) {
    let expected = [periods, columns, dataset.target.geoCount]
    let found = [panel.timeCount, panel.columnCount, panel.geoCount]
    guard found == expected else {
      throw .setting("the shape of \(name)", found: "\(found)", needs: "\(expected)")
    }
    guard panel.values.allSatisfy(\.isFinite) else {
      throw .setting("a number of \(name)", found: "not finite", needs: "finite")
    }
  }

  private static let mostPeriods = 5_000
}

/// What a changed plan makes of the KPI, beside the plan before the change.
public struct WhatIf: Sendable, Hashable {
  /// One geo, or all together.
  public struct Place: Sendable, Hashable {
    /// The geo; nil: all geos together, or the nation.
    public let geo: String?
    /// Money spent in the window by the plan before the change, and by the changed one.
    public let spendBefore, spendAfter: Double
    /// The expected KPI of the window by the plan before the change, draw by draw, in its units.
    public let kpiDraws: [Double]
    /// By how much the change raises the KPI of the window, draw by draw.
    public let differenceDraws: [Double]
    /// By how much it raises the KPI of the window and of the periods after it in which the window's
    /// media still act, draw by draw.
    public let lastingDifferenceDraws: [Double]

    /// The KPI of the window by the plan before the change.
    public var kpiBefore: DistributionSummary { DistributionSummary(kpiDraws) }
    /// The KPI of the window by the changed plan.
    public var kpiAfter: DistributionSummary {
      DistributionSummary(zip(kpiDraws, differenceDraws).map { $0 + $1 })
    }
    /// The difference within the window.
    public var difference: DistributionSummary { DistributionSummary(differenceDraws) }
    /// The difference with the carry-over after the window.
    public var lastingDifference: DistributionSummary {
      DistributionSummary(lastingDifferenceDraws)
    }
    /// The probability that the KPI of the window rises.
    public var probabilityOfGain: Double { Self.shareAboveZero(differenceDraws) }
    /// The probability that the KPI rises, the carry-over after the window counted.
    public var probabilityOfLastingGain: Double { Self.shareAboveZero(lastingDifferenceDraws) }
    /// The lasting difference per unit of money by which spend differs, positive where more money
    /// brings more KPI; nil where spend is the same, or so nearly that nothing can be divided by
    /// the difference.
    public var returnOnDifference: DistributionSummary? {
      let money = spendAfter - spendBefore
      let returns = lastingDifferenceDraws.map { $0 / money }
      return returns.allSatisfy { $0.magnitude < 1e290 } ? DistributionSummary(returns) : nil
    }

    private static func shareAboveZero(_ draws: [Double]) -> Double {
      Double(draws.count { $0 > 0 }) / Double(draws.count)
    }
  }

  /// The first day of each period of the window, `[time]`.
  public let dates: [CalendarDate]
  /// Media units of the window before the change and after it, `[time, channel, geo]`.
  public let planBefore, planAfter: Panel
  /// How many periods after the window are followed, in which both plans are alike again. By default:
  /// of carry-over, one fewer than its lags, after which nothing is left; of adstock, as many as the
  /// changed channel whose effect lasts longest needs to fall below 1 % at the 95 % quantile of its
  /// `lag_weight`, and at most a year.
  public let tailPeriods: Int
  /// All geos together; then, of geo data, each geo.
  public let places: [Place]
}
