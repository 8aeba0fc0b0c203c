public import MediaMix
internal import MediaMixInference

extension Recovery {
  /// Every channel at every level, and what it comes to, for a terminal.
  public var text: String {
    let levels = design.levels.map { HumanNumber.percent.text($0) }.joined(separator: ", ")
    return "\(NumberFormat.counted(worlds.count, "simulated world")), in which each channel brings "
      + "\(levels) of the KPI\n\n" + table + "\n" + channels.map { $0.words + "\n" }.joined()
  }

  private var table: String {
    var table = TextTable(
      [
        "true share", "ROI", "share", "ROI", "bias", "relative", "RMSE", "width", "holds truth",
        "± se", "power", "± se",
      ],
      groups: [
        .init("true", columns: 1), .init("estimate", columns: 5),
        .init("90 % interval", columns: 3), .init("told from nothing", columns: 2),
      ])
    for channel in channels {
      table.add([channel.name] + Array(repeating: "", count: 11))
      for level in channel.levels { table.add(Self.cells(level)) }
    }
    return table.text
  }

  private static func cells(_ level: Level) -> [String] {
    func share(_ value: Double) -> String { "\(NumberFormat.fixed(100 * value, decimals: 2)) %" }
    func whole(_ value: Double?) -> String {
      value.map { "\(NumberFormat.fixed(100 * $0, decimals: 0)) %" } ?? "–"
    }
    return [
      "  " + HumanNumber.percent.text(level.level),
      NumberFormat.significant(level.trueReturn, digits: 3), share(level.meanEstimate),
      NumberFormat.significant(level.meanReturn, digits: 3), share(level.bias),
      level.level > 0 ? whole(level.relativeBias) : "–", share(level.rootMeanSquareError),
      share(level.meanWidth), whole(level.coverage?.share), whole(level.coverage?.standardError),
      whole(level.power?.share), whole(level.power?.standardError),
    ]
  }

  /// What must be known of the worlds, one to a line; empty where there is nothing.
  public var notes: String {
    var notes: [String] = []
    if !fixedChannels.isEmpty {
      notes.append(
        "left out, because coefficients are fixed: \(fixedChannels.joined(separator: ", "))")
    }
    if experimentCount > 0 {
      notes.append(
        "\(NumberFormat.counted(experimentCount, "experiment")) informed what the worlds are like, "
          + "but no fit to them: what they found is a fact about another KPI")
    }
    for channel in channels {
      guard
        let level = channel.levels.first(where: {
          !$0.isAllowed || ($0.priorProbability ?? 1) < Self.improbable
        })
      else { continue }
      notes.append("the prior of \(channel.name) \(Self.priorWords(level))")
    }
    return notes.map { "Note: \($0)\n" }.joined()
  }

  /// What a prior makes of a level that it does not allow, or holds for improbable.
  private static func priorWords(_ level: Level) -> String {
    let format = HumanNumber.percent
    let effect = "an effect of \(format.text(level.level)) of the KPI"
    switch (level.isAllowed, level.level > 0) {
    case (false, false): return "does not allow it to do nothing"
    case (false, true): return "does not allow \(effect): estimates cannot reach it"
    case (true, false):
      return "holds it improbable (less than \(format.text(improbable))) that it brings anything: "
        + "estimates are pulled down"
    case (true, true):
      return "holds \(effect) or more improbable (less than \(format.text(improbable))): estimates "
        + "there are pulled down"
    }
  }

  /// From where on a prior holds an effect for improbable.
  private static let improbable = 0.01

  /// Where the fits cannot be trusted, one to a line; empty where they can.
  public var warnings: String {
    var warnings: [String] = []
    if unconvergedCount > 0 {
      warnings.append(
        "r-hat of some channel's share is above \(NumberFormat.fixed(FitLimits.rHat, decimals: 2)) "
          + "in \(NumberFormat.counted(unconvergedCount, "world")) of \(worlds.count): chains "
          + "disagree there; use more warm-up and draws, or stronger priors")
    }
    if divergentCount > 0 {
      warnings.append(
        "more than \(HumanNumber.percent.text(FitLimits.divergentShare)) of draws diverge in "
          + "\(NumberFormat.counted(divergentCount, "world")) of \(worlds.count): raise the target "
          + "acceptance")
    }
    return warnings.map { "Warning: \($0)\n" }.joined()
  }

  /// Every channel in every world as CSV: the world and its levels, truth and estimate of share and
  /// return, r-hat of the world's shares, the share of draws that diverge.
  public func csv() -> String {
    let summaries = ["share", "roi"].flatMap { name in
      ["mean", "median", "q5", "q95"].map { "\(name)_\($0)" }
    }
    let header =
      ["world", "channel", "level", "true_share", "true_roi"] + summaries
      + ["r_hat", "divergent_share"]
    let rows = worlds.enumerated().flatMap { index, world in
      zip(channels, world.estimates).map { channel, estimate in
        row(of: channel, estimate, in: world, number: index + 1)
      }
    }
    return ([header] + rows).map(CSVLine.text).joined()
  }

  private func row(
    of channel: Channel, _ estimate: Estimate, in world: World, number: Int
  ) -> [String] {
    let truth = [design.levels[estimate.level], estimate.trueShare, estimate.trueReturn]
    var cells = ["\(number)", channel.name] + truth.map(CSVNumber.text)
    cells += CSVNumber.cells(estimate.share) + CSVNumber.cells(estimate.returnOnInvestment)
    cells += [CSVNumber.text(world.largestRHat), CSVNumber.text(world.divergentShare)]
    return cells
  }
}

extension Recovery.Channel {
  /// Whether these data identify the channel, and how far estimates of it can be trusted.
  package var words: String {
    ([verdictWords, responseWords, coverageWords, observedWords].compactMap(\.self))
      .joined(separator: " ")
  }

  private var verdictWords: String {
    let format = HumanNumber.percent
    let highest = levels[levels.count - 1]
    func power(_ level: Recovery.Level) -> String {
      level.power.map { "power \(format.text($0.share))" } ?? ""
    }
    switch verdict {
    case .identified(let place):
      return
        "\(name): can be told from nothing from \(format.text(levels[place].level)) of the KPI "
        + "on (\(power(levels[place])))."
    case .notIdentified:
      return
        "\(name): these data cannot tell it from nothing up to \(format.text(highest.level)) of "
        + "the KPI (\(power(highest))); it takes more variation or an experiment."
    case .unknown:
      return
        "\(name): too few worlds in which it does nothing to say when it can be told from that."
    }
  }

  private var responseWords: String {
    func decimal(_ number: Double) -> String { NumberFormat.fixed(number, decimals: 2) }
    let others = confusions.prefix(3).map { "\(decimal($0.share)) % of 1 % by \($0.channel)" }
    return "Of 1 % more that it brings estimates show \(decimal(response)) %"
      + (others.isEmpty ? "." : ", and \(others.joined(separator: ", ")).")
  }

  private var coverageWords: String? {
    func whole(_ share: Double) -> String { "\(NumberFormat.fixed(100 * share, decimals: 0)) %" }
    return coverage.map {
      "90 % intervals hold the truth in \(whole($0.share)) of worlds (± \(whole($0.standardError)))."
    }
  }

  private var observedWords: String? {
    guard let observed, let isObserved, let threshold else { return nil }
    let format = HumanNumber.percent
    return "In the data its interval begins at \(format.text(observed.q5)), "
      + (isObserved ? "above " : "not above ")
      + "the \(format.text(threshold)) that one in 20 begins above if it does nothing."
  }
}
