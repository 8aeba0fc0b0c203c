extension ModelSpecification {
  /// The scale of the half-normal prior of each channel's coefficient; `[channel]`, all > 0.
  ///
  /// By spend share, a channel's scale is its mean spend over time (all geos summed), divided by the
  /// mean of that over channels, times ``MediaPrior/spendShare(scale:)``'s scale: what costs more is
  /// expected to do more. An explicit list is used as it is.
  ///
  /// - Parameter dataset: the training data.
  /// - Throws: ``DataError`` if a list has not one positive finite number per channel, the scale is
  ///   not positive, or a channel has no spend.
  public func mediaPriorScales(for dataset: Dataset) throws(DataError) -> [Double] {
    let scales: [Double]
    switch mediaPrior {
    case .explicit(let list):
      guard list.count == dataset.channels.count else {
        throw DataError(
          .unusablePrior, file: nil,
          "model.media_prior has \(list.count) scales for \(dataset.channels.count) channels",
          advice: "Give one per channel, in the order of data.media.")
      }
      scales = list
    case .spendShare(let scale):
      let spend = dataset.channels.indices.map { channel in
        (0..<dataset.spend.geoCount).reduce(0) { sum, geo in
          sum + dataset.spend.series(column: channel, geo: geo).reduce(0, +)
            / Double(dataset.timeCount)
        }
      }
      let mean = spend.reduce(0, +) / Double(spend.count)
      scales = spend.map { $0 / mean * scale }
    }
    let unusable = scales.indices.filter { !Self.usablePriorScales.contains(scales[$0]) }
    guard unusable.isEmpty else {
      throw DataError(
        .unusablePrior, file: nil,
        "the prior scale is not a positive number between \(Self.usablePriorScales.lowerBound) and "
          + "\(Self.usablePriorScales.upperBound)",
        at: unusable.map {
          DataError.Place(series: .spend(dataset.channels[$0]), text: "\(scales[$0])")
        },
        advice: "Give positive scales in model.media_prior, and spend for every channel.")
    }
    return scales
  }

  /// Effects of channels beyond are none, or all, on any scale that data may have.
  private static let usablePriorScales = 1e-100...1e100
}
