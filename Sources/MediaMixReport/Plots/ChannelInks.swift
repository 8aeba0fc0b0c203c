/// The colours of channels that stand beside each other in one plot.
///
/// As many channels as there are colours have their own, all of them where they are that few; else the
/// largest, and the others share one.
struct ChannelInks {
  /// `[channel]`; nil: one of the others.
  let inks: [Theme.Ink?]
  /// How many share a colour.
  let otherCount: Int

  /// For the others, where they are an area of their own.
  static let others = Theme.Ink.series(Theme.Ink.seriesCount - 1)

  /// - Parameter sizes: what makes a channel large, `[channel]`; NaN is small.
  init(sizes: [Double]) {
    let most = Theme.Ink.seriesCount
    let own = sizes.count <= most ? sizes.count : most - 1
    let largest = Set(
      sizes.indices.sorted { one, other in
        let (first, second) = (Self.rank(sizes[one]), Self.rank(sizes[other]))
        return first == second ? one < other : first > second
      }.prefix(own))
    var next = 0
    inks = sizes.indices.map { channel in
      guard largest.contains(channel) else { return nil }
      defer { next += 1 }
      return .series(next)
    }
    otherCount = sizes.count - own
  }

  private static func rank(_ size: Double) -> Double { size.isNaN ? -.infinity : size.magnitude }

  /// What to call the others; nil if there are none.
  var othersName: String? { otherCount > 0 ? "\(otherCount) more channels" : nil }
}
