/// What is doubtful in some geos alone.
extension Dataset {
  /// Features that never change, in all geos or in some.
  var constantFeatures: [String] {
    featureNames.indices.compactMap { index in
      let name = featureNames[index].debugDescription
      let constant = (0..<features.geoCount).filter {
        features.isConstant(inColumn: index, geo: $0)
      }
      if constant.count == features.geoCount {
        return geos.isEmpty
          ? "the feature \(name) never changes: it cannot be told from the intercept; leave it out"
          : "the feature \(name) never changes within a geo: it cannot be told from the geos' "
            + "intercepts; leave it out"
      }
      return constant.isEmpty
        ? nil
        : "the feature \(name) never changes in \(geoList(constant)): there it cannot be told from "
          + "the intercept"
    }
  }

  /// Channels without media, or with media that cost nothing, in some geos.
  var channelsMissingInGeos: [String] {
    guard !geos.isEmpty else { return [] }
    return channels.indices.flatMap { index in
      let name = channels[index].debugDescription
      let silent = (0..<media.geoCount).filter { media.isZero(inColumn: index, geo: $0) }
      let free = (0..<media.geoCount).filter {
        !media.isZero(inColumn: index, geo: $0) && spend.isZero(inColumn: index, geo: $0)
      }
      var messages: [String] = []
      if !silent.isEmpty {
        messages.append(
          "the channel \(name) has no media in \(geoList(silent)): what the model says of its "
            + "effect there is the prior alone")
      }
      if !free.isEmpty {
        messages.append(
          "the channel \(name) has media but no spend in \(geoList(free)): there is no return on "
            + "investment there")
      }
      return messages
    }
  }

  /// " in the geo "north"", " in every geo"; nothing for national data.
  func inGeos(_ indices: [Int]) -> String {
    geos.isEmpty ? "" : indices.count == geos.count ? " in every geo" : " in \(geoList(indices))"
  }

  /// "the geo "north"", "3 geos ("north", "south", "east")"; a few by name if there are many.
  private func geoList(_ indices: [Int]) -> String {
    let names = indices.prefix(Self.geosShown).map { DataError.Place.quoted(geos[$0]) }
    guard indices.count > 1 else { return "the geo \(names.joined())" }
    let more = indices.count - names.count
    return "\(indices.count) geos (\(names.joined(separator: ", "))"
      + (more > 0 ? " and \(more) more)" : ")")
  }

  private static let geosShown = 5
}
