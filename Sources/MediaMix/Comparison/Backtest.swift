/// How a model would have done, had it been fitted again and again as time went on: errors of its
/// forecasts, and how its answers moved.
///
/// Each window learns from all periods up to its origin and predicts the next ones. Media and features
/// of the predicted periods are taken as known.
public struct Backtest: Sendable {
  /// One window.
  public struct Window: Sendable, Hashable {
    /// How many periods it learnt from.
    public let trainingCount: Int
    /// How it predicted the periods after them.
    public let scores: HoldoutScores
    /// What it predicted of those, noise included, beside the KPI that came; of geo data the sum over
    /// all geos.
    public let forecast: [PredictedPeriod]
    /// Each channel's return on investment over the periods that it learnt from; `[channel]`.
    public let returns: [DistributionSummary]
    /// The largest r-hat of any parameter; NaN of a single chain.
    public let largestRHat: Double
    /// How many of its draws ended a divergent trajectory.
    public let divergenceCount: Int
  }

  /// A window that could not be fitted.
  public struct SkippedWindow: Sendable, Hashable {
    /// How many periods it would have learnt from.
    public let trainingCount: Int
    /// The first period that it would have predicted.
    public let first: CalendarDate
    /// What is wrong with what it would have learnt from: a channel that had not begun, say.
    public let reason: DataError
  }

  /// The channels, in the order of the data.
  public let channels: [String]
  /// The first day of each period of the data; `[time]`.
  public let dates: [CalendarDate]
  /// The KPI that came, of geo data the sum over all geos; `[time]`.
  public let observed: [Double]
  /// The windows, earliest first; one or more.
  public let windows: [Window]
  /// Windows that were left out, earliest first.
  public let skipped: [SkippedWindow]
}

extension Backtest {
  /// One number of all windows' predictions: the mean over windows. Nil where some window has none.
  ///
  /// - Parameters:
  ///   - score: the number.
  ///   - forecast: whose predictions, ``HoldoutScores/model`` or ``HoldoutScores/naive``.
  public func average(
    _ score: (PredictionScores) -> Double?, of forecast: KeyPath<HoldoutScores, PredictionScores>
  ) -> Double? {
    let values = windows.compactMap { score($0.scores[keyPath: forecast]) }
    return values.count == windows.count ? values.reduce(0, +) / Double(values.count) : nil
  }

  /// One less the continuous ranked probability score over that of the naive forecast, both averaged
  /// over windows first. NaN where the naive forecast is perfect.
  public var skill: Double {
    func sum(_ scores: [PredictionScores]) -> Double {
      scores.reduce(0) { $0 + $1.continuousRankedProbabilityScore }
    }
    return 1 - sum(windows.map(\.scores.model)) / sum(windows.map(\.scores.naive))
  }

  /// How each channel's return moved from window to window.
  public var returnStabilities: [ReturnStability] {
    channels.enumerated().map { channel, name in
      ReturnStability(name: name, returns: windows.map { $0.returns[channel] })
    }
  }
}

/// How a channel's return on investment moved from window to window.
///
/// Windows share most of what they learn from, so that their returns should differ by less than their
/// intervals are wide. They are about different periods, too, and a return may really change.
public struct ReturnStability: Sendable, Hashable {
  /// The channel.
  public let name: String
  /// The median over windows of the median return.
  public let median: Double
  /// The smallest median return of any window.
  public let lowest: Double
  /// The largest median return of any window.
  public let highest: Double
  /// The standard deviation of median returns over windows, divisor n − 1; NaN of one window.
  public let deviation: Double
  /// The mean width of the windows' 90 % intervals.
  public let typicalWidth: Double
  /// Whether there are two windows whose 90 % intervals do not overlap.
  public let movesApart: Bool

  /// The stability of a channel's returns, one for each window.
  package init(name: String, returns: [DistributionSummary]) {
    self.name = name
    let medians = returns.map(\.median).sorted()
    let count = Double(medians.count)
    let mean = medians.reduce(0, +) / count
    let squares = medians.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    median = DistributionSummary(medians).median
    lowest = medians[0]
    highest = medians[medians.count - 1]
    deviation = (squares / (count - 1)).squareRoot()
    typicalWidth = returns.reduce(0) { $0 + ($1.q95 - $1.q5) } / count
    movesApart = returns.excludeOneAnother
  }

  /// The distance of the lowest from the highest median, relative to ``median``.
  public var relativeRange: Double { (highest - lowest) / median.magnitude }
}
