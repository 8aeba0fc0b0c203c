extension LiftTest {
  /// The experiment that one entry of the list `experiments` describes.
  ///
  /// - Throws: ``ConfigurationError`` for unknown keys, missing ones and wrong values. Whether channel,
  ///   geos and days are those of the data is for the model to say.
  init(yaml: YAMLValue) throws(ConfigurationError) {
    let mapping = try yaml.mapping()
    try mapping.allow(
      only: ["channel", "first", "last", "geos", "kpi", "roi", "standard_error", "tail"])
    let estimate: Estimate =
      switch (mapping["kpi"], mapping["roi"]) {
      case (let kpi?, nil): .incrementalKPI(try kpi.number())
      case (nil, let roi?): .returnOnInvestment(try roi.number())
      case (nil, nil):
        throw yaml.error(
          "has no result; give kpi, what the media brought, or roi, that per unit of money")
      case (_?, let roi?):
        throw roi.error("kpi and roi are two forms of one result; give one of them")
      }
    self.init(
      channel: try mapping.required("channel").string(),
      first: try mapping.required("first").isoDate(),
      last: try mapping.required("last").isoDate(), geos: try mapping["geos"]?.geoNames(),
      estimate: estimate,
      standardError: try mapping.required("standard_error").positiveNumber(),
      includesTail: try mapping["tail"]?.bool() ?? true)
    if last < first, let value = mapping["last"] {
      throw value.error("\(last) is before \(first), the first day")
    }
  }

  /// The experiment in YAML, in one line; reading it gives an equal value.
  var yaml: String {
    var entries = ["channel: \(YAMLText.scalar(channel))", "first: \(first)", "last: \(last)"]
    if let geos { entries.append("geos: \(YAMLText.list(geos.map(YAMLText.scalar)))") }
    switch estimate {
    case .incrementalKPI(let gain): entries.append("kpi: \(gain)")
    case .returnOnInvestment(let ratio): entries.append("roi: \(ratio)")
    }
    entries.append("standard_error: \(standardError)")
    if !includesTail { entries.append("tail: false") }
    return "{\(entries.joined(separator: ", "))}"
  }
}

extension YAMLValue {
  /// The experiments of a list.
  func experiments() throws(ConfigurationError) -> [LiftTest] {
    var experiments: [LiftTest] = []
    for element in try list() { experiments.append(try LiftTest(yaml: element)) }
    return experiments
  }

  fileprivate func geoNames() throws(ConfigurationError) -> [String] {
    var names: [String] = []
    for element in try list() { names.append(try element.string()) }
    guard !names.isEmpty else {
      throw error("the list is empty; name geos, or leave it out for all of them")
    }
    return names
  }
}
