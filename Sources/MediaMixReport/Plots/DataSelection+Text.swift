internal import MediaMix

extension DataSelection {
  /// Which part of the data is shown, as a sentence after another; empty if it is all.
  var sentence: String {
    let days = [from.map { "from \($0)" }, to.map { "to \($0)" }].compactMap(\.self)
    let places = geos.map { ["of \($0.joined(separator: ", "))"] } ?? []
    let parts = places + days
    return parts.isEmpty ? "" : " Only \(parts.joined(separator: " "))."
  }
}
