internal import MediaMixInference

extension Trace {
  /// What a changed plan makes of the KPI in periods that follow the training data.
  ///
  /// Both plans go on from the training data: trend, season and lags. The difference comes from the
  /// media alone, so that uncertainty about the baseline does not blur it; both plans are compared
  /// draw by draw. Earlier media matter even though both plans share them, because they use up some of
  /// the saturation: ``WhatIfOptions/isIsolated`` leaves them out.
  ///
  /// - Parameters:
  ///   - changes: made one after another; with none, nothing differs.
  ///   - options: the window, the plan before the change, and how effects are counted.
  /// - Throws: ``InsightError`` if a change or option names what the model does not have, or is outside
  ///   its range.
  public func whatIf(
    _ changes: [PlanChange], _ options: WhatIfOptions
  ) throws(InsightError) -> WhatIf {
    let dataset = model.dataset
    try options.check(for: dataset)
    let before = options.planBefore(of: dataset)
    var after = before
    for change in changes {
      after = try change.applied(to: after, of: dataset, prices: options.prices)
    }
    let most = Scaler.usableMagnitudes.upperBound
    guard after.values.allSatisfy({ $0 <= most }) else {
      throw .setting("a change", found: "too large", needs: "such that media are at most \(most)")
    }
    let channels = dataset.channels.indices.filter { channel in
      changes.contains { $0.channel == dataset.channels[channel] }
    }
    let tail = options.tail ?? tailPeriods(of: channels)
    let following = options.planFollowing(tail: tail, of: dataset)
    var tally = PlanTally(
      model, before: before.followed(by: following), after: after.followed(by: following),
      channels: channels, options: options)
    tally.add(draws)
    let places = tally.places(before: before, after: after, prices: options.prices)
    guard places.allSatisfy(\.isRepresentable) else {
      throw .setting(
        "a change or a price", found: "too large", needs: "such that spend and KPI are finite")
    }
    return WhatIf(
      dates: dataset.dates(after: options.periods), planBefore: before, planAfter: after,
      tailPeriods: tail, places: places)
  }

  /// See ``WhatIf/tailPeriods``.
  private func tailPeriods(of channels: [Int]) -> Int {
    let specification = model.specification
    guard specification.transform != .carryover else {
      return specification.effectiveNumberOfLags - 1
    }
    let first = model.parameters.offset(of: .lagWeight)
    let longest =
      channels.map { channel in
        SortedSample(draws.chains(of: first + channel).joined()).quantile(0.95)
      }.max() ?? 0
    let year = specification.seasonality.frequency
    guard longest > 0 else { return 0 }
    guard longest < 1 else { return year }
    let periods = VectorMath.log(0.01) / VectorMath.log(longest)
    return periods < Double(year) ? Int(periods.rounded(.up)) : year
  }
}

extension FittedModel {
  /// What a changed plan makes of the KPI in periods that follow the training data; see
  /// ``Trace/whatIf(_:_:)``.
  public func whatIf(
    _ changes: [PlanChange], _ options: WhatIfOptions
  ) throws(InsightError) -> WhatIf {
    try trace.whatIf(changes, options)
  }
}

extension WhatIf.Place {
  /// Whether all numbers are finite, and sums of them too.
  fileprivate var isRepresentable: Bool {
    ([spendBefore, spendAfter] + kpiDraws + differenceDraws + lastingDifferenceDraws).allSatisfy {
      $0.magnitude < 1e290
    }
  }
}

/// Two plans, compared draw by draw.
private struct PlanTally {
  private let model: MediaMixModel
  private let windowCount: Int
  private let timeline: Timeline
  /// The changed channels over the timeline of the changed plan.
  private let channels: [Int]
  private let changed: MediaEffect
  /// `[geo][draw]`.
  private var kpi: [[Double]]
  private var differences: [[Double]]
  private var lastingDifferences: [[Double]]

  /// - Parameters:
  ///   - before: the plan before the change, window and tail, `[time, channel, geo]`.
  ///   - after: the changed plan.
  init(
    _ model: MediaMixModel, before: Panel, after: Panel, channels: [Int], options: WhatIfOptions
  ) {
    self.model = model
    self.channels = channels
    windowCount = options.periods
    let dataset = model.dataset
    let history =
      options.isIsolated
      ? Panel(
        repeating: 0, timeCount: dataset.timeCount, columnCount: dataset.channels.count,
        geoCount: dataset.media.geoCount) : dataset.media
    let tail = before.timeCount - options.periods
    let features =
      options.features?.followed(by: dataset.meanFeatures(periods: tail))
      ?? dataset.meanFeatures(periods: before.timeCount)
    timeline = Timeline(
      model, media: history.followed(by: before), features: dataset.features.followed(by: features))
    changed = MediaEffect(
      media: model.scaling.media.transform(history.followed(by: after)).columns(channels),
      channels: channels, specification: model.specification, layout: model.parameters)
    kpi = Array(repeating: [], count: before.geoCount)
    differences = kpi
    lastingDifferences = kpi
  }

