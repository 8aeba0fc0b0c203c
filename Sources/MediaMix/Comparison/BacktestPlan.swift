/// Which rows each window of a backtest learns from and which it predicts.
public struct BacktestPlan: Sendable, Hashable {
  /// How many windows, ≥ 1.
  public var windows: Int
  /// How many periods each window predicts, ≥ 1.
  public var horizon: Int
  /// How many periods the training data grow by from window to window, ≥ 1; nil: as many as the horizon,
  /// fewer where the data would not do.
  public var step: Int?
  /// The fewest periods to learn from, ≥ 3; nil: a year, or half of the data if that is less.
  public var minimum: Int?

  /// A plan; the defaults are 20 windows of four periods.
  public init(windows: Int = 20, horizon: Int = 4, step: Int? = nil, minimum: Int? = nil) {
    self.windows = windows
    self.horizon = horizon
    self.step = step
    self.minimum = minimum
  }

  /// How many periods each window learns from, ascending; the last window predicts the last periods.
  ///
  /// - Parameters:
  ///   - periods: how many there are.
  ///   - year: periods in a year.
  /// - Throws: ``BacktestError/tooFewPeriods(_:plan:minimum:largest:)``.
  public func origins(periods: Int, year: Int) throws(BacktestError) -> [Int] {
    precondition(
      windows >= 1 && horizon >= 1 && (step ?? 1) >= 1
        && (minimum ?? Dataset.minimumRows) >= Dataset.minimumRows, "an impossible plan")
    let minimum = minimum ?? max(Dataset.minimumRows, min(year, periods / 2))
    // How far the first window may begin before the last.
    let room = periods - minimum - min(horizon, periods)
    let smallestStep = step ?? 1
    let largest = room < 0 ? 0 : room / smallestStep + 1
    guard windows <= largest else {
      throw .tooFewPeriods(periods, plan: self, minimum: minimum, largest: largest)
    }
    let step = step ?? (windows > 1 ? min(horizon, room / (windows - 1)) : 1)
    return (0..<windows).map { periods - horizon - (windows - 1 - $0) * step }
  }
}

/// Why a backtest is not possible.
public enum BacktestError: Error, Sendable, Hashable, CustomStringConvertible {
  /// There are too few periods for the plan; at most `largest` windows of it are possible.
  case tooFewPeriods(Int, plan: BacktestPlan, minimum: Int, largest: Int)
  /// No window's rows can be learnt from; the reason of the last one is given.
  case noUsableWindow(windows: Int, reason: String)

  /// What is wrong and what to do about it.
  public var description: String {
    switch self {
    case .tooFewPeriods(let periods, let plan, let minimum, 0):
      "\(periods) periods are too few for a backtest: the first window learns from at least "
        + "\(minimum) and predicts \(plan.horizon). Ask for a shorter horizon or a smaller minimum"
    case .tooFewPeriods(let periods, let plan, let minimum, let largest):
      "\(periods) periods are too few for \(plan.windows) windows of \(plan.horizon), of which the "
        + "first learns from at least \(minimum)"
        + (plan.step.map { " and each begins \($0) after the one before" } ?? "")
        + ": at most \(largest) are possible. Ask for that many or fewer"
        + (plan.step ?? 1 > 1 ? ", or for a smaller step" : "")
    case .noUsableWindow(let windows, let reason):
      "none of \(windows) windows can be fitted; the last one: \(reason)"
    }
  }
}
