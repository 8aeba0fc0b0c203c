import MediaMix
import Testing

@Suite("Transforms beside the reference")
struct TransformFixtureTests {
  @Test("Every case of the fixture, national and geo, to 1e-12")
  func fixture() throws {
    let cases = try #require(try ReferenceFixture.load("transforms").arrayValue)
    #expect(cases.count == 17)
    for example in cases {
      let name = try #require(example["function"]?.stringValue)
      let expected = try #require(example["result"])
      func numbers(_ key: String) -> [Double] { example[key]?.numbers ?? [] }
      let result: [Double]
      if name == "calculate_seasonality" {
        let coefficients = try #require(example["gamma_seasonality"]?.arrayValue)
        result = FourierSeasonality.curve(
          periods: try #require(example["number_periods"]?.intValue),
          frequency: try #require(example["frequency"]?.intValue),
          coefficients: coefficients.map(\.numbers))
      } else {
        let media = try #require(example["data"]).panel
        result =
          switch name {
          case "adstock":
            Adstock.apply(
              to: media, lagWeight: numbers("lag_weight"),
              normalised: example["normalise"] == true
            ).values
          case "hill":
            Hill.apply(
              to: media, halfSaturation: numbers("half_max_effective_concentration"),
              slope: numbers("slope")
            ).values
          case "carryover":
            Carryover.apply(
              to: media, retentionRate: numbers("ad_effect_retention_rate"),
              peakDelay: numbers("peak_effect_delay"),
              numberOfLags: try #require(example["number_lags"]?.intValue)
            ).values
          default: Exponent.apply(to: media, exponent: numbers("exponent")).values
          }
      }
      #expect(relativeError(result, expected.numbers, floor: 1e-3) < 1e-12, "\(name)")
    }
  }

  @Test("Zero media stay zero and the Hill curve saturates at one")
  func edges() {
    let media = Panel(timeCount: 4, columnCount: 2, values: [0, 0, 0, 1e300, 0, 1e-300, 2, 0])
    let hill = Hill.apply(to: media, halfSaturation: [1, 1], slope: [3, 500])
    #expect(hill.values[0] == 0 && hill.values[2] == 0)
    #expect(hill[1, 1] == 1)
    #expect(hill[2, 1] == 0)
    let power = Exponent.apply(to: media, exponent: [0.5, 0.01])
    #expect(power.values[0] == 0 && power.values[1] == 0)
    #expect(power.values.allSatisfy { $0.isFinite })
  }

  @Test("Adstock forgets nothing at λ = 1 and keeps nothing at 0")
  func adstockEnds() {
    let media = Panel(timeCount: 3, columnCount: 2, values: [1, 1, 2, 2, 3, 3])
    let sums = Adstock.apply(to: media, lagWeight: [1, 0], normalised: false)
    #expect(sums.values == [1, 1, 3, 2, 6, 3])
    #expect(Adstock.apply(to: media, lagWeight: [1, 0]).values == [0, 1, 0, 2, 0, 3])
  }

  @Test("Carry-over's weights add up to one, however extreme the parameters")
  func carryoverWeights() {
    let media = Panel(repeating: 5, timeCount: 40, columnCount: 3)
    for (rate, delay) in [(1e-300, 12.5), (0.5, 300.0), (1 - 1e-16, 2.0), (1e-12, 0.0)] {
      let carried = Carryover.apply(
        to: media, retentionRate: [rate, rate, rate], peakDelay: [delay, delay, delay])
      #expect(abs(carried[39, 0] - 5) < 1e-12, "τ \(rate), θ \(delay)")
    }
  }
}
