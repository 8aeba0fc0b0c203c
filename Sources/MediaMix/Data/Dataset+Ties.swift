/// What no model can tell apart, because it moved together exactly.
extension Dataset {
  /// Channels and features of which one is what others, the season or the trend add up to; of geo data
  /// with the geos in which it is so.
  func ties(for model: ModelSpecification) -> [String] {
    guard timeCount >= Self.fewestRowsOfTies else { return [] }
    let patterns = patterns(of: model)
    var places = MessagePlaces()
    for geo in 0..<media.geoCount {
      let inputs = inputs(in: geo, of: model)
      let own = LinearTies.ties(among: inputs.map(\.series))
      Self.note(own, inputs, geo: geo, in: &places)
      // By themselves first, for the patterns of few periods leave nothing that could be tied.
      let tied = Set(own.map(\.series))
      let others = inputs.indices.filter { !tied.contains($0) }.map { inputs[$0] }
      let all = patterns + others
      let withPatterns = LinearTies.ties(among: all.map(\.series)).filter { tie in
        tie.series >= patterns.count && tie.sources.contains { $0 < patterns.count }
      }
      Self.note(withPatterns, all, geo: geo, in: &places)
    }
    return places.messages(inGeos)
  }

  /// Throws a ``DataError`` where the target of a geo is exactly what media, features, seasons and a
  /// constant add up to: as with a target that never changes, the noise would shrink to nothing around
  /// a perfect fit.
  func requireUnexplainedTarget(by model: ModelSpecification) throws(DataError) {
    guard timeCount >= Self.fewestRowsOfTies else { return }
    let patterns = patterns(of: model).filter { $0.kind != .trend }
    for geo in 0..<target.geoCount {
      let explaining = patterns + inputs(in: geo, of: model)
      let kpi = StandardizedSeries(target.series(column: 0, geo: geo))
      let ties = LinearTies.ties(among: explaining.map(\.series) + [kpi])
      guard let tie = ties.first(where: { $0.series == explaining.count }) else { continue }
      throw DataError(
        .explainedTarget, file: nil,
        "the value is exactly what a constant and \(Self.list(tie.sources.map { explaining[$0] })) "
          + "add up to",
        at: [DataError.Place(series: .target, geo: geoName(geo))],
        advice: "Leave out what is computed from the KPI: no noise is left, and nothing to learn.")
    }
  }

  /// In fewer rows much is tied that would not be in more.
  private static let fewestRowsOfTies = 8

  /// Something that moves the expected KPI.
  private struct Input {
    enum Kind: Hashable { case season, weekday, trend, media, feature }

    let kind: Kind
    let name: String
    let series: StandardizedSeries

    /// The parameter that takes a pattern out of the model when it is fixed to 0.
    var parameter: ParameterName? {
      switch kind {
      case .season: .seasonality
      case .weekday: .weekday
      case .trend: .trendCoefficient
      case .media, .feature: nil
      }
    }

    /// What sentences call it.
    var text: String {
      switch kind {
      case .season: "the seasonal pattern"
      case .weekday: "the pattern of the week"
      case .trend: "the model's trend"
      case .media: "the media of \(name)"
      case .feature: "the feature \(name)"
      }
    }
  }

  /// Season, week and trend, as far as they are estimated.
  private func patterns(of model: ModelSpecification) -> [Input] {
    let seasonality = model.seasonality
    let season =
      model.isFixed(.seasonality)
      ? []
      : FourierSeasonality.columns(
        periods: timeCount, frequency: seasonality.frequency,
        // Every further degree repeats one of these.
        degrees: min(seasonality.degrees, max(1, seasonality.frequency / 2)))
    let weekday =
      seasonality.weekday && !model.isFixed(.weekday)
      ? (0..<7).map { day in (0..<timeCount).map { $0 % 7 == day ? 1.0 : 0 } } : []
    let trend =
      model.isFixed(.trendCoefficient) ? [] : [(0..<timeCount).map { Double($0) }]
    return season.map { Input(kind: .season, name: "", series: StandardizedSeries($0)) }
      + weekday.map { Input(kind: .weekday, name: "", series: StandardizedSeries($0)) }
      + trend.map { Input(kind: .trend, name: "", series: StandardizedSeries($0)) }
  }

  /// Channels and features, as far as their effects are estimated.
  private func inputs(in geo: Int, of model: ModelSpecification) -> [Input] {
    func inputs(_ kind: Input.Kind, _ panel: Panel, _ names: [String]) -> [Input] {
      names.enumerated().map { column, name in
        Input(
          kind: kind, name: DataError.Place.quoted(name),
          series: StandardizedSeries(panel.series(column: column, geo: geo)))
      }
    }
    let isMediaFixed = model.isFixed(.mediaCoefficient) || model.isFixed(.channelCoefficient)
    return (isMediaFixed ? [] : inputs(.media, media, channels))
      + (model.isFixed(.featureCoefficient) ? [] : inputs(.feature, features, featureNames))
  }

  /// Notes each class of channels whose media are the same, and each other tie.
  private static func note(
    _ ties: [LinearTies.Tie], _ inputs: [Input], geo: Int, in places: inout MessagePlaces
  ) {
    var alike: [Int: [Int]] = [:]
    for tie in ties where isOfSameMedia(tie, inputs) {
      alike[tie.sources[0], default: tie.sources].append(tie.series)
    }
    for source in alike.keys.sorted() {
      let names = (alike[source] ?? []).map { inputs[$0].name }
      places.add(
        "the channels \(joined(names)) have the same media, up to a factor and a constant",
        "only what they bring together can be told, and the priors divide it among them; merge them",
        geo: geo)
    }
    for tie in ties where !isOfSameMedia(tie, inputs) {
      let sources = tie.sources.map { inputs[$0] }
      let verb = inputs[tie.series].kind == .media ? "follow" : "follows"
      let patterns = unique(sources.compactMap { $0.parameter?.rawValue })
      let remedy =
        patterns.isEmpty
        ? "leave one of them out" : "leave it out, or fix \(joined(patterns)) to 0 in model.priors"
      places.add(
        "\(inputs[tie.series].text) \(verb) exactly from \(list(sources))",
        "their effects cannot be told apart; \(remedy)", geo: geo)
    }
  }

  private static func isOfSameMedia(_ tie: LinearTies.Tie, _ inputs: [Input]) -> Bool {
    tie.sources.count == 1 && inputs[tie.series].kind == .media
      && inputs[tie.sources[0]].kind == .media
  }

  /// "the media of "tv", the feature "price" and the model's trend", each once.
  private static func list(_ inputs: [Input]) -> String { joined(unique(inputs.map(\.text))) }

  /// Each text where it first stands.
  private static func unique(_ texts: [String]) -> [String] {
    texts.reduce(into: []) { unique, text in
      if !unique.contains(text) { unique.append(text) }
    }
  }

  /// "a", "a and b", "a, b and c".
  private static func joined(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and \(last)"
  }
}

extension ModelSpecification {
  /// Whether all elements of a parameter are given constants.
  func isFixed(_ name: ParameterName) -> Bool {
    if case .fixed = priors[name.rawValue] { true } else { false }
  }
}
