/// Warm-up as data: what is tuned during which transitions.
///
/// Stan's windows: a fast start in which only the step size is tuned, windows of doubling length at
/// whose ends the metric is estimated anew, and a fast end that settles the step size for the last
/// metric (Stan Reference Manual, "Automatic parameter tuning").
package struct WarmupSchedule: Sendable, Hashable {
  /// Consecutive transitions that are treated alike.
  package struct Window: Sendable, Hashable {
    /// Number of transitions, ≥ 1.
    package var length: Int
    /// Whether a new metric is made of this window's positions at its end.
    package var estimatesMetric: Bool
    /// A limit on the depth of trees, beside the user's.
    package var maximumTreeDepth: Int
  }

  /// The limit on trees before the first estimate of the metric. With the identity for a metric
  /// scales differ so much that trees would grow to their full depth, at a thousand steps each, for
  /// transitions that are thrown away.
  private static let earlyTreeDepth = 8

  /// In order; their lengths add up to the warm-up's.
  package var windows: [Window]

  /// The schedule of `transitions` ≥ 0 warm-up transitions: 75 + 25, 50, 100 … + 50 where they fit,
  /// 15 %, 75 % and 10 % where they do not; below 20 only the step size is tuned.
  package init(transitions: Int) {
    var start = 75
    var end = 50
    var base = 25
    if transitions < 20 {
      (start, base, end) = (transitions, 0, 0)
    } else if start + base + end > transitions {
      start = transitions * 15 / 100
      end = transitions / 10
      base = transitions - start - end
    }
    windows = [
      Window(length: start, estimatesMetric: false, maximumTreeDepth: Self.earlyTreeDepth)
    ]
    var remaining = transitions - start - end
    var length = base
    while remaining > 0 {
      // A window that would leave too little for the next, twice as long, takes all that is left.
      let taken = remaining < 3 * length ? remaining : length
      windows.append(
        Window(
          length: taken, estimatesMetric: true,
          maximumTreeDepth: windows.count == 1 ? Self.earlyTreeDepth : .max))
      remaining -= taken
      length *= 2
    }
    windows.append(Window(length: end, estimatesMetric: false, maximumTreeDepth: .max))
    windows.removeAll { $0.length == 0 }
  }
}
