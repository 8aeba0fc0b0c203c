public import MediaMix
internal import MediaMixInference

extension Chart {
  /// Models of the same data side by side: how much worse each predicts than the best, its weight in
  /// the best mixture, its error on held-out rows, and what it and the mixture say of each channel's
  /// return.
  ///
  /// - Parameters:
  ///   - comparison: of up to eight models.
  ///   - target: the KPI's name.
  public static func comparison(_ comparison: ModelComparison, target: String) -> Chart {
    let names = comparison.candidates.map(\.name)
    let inks = names.indices.map { Theme.Ink.series($0) }
    // What they say together, beside what each says.
    let (series, seriesInks) = (names + ["stacked"], inks + [.text])
    let agreement = comparison.returns.indices.filter {
      comparison.returns[$0].isContradictory || comparison.disagreesOnRank(ofChannel: $0)
    }.map { comparison.returns[$0].name }
    let returns = IntervalPanels(
      categories: comparison.returns.map(\.name),
      measures: [
        .init(
          name: "ROI: \(target) per unit of cost", format: .plain,
          values: comparison.returns.indices.map { channel in
            comparison.candidates.map { Quantiles($0.metrics[channel].returnDraws) }
              + [Quantiles(comparison.returns[channel].stacked)]
          })
      ], inks: seriesInks)
    return Chart(
      kind: "comparison", title: "Which model predicts best, and where answers differ",
      subtitle: "Above: predictions. Below: the return of each channel by each model.",
      description: ["A comparison of \(names.joined(separator: ", "))."]
        + names.indices.map { comparison.words(at: $0) }
        + (agreement.isEmpty ? [] : ["They disagree on \(agreement.listed(atMost: 12))."]),
      legend: Legend(
        zip(series, seriesInks).map { name, ink in
          .init(Look(.thin, ink), Look(.fill, ink), text: name)
        }),
      blocks: [
        // Each row has its model's name: the colours are those of returns, where rows have not.
        IntervalPanels(categories: names, measures: comparison.scoreMeasures, inks: [.rest]),
        returns,
      ],
      notes: comparison.plotNotes
    ) {
      comparison.plotTable
    }
  }
}

extension ModelComparison {
  fileprivate func words(at index: Int) -> String {
    let (difference, weight) = (differences[index], weights[index])
    return "\(candidates[index].name): difference in elpd "
      + "\(NumberFormat.fixed(difference.value, decimals: 1)), standard error "
      + "\(NumberFormat.fixed(difference.standardError, decimals: 1)), weight "
      + "\(NumberFormat.fixed(weight, decimals: 2))."
  }

  fileprivate var plotNotes: [String] {
    let warnings = candidates.compactMap { candidate in
      leaveOneOutWarning(candidate).map { "\(candidate.name): \($0)." }
    }
    return [
      "Difference in elpd by leave-one-out from the best, in 5–95 % intervals by its standard error.",
      Self.stackedNote,
    ] + warnings
  }

  /// What is drawn of each model's predictions.
  fileprivate var scoreMeasures: [IntervalPanels.Measure] {
    let exactly = { (values: [Double]) in values.map { [Quantiles(exactly: $0)] } }
    var measures = [
      IntervalPanels.Measure(
        name: "Difference in elpd", format: .plain,
        values: differences.map { [Quantiles(about: $0)] }),
      IntervalPanels.Measure(
        name: futureWeights.isEmpty ? "Weight" : "Weight, leave one out", format: .percent,
        values: exactly(weights), isBars: true),
    ]
    if !futureWeights.isEmpty {
      measures.append(
        .init(
          name: "Weight, leave future out", format: .percent, values: exactly(futureWeights),
          isBars: true))
    }
    let errors = candidates.compactMap { $0.holdout?.model.meanAbsolutePercentageError }
    if errors.count == candidates.count {
      let naive = candidates[0].holdout?.naive.meanAbsolutePercentageError
      measures.append(
        .init(
          name: "Held-out MAPE", format: .percent, values: exactly(errors),
          references: naive.map { [.init(value: $0, label: "naive")] } ?? [], isBars: true))
    }
    return measures
  }

  /// Every number that is drawn.
  fileprivate var plotTable: String {
    let header =
      ["quantity", "model", "channel", "value", "standard_error"] + CSVNumber.quantileHeader
    let empty = CSVNumber.quantileHeader.map { _ in "" }
    let rows = candidates.enumerated().flatMap { index, candidate in
      let row = { (quantity: String, value: Double?, error: Double?) in
        [quantity, candidate.name, "", CSVNumber.text(value), CSVNumber.text(error)] + empty
      }
      let difference = differences[index]
      var rows = [
        row("elpd_difference", difference.value, difference.standardError),
        row("weight", weights[index], nil),
      ]
      if !futureWeights.isEmpty { rows.append(row("future_weight", futureWeights[index], nil)) }
      if let holdout = candidate.holdout {
        rows.append(row("holdout_mape", holdout.model.meanAbsolutePercentageError, nil))
        rows.append(row("naive_mape", holdout.naive.meanAbsolutePercentageError, nil))
      }
      let returns = candidate.metrics.map { channel in
        ["roi", candidate.name, channel.name, CSVNumber.text(channel.returnOnInvestment.mean), ""]
          + CSVNumber.cells(Quantiles(channel.returnDraws))
      }
      return rows + returns
    }
    let stacked = returns.map { channel in
      ["stacked_roi", "", channel.name, CSVNumber.text(channel.stacked.mean), ""]
        + CSVNumber.cells(Quantiles(channel.stacked))
    }
    return ([header] + rows + stacked).map(CSVLine.text).joined()
  }
}

extension Quantiles {
  /// The quantiles of a normal distribution about a sum, by its standard error.
  fileprivate init(about sum: ElpdSum) {
    let at = { (probability: Double) in
      sum.value + sum.standardError * SpecialFunctions.normalQuantile(probability)
    }
    self.init(q5: at(0.05), q25: at(0.25), median: sum.value, q75: at(0.75), q95: at(0.95))
  }
}
