public import MediaMix

extension Chart {
  /// Whether effects that are known are found again: the power for each channel and level, and what fits
  /// estimate beside what is true.
  ///
  /// - Parameters:
  ///   - recovery: simulated worlds and the fits to them.
  ///   - target: the KPI's name.
  public static func recovery(_ recovery: Recovery, target: String) -> Chart {
    let worlds = NumberFormat.counted(recovery.worlds.count, "simulated world")
    let isKnown = recovery.channels.contains { $0.threshold != nil }
    let lowerEnds: [Legend.Item] =
      isKnown
      ? [
        .init(.told, text: "an interval begins, told from nothing"),
        .init(.notTold, text: "not told"),
        .init(.threshold, text: "one in 20 begins above if it does nothing"),
      ] : [.init(.told, text: "an interval begins")]
    let legend = Legend(
      [
        .init(.reference, text: "truth"), .init(.median, text: "mean estimate"),
        .init(.outerBand, text: "mean 90 % interval"),
      ] + lowerEnds)
    let power: [any ChartBlock] = isKnown ? [recovery.powerMap(target: target)] : []
    return Chart(
      kind: "recovery", title: "Can these data identify the effects of media?",
      subtitle: "\(worlds) with the media of the data and effects that are known, each fitted like "
        + "the data.",
      description: ["How well effects of channels that are known are found again, in \(worlds)."]
        + recovery.channels.prefix(30).map(\.words),
      blocks: power + [legend, recovery.estimates(target: target)],
      notes: recovery.plotNotes
    ) { recovery.plotTable }
  }
}

extension Look {
  /// Where the interval of a world begins that tells the channel from nothing, and of one that does not.
  fileprivate static let told = Look(.dots, .model)
  fileprivate static let notTold = Look(.dots, .rest)
  /// What intervals of nothing seldom begin above.
  fileprivate static let threshold = Look(.thinLine, .observed)
}

extension Recovery {
  /// The power of each channel at each level, the answer at a glance.
  fileprivate func powerMap(target: String) -> HeatMap {
    HeatMap(
      name: "Power: how often a channel is told from nothing, by its true share of \(target)",
      rows: channels.map(\.name),
      columns: design.levels.dropFirst().map { HumanNumber.percent.text($0) },
      values: channels.map { $0.levels.dropFirst().map { $0.power?.share } },
      marked: channels.map { channel in
        channel.levels.dropFirst().map { ($0.power?.share ?? 0) >= Channel.leastPower }
      },
      format: .share)
  }

  /// Estimates beside the truth, a plot for each channel.
  fileprivate func estimates(target: String) -> PlotGrid {
    let highest = design.levels[design.levels.count - 1]
    var arrangement = PlotGrid.Arrangement()
    arrangement.noun = "channel"
    arrangement.plotHeight = channels.count == 1 ? 300 : 190
    return PlotGrid(
      channels.indices.map(plot),
      horizontal: .init(
        .number(.percent, .linear), title: "true share of \(target)",
        range: -0.06 * highest...1.06 * highest),
      vertical: .init(.number(.percent, .linear), title: "estimated share of \(target)"),
      arrangement: arrangement)
  }

  private func plot(at place: Int) -> Plot {
    let channel = channels[place]
    let x = channel.levels.map(\.level)
    let points = lowerEnds(at: place)
    let isTold = { (end: Double) in channel.threshold.map { end > $0 } ?? true }
    return Plot(
      name: channel.name, note: channel.shortVerdict,
      layers: [
        Plot.Layer(
          x: x,
          .band(lower: channel.levels.map(\.meanLower), upper: channel.levels.map(\.meanUpper)),
          .outerBand, rank: .core),
        Plot.Layer(x: x, .line(values: x), .reference),
        Self.layer(points.filter { !isTold($0.y) }, .notTold),
        Self.layer(points.filter { isTold($0.y) }, .told),
        Plot.Layer(x: x, .line(values: channel.levels.map(\.meanEstimate)), .median, rank: .core),
      ], guides: channel.threshold.map { [.init(.horizontal, at: $0, .threshold)] } ?? [],
      hovers: channel.levels.map { ($0.level, "\(channel.name): \($0.words)") })
  }

  private static func layer(_ points: [(x: Double, y: Double)], _ look: Look) -> Plot.Layer {
    Plot.Layer(x: points.map(\.x), .cloud(values: points.map(\.y)), look, rank: .tails)
  }

  /// Where the interval of each world begins, by the channel's level.
  private func lowerEnds(at place: Int) -> [(x: Double, y: Double)] {
    let estimates = worlds.map { $0.estimates[place] }
    return design.levels.indices.flatMap { level in
      let ends = estimates.filter { $0.level == level }.map(\.share.q5)
      return ends.enumerated().map { index, end in
        (x: design.levels[level] + offset(index, of: ends.count), y: end)
      }
    }
  }

  /// Points of one level stand side by side, in the order of their worlds, and within the axis.
  private func offset(_ index: Int, of count: Int) -> Double {
    let levels = design.levels
    let gap = zip(levels, levels.dropFirst()).map { $1 - $0 }.min() ?? 0
    let width = min(0.7 * gap, 0.1 * levels[levels.count - 1])
    return count > 1 ? width * (Double(index) / Double(count - 1) - 0.5) : 0
  }

  fileprivate var plotNotes: [String] {
    let isKnown = channels.contains { $0.threshold != nil }
    let frames = HumanNumber.percent.text(Channel.leastPower)
    return (isKnown ? ["Framed: a power of \(frames) or more."] : [])
      + (unconvergedCount > 0
        ? ["Chains disagree in \(NumberFormat.counted(unconvergedCount, "world"))."] : [])
  }

  /// Every number that is drawn: each level of each channel, then each world.
  fileprivate var plotTable: String {
    let header = [
      "quantity", "channel", "world", "level", "estimate", "lower", "upper", "power", "coverage",
      "threshold",
    ]
    let levels = channels.flatMap { channel in
      channel.levels.map { level in
        ["level", channel.name, ""]
          + [
            level.level, level.meanEstimate, level.meanLower, level.meanUpper, level.power?.share,
            level.coverage?.share, channel.threshold,
          ].map(CSVNumber.text)
      }
    }
    let estimates = worlds.enumerated().flatMap { index, world in
      zip(channels, world.estimates).map { channel, estimate in
        ["world", channel.name, "\(index + 1)"]
          + [
            design.levels[estimate.level], estimate.share.median, estimate.share.q5,
            estimate.share.q95, nil, nil, nil,
          ].map(CSVNumber.text)
      }
    }
    return ([header] + levels + estimates).map(CSVLine.text).joined()
  }
}

extension Recovery.Channel {
  /// The verdict in a few words.
  fileprivate var shortVerdict: String {
    let format = HumanNumber.percent
    switch verdict {
    case .identified(let place):
      return "told from nothing from \(format.text(levels[place].level)) on"
    case .notIdentified:
      return "not told from nothing up to \(format.text(levels[levels.count - 1].level))"
    case .unknown: return ""
    }
  }
}

extension Recovery.Level {
  fileprivate var words: String {
    let format = HumanNumber.percent
    let power = power.map { ", power \(format.text($0.share))" } ?? ""
    let coverage = coverage.map { ", intervals hold the truth in \(format.text($0.share))" } ?? ""
    return "\(format.text(level)) true, mean estimate \(format.text(meanEstimate)), mean interval "
      + "\(format.text(meanLower)) to \(format.text(meanUpper))\(power)\(coverage)"
  }
}
