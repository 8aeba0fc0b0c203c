internal import MediaMix
internal import MediaMixInference

extension Calibration {
  /// The quantities in the order of interest: those that are miscalibrated, the worst first; returns and
  /// the log likelihood; the others, those with the smallest p-values first.
  var byInterest: [Quantity] {
    let wrong = miscalibrated
    let right = byDoubt.filter { !$0.isMiscalibrated }
    let first = quantities.filter { !$0.isMiscalibrated && $0.kind.isOfInterest }
    return wrong + first + right.filter { !$0.kind.isOfInterest }
  }

  /// Whether intervals hold what they promise, in a sentence or two.
  var verdict: String {
    let fits = NumberFormat.counted(replications.count, "replication")
    let wrong = miscalibrated
    guard !wrong.isEmpty else {
      let least = quantities.map(\.familyWiseProbability).min() ?? 1
      return
        "Calibrated, as far as \(fits) can tell: all \(quantities.count) quantities considered, "
        + "no ranks are more uneven than by chance (p \(Self.text(ofProbability: least)))."
    }
    let named = wrong.prefix(Self.named).map { "\($0.name) (\($0.uniformity.departure.words))" }
    let more = wrong.count - named.count
    return "Not calibrated, by \(fits): \(named.joined(separator: ", "))"
      + (more > 0 ? " and \(more) more" : "") + "."
  }

  /// What so many replications cannot see.
  var resolution: String {
    let reach = zip(band.lower, band.upper).reduce(0) { max($0, -$1.0, $1.1) }
    return
      "Of \(NumberFormat.counted(replications.count, "replication")), the share of truths below any "
      + "quantile may be off by up to \(NumberFormat.fixed(100 * reach, decimals: 0)) points by chance."
  }

  /// What makes the verdict doubtful, in sentences.
  var doubts: [String] {
    let count = replications.count + failures.count
    var doubts: [String] = []
    if let last = failures.last {
      doubts.append(
        "\(failures.count) of \(NumberFormat.counted(count, "replication")) could not be ranked, and "
          + "the verdict is about the others alone; in the last one \(last.reason).")
    }
    if !shortOfDraws.isEmpty {
      doubts.append(
        "\(NumberFormat.counted(shortOfDraws.count, "fit")) had fewer than \(Self.rankedDraws) "
          + "effective draws of some parameter: truths rank first and last there too often, as if "
          + "intervals were too narrow; ask for more draws.")
    }
    if !unconverged.isEmpty {
      let limit = NumberFormat.fixed(ConvergenceReport.rHatLimit, decimals: 2)
      doubts.append(
        "r-hat is above \(limit) in \(NumberFormat.counted(unconverged.count, "fit")): chains "
          + "disagree there, and the posterior that is judged is not quite the model's.")
    }
    return doubts
  }

  /// How many quantities a sentence names.
  private static let named = 8

  /// A p-value, to two digits.
  static func text(ofProbability p: Double) -> String {
    p < 1e-4 ? "< 0.0001" : NumberFormat.fixed(p, decimals: p < 0.01 ? 4 : 2)
  }
}

extension Calibration.Quantity {
  /// What the ranks say, if it is no chance; else empty.
  var finding: String { isMiscalibrated ? uniformity.departure.words : "" }
}

extension Calibration.Quantity.Kind {
  /// Whether it is what people fit models for, or what sees most.
  fileprivate var isOfInterest: Bool { self == .returnOnInvestment || self == .logLikelihood }
}

extension RankUniformity.Departure {
  /// What is wrong with the posteriors.
  fileprivate var words: String {
    switch self {
    case .tooHigh: "estimates too high"
    case .tooLow: "estimates too low"
    case .tooNarrow: "intervals too narrow"
    case .tooWide: "intervals too wide"
    case .uneven: "ranks uneven"
    }
  }
}
