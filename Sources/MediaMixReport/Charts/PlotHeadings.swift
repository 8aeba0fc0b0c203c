/// The names above plots, with numbers before those that would look alike once they are shortened.
package struct PlotHeadings: Sendable {
  /// What stands above each plot, `[plot]`; empty above a plot without a name.
  package let texts: [String]
  /// The names in the order of the numbers, for a list below.
  package let numbered: [String]

  /// - Parameters:
  ///   - names: of the plots, some perhaps empty; `[plot]`.
  ///   - width: of each plot, in pixels.
  package init(_ names: [String], width: Double) {
    var distinct: [String] = []
    for name in names where !name.isEmpty && !distinct.contains(name) { distinct.append(name) }
    let short = distinct.map { TextMetrics.shortened($0, to: width, .heading) }
    let uses = Dictionary(short.map { ($0, 1) }, uniquingKeysWith: +)
    let alike = zip(distinct, short).filter { (uses[$0.1] ?? 0) > 1 }.map(\.0)
    numbered = alike
    texts = names.map { name in
      alike.firstIndex(of: name).map { "\($0 + 1)  \(name)" } ?? name
    }
  }
}
