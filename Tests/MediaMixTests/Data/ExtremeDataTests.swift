import MediaMix
import Testing

@Suite("What cannot be told apart")
struct ExtremeDataTests {
  private func warnings(
    _ specification: ModelSpecification = ModelSpecification(), periods: Int = 60,
    geos: Int? = nil, keepsSpend: Bool = false, _ spoil: (inout Dataset) -> Void = { _ in }
  ) -> [String] {
    var data = ExampleModel.dataset(periods: periods, geos: geos)
    spoil(&data)
    if !keepsSpend { data.spend = data.media }
    return data.warnings(for: specification, parameterCount: 1).map(\.message)
  }

  @Test("There is nothing to say of ordinary data, few or many")
  func ordinary() {
    for transform in MediaTransform.allCases {
      for periods in [8, 12, 60] {
        #expect(warnings(ModelSpecification(transform: transform), periods: periods) == [])
        #expect(warnings(ModelSpecification(transform: transform), periods: periods, geos: 3) == [])
      }
    }
  }

  @Test("Channels with the same media, in one unit or several")
  func identicalChannels() {
    let two = warnings { data in
      let plain = data
      data.media.edit(2) { t, _ in 3 * plain.media[t, 0] }
    }
    #expect(
      two == [
        "the channels \"channel_0\" and \"channel_2\" have the same media, up to a factor and a "
          + "constant: only what they bring together can be told, and the priors divide it among "
          + "them; merge them"
      ])
    let three = warnings(periods: 8) { data in
      let plain = data

      for channel in 1..<3 { data.media.edit(channel) { t, _ in plain.media[t, 0] } }
    }
    #expect(
      three.first?.hasPrefix(
        "the channels \"channel_0\", \"channel_1\" and \"channel_2\" have the same media") == true)
    #expect(three.count == 1)
    let inOne = warnings(geos: 3) { data in
      let plain = data

      data.media.edit(1) { t, geo, x in geo == 2 ? plain.media[t, 0, geo] : x }
    }
    #expect(inOne.count == 1)
    #expect(inOne.first?.contains("and a constant in the geo \"geo_2\": only what") == true)
    let everywhere = warnings(geos: 3) { data in
      let plain = data

      data.media.edit(1) { t, geo, _ in plain.media[t, 0, geo] }
    }
    #expect(everywhere.first?.contains("and a constant in every geo: only what") == true)
    // What is fixed needs nothing to be told apart by.
    #expect(
      warnings(ModelSpecification(priors: ["coef_media": .fixed(0.1)])) { data in
        let plain = data

        data.media.edit(2) { t, _ in plain.media[t, 0] }
      } == [])
  }

  @Test("Features that follow from features, media, season or trend")
  func ties() {
    let tail = ": their effects cannot be told apart; leave one of them out"
    #expect(
      warnings { data in
        let plain = data
        data.features.edit(1) { t, _ in 3 - 2 * plain.features[t, 0] }
      }
        == ["the feature \"feature_1\" follows exactly from the feature \"feature_0\"" + tail])
    #expect(
      warnings { data in
        let plain = data

        data.features.edit(1) { t, _ in plain.features[t, 0] - 7 * plain.media[t, 1] }
      } == [
        "the feature \"feature_1\" follows exactly from the media of \"channel_1\" and the feature "
          + "\"feature_0\"" + tail
      ])
    #expect(
      warnings { $0.features.edit(1) { t, _ in 5 + 0.1 * Double(t) } }
        == [
          "the feature \"feature_1\" follows exactly from the model's trend: their effects cannot be told "
            + "apart; leave it out, or fix coef_trend to 0 in model.priors"
        ])
    let season = [0.3, -0.1, 0.2, 0.5]
    let curve = FourierSeasonality.curve(
      periods: 60, frequency: 52, coefficients: [[season[0], season[1]], [season[2], season[3]]])
    #expect(
      warnings { $0.features.edit(1) { t, _ in 1 + curve[t] + 0.5 * Double(t) } }
        == [
          "the feature \"feature_1\" follows exactly from the seasonal pattern and the model's trend: "
            + "their effects cannot be told apart; leave it out, or fix gamma_seasonality and "
            + "coef_trend to 0 in model.priors"
        ])
    #expect(
      warnings(ModelSpecification(priors: ["coef_trend": .fixed(0)])) {
        $0.features.edit(1) { t, _ in 5 + 0.1 * Double(t) }
      } == [])
    var daily = ExampleModel.dataset(periods: 60)
    daily.dates = (0..<60).map { CalendarDate(daysSinceEpoch: 19_000 + $0) }
    daily.features.edit(0) { t, _ in t % 7 < 2 ? 1 : 0 }
    #expect(
      daily.warnings(
        for: ModelSpecification(seasonality: Seasonality(frequency: 365, weekday: true)),
        parameterCount: 1
      ).map(\.message)
        == [
          "the feature \"feature_0\" follows exactly from the pattern of the week: their effects cannot "
            + "be told apart; leave it out, or fix weekday to 0 in model.priors"
        ])
    // A hair's breadth is enough to tell apart by.
    #expect(
      warnings { data in
        let plain = data

        data.features.edit(1) { t, _ in plain.features[t, 0] * (t == 7 ? 1.00001 : 1) }
      } == [])
  }

  @Test("Channels of one or two periods")
  func fewPeriods() {
    let one = warnings { $0.media.edit(0) { t, _ in t == 20 ? 4 : 0 } }
    #expect(
      one.first == """
        the channel "channel_0" has media in one period (2022-05-28) alone: its effect cannot be told \
        from what else happened then, and its lag and saturation are the priors'
        """)
    let two = warnings { $0.media.edit(0) { t, _ in t == 20 || t == 40 ? 4 : 0 } }
    #expect(two.first?.contains("has media in two periods alone") == true)
    #expect(warnings { $0.media.edit(0) { t, _ in t % 20 == 3 ? 4 : 0 } } == [])
    let geo = warnings(geos: 2) { $0.media.edit(0) { t, geo, x in geo == 0 || t == 20 ? x : 0 } }
    #expect(geo.first?.contains("in one period alone in the geo \"geo_1\"") == true)
  }

  @Test("Spikes of media, features and the target")
  func spikes() {
    let media = warnings(keepsSpend: true) { $0.media.edit(1) { t, x in t == 20 ? 1e6 : x } }
    #expect(
      media.first == """
        the channel "channel_1" has more than 99.9 % of its media in one period (2022-05-28): what the \
        model says of it rests on that period; check the number
        """)
    let feature = warnings { $0.features.edit(0) { t, x in t == 20 ? 90 : x } }
    #expect(
      feature.first?.hasPrefix("the feature \"feature_0\" has more than 99.9 % of its variation")
        == true)
    let target = warnings { $0.target.edit(0) { t, x in t == 20 ? 1e9 : x } }
    #expect(target.count == 2)
    #expect(target.first?.hasPrefix("the target varies by more than five times its mean: ") == true)
    #expect(target.last?.hasPrefix("the target has more than 99.9 % of its") == true)
    #expect(warnings { $0.target.edit(0) { t, _ in t == 20 ? 3 : 0 } }.last == target.last)
    #expect(warnings { $0.target.edit(0) { t, x in t == 20 ? 2 * x : x } } == [])
    let geos = warnings(geos: 3) { $0.target.edit(0) { t, geo, x in t == geo ? 1e4 : x } }
    #expect(
      geos.last?.hasPrefix("the target has nearly all of its variation in one period in ") == true)
    // A feature that marks a period does so on purpose.
    #expect(warnings { $0.features.edit(0) { t, _ in t == 20 ? 1 : 0 } } == [])
  }

  @Test("What hardly changes")
  func barelyChanging() {
    let media = warnings { $0.media.edit(0) { _, _ in 7 } }
    #expect(media.count == 1)
    #expect(media.first?.hasPrefix("the media of \"channel_0\" change by less than a") == true)
    let feature = warnings { $0.features.edit(0) { _, x in 1e5 + x } }
    #expect(
      feature == [
        "the feature \"feature_0\" changes by less than a thousandth of its mean: divided by that, it "
          + "cannot be told from the intercept; subtract a constant from it, such as its mean"
      ])
    let target = warnings { $0.target.edit(0) { _, x in 1e5 + x } }
    #expect(target.first?.hasPrefix("the target changes by less than a thousandth") == true)
    let geos = warnings(geos: 3) { $0.target.edit(0) { _, geo, x in geo == 0 ? x : 1e5 + x } }
    #expect(geos.first?.contains("of its mean in 2 geos (\"geo_1\", \"geo_2\"): ") == true)
  }

  @Test("Spend without media")
  func spendWithoutMedia() {
    let messages = warnings(keepsSpend: true) { data in
      data.media.edit(0) { t, _ in t % 2 == 0 ? 1 : 0 }
      data.spend.edit(0) { _, _ in 5 }
    }
    #expect(messages.first?.hasPrefix("the channel \"channel_0\" has 50 % of its spend in") == true)
    #expect(
      warnings(keepsSpend: true) { data in
        data.media.edit(0) { t, _ in t % 10 == 0 ? 0 : 1 + Double(t % 3) }
        data.spend.edit(0) { _, _ in 5 }
      } == [])
  }

  @Test("Degrees and lags beyond what can be seen")
  func degreesAndLags() {
    func degrees(_ degrees: Int, _ frequency: Int, fixed: Bool = false) -> [String] {
      var specification = ModelSpecification(
        seasonality: Seasonality(degrees: degrees, frequency: frequency))
      if fixed { specification.priors["gamma_seasonality"] = .fixed(0) }
      return warnings(specification)
    }
    #expect(degrees(26, 52) == [])
    #expect(
      degrees(27, 52).first?.hasPrefix(
        "seasonality.degrees is 27, but a pattern of 52 periods has 26 at most") == true)
    #expect(degrees(1, 1).first?.contains("the pattern is the same in every period") == true)
    #expect(degrees(27, 52, fixed: true) == [])
    #expect(
      warnings(ModelSpecification(transform: .carryover, numberOfLags: 61)).first?
        .hasPrefix("number_lags is 61, but there are 60 periods") == true)
    #expect(warnings(ModelSpecification(transform: .carryover, numberOfLags: 60)) == [])
  }

  @Test("A target that changes by rounding alone never changes")
  func roundedTarget() throws {
    let date = try #require(CalendarDate(iso: "2024-01-01"))
    let error = #expect(throws: DataError.self) {
      try Dataset(
        dates: (0..<20).map { CalendarDate(daysSinceEpoch: date.daysSinceEpoch + 7 * $0) },
        channels: [.init(name: "tv", media: (0..<20).map { Double($0 % 5) })],
        target: (0..<20).map { $0 == 7 ? 0.3 : 0.1 + 0.2 })
    }
    #expect(error?.kind == .constantTarget)
  }
}
