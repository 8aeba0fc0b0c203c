internal import MediaMix

extension ReportResults {
  /// What the numbers are good for, with the headline of every reason.
  var verdictNotice: ReportBlock {
    .notice(
      ReportNotice(
        tone: tone, title: verdictTitle,
        items: verdict.concerns.isEmpty
          ? [Self.limitation]
          : concernsInShort
            + ["What that means, and what to do: \(link: "Convergence", to: "convergence")."]))
  }

  /// The headline of every concern; what the sampler's diagnostics say is about parameters, which are
  /// not for a summary.
  private var concernsInShort: [ReportText] {
    let warnings = verdict.concerns.count {
      if case .convergence = $0 { true } else { false }
    }
    let others = verdict.concerns.compactMap { concern -> ReportText? in
      if case .convergence = concern { return nil }
      return ReportText(concern.headline)
    }
    let short: ReportText = """
      The diagnostics of the calculation come with \(NumberFormat.counted(warnings, "warning")).
      """
    return others + (warnings > 0 ? [short] : [])
  }

  /// The same in full.
  var verdictReasons: [ReportBlock] {
    verdict.concerns.isEmpty
      ? [.paragraph("\(strong: verdictTitle). \(Self.limitation)")]
      : [
        .paragraph(
          """
          \(strong: verdictTitle), for these reasons. Act on the first one first: later ones often go \
          away with it.
          """),
        .list(verdict.concerns.map { ReportText($0.message) }),
      ]
  }

  /// Whether nothing should be done on the strength of these numbers.
  var isUnusable: Bool { verdict.level == .notUsable }

  /// Channels of which the data say next to nothing.
  var unlearntChannels: [String] {
    verdict.concerns.flatMap { concern -> [String] in
      if case .priorDecides(let channels, _) = concern { channels } else { [] }
    }
  }

  /// Whether media may well have brought more than there was.
  var mayHaveNegativeBaseline: Bool {
    verdict.concerns.contains { concern in
      if case .negativeBaseline = concern { true } else { false }
    }
  }

  private var verdictTitle: String {
    switch verdict.level {
    case .usable: "Verdict: usable"
    case .usableWithCare: "Verdict: usable with care"
    case .notUsable: "Verdict: not usable"
    }
  }

  private var tone: ReportNotice.Tone {
    switch verdict.level {
    case .usable: .good
    case .usableWithCare: .doubtful
    case .notUsable: .bad
    }
  }

  private static let limitation: ReportText = """
    No check speaks against using these numbers. That does not prove the model right: one that leaves \
    out what drives the KPI can pass every check.
    """
}
