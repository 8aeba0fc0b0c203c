public import MediaMixInference

/// One scalar of a parameter.
public struct ParameterElement: Sendable, Hashable {
  /// The part of its name in brackets, "tv" of `coef_media[tv]`, "tv,north" of geo data; empty where
  /// the parameter is a single number.
  public let label: String
  /// Its place in the parameter, row-major, from 0.
  public let index: Int
}

extension FittedModel {
  /// A fit with a random subset of the draws, without replacement and in their order, as one chain:
  /// what takes long for every draw takes less for fewer.
  ///
  /// Judge convergence before; the ``convergence(summary:)`` of scattered draws says nothing.
  ///
  /// - Parameters:
  ///   - count: how many draws to keep, from 1 to all.
  ///   - seed: the same seed keeps the same draws.
  /// - Throws: `DrawsError` if there are not so many.
  public func thinned(to count: Int, seed: UInt64) throws(DrawsError) -> FittedModel {
    let total = draws.chainCount * draws.drawCount
    return with(
      try draws.thinned(to: count, seed: seed),
      DrawEdit(.thinned, "\(count) of \(total) draws kept, chosen with seed \(seed)"))
  }

  /// A fit in which a channel does so many times what it did: every draw of its coefficient is
  /// multiplied, and with it the contribution, the return and all that follows.
  ///
  /// - Parameters:
  ///   - channel: the channel.
  ///   - factor: any finite number; 0 turns the channel off.
  ///   - geos: where; nil: everywhere. The coefficient that a channel's geos scatter around
  ///     (`channel_coef_media`) is multiplied too if `geos` is nil and the factor positive, as a
  ///     scale has to be.
  /// - Throws: ``DrawEditError`` if there is no such channel or geo, `geos` is empty, or a product is
  ///   not finite.
  public func scalingEffect(
    of channel: String, by factor: Double, in geos: [String]? = nil
  ) throws(DrawEditError) -> FittedModel {
    let dataset = model.dataset
    guard let index = dataset.channels.firstIndex(of: channel) else {
      throw .unknownChannel(channel, known: dataset.channels)
    }
    if geos?.isEmpty == true { throw .noGeos }
    if let unknown = geos?.first(where: { !dataset.geos.contains($0) }) {
      throw .unknownGeo(unknown, known: dataset.geos)
    }
    let layout = draws.layout
    let geoCount = dataset.media.geoCount
    let first = layout.offset(of: .mediaCoefficient) + index * geoCount
    var scalars = (0..<geoCount).filter { geos?.contains(dataset.geos[$0]) ?? true }
      .map { first + $0 }
    if geos == nil, factor > 0,
      let parents = layout.range(of: ParameterName.channelCoefficient.rawValue)
    {
      scalars.append(parents.lowerBound + index)
    }
    let place = geos.map { " in \($0.joined(separator: ", "))" } ?? ""
    return try changing(
      scalars, DrawEdit(.changed, "effect of \(channel) times \(factor)\(place)")
    ) { $1 * factor }
  }

  /// A fit with other draws of one parameter.
  ///
  /// The effect of TV fixed to 0.3, on the model's scale:
  ///
  ///     try fit.editingDraws(of: "coef_media") { element, value in
  ///       element.label == "tv" ? 0.3 : value
  ///     }
  ///
  /// - Parameters:
  ///   - name: a parameter. Values may leave what its prior allows, and differ from what it was
  ///     fixed to, as long as the model is defined there.
  ///   - edit: gives the new value of an element in a draw, from the value that it has.
  /// - Throws: ``DrawEditError`` if there is no such parameter, or the model is not defined at a
  ///   value.
  public func editingDraws(
    of name: String, _ edit: (_ element: ParameterElement, _ value: Double) -> Double
  ) throws(DrawEditError) -> FittedModel {
    let (parameter, range) = try self.parameter(name)
    let labels = parameter.elementLabels
    let elements = (0..<parameter.count).map {
      ParameterElement(label: labels.isEmpty ? "" : labels[$0], index: $0)
    }
    return try changing(Array(range), DrawEdit(.changed, "draws of \(name) changed")) {
      edit(elements[$0 - range.lowerBound], $1)
    }
  }

