/// A table of media, features and target, read and checked.
public struct Dataset: Sendable, Hashable {
  /// The first day of each period, ascending, evenly spaced; `[time]`.
  public var dates: [CalendarDate]
  /// Names of the media channels; `[channel]`.
  public var channels: [String]
  /// Names of the extra features; `[feature]`, may be empty.
  public var featureNames: [String]
  /// Names of the geos; empty for national data.
  public var geos: [String]
  /// Media units, ≥ 0; `[time, channel, geo]`.
  public var media: Panel
  /// Money spent; `[time, channel, geo]`.
  public var spend: Panel
  /// Extra features; `[time, feature, geo]`.
  public var features: Panel
  /// The KPI; `[time, 1, geo]`.
  public var target: Panel

  /// Number of periods.
  public var timeCount: Int { dates.count }

  package init(
    dates: [CalendarDate], channels: [String], featureNames: [String], geos: [String] = [],
    media: Panel, spend: Panel, features: Panel, target: Panel
  ) {
    self.dates = dates
    self.channels = channels
    self.featureNames = featureNames
    self.geos = geos
    self.media = media
    self.spend = spend
    self.features = features
    self.target = target
  }
}
