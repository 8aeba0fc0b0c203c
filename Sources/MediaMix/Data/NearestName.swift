/// Finds the name that someone who mistyped one probably meant.
package enum NearestName {
  /// The candidate nearest to `name`, if one is near enough to be worth suggesting.
  ///
  /// Nearness is the optimal string alignment distance (insertions, deletions, substitutions and
  /// swaps of neighbours; Boytsov 2011) regardless of case; a third of the longer name's letters may
  /// be wrong. The first of equally near candidates wins.
  package static func nearest(
    to name: String, in candidates: some Sequence<String>
  ) -> String? {
    let typed = letters(of: name)
    guard typed.count <= longestName else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in candidates {
      let letters = letters(of: candidate)
      guard letters.count <= longestName else { continue }
      let allowed = max(1, max(letters.count, typed.count) / 3)
      guard abs(letters.count - typed.count) <= allowed else { continue }
      let distance = distance(typed, letters)
      if distance <= allowed, distance < best?.distance ?? .max {
        best = (candidate, distance)
      }
    }
    return best?.name
  }

  /// "; did you mean "candidate"?" or nothing.
  package static func suggestion(
    for name: String, in candidates: some Sequence<String>
  ) -> String {
    nearest(to: name, in: candidates).map { "; did you mean \($0.debugDescription)?" } ?? ""
  }

  /// Names beyond this length are data gone astray; comparing them costs the square of it.
  private static let longestName = 100

  private static func letters(of name: String) -> [Character] {
    Array(name.prefix(longestName + 1).lowercased())
  }

  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var beforePrevious = [Int](repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    for i in a.indices {
      var current = [i + 1]
      for j in b.indices {
        var cost = min(
          previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          cost = min(cost, beforePrevious[j - 1] + 1)
        }
        current.append(cost)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[b.count]
  }
}