  /// A fit with these draws in place of its own, as many as there are.
  ///
  /// - Parameters:
  ///   - values: the draws of each parameter, `[chain, draw, shape of the parameter]`, row-major, on
  ///     the model's scale. A parameter that is fixed altogether may be left out.
  ///   - chains: how many chains the draws are of.
  /// - Throws: ``DrawEditError`` if a parameter is unknown or missing, its numbers do not fit its
  ///   shape, or the model is not defined at a value.
  public func replacingDraws(
    _ values: [String: [Double]], chains: Int = 1
  ) throws(DrawEditError) -> FittedModel {
    guard chains >= 1 else { throw .chainCount(chains) }
    for name in values.keys.sorted() { _ = try parameter(name) }
    let count = try drawCount(of: values, chains: chains)
    let (layout, prior) = (draws.layout, model.density.prior)
    var replaced: [Double] = []
    replaced.reserveCapacity(count * layout.count)
    for _ in 0..<count { replaced += prior.constants }
    for (parameter, offset) in zip(layout.parameters, layout.offsets) {
      guard let own = values[parameter.name] else { continue }
      for draw in 0..<count {
        for element in 0..<parameter.count {
          replaced[draw * layout.count + offset + element] = own[draw * parameter.count + element]
        }
      }
    }
    let draws = Draws(layout: layout, values: replaced, chainCount: chains)
    try model.requireDefined(draws, at: Array(0..<layout.count))
    let size = chains == 1 ? "\(count)" : "\(chains) chains of \(count / chains)"
    return with(draws, DrawEdit(.replaced, "\(size) given draws in place of those sampled"))
  }

  // MARK: Parts

  private func parameter(
    _ name: String
  ) throws(DrawEditError) -> (parameter: Parameter, range: Range<Int>) {
    guard Trace.Derived(rawValue: name) == nil else { throw .derivedQuantity(name) }
    let parameters = draws.layout.parameters
    guard let parameter = parameters.first(where: { $0.name == name }),
      let range = draws.layout.range(of: name)
    else { throw .unknownParameter(name, known: parameters.map(\.name)) }
    return (parameter, range)
  }

  /// How many draws every parameter has in all chains together.
  private func drawCount(
    of values: [String: [Double]], chains: Int
  ) throws(DrawEditError) -> Int {
    var first: (name: String, count: Int)?
    for (parameter, offset) in zip(draws.layout.parameters, draws.layout.offsets) {
      guard let own = values[parameter.name] else {
        let scalars = offset..<offset + parameter.count
        guard scalars.allSatisfy({ model.density.prior.coordinate(of: $0) == nil }) else {
          throw .missing(parameter.name)
        }
        continue
      }
      let (count, rest) = own.count.quotientAndRemainder(dividingBy: parameter.count)
      guard rest == 0, count > 0, count % chains == 0 else {
        throw .count(
          parameter.name, found: own.count, shape: parameter.shape, chains: chains)
      }
      if let first, first.count != count {
        throw .unequalDraws(
          parameter.name, found: count, other: first.name, expected: first.count)
      }
      first = first ?? (parameter.name, count)
    }
    // A model has a free parameter, so that there was one.
    return first?.count ?? 0
  }

  /// A fit with other values of the scalars at these places of the layout.
  private func changing(
    _ scalars: [Int], _ edit: DrawEdit, _ value: (_ scalar: Int, _ value: Double) -> Double
  ) throws(DrawEditError) -> FittedModel {
    var values = draws.values
    for draw in 0..<draws.chainCount * draws.drawCount {
      let first = draw * draws.layout.count
      for scalar in scalars { values[first + scalar] = value(scalar, values[first + scalar]) }
    }
    let changed =
      draws.statistics.isEmpty
      ? Draws(layout: draws.layout, values: values, chainCount: draws.chainCount)
      : Draws(layout: draws.layout, values: values, statistics: draws.statistics)
    try model.requireDefined(changed, at: scalars)
    return with(changed, edit)
  }

  private func with(_ draws: Draws, _ edit: DrawEdit) -> FittedModel {
    let effects = Trace(model: model, draws: draws).experimentEffects()
    let results = zip(experimentResults, effects).map { result, effects in
      result.with(posterior: EffectSummary(effects))
    }
    return FittedModel(
      model: model, schema: schema, sampler: sampler, initialization: initialization, draws: draws,
      effort: effort, experimentResults: results, edits: edits + [edit],
      holdout: holdout)
  }
}

extension MediaMixModel {
  /// Throws where the model is not defined at a draw of the scalars at these places of the layout.
  func requireDefined(_ draws: Draws, at scalars: [Int]) throws(DrawEditError) {
    let domains = density.prior.domains
    for draw in 0..<draws.chainCount * draws.drawCount {
      for scalar in scalars {
        let value = draws.values[draw * draws.layout.count + scalar]
        guard domains[scalar].contains(value) else {
          throw .outsideDomain(
            parameters.elementNames[scalar], value: value, needs: domains[scalar].rawValue)
        }
      }
    }
  }
}