  mutating func add(_ draws: Draws) {
    let trainingCount = model.dataset.timeCount
    let first = model.parameters.offset(of: .mediaCoefficient)
    let geoCount = kpi.count
    var workspace = changed.makeWorkspace()
    timeline.forEachDraw(of: draws) { parameters, evaluation in
      changed.forward(parameters, workspace: &workspace)
      let (before, after) = (evaluation.media.transformedMedia, workspace.result.panel)
      for geo in 0..<geoCount {
        let scale = model.scaling.target.divisor(column: 0, geo: geo)
        let window = evaluation.mean[geo][trainingCount..<trainingCount + windowCount]
        kpi[geo].append(window.reduce(0, +) * scale)
        var (difference, tail) = (0.0, 0.0)
        for (column, channel) in channels.enumerated() {
          var (sum, rest) = (0.0, 0.0)
          for time in trainingCount..<timeline.timeCount {
            let gain = after[time, column, geo] - before[time, channel, geo]
            if time < trainingCount + windowCount { sum += gain } else { rest += gain }
          }
          difference += parameters[first + channel * geoCount + geo] * sum
          tail += parameters[first + channel * geoCount + geo] * rest
        }
        differences[geo].append(difference * scale)
        lastingDifferences[geo].append((difference + tail) * scale)
      }
    }
  }

  /// All geos together, and each of geo data.
  func places(before: Panel, after: Panel, prices: [String: Double]) -> [WhatIf.Place] {
    let geos = model.dataset.geos
    func cost(_ plan: Panel) -> [Double] { model.dataset.cost(of: plan, prices: prices) }
    let (costBefore, costAfter) = (cost(before), cost(after))
    let all = WhatIf.Place(
      geo: nil, spendBefore: costBefore.reduce(0, +), spendAfter: costAfter.reduce(0, +),
      kpiDraws: kpi.sumOfRows, differenceDraws: differences.sumOfRows,
      lastingDifferenceDraws: lastingDifferences.sumOfRows)
    return [all]
      + geos.indices.map { geo in
        WhatIf.Place(
          geo: geos[geo], spendBefore: costBefore[geo], spendAfter: costAfter[geo],
          kpiDraws: kpi[geo], differenceDraws: differences[geo],
          lastingDifferenceDraws: lastingDifferences[geo])
      }
  }
}

extension WhatIfOptions {
  /// The plan of the window before the change, `[time, channel, geo]`.
  fileprivate func planBefore(of dataset: Dataset) -> Panel {
    switch plan {
    case .mean: dataset.media.mean(repeated: periods)
    case .last: dataset.media.rows(dataset.timeCount - periods..<dataset.timeCount)
    case .media(let media): media
    }
  }

  /// Both plans after the window, `[time, channel, geo]`: the plan before the change goes on.
  fileprivate func planFollowing(tail: Int, of dataset: Dataset) -> Panel {
    switch plan {
    case .mean, .media: dataset.media.mean(repeated: tail)
    case .last:
      Panel(
        timeCount: tail, columnCount: dataset.channels.count, geoCount: dataset.media.geoCount,
        values: (0..<tail).flatMap { time -> [Double] in
          let row = dataset.timeCount - periods + time % periods
          return dataset.media.rows(row..<row + 1).values
        })
    }
  }
}

extension Dataset {
  /// What a plan costs in each geo, `[geo]`.
  fileprivate func cost(of plan: Panel, prices given: [String: Double]) -> [Double] {
    var costs = Array(repeating: 0.0, count: plan.geoCount)
    for channel in channels.indices {
      let prices = prices(ofChannel: channel, given: given)
      for geo in costs.indices {
        costs[geo] += prices[geo] * plan.series(column: channel, geo: geo).reduce(0, +)
      }
    }
    return costs
  }
}

extension Panel {
  /// Some of the columns, in that order.
  fileprivate func columns(_ columns: [Int]) -> Panel {
    Panel(
      timeCount: timeCount, columnCount: columns.count, geoCount: geoCount,
      values: (0..<timeCount).flatMap { time in
        columns.flatMap { column in (0..<geoCount).map { self[time, column, $0] } }
      })
  }
}
