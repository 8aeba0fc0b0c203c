extension Recovery {
  /// How well one channel's effect is recovered, whatever the other channels do.
  public struct Channel: Sendable, Hashable {
    /// What it comes to.
    public enum Verdict: Sendable, Hashable {
      /// The channel can be told from one that does nothing where it brings the level at that place or more.
      case identified(fromLevel: Int)
      /// It cannot even at the highest level.
      case notIdentified
      /// There are too few worlds in which it does nothing to compare with.
      case unknown
    }

    /// Another channel whose effect is taken for this one's.
    public struct Confusion: Sendable, Hashable {
      /// The other channel.
      public let channel: String
      /// How much of it: by so much the estimate grows for each unit that the other brings more. Negative
      /// where what the other brings is taken off.
      public let share: Double
    }

    /// The channel.
    public let name: String
    /// Each level of the design, ascending.
    public let levels: [Level]
    /// The share that a 90 % interval must begin above, so that the channel counts as told from nothing: in
    /// worlds in which it does nothing, intervals begin above with a probability of at most 5 %. Nil with
    /// fewer than 19 such worlds.
    public let threshold: Double?
    /// By how much the estimate grows for each unit that the channel brings more: 1 where it follows the
    /// truth, 0 where it stays where it is whatever the truth. The slope of the least squares line.
    public let response: Double
    /// The other channels whose effects are taken for this one's to a fifth or more, as far as three
    /// standard errors can tell; the largest first.
    public let confusions: [Confusion]
    /// What the fit to the data themselves says of the channel's share; nil where more than the data
    /// informs it.
    public let observed: DistributionSummary?

    /// The power from which on an effect counts as one that can be told from nothing, 0.8: Cohen (1988,
    /// "Statistical Power Analysis for the Behavioral Sciences", section 2.4).
    public static let leastPower = 0.8
    /// The probability of taking nothing for something, 0.05.
    public static let significance = 0.05
    private static let leastConfusion = 0.2

    /// What it comes to, by ``leastPower`` at a level and all above.
    public var verdict: Verdict {
      guard threshold != nil else { return .unknown }
      let weak = levels.lastIndex { $0.power.map { $0.share < Self.leastPower } ?? true } ?? 0
      return weak + 1 < levels.count ? .identified(fromLevel: weak + 1) : .notIdentified
    }

    /// In how many worlds the interval holds the truth, over all levels where it can; nil without any.
    public var coverage: Proportion? {
      let covered = levels.compactMap(\.coverage)
      guard !covered.isEmpty else { return nil }
      return Proportion(
        count: covered.reduce(0) { $0 + $1.count }, total: covered.reduce(0) { $0 + $1.total })
    }

    /// Whether the fit to the data themselves tells the channel from nothing; nil where that is not known.
    public var isObserved: Bool? {
      guard let observed, let threshold else { return nil }
      return observed.q5 > threshold
    }
  }
}

extension Recovery.Channel {
  /// What estimates of a channel come to.
  ///
  /// - Parameters:
  ///   - place: the channel's, among those of the design.
  ///   - names: of the channels of the design.
  ///   - design: the levels of all.
  ///   - estimates: of the channel, `[replication]`.
  ///   - allowsNegative: whether the channel may do harm by its prior.
  ///   - observed: what the fit to the data themselves says.
  package init(
    at place: Int, names: [String], design: RecoveryDesign, estimates: [Recovery.Estimate],
    allowsNegative: Bool, observed: DistributionSummary?
  ) {
    let threshold = RecoveryThreshold(
      lowerEnds: estimates.filter { $0.level == 0 }.map(\.share.q5))
    name = names[place]
    levels = design.levels.indices.map { level in
      Recovery.Level(
        design.levels[level], of: estimates.filter { $0.level == level },
        threshold: level == 0 ? nil : threshold, canBeCovered: level > 0 || allowsNegative)
    }
    self.threshold = threshold?.value
    self.observed = observed
    let medians = estimates.map(\.share.median)
    let own = Slope(of: medians, on: estimates.map(\.trueShare))
    response = own.value
    confusions = names.indices.filter { $0 != place }.compactMap { other in
      let slope = Slope(
        of: own.residuals, on: design.assignments.map { design.levels[$0[other]] })
      let (size, noise) = (slope.value.magnitude, 3 * slope.standardError)
      return size >= Self.leastConfusion && size >= noise
        ? Confusion(channel: names[other], share: slope.value) : nil
    }.sorted { $0.share.magnitude > $1.share.magnitude }
  }
}

/// The least squares line of numbers on others.
private struct Slope {
  let value: Double
  /// NaN of fewer than three numbers.
  let standardError: Double
  /// What the line leaves.
  let residuals: [Double]

  /// - Parameters:
  ///   - numbers: two or more.
  ///   - others: as many, not all the same.
  init(of numbers: [Double], on others: [Double]) {
    let (center, origin) = (numbers.mean, others.mean)
    let (deviations, distances) = (numbers.map { $0 - center }, others.map { $0 - origin })
    let square = distances.reduce(0) { $0 + $1 * $1 }
    let slope = zip(deviations, distances).reduce(0) { $0 + $1.0 * $1.1 } / square
    let residuals = zip(deviations, distances).map { $0 - slope * $1 }
    let variance = residuals.reduce(0) { $0 + $1 * $1 } / Double(numbers.count - 2)
    value = slope
    standardError = (variance / square).squareRoot()
    self.residuals = residuals
  }
}
