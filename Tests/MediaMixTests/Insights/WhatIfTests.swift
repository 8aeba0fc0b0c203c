import MediaMix
import MediaMixInference
import Testing

@Suite("Changed plans")
struct WhatIfTests {
  /// The KPI that media add in some periods after the training data, in all geos, draw by draw.
  private func gain(
    _ fit: FittedModel, from before: Panel, to after: Panel, periods: Range<Int>,
    history: Panel? = nil
  ) -> [Double] {
    let dataset = fit.model.dataset
    let past = history ?? dataset.media
    let geos = Array(0..<dataset.media.geoCount)
    let range = periods.lowerBound + 30..<periods.upperBound + 30
    return InsightExample.draws(of: fit).map { parameters in
      let (with, without) = (
        InsightExample.effect(of: past.followed(by: after), fit, at: parameters),
        InsightExample.effect(of: past.followed(by: before), fit, at: parameters)
      )
      return dataset.channels.indices.reduce(0) {
        $0 + InsightExample.sum(with, range, column: $1, geos: geos)
          - InsightExample.sum(without, range, column: $1, geos: geos)
      }
    }
  }

  @Test(
    "The difference is that of two predictions, with what ran before and what acts after",
    arguments: [MediaTransform.hillAdstock, .adstock, .carryover], [nil, 3])
  func bruteForce(transform: MediaTransform, geos: Int?) async throws {
    let fit = try await InsightExample.fit(transform, geos: geos)
    let media = fit.model.dataset.media
    let changes = [
      PlanChange(channel: "channel_0", to: .factor(1.5)),
      PlanChange(
        channel: "channel_2", geos: geos.map { _ in ["geo_1"] }, to: .media(0), periods: 2...3),
    ]
    for (plan, isIsolated) in [
      (WhatIfOptions.Plan.mean, false), (.last, false), (.mean, true),
    ] {
      let found = try fit.whatIf(
        changes, WhatIfOptions(periods: 4, plan: plan, isIsolated: isIsolated, tail: 6))
      let before =
        plan == .mean
        ? media.mean(repeated: 10)
        : media.rows(26..<30).followed(by: media.rows(26..<30)).followed(by: media.rows(26..<28))
      var after = before
      for geo in 0..<(geos ?? 1) {
        for time in 0..<4 { after[time, 0, geo] *= 1.5 }
        if geos == nil || geo == 1 { for time in 1...2 { after[time, 2, geo] = 0 } }
      }
      #expect(found.tailPeriods == 6)
      #expect(found.planBefore == before.rows(0..<4))
      #expect(found.planAfter == after.rows(0..<4))
      let history =
        isIsolated
        ? Panel(repeating: 0, timeCount: 30, columnCount: 3, geoCount: media.geoCount) : media
      func gain(_ periods: Range<Int>) -> [Double] {
        self.gain(fit, from: before, to: after, periods: periods, history: history)
      }
      expectClose(found.places[0].differenceDraws, gain(0..<4), within: 1e-11)
      expectClose(found.places[0].lastingDifferenceDraws, gain(0..<10), within: 1e-11)
      #expect(found.places.map(\.geo) == [nil] + fit.model.dataset.geos)
      let sum = found.places.dropFirst().map(\.differenceDraws)
      if geos != nil {
        expectClose(
          found.places[0].differenceDraws,
          sum[0].indices.map { draw in sum.reduce(0) { $0 + $1[draw] } }, within: 1e-11)
      }
    }
  }

  @Test("The KPI is what a prediction of the same rows says")
  func kpi() async throws {
    let fit = try await InsightExample.fit(.hillAdstock)
    let dataset = fit.model.dataset
    let found = try fit.whatIf(
      [PlanChange(channel: "channel_1", to: .factor(2))], WhatIfOptions(periods: 5))
    for (plan, draws) in [
      (found.planBefore, found.places[0].kpiDraws),
      (
        found.planAfter,
        zip(found.places[0].kpiDraws, found.places[0].differenceDraws).map { $0 + $1 }
      ),
    ] {
      let rows = FutureRows(media: plan, features: dataset.meanFeatures(periods: 5))
      let prediction = try fit.predict(rows).mean.values
      expectClose(
        draws,
        (0..<30).map { draw in (0..<5).reduce(0) { $0 + prediction[draw * 5 + $1] } },
        within: 1e-11)
    }
    #expect(found.dates == (1...5).map { dataset.dates[29].adding(days: 7 * $0) })
  }

