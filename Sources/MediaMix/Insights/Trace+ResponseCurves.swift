internal import MediaMixInference

extension Trace {
  /// The response curve of each channel: the KPI per period that it would bring at other spend.
  ///
  /// Of geo data, first all geos together, with media divided among them as they were in the training
  /// data; then, unless the options leave them out, each geo in which the channel ran, up to its own greatest media. (LightweightMMM adds
  /// up curves of geos, each at the same share of its own greatest media.)
  ///
  /// The lag is linear, so that each draw costs one lag of the training data and a saturation for
  /// every point. 16 bytes are kept for each draw, point and geo of one channel at a time.
  ///
  /// - Throws: ``InsightError`` if an option is outside its range or names no channel.
  public func responseCurves(
    _ options: ResponseCurveOptions
  ) throws(InsightError) -> [ResponseCurve] {
    try options.check(for: model.dataset)
    return model.dataset.channels.indices.flatMap {
      ChannelCurves(self, channel: $0, options: options).curves
    }
  }
}

extension FittedModel {
  /// The response curve of each channel; see ``Trace/responseCurves(_:)``.
  public func responseCurves(
    _ options: ResponseCurveOptions
  ) throws(InsightError) -> [ResponseCurve] {
    try trace.responseCurves(options)
  }
}

/// The curves of one channel: that of all geos together, and that of each.
private struct ChannelCurves {
  private let trace: Trace
  private let channel: Int
  private let options: ResponseCurveOptions
  /// Money per media unit, `[geo]`.
  private let prices: [Double]
  /// Mean media per period, `[geo]`.
  private let means: [Double]
  /// The greatest media of a period, `[geo]`, and of all geos together.
  private let maxima: [Double]
  private let jointMaximum: Double

  init(_ trace: Trace, channel: Int, options: ResponseCurveOptions) {
    self.trace = trace
    self.channel = channel
    self.options = options
    let dataset = trace.model.dataset
    prices = dataset.prices(ofChannel: channel, given: options.prices)
    let series = (0..<prices.count).map { dataset.media.series(column: channel, geo: $0) }
    means = series.map { $0.reduce(0, +) / Double(dataset.timeCount) }
    maxima = series.map { $0.max() ?? 0 }
    jointMaximum = series.sumOfRows.max() ?? 0
  }

  var curves: [ResponseCurve] {
    let dataset = trace.model.dataset
    let all = Array(prices.indices)
    let total = means.reduce(0, +)
    let joint = means.map { total > 0 ? jointMaximum * $0 / total : 0 }
    var curves = self.curves(maxima: joint, places: [(nil, all)])
    if options.eachGeo, !dataset.geos.isEmpty {
      curves += self.curves(
        maxima: maxima,
        places: all.filter { maxima[$0] > 0 }.map { (dataset.geos[$0], [$0]) })
    }
    return curves
  }

  /// A curve of each place, a place being some geos together.
  ///
  /// - Parameter maxima: the greatest media of each geo, of which points are shares.
  private func curves(maxima: [Double], places: [(name: String?, geos: [Int])]) -> [ResponseCurve] {
    let steps = options.steps
    // Points, then the current media, then those that are marked, which are shared among geos as the
    // current ones are.
    var rows = (0..<steps).map { step in
      maxima.map { $0 * (1 + options.percentageAdd) * Double(step) / Double(steps - 1) }
    }
    rows.append(means)
    let mark = options.marks[trace.model.dataset.channels[channel]]
    if let mark {
      let cost = zip(means, prices).reduce(0) { $0 + $1.0 * $1.1 }
      rows.append(means.map { $0 * mark / cost })
    }
    let draws = ResponseDraws(
      trace, channel: channel, kind: options.kind, rows: rows, places: places.map(\.geos))
    return places.enumerated().map { place, identity in
      func point(_ row: Int, spend: Double? = nil) -> ResponsePoint {
        let media = identity.geos.reduce(0) { $0 + rows[row][$1] }
        return draws.point(
          place: place, row: row, media: media,
          spend: spend ?? identity.geos.reduce(0) { $0 + rows[row][$1] * prices[$1] })
      }
      let points = (0..<steps).map { point($0) }
      let current = point(steps)
      return ResponseCurve(
        channel: trace.model.dataset.channels[channel], geo: identity.name, points: points,
        current: current,
        marked: identity.name == nil ? mark.map { point(steps + 1, spend: $0) } : nil,
        saturation: draws.saturation(
          place: place, spends: points.map(\.spend), currentRow: steps,
          currentSpend: current.spend))
    }
  }
}

