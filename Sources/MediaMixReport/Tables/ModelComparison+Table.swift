public import MediaMix
internal import MediaMixInference

extension ModelComparison {
  /// Which model predicts best, and where their returns differ, for a terminal.
  public var text: String {
    [leaveOneOutText, futureText, holdoutText, returnText].compactMap(\.self)
      .joined(separator: "\n")
  }

  private var leaveOneOutText: String {
    let limit = NumberFormat.fixed(candidates[0].leaveOneOut.shapeLimit, decimals: 2)
    var table = TextTable([
      "leave one out", "elpd", "se", "p_loo", "difference", "se", "weight", "largest k",
      "k > \(limit)",
    ])
    for (index, candidate) in candidates.enumerated() {
      let estimate = candidate.leaveOneOut
      table.add(
        [candidate.name]
          + [
            estimate.elpd, estimate.standardError, estimate.effectiveParameterCount,
            differences[index].value, differences[index].standardError,
          ].map { NumberFormat.fixed($0, decimals: 1) }
          + [
            NumberFormat.fixed(weights[index], decimals: 2),
            estimate.largestShape.isFinite
              ? NumberFormat.fixed(estimate.largestShape, decimals: 2) : "∞",
            "\(estimate.unreliablePoints.count)",
          ])
    }
    return table.text
  }

  /// Nil without leave-future-out.
  private var futureText: String? {
    let differences = futureDifferences
    guard !differences.isEmpty else { return nil }
    var table = TextTable([
      "leave future out", "elpd", "se", "difference", "se", "weight", "fits",
    ])
    for (index, candidate) in candidates.enumerated() {
      guard let future = candidate.leaveFutureOut else { continue }
      table.add(
        [candidate.name]
          + [
            future.elpd.value, future.elpd.standardError, differences[index].value,
            differences[index].standardError,
          ].map { NumberFormat.fixed($0, decimals: 1) }
          + [NumberFormat.fixed(futureWeights[index], decimals: 2), "\(future.fitCount)"])
    }
    let count = candidates[0].leaveFutureOut?.periods.count ?? 0
    return table.text
      + "\nEach of the last \(NumberFormat.counted(count, "period")) predicted from those before "
      + "it.\n"
  }

  /// Nil without held-out rows.
  private var holdoutText: String? {
    guard let scores = candidates[0].holdout else { return nil }
    var table = TextTable.scores("held out")
    for candidate in candidates {
      if let scores = candidate.holdout { table.add([candidate.name] + scores.model.cells) }
    }
    table.add([scores.naiveName] + scores.naive.cells)
    return "\(table.text)\n\(scores.heading).\n"
  }

  private var returnText: String {
    let columns = ["median", "5 %", "95 %"]
    var table = TextTable(
      ["return"] + (0...candidates.count).flatMap { _ in columns } + ["disagreement"],
      groups: (candidates.map(\.name) + ["stacked"]).map { .init($0, columns: columns.count) }
        + [.init("", columns: 1)])
    for (channel, agreement) in returns.enumerated() {
      let all = agreement.returns + [agreement.stacked]
      let narrowest = all.reduce(Double.infinity) { min($0, $1.width) }
      table.add(
        [agreement.name]
          + NumberFormat.aligned(
            all.flatMap { [$0.median, $0.q5, $0.q95] }, spread: narrowest, digits: 3)
          + [disagreement(onChannel: channel)])
    }
    return "\(table.text)\n\(Self.stackedNote)\n"
  }

  static let stackedNote = "Stacked: mixed by the weights of leave-one-out."

  /// "intervals apart", "ranks 1, 1, 3", or both.
  private func disagreement(onChannel channel: Int) -> String {
    let ranks = ranks(ofChannel: channel).map(String.init).joined(separator: ", ")
    return [
      returns[channel].isContradictory ? "intervals apart" : nil,
      disagreesOnRank(ofChannel: channel) ? "ranks \(ranks)" : nil,
    ].compactMap(\.self).joined(separator: "; ")
  }

  /// What the numbers should not be trusted in, one to a line; empty where nothing is wrong.
  public var warnings: String {
    candidates.flatMap { candidate in
      (candidate.fit.convergence().warnings.map(\.message)
        + [leaveOneOutWarning(candidate)].compactMap(\.self))
        .map { "Warning: \(candidate.name): \($0)\n" }
    }.joined()
  }

  /// Why leave-one-out, and what follows from it, is not reliable; nil where it is. Without a full stop.
  func leaveOneOutWarning(_ candidate: ModelCandidate) -> String? {
    let estimate = candidate.leaveOneOut
    let points = estimate.unreliablePoints
    guard !points.isEmpty else { return nil }
    let advice =
      candidate.leaveFutureOut == nil ? "" : "; go by leave-future-out and the weights from it"
    guard estimate.hasEnoughDraws else {
      return
        "\(NumberFormat.counted(estimate.drawCount, "draw")) cannot tell whether leave-one-out "
        + "is reliable, and the weights and stacked returns from it: take more\(advice)"
    }
    return "the Pareto k of \(NumberFormat.counted(points.count, "observation")) is above "
      + "\(NumberFormat.fixed(estimate.shapeLimit, decimals: 2)) (\(names(of: points))): "
      + "leave-one-out is not reliable there, and the weights and stacked returns are from it"
      + advice
  }

  /// The first of some observations by date, and by geo in geo data.
  private func names(of points: [Int]) -> String {
    let shown = 5
    let names = points.prefix(shown).map { point in
      let (date, geo) = observation(point)
      return "\(date)" + (geo.map { " \($0)" } ?? "")
    }
    return names.joined(separator: ", ") + (points.count > shown ? ", …" : "")
  }
}
