public import MediaMix

extension FittedModel {
  /// The experiments beside what the data alone, and data and experiments together, say about the same
  /// media, for a terminal; begins with an empty line. Empty where there are no experiments.
  public var experimentsText: String { experimentsTable.map { "\n" + $0.text } ?? "" }

  /// The same as a table; nil where there are no experiments.
  var experimentsTable: TextTable? {
    guard !experimentResults.isEmpty else { return nil }
    let effect = ["mean", "sd", "5 %", "95 %"]
    var table = TextTable(
      ["experiment", "measure", "estimate", "± se"] + effect + effect + ["probability"],
      groups: [
        TextTable.Group("result", columns: 3),
        TextTable.Group("data alone", columns: effect.count),
        TextTable.Group("data and experiments", columns: effect.count),
        TextTable.Group("tail", columns: 1),
      ])
    for (index, result) in experimentResults.enumerated() {
      let (alone, posterior) = (result.dataAlone, result.posterior)
      // All in one precision, that of the sharpest, so that they can be compared.
      let spread = min(result.test.standardError, posterior.sd > 0 ? posterior.sd : .infinity)
      table.add(
        ["\(index + 1) \(result.test.title)", result.test.estimate.measure]
          + NumberFormat.aligned(
            [
              result.test.estimate.value, result.test.standardError, alone.mean, alone.sd,
              alone.q5, alone.q95, posterior.mean, posterior.sd, posterior.q5, posterior.q95,
            ], spread: spread)
          + [NumberFormat.significant(result.tailProbability, digits: 2)])
    }
    return table
  }

  /// Which experiments data and model do not agree with, and which are too sharp to sample well, one
  /// to a line; empty where there is nothing to say.
  public var experimentWarnings: String {
    experimentFindings.map { "Warning: \($0)\n" }.joined()
  }

  /// The same, one element each.
  var experimentFindings: [String] {
    experimentResults.enumerated().flatMap { index, result in
      let name = "experiment \(index + 1) (\(result.test.title))"
      var warnings: [String] = []
      if result.contradictsData {
        let tail = NumberFormat.significant(result.tailProbability, digits: 2)
        warnings.append(
          "\(name) contradicts the data: beside what they say alone, its result has a tail "
            + "probability of \(tail). Check its dates, geos, units and standard error, and what the "
            + "model leaves out")
      }
      if result.isMissed {
        warnings.append(
          "\(name) is more than two standard errors from what data and experiments say together: "
            + "the model cannot bring them together, and its effect of the channel is a compromise")
      }
      if result.test.standardError < 0.01 * result.dataAlone.sd {
        warnings.append(
          "\(name) has a standard error of less than a hundredth of what the data alone leave open: "
            + "chains can hardly move along so sharp a constraint. If r-hat is high or trees are "
            + "saturated, give it the standard error that its design really had")
      }
      return warnings
    }
  }
}

extension LiftTest {
  /// "tv, 2018-03-05 to 2018-04-30, north".
  fileprivate var title: String {
    let place: String? = geos.map {
      $0.count > 2 ? NumberFormat.counted($0.count, "geo") : $0.joined(separator: " and ")
    }
    return ["\(channel)", "\(first) to \(last)", place].compactMap(\.self)
      .joined(separator: ", ")
  }
}