  @Test("No change is a difference of exactly nothing, and more of a good channel a sure gain")
  func probability() async throws {
    let fit = try await InsightExample.fit(.adstock)
    let same = try fit.whatIf(
      [PlanChange(channel: "channel_0", to: .factor(1))], WhatIfOptions(periods: 3))
    #expect(same.places[0].lastingDifferenceDraws.allSatisfy { $0 == 0 })
    #expect(same.places[0].probabilityOfGain == 0)
    #expect(same.places[0].returnOnDifference == nil)
    #expect(try fit.whatIf([], WhatIfOptions(periods: 3)).places[0].difference.mean == 0)
    let more = try fit.whatIf(
      [PlanChange(channel: "channel_0", to: .factor(2))], WhatIfOptions(periods: 3))
    #expect(more.places[0].probabilityOfGain == 1)
    var draw = 0
    let mixed = try fit.editingDraws(of: "coef_media") { element, value in
      guard element.label == "channel_0" else { return value }
      draw += 1
      return draw % 3 == 0 ? value : -value
    }
    let bet = try mixed.whatIf(
      [PlanChange(channel: "channel_0", to: .factor(2))], WhatIfOptions(periods: 3))
    #expect(abs(bet.places[0].probabilityOfGain - 1.0 / 3) < 1e-12)
    let spend = more.places[0].spendAfter - more.places[0].spendBefore
    expectClose([spend], [more.planBefore.series(column: 0).reduce(0, +) * 2])
    expectClose(
      [try #require(more.places[0].returnOnDifference).mean],
      [more.places[0].lastingDifference.mean / spend])
  }

  @Test("Levels in media and money, divided among geos as the plan is")
  func levels() async throws {
    let fit = try await InsightExample.fit(.carryover, geos: 2)
    func plan(_ change: PlanChange) throws -> WhatIf {
      try fit.whatIf([change], WhatIfOptions(periods: 2))
    }
    func row(_ panel: Panel, _ channel: Int) -> [Double] {
      [panel[0, channel, 0], panel[0, channel, 1]]
    }
    let media = try plan(PlanChange(channel: "channel_1", to: .media(7)))
    let means = row(media.planBefore, 1)
    expectClose(row(media.planAfter, 1), means.map { $0 / (means[0] + means[1]) * 7 })
    #expect(row(media.planAfter, 0) == row(media.planBefore, 0))
    let money = try plan(PlanChange(channel: "channel_1", to: .spend(60)))
    let level = row(money.planAfter, 1)
    // Prices of the example: 2 + channel + 3·geo.
    expectClose([level[0] * 3 + level[1] * 6, level[0] / level[1]], [60, means[0] / means[1]])
    let own = try plan(
      PlanChange(channel: "channel_1", geos: ["geo_1"], to: .spend(60), periods: 2...2))
    #expect(row(own.planAfter, 1) == means)
    expectClose([own.planAfter[1, 1, 1], own.planAfter[1, 1, 0]], [10, means[0]])
    let priced = try fit.whatIf(
      [PlanChange(channel: "channel_1", geos: ["geo_1"], to: .spend(60))],
      WhatIfOptions(periods: 2, prices: ["channel_1": 4]))
    expectClose([priced.planAfter[0, 1, 1]], [15])
  }

  @Test("The effect is followed for as long as it lasts")
  func tail() async throws {
    let carryover = try await InsightExample.fit(.carryover)
    let change = PlanChange(channel: "channel_0", to: .factor(2))
    #expect(try carryover.whatIf([change], WhatIfOptions(periods: 1)).tailPeriods == 4)
    func longer(_ options: WhatIfOptions) throws -> [Double] {
      try carryover.whatIf([change], options).places[0].lastingDifferenceDraws
    }
    // Nothing is left after the last lag.
    #expect(
      try longer(WhatIfOptions(periods: 2)) == longer(WhatIfOptions(periods: 2, tail: 9)))
    #expect(
      try longer(WhatIfOptions(periods: 2)) != longer(WhatIfOptions(periods: 2, tail: 3)))
    let adstock = try await InsightExample.fit(.adstock)
    for (weight, periods) in [(0.5, 7), (0.9, 44), (0.99, 52), (0, 0), (1, 52)] {
      let fit = try adstock.editingDraws(of: "lag_weight") { $0.index == 0 ? weight : 0.95 * $1 }
      #expect(try fit.whatIf([change], WhatIfOptions(periods: 1)).tailPeriods == periods)
    }
  }

  @Test("Bad changes and options are errors that say what is wrong")
  func errors() async throws {
    let fit = try await InsightExample.fit(.adstock, geos: 2)
    let known = fit.model.dataset.channels
    func error(_ change: PlanChange?, _ options: WhatIfOptions = WhatIfOptions(periods: 3))
      -> String
    {
      let error = #expect(throws: InsightError.self) {
        try fit.whatIf([change].compactMap(\.self), options)
      }
      return error?.description ?? ""
    }
    #expect(
      error(PlanChange(channel: "chanel_1", to: .factor(1)))
        == InsightError.unknownChannel("chanel_1", known: known).description)
    #expect(error(PlanChange(channel: known[0], geos: ["x"], to: .factor(1))).contains("geo \"x\""))
    #expect(error(PlanChange(channel: known[0], to: .factor(-1))).contains("0 or more"))
    #expect(error(PlanChange(channel: known[0], to: .media(.infinity))).contains("0 or more"))
    #expect(
      error(PlanChange(channel: known[0], to: .factor(1), periods: 3...4))
        .contains("between 1 and 3"))
    let tens = Panel(repeating: 10, timeCount: 3, columnCount: 3, geoCount: 2)
    #expect(
      error(
        PlanChange(channel: known[0], to: .factor(.greatestFiniteMagnitude)),
        WhatIfOptions(periods: 3, plan: .media(tens))
      ).contains("media are at most 1e+50"))
    #expect(error(nil, WhatIfOptions(periods: 0)).contains("number of periods is 0"))
    #expect(error(nil, WhatIfOptions(periods: 31, plan: .last)).contains("at most 30"))
    #expect(error(nil, WhatIfOptions(periods: 3, tail: -1)).contains("after the window is -1"))
    #expect(error(nil, WhatIfOptions(periods: 3, prices: [known[1]: -2])).contains("price"))
    let short = fit.model.dataset.media.rows(0..<2)
    #expect(
      error(nil, WhatIfOptions(periods: 3, plan: .media(short))).contains("[2, 3, 2]"))
    let free = try fit.whatIf(
      [], WhatIfOptions(periods: 2, plan: .media(short), prices: [known[0]: 0]))
    #expect(free.planBefore == short)
    #expect(
      error(
        PlanChange(channel: known[0], to: .spend(3)),
        WhatIfOptions(periods: 2, prices: [known[0]: 0])
      ).contains("nothing was spent"))
  }
}
