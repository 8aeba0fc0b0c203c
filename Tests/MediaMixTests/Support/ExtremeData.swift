import MediaMix
import MediaMixInference
import Testing

/// Data at the edge of what makes sense, made from sensible data.
struct ExtremeData: Sendable, CustomTestStringConvertible {
  let testDescription: String
  private let spoil: @Sendable (inout Dataset) -> Void

  init(_ description: String, _ spoil: @escaping @Sendable (inout Dataset) -> Void) {
    testDescription = description
    self.spoil = spoil
  }

  /// Weekly data of three channels and two features, spoilt.
  func dataset(periods: Int = 30, geos: Int? = nil) -> Dataset {
    var data = ExampleModel.dataset(periods: periods, geos: geos)
    spoil(&data)
    return data
  }

  /// What a fit is sound for, doubtful or not.
  static let usable = [
    ExtremeData("media of 1e12") { $0.multiply(media: 0, by: 1e12) },
    ExtremeData("media of 1e-12") { $0.multiply(media: 0, by: 1e-12) },
    ExtremeData("units of 1e40 that cost little") { $0.media.edit(0) { _, x in x * 1e40 } },
    ExtremeData("one huge spike") { $0.media.edit(0) { t, x in t == 9 ? 1e9 : x } },
    ExtremeData("media in one week") { $0.media.edit(0) { t, _ in t == 9 ? 1 : 0 } },
    ExtremeData("media in the last week") { $0.media.edit(0) { t, _ in t == 29 ? 1 : 0 } },
    ExtremeData("media that never change") { $0.media.edit(0) { _, _ in 3 } },
    ExtremeData("identical channels") { data in
      let plain = data

      data.media.edit(1) { t, geo, _ in 2 * plain.media[t, 0, geo] }
    },
    ExtremeData("collinear features") { data in
      let plain = data

      data.features.edit(1) { t, geo, _ in 2 * plain.features[t, 0, geo] + 3 }
    },
    ExtremeData("a constant feature") { $0.features.edit(0) { _, _ in 4 } },
    ExtremeData("a feature of zeros") { $0.features.edit(0) { _, _ in 0 } },
    ExtremeData("a feature that marks one week") {
      $0.features.edit(0) { t, _ in t == 9 ? 1 : 0 }
    },
    ExtremeData("a feature with a mean near 0") {
      $0.features.edit(0) { t, _ in (t % 2 == 0 ? 1e40 : -1e40) + Double(t) }
    },
    ExtremeData("a tiny KPI") { $0.target.edit(0) { _, x in x * 1e-40 } },
    ExtremeData("a huge KPI") { $0.target.edit(0) { _, x in x * 1e40 } },
    ExtremeData("a KPI of mostly zeros") { $0.target.edit(0) { t, x in t % 3 == 0 ? x : 0 } },
    ExtremeData("a KPI that is negative now and then") {
      $0.target.edit(0) { t, x in t % 4 == 0 ? -x : x }
    },
    ExtremeData("a KPI that hardly changes") {
      $0.target.edit(0) { t, _ in t == 9 ? 5.000001 : 5 }
    },
    ExtremeData("a KPI with a spike") { $0.target.edit(0) { t, x in t == 9 ? 1e9 : x } },
    ExtremeData("spend in one row alone") { $0.spend.edit(0) { t, _ in t == 9 ? 1e-6 : 0 } },
  ]
}

extension Dataset {
  /// Media and spend of a channel in another unit.
  fileprivate mutating func multiply(media channel: Int, by factor: Double) {
    media.edit(channel) { _, x in x * factor }
    spend.edit(channel) { _, x in x * factor }
  }
}

extension Panel {
  /// Replaces a column, by time, geo and number.
  mutating func edit(_ column: Int, _ number: (Int, Int, Double) -> Double) {
    for time in 0..<timeCount {
      for geo in 0..<geoCount {
        self[time, column, geo] = number(time, geo, self[time, column, geo])
      }
    }
  }

  /// Replaces a column, by time and number.
  mutating func edit(_ column: Int, _ number: (Int, Double) -> Double) {
    edit(column) { time, _, x in number(time, x) }
  }
}
