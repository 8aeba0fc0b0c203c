public import MediaMix
internal import MediaMixInference

extension Chart {
  /// The empirical distribution of the ranks of each quantity's truths less the uniform one, with the
  /// band in which it lies as a whole in 95 of 100 cases where the quantity is calibrated (Säilynoja,
  /// Bürkner and Vehtari 2022).
  ///
  /// Twelve quantities are drawn: those that are miscalibrated, returns, the log likelihood, then those
  /// with the smallest p-values. All are in the table.
  public static func calibration(_ calibration: Calibration) -> Chart {
    let quantities = calibration.byInterest
    let shown = Array(quantities.prefix(mostCalibrated))
    let fits = NumberFormat.counted(calibration.replications.count, "replication")
    let more = quantities.count - shown.count
    let omitted =
      more > 0
      ? [
        "Drawn are \(shown.count) of \(quantities.count) quantities: those that are miscalibrated, "
          + "returns, the log likelihood, then those whose ranks are the most uneven."
      ] : []
    return Chart(
      kind: "calibration", title: "Whether intervals hold what they promise",
      subtitle:
        "\(fits) of parameters from the priors, data from the model, and a fit: how what is true "
        + "ranks among \(Calibration.rankedDraws) draws of its posterior.",
      description: [
        "How the ranks of true values among posterior draws differ from uniform ones.",
        calibration.verdict,
      ] + shown.map { "\($0.name): \($0.note)." },
      legend: Legend([
        .init(.calibrated, text: "ranks of truths, less even ranks"),
        .init(.miscalibrated, text: "the same, beyond chance"),
        .init(.chance, text: "where 95 of 100 calibrated quantities stay"),
      ]),
      blocks: [calibrationGrid(calibration, shown)],
      notes: [calibration.verdict] + omitted + [calibrationNote] + calibration.doubts
    ) {
      calibrationTable(calibration, quantities)
    }
  }

  private static let mostCalibrated = 12

  private static let calibrationNote =
    "Above zero first and below it later: intervals are too narrow; the other way round: too wide. Above "
    + "zero throughout: estimates are too high; below: too low. With many quantities some leave their "
    + "bands by chance; the verdict allows for that."

  private static func calibrationGrid(
    _ calibration: Calibration, _ quantities: [Calibration.Quantity]
  ) -> PlotGrid {
    let positions = calibration.positions
    let band = calibration.band
    let chance = Plot.Layer(
      x: positions, .band(lower: band.lower.enclosed, upper: band.upper.enclosed), .chance)
    let plots = quantities.map { quantity in
      let differences = calibration.differences(of: quantity).enclosed
      let hovers = zip(positions, differences).map { position, difference in
        (
          x: position,
          text: "\(quantity.name): \(NumberFormat.percent(position + difference)) of truths rank "
            + "in the lowest \(NumberFormat.percent(position))"
        )
      }
      return Plot(
        name: quantity.name, note: quantity.note,
        layers: [
          chance,
          Plot.Layer(
            x: positions, .line(values: differences),
            quantity.isMiscalibrated ? .miscalibrated : .calibrated),
        ], hovers: hovers)
    }
    var arrangement = PlotGrid.Arrangement()
    arrangement.plotHeight = 120
    arrangement.most = mostCalibrated
    return PlotGrid(
      plots,
      horizontal: .init(
        .number(.plain, .linear), title: "share of draws below the truth", range: 0...1),
      vertical: .init(.number(.percent, .linear), title: "difference of shares"),
      arrangement: arrangement)
  }

  /// A row for each quantity and rank.
  private static func calibrationTable(
    _ calibration: Calibration, _ quantities: [Calibration.Quantity]
  ) -> String {
    let header = ["quantity", "rank", "difference", "lower", "upper"]
    let band = calibration.band
    let rows = quantities.flatMap { quantity in
      calibration.differences(of: quantity).enumerated().map { rank, difference in
        [quantity.name, "\(rank)"]
          + [difference, band.lower[rank], band.upper[rank]].map(CSVNumber.text)
      }
    }
    return ([header] + rows).map(CSVLine.text).joined()
  }
}

extension Look {
  fileprivate static let calibrated = Look(.line, .model)
  fileprivate static let miscalibrated = Look(.line, .reference)
  fileprivate static let chance = Look(.outerBand, .rest)
}

extension Calibration {
  /// The shares of uniform ranks below each rank and below all of them.
  fileprivate var positions: [Double] {
    (0...Self.rankedDraws + 1).map { Double($0) / Double(Self.rankedDraws + 1) }
  }
}

extension Calibration.Quantity {
  /// Stands below its name.
  fileprivate var note: String {
    isMiscalibrated
      ? finding : "p \(Calibration.text(ofProbability: uniformity.tailProbability))"
  }
}

extension [Double] {
  /// Between the zeros at both ends, where all distributions agree.
  fileprivate var enclosed: [Double] { [0] + self + [0] }
}
