/// Periods that follow the training data: what is planned, and what is expected of features.
///
/// Dates are not asked for: the first period is the one after the last training period, or after the
/// gap.
public struct FutureRows: Sendable, Hashable {
  /// Media units; `[time, channel, geo]`.
  public let media: Panel
  /// Extra features; `[time, feature, geo]`.
  public let features: Panel
  /// The KPI where it is known, to be compared with the prediction; `[time, 1, geo]`.
  public let target: Panel?
  /// Media units of the periods between the training data and these; `[time, channel, geo]`, of no
  /// period where there is no gap.
  public let gap: Panel

  /// Periods after the training data.
  ///
  /// - Parameters:
  ///   - media: media units ≥ 0; `[time, channel, geo]`, one period or more.
  ///   - features: extra features; `[time, feature, geo]`. Nil: the model has none.
  ///   - target: the KPI, if it is known; `[time, 1, geo]`.
  ///   - gap: media units ≥ 0 of periods that lie between, `[time, channel, geo]`; their features
  ///     count for nothing, since no prediction is made for them.
  /// - Precondition: all panels but that of the gap have as many periods as `media`, and all have as
  ///   many geos.
  public init(media: Panel, features: Panel? = nil, target: Panel? = nil, gap: Panel? = nil) {
    self.media = media
    self.features =
      features
      ?? Panel(repeating: 0, timeCount: media.timeCount, columnCount: 0, geoCount: media.geoCount)
    self.target = target
    self.gap =
      gap
      ?? Panel(
        repeating: 0, timeCount: 0, columnCount: media.columnCount, geoCount: media.geoCount)
    precondition(media.timeCount > 0, "no period")
    for panel in [self.features] + [target].compactMap(\.self) {
      precondition(panel.timeCount == media.timeCount, "panels of different periods")
    }
    for panel in [self.features, self.gap] + [target].compactMap(\.self) {
      precondition(panel.geoCount == media.geoCount, "panels of different geos")
    }
  }

  /// The periods of `dataset`, which follow the training data.
  public init(_ dataset: Dataset) {
    self.init(media: dataset.media, features: dataset.features, target: dataset.target)
  }
}
