public import MediaMix

extension Chart {
  /// The KPI of the training data beside what the model says about it: the median and bands of the
  /// predicted KPI, one plot for each geo, with R² and MAPE.
  ///
  /// - Parameters:
  ///   - prediction: `FittedModel/fittedValues()`.
  ///   - target: the KPI's name.
  ///   - seed: of the noise of single periods.
  public static func modelFit(
    _ prediction: Prediction, target: String, seed: UInt64 = 1
  ) -> Chart {
    modelFit(
      prediction, kpi: prediction.withNoise(seed: seed), scores: meanScores(of: prediction),
      target: target)
  }

  /// The same where the KPI has been drawn and scored already.
  ///
  /// - Parameters:
  ///   - kpi: `Prediction/withNoise(seed:)`.
  ///   - scores: of each geo, or of the nation; empty where the KPI is not known.
  static func modelFit(
    _ prediction: Prediction, kpi: DrawArray, scores: [PredictionScores], target: String
  ) -> Chart {
    fit(
      prediction, kpi: kpi, scores: scores, kind: "model-fit",
      title: "How well the model fits \(target)",
      subtitle: "Training data. Bands are of the KPI, noise of single periods included.",
      target: target)
  }

  /// The same for rows that the model has not seen.
  ///
  /// - Parameters:
  ///   - prediction: of rows whose KPI is known, `FittedModel/predict(_:)`.
  ///   - target: the KPI's name.
  ///   - seed: of the noise of single periods.
  public static func outOfSampleFit(
    _ prediction: Prediction, target: String, seed: UInt64 = 1
  ) -> Chart {
    fit(
      prediction, kpi: prediction.withNoise(seed: seed), scores: meanScores(of: prediction),
      kind: "out-of-sample-fit", title: "How well the model foretells \(target)",
      subtitle:
        "Rows that the model has not seen. Bands are of the KPI, noise of single periods included.",
      target: target)
  }

  /// Scores of what the model expects: those that are shown need no noise.
  private static func meanScores(of prediction: Prediction) -> [PredictionScores] {
    prediction.geos.isEmpty
      ? [prediction.scores(of: prediction.mean)].compactMap(\.self)
      : prediction.geoScores(of: prediction.mean)
  }

  private static func fit(
    _ prediction: Prediction, kpi: DrawArray, scores: [PredictionScores], kind: String,
    title: String, subtitle: String, target: String
  ) -> Chart {
    let periods = prediction.periods(of: kpi)
    let names = prediction.geos.isEmpty ? [""] : prediction.geos
    let count = prediction.dates.count
    let plots = names.indices.map { place in
      plot(
        Array(periods[place * count..<(place + 1) * count]), name: names[place],
        scores: scores.isEmpty ? nil : scores[place])
    }
    return Chart(
      kind: kind, title: title, subtitle: subtitle,
      description: ["\(title)."]
        + zip(names, scores).map { "\($0.isEmpty ? "" : "\($0): ")\($1.note)." },
      legend: Legend([
        .init(.observed, text: "observed \(target)"), .init(.median, text: "median"),
        .init(.outerBand, .innerBand, text: "25–75 %"), .init(.outerBand, text: "5–95 %"),
      ]),
      blocks: [
        PlotGrid(plots, horizontal: .time, vertical: .init(.number(.plain, .linear), title: target))
      ]
    ) { periods.csv() }
  }

  private static func plot(
    _ periods: [PredictedPeriod], name: String, scores: PredictionScores?
  ) -> Plot {
    let days = periods.map { Double($0.date.daysSinceEpoch) }
    let hovers = periods.map { period in
      let observed = period.observed.map { "observed \(HumanNumber.plain.text($0)), " } ?? ""
      return "\(period.date): \(observed)model \(period.quantiles.text(.plain))"
    }
    return Plot(
      name: name, note: scores?.note ?? "",
      layers: Plot.Layer.distribution(x: days, periods.map(\.quantiles))
        + [.observed(x: days, periods.map { $0.observed ?? .nan })],
      hovers: Array(zip(days, hovers)).map { (x: $0, text: $1) })
  }
}

extension PredictionScores {
  /// R² and MAPE in a few letters.
  fileprivate var note: String {
    let explained = rSquared.map { "R² \(NumberFormat.fixed($0, decimals: 3))" }
    let error = meanAbsolutePercentageError.map { "MAPE \(HumanNumber.percent.text($0))" }
    return [explained, error].compactMap(\.self).joined(separator: ", ")
  }
}