/// The draws of a channel's response at some levels.
private struct ResponseDraws {
  /// The KPI that a level adds, `[place, level, draw]`.
  private let responses: [Double]
  /// Its derivative by the logarithm of the level, `[place, level, draw]`.
  private let slopes: [Double]
  private let levelCount: Int
  private let drawCount: Int

  /// - Parameters:
  ///   - rows: media units, `[level][geo]`, nothing first.
  ///   - places: the geos of each place.
  init(
    _ trace: Trace, channel: Int, kind: ResponseCurve.Kind, rows: [[Double]], places: [[Int]]
  ) {
    let count = trace.draws.chainCount * trace.draws.drawCount
    drawCount = count
    levelCount = rows.count
    var responses = Array(repeating: 0.0, count: places.count * rows.count * count)
    var slopes = responses
    var response = ChannelResponse(
      trace.model, channel: channel, kind: kind,
      levels: Panel(
        timeCount: rows.count, columnCount: 1, geoCount: rows[0].count,
        values: rows.flatMap(\.self)))
    for draw in 0..<count {
      let parameters = Array(trace.draws.draw(draw))
      response.evaluate(parameters)
      for (place, geos) in places.enumerated() {
        for geo in geos {
          response.add(
            geo: geo, parameters, to: &responses, slopes: &slopes,
            from: place * rows.count * count + draw, stride: count)
        }
      }
    }
    self.responses = responses
    self.slopes = slopes
  }

  /// The summary of a level.
  func point(place: Int, row: Int, media: Double, spend: Double) -> ResponsePoint {
    let range = range(place: place, row: row)
    let response = Array(responses[range])
    func perMoney(_ draws: some Collection<Double>) -> DistributionSummary? {
      spend > 0 ? DistributionSummary(draws.map { $0 / spend }) : nil
    }
    return ResponsePoint(
      media: media, spend: spend, response: DistributionSummary(response),
      returnOnInvestment: perMoney(response), marginalReturn: perMoney(slopes[range]))
  }

  private func range(place: Int, row: Int) -> Range<Int> {
    let first = (place * levelCount + row) * drawCount
    return first..<first + drawCount
  }

  /// Where each draw's marginal return has fallen to half of that at the current spend, linearly
  /// between points.
  func saturation(
    place: Int, spends: [Double], currentRow: Int, currentSpend: Double
  ) -> SaturationPoint {
    let beyond = Double.greatestFiniteMagnitude
    let found = (0..<drawCount).map { draw -> Double in
      guard currentSpend > 0 else { return beyond }
      let half = slopes[range(place: place, row: currentRow).lowerBound + draw] / currentSpend / 2
      var (lastSpend, lastReturn) = (currentSpend, 2 * half)
      for (step, spend) in spends.enumerated() where spend > currentSpend {
        let marginal = slopes[range(place: place, row: step).lowerBound + draw] / spend
        if marginal <= half, lastReturn > half {
          return lastSpend + (spend - lastSpend) * (lastReturn - half) / (lastReturn - marginal)
        }
        (lastSpend, lastReturn) = (spend, marginal)
      }
      return beyond
    }
    let sorted = SortedSample(found)
    let last = spends[spends.count - 1]
    func within(_ spend: Double) -> Double? { spend <= last ? spend : nil }
    return SaturationPoint(
      median: within(sorted.median), q5: within(sorted.quantile(0.05)),
      q95: within(sorted.quantile(0.95)),
      probabilityBeyond: Double(found.count { $0 == beyond }) / Double(drawCount))
  }
}

extension Dataset {
  /// Money per media unit of a channel in each geo: what was given, or Σ spend / Σ media, that of all
  /// geos where a geo has no media; `[geo]`.
  func prices(ofChannel channel: Int, given: [String: Double]) -> [Double] {
    let geos = 0..<media.geoCount
    if let price = given[channels[channel]] { return geos.map { _ in price } }
    let amounts = geos.map { media.series(column: channel, geo: $0).reduce(0, +) }
    let spends = geos.map { spend.series(column: channel, geo: $0).reduce(0, +) }
    let amount = amounts.reduce(0, +)
    let average = amount > 0 ? spends.reduce(0, +) / amount : 0
    return geos.map { amounts[$0] > 0 ? spends[$0] / amounts[$0] : average }
  }
}
