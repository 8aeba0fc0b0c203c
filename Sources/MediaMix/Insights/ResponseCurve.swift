/// What a channel brings at one level of spend, with its uncertainty.
public struct ResponsePoint: Sendable, Hashable {
  /// Media units per period; of several geos, all together.
  public let media: Double
  /// Money per period that they cost.
  public let spend: Double
  /// The KPI per period that is due to them, in its units.
  public let response: DistributionSummary
  /// KPI per unit of money; nil where nothing is spent.
  public let returnOnInvestment: DistributionSummary?
  /// KPI per unit of money that the next bit of money brings: the curve's slope; nil where nothing is
  /// spent.
  public let marginalReturn: DistributionSummary?
}

/// The spend at which the next bit of money brings half as much as it does at the current spend.
///
/// It measures how much room a channel has. Half of the current return is asked for, rather than half
/// of the largest on the curve or half of the greatest possible effect, because those need not exist:
/// the marginal return of a power, and of a Hill curve with a slope below 1, has no largest value,
/// and a power has no greatest effect.
public struct SaturationPoint: Sendable, Hashable {
  /// The median; nil where it lies beyond the curve's range.
  public let median: Double?
  /// The 5 % quantile; nil where it lies beyond the curve's range.
  public let q5: Double?
  /// The 95 % quantile; nil where it lies beyond the curve's range.
  public let q95: Double?
  /// The share of draws in which the point lies beyond the curve's range.
  public let probabilityBeyond: Double
}

/// What a channel would bring at any spend.
public struct ResponseCurve: Sendable, Hashable {
  /// What a curve answers.
  public enum Kind: Sendable, Hashable {
    /// What media of the one period after the training data add in that period, all earlier media as
    /// they were: the curve that LightweightMMM plots. What they bring later does not count, and the
    /// carry-over of earlier media uses up some of the saturation, so that it is lower than what
    /// constant spend brings.
    case onePeriod
    /// What constant media add per period once they have run for so many periods, without any before
    /// them.
    case steadyState(periods: Int)
  }

  /// The channel.
  public let channel: String
  /// The geo; nil: all geos together, or the nation.
  public let geo: String?
  /// From nothing to the greatest historic media and some percent more, evenly spaced.
  public let points: [ResponsePoint]
  /// At the mean media per period of the training data, periods without media included.
  public let current: ResponsePoint
  /// At spend that was asked for: that of an optimal budget, for instance.
  public let marked: ResponsePoint?
  /// Where the marginal return has fallen to half of that at ``current``.
  public let saturation: SaturationPoint
}

/// What response curves are asked for.
public struct ResponseCurveOptions: Sendable, Hashable {
  /// Which question they answer.
  public var kind: ResponseCurve.Kind
  /// The number of points, ≥ 2.
  public var steps: Int
  /// How far they go beyond the greatest historic media, as a share of them, ≥ 0.
  public var percentageAdd: Double
  /// Money per media unit of some channels, ≥ 0, in place of the historic Σ spend / Σ media.
  public var prices: [String: Double]
  /// Money per period, ≥ 0, at which the response of some channels is wanted too.
  public var marks: [String: Double]
  /// Whether geos have curves of their own, beside those of all geos together.
  public var eachGeo = true

  /// Curves of this kind; the other defaults are LightweightMMM's.
  public init(
    kind: ResponseCurve.Kind, steps: Int = 50, percentageAdd: Double = 0.2,
    prices: [String: Double] = [:], marks: [String: Double] = [:]
  ) {
    self.kind = kind
    self.steps = steps
    self.percentageAdd = percentageAdd
    self.prices = prices
    self.marks = marks
  }

  /// Throws an ``InsightError`` for what is outside its range, or names no channel of `dataset`.
  func check(for dataset: Dataset) throws(InsightError) {
    guard (2...Self.mostSteps).contains(steps) else {
      throw .setting("the number of steps", found: "\(steps)", needs: "from 2 to \(Self.mostSteps)")
    }
    guard (0...Self.greatestAddition).contains(percentageAdd) else {
      throw .setting(
        "the share beyond the greatest media", found: "\(percentageAdd)",
        needs: "from 0 to \(Int(Self.greatestAddition))")
    }
    if case .steadyState(let periods) = kind, !(1...Self.mostPeriods).contains(periods) {
      throw .setting(
        "the number of periods", found: "\(periods)", needs: "from 1 to \(Self.mostPeriods)")
    }
    for (what, numbers) in [("price", prices), ("spend", marks)] {
      for (channel, number) in numbers.sorted(by: { $0.key < $1.key }) {
        _ = try dataset.place(ofChannel: channel)
        guard number >= 0, number <= Scaler.usableMagnitudes.upperBound else {
          throw .setting(
            "the \(what) of \(channel)", found: "\(number)",
            needs: "from 0 to \(Scaler.usableMagnitudes.upperBound)")
        }
      }
    }
    for channel in marks.keys.sorted() {
      let place = try dataset.place(ofChannel: channel)
      let prices = dataset.prices(ofChannel: place, given: prices)
      guard
        prices.indices.contains(where: {
          prices[$0] > 0 && !dataset.media.isZero(inColumn: place, geo: $0)
        })
      else { throw .noPrice(channel: channel) }
    }
  }

  private static let mostSteps = 10_000
  private static let mostPeriods = 10_000
  private static let greatestAddition = 100.0
}

extension ResponseCurve.Kind {
  /// Steady state after a year, or after as many periods as a longer carry-over lasts: when nothing
  /// changes any more.
  public static func steadyState(of specification: ModelSpecification) -> Self {
    let lags = specification.transform == .carryover ? specification.effectiveNumberOfLags : 1
    return .steadyState(periods: max(specification.seasonality.frequency, lags))
  }
}
