/// Warm-up as data: what is tuned during which transitions.
///
/// Three phases: a start of short windows, after each of which the metric is made anew of the newer
/// half of all draws so far, so that it follows the chains to where the posterior's mass is; windows
/// of growing length for ever better metrics; and an end that settles the step size for the last one.
/// Windows end for all chains at once, because they share what they have seen.
package struct WarmupSchedule: Sendable, Hashable {
  /// Consecutive transitions that are treated alike.
  package struct Window: Sendable, Hashable {
    /// Number of transitions, ≥ 1.
    package var length: Int
    /// How many of the newest draws of each chain a new metric is made of at the window's end; nil:
    /// the metric stays.
    package var metricDraws: Int?
    /// Whether the chains are still on their way: trees are kept short then, and the step size goes
    /// on from where it was under the metric before.
    package var isEarly: Bool
  }

  /// In order; their lengths add up to the warm-up's.
  package var windows: [Window]

  /// Of shorter warm-ups no metric is made.
  package static let leastForMetric = 20
  /// More draws of a chain than that would make a metric no better.
  package static let mostMetricDraws = 2000

  /// Of fewer draws of a chain, were they the newest, a metric would be worse than one that takes older
  /// ones too.
  private static let fewestMetricDraws = 100

  /// The length of an early window.
  private static let earlyLength = 10
  /// The early phase takes at most so many transitions, of however long a warm-up.
  private static let mostEarly = 100

  /// The schedule of `transitions` ≥ 0 warm-up transitions: 30 % early, 15 % for the step size at the
  /// end, windows of 40, 60, 90 … between them. Below ``leastForMetric`` only the step size is tuned.
  package init(transitions: Int) {
    windows = []
    guard transitions >= Self.leastForMetric else {
      if transitions > 0 {
        windows = [Window(length: transitions, metricDraws: nil, isEarly: true)]
      }
      return
    }
    let early = min(transitions * 3 / 10, Self.mostEarly) / Self.earlyLength * Self.earlyLength
    let end = max(5, transitions * 15 / 100)
    var done = 0
    while done < early {
      done += Self.earlyLength
      windows.append(
        Window(length: Self.earlyLength, metricDraws: (done + 1) / 2, isEarly: true))
    }
    var remaining = transitions - early - end
    var length = 40
    while remaining > 0 {
      // What would leave too little for the next window, half as long again, takes all that is left.
      let taken = remaining < 2 * length + length / 2 ? remaining : length
      // Draws of the window before are of nearly the same distribution, and worth having.
      let before = windows.last.map { $0.isEarly ? 0 : $0.length * 6 / 10 } ?? 0
      windows.append(
        Window(
          length: taken, metricDraws: min(taken + before, Self.mostMetricDraws), isEarly: false))
      remaining -= taken
      length += length / 2
    }
    windows.append(Window(length: end, metricDraws: nil, isEarly: false))
  }

  /// The window in which the step size settles under a metric of chains that went on for
  /// `transitions` each.
  package static func settling(transitions: Int) -> Window {
    Window(
      length: 60, metricDraws: min(max(transitions, fewestMetricDraws), mostMetricDraws),
      isEarly: false)
  }
}
