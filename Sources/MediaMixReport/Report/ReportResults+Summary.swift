internal import MediaMix
internal import MediaMixInference

extension ReportResults {
  /// What was found, in plain words.
  var summarySection: ReportSection {
    ReportSection(
      id: "summary", title: "Summary",
      blocks: [verdictNotice, .heading(channelHeading), .paragraph(mediaSentence)]
        + [.list(channelSentences)] + (isUnusable ? [] : [.list(certainties)])
        + [.paragraph(Self.reading), .paragraph(Self.caution)] + budgetSummary)
  }

  private var channelHeading: String {
    isUnusable
      ? "What the draws say of each channel, not to be relied on" : "What each channel brought"
  }

  private var mediaSentence: ReportText {
    guard let media = total(.media), let fitted = total(.fitted) else { return "" }
    return """
      Of all \(strong: target) in these data (\(HumanNumber.plain.text(fitted.kpi.median)) by the \
      model), media brought about \(text(media.share, .percent)). The rest is the baseline: what the \
      model expects without any of these media.
      """
  }

  /// A sentence or two on each channel, the one that brought most first.
  private var channelSentences: [ReportText] {
    let ranked = metrics.map { (channel: $0, share: $0.contribution) }.enumerated().sorted {
      ($1.element.share.median, $0.offset) < ($0.element.share.median, $1.offset)
    }
    return ranked.map { sentences(on: $0.element.channel, share: $0.element.share) }
  }

  private func sentences(on channel: ChannelMetrics, share: DistributionSummary) -> ReportText {
    let amount = contribution(of: channel.name).map {
      ", \(HumanNumber.plain.text($0.kpi.median)) in all"
    }
    let returns = channel.returnOnInvestment
    return """
      \(strong: channel.name) brought about \(text(share, .percent, of: target))\(amount ?? ""). \
      \(returns.median.isFinite ? "Each unit of cost brought about \(text(returns))." : "")
      """
  }

  /// Which returns are known well, which roughly and which hardly.
  private var certainties: [ReportText] {
    let known = metrics.map { (name: $0.name, knowledge: Knowledge(of: $0.returnOnInvestment)) }
    let sentences = Knowledge.allCases.compactMap { knowledge -> ReportText? in
      let names = known.filter { $0.knowledge == knowledge }.map(\.name)
      return names.isEmpty
        ? nil : "\(strong: knowledge.name): \(names.enumerated). \(knowledge.meaning)"
    }
    let assumed: ReportText = """
      The data have hardly changed what was assumed beforehand about \(unlearntChannels.enumerated).
      """
    return sentences + (unlearntChannels.isEmpty ? [] : [assumed])
  }

  private static let reading: ReportText = """
    Cost is the spend given with the data, and what it brought is counted in units of the KPI: only \
    where the KPI is money, and costs of goods are taken off, does a return above 1 mean profit. “Very \
    likely” stands for a probability of 90 %, given the data and the assumptions of the model.
    """

  private static let caution: ReportText = """
    The model finds what went together in past data. If a channel ran when demand was high anyway, it \
    is credited with more than it caused. Experiments are how to know.
    """
}

/// How closely a return is known, by the factor that its 90 % interval spans.
private enum Knowledge: CaseIterable {
  case close, rough, open

  init(of returns: DistributionSummary) {
    let factor = returns.q5 > 0 ? returns.q95 / returns.q5 : .infinity
    self = factor < 2 ? .close : factor < 5 ? .rough : .open
  }

  var name: String {
    switch self {
    case .close: "Known well"
    case .rough: "Known roughly"
    case .open: "Hardly known"
    }
  }

  var meaning: String {
    switch self {
    case .close: "The highest likely return is less than twice the lowest."
    case .rough: "The highest likely return is two to five times the lowest."
    case .open: "Likely returns range wider still: an experiment would tell more than these data."
    }
  }
}
