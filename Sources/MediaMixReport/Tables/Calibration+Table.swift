public import MediaMix
internal import MediaMixInference

extension Calibration {
  /// How often intervals held what is true, quantity by quantity, and the verdict, for a terminal.
  ///
  /// Of more than 40 quantities the first by interest are shown: those that are miscalibrated, returns,
  /// the log likelihood, then those with the smallest p-values.
  public var text: String {
    ([table, verdict, resolution] + doubts).joined(separator: "\n") + "\n"
  }

  private var table: String {
    let shown = byInterest.prefix(Self.mostRows)
    var table = TextTable(
      ["quantity", "50 %", "90 %", "mean rank", "p", "p of all", "finding"],
      groups: [
        .init("intervals hold", columns: 2), .init("ranks of truths", columns: 3),
        .init("", columns: 1),
      ])
    for quantity in shown {
      table.add([
        quantity.name, NumberFormat.percent(quantity.coverage(ofCentral: 0.5)),
        NumberFormat.percent(quantity.coverage(ofCentral: 0.9)),
        NumberFormat.fixed(quantity.uniformity.meanPosition, decimals: 3),
        Self.text(ofProbability: quantity.uniformity.tailProbability),
        Self.text(ofProbability: quantity.familyWiseProbability), quantity.finding,
      ])
    }
    let more = quantities.count - shown.count
    return table.text + (more > 0 ? "and \(more) more with larger p\n" : "")
  }

  /// What makes the verdict doubtful, one to a line; empty where nothing does.
  public var warnings: String { doubts.map { "Warning: \($0.dropLast())\n" }.joined() }

  /// The ranks as CSV, a row for each replication and quantity: the replication's number, the quantity,
  /// what is true, how many of the ranked draws are below it, and of the fit the smallest effective
  /// sample size, the largest r-hat and the number of divergences.
  public func csv() -> String {
    var text = CSVLine.text([
      "replication", "quantity", "truth", "rank", "ess", "r_hat", "divergences",
    ])
    for (place, replication) in replications.enumerated() {
      let fit = [
        CSVNumber.text(replication.effectiveSampleSize), CSVNumber.text(replication.largestRHat),
        "\(replication.divergenceCount)",
      ]
      for quantity in quantities {
        text += CSVLine.text(
          [
            "\(replication.index)", quantity.name, CSVNumber.text(quantity.truths[place]),
            "\(quantity.ranks[place])",
          ] + fit)
      }
    }
    return text
  }

  private static let mostRows = 40
}
