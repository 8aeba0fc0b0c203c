import Foundation
import MediaMix
import Testing

@Suite("Simulated data")
struct SimulationTests {
  @Test("Shapes, names and dates")
  func shapes() {
    let data = Simulation(periods: 60, channels: 4, features: 2, seed: 3).run().dataset
    #expect(data.timeCount == 60)
    #expect(data.channels == ["media_0", "media_1", "media_2", "media_3"])
    #expect(data.featureNames == ["feature_0", "feature_1"])
    #expect(data.media.columnCount == 4 && data.spend.columnCount == 4)
    #expect(data.features.columnCount == 2)
    #expect(data.dates[0].description == "2022-01-03")
    #expect(data.dates[0].weekday == 1)
    #expect(data.spacing == .days(7))
    #expect(data.media.values.allSatisfy { $0 >= 0 })
    #expect(zip(data.media.values, data.spend.values).allSatisfy { abs($0 * 0.1 - $1) < 1e-12 })
    #expect(Simulation(periods: 3, channels: 1, features: 0).run().dataset.features.values.isEmpty)
  }

  @Test("The truth explains the target but for its noise")
  func truth() {
    let periods = 400
    let (data, truth) = {
      let simulated = Simulation(periods: periods, channels: 2, features: 1, seed: 11).run()
      return (simulated.dataset, simulated.truth)
    }()
    let parameters = truth.parameters
    let weights = (0..<13).map { pow(0.5, Double(($0 - 1) * ($0 - 1))) }
    let residuals = (13..<periods).map { time in
      var mean = parameters.intercept[0]
      for degree in 1...2 {
        let angle = 2 * Double.pi * Double(degree * time) / 52
        mean += parameters.seasonality[degree - 1][0] * sin(angle)
        mean += parameters.seasonality[degree - 1][1] * cos(angle)
      }
      for channel in 0..<2 {
        let carried = (0..<13).reduce(0) { $0 + weights[$1] * data.media[time - $1, channel] }
        mean += parameters.media[channel] * carried / weights.reduce(0, +)
      }
      return data.target[time, 0] - mean - parameters.features[0] * data.features[time, 0]
    }
    let count = Double(residuals.count)
    let mean = residuals.reduce(0, +) / count
    let deviation = (residuals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    #expect(abs(mean) < 0.2)
    #expect(abs(deviation - 1) < 0.15)
  }

  @Test("Shares and returns are consistent with each other and with spend")
  func returns() {
    let simulated = Simulation(periods: 100, channels: 3, features: 1, seed: 2).run()
    let kpi = simulated.dataset.target.values.reduce(0, +)
    for (index, channel) in simulated.truth.channels.enumerated() {
      #expect(channel.name == simulated.dataset.channels[index])
      let spend = (0..<100).reduce(0) { $0 + simulated.dataset.spend[$1, index] }
      // The KPI holds noise, the truth does not.
      #expect(abs(channel.returnOnInvestment * spend / kpi / channel.contribution - 1) < 0.02)
      #expect(channel.contribution > 0 && channel.contribution < 1)
    }
  }

  @Test("Same seed, same data; another seed, other data; more features, same media")
  func seeds() {
    let data = Simulation(periods: 50, seed: 1).run()
    #expect(Simulation(periods: 50, seed: 1).run() == data)
    #expect(Simulation(periods: 50, seed: 2).run().dataset.media != data.dataset.media)
    #expect(
      Simulation(periods: 50, features: 3, seed: 1).run().dataset.media == data.dataset.media)
  }

  @Test("The truth as JSON uses the model's names")
  func json() throws {
    let truth = Simulation(periods: 20, channels: 2, features: 1).run().truth
    let json = try JSONEncoder().encode(truth)
    #expect(try JSONDecoder().decode(SimulationTruth.self, from: json) == truth)
    let text = String(decoding: json, as: UTF8.self)
    for name in [
      "intercept", "sigma", "coef_trend", "coef_media", "gamma_seasonality", "coef_extra_features",
      "ad_effect_retention_rate", "peak_effect_delay", "exponent", "contribution", "roi", "seed",
    ] {
      #expect(text.contains("\"\(name)\""))
    }
  }

  @Test("CSV and schema bring the same dataset back, bit for bit")
  func csv() throws {
    let data = Simulation(periods: 30, channels: 3, features: 2, seed: 8).run().dataset
    #expect(try Dataset(table: Table(csv: data.csv()), schema: data.csvSchema) == data)
    let configuration = Configuration(data: data.csvSchema)
    #expect(try Configuration(yaml: configuration.yaml(), fileName: "c") == configuration)
  }

  @Test("The longest simulation ends in the last week that can be read again")
  func longest() throws {
    let periods = Simulation.maximumPeriods
    let dates = Simulation(periods: periods, channels: 1, features: 0).run().dataset.dates
    let last = try #require(dates.last)
    #expect(CalendarDate(iso: last.description) == last)
    #expect(CalendarDate(iso: last.adding(days: 7).description) == nil)
  }

  @Test("Names that need quoting or clash, and numbers of every size")
  func hardCSV() throws {
    let numbers = [0, 1e-300, 0.1 + 0.2, .leastNonzeroMagnitude, 1e50]
    let dates = (0..<5).map { CalendarDate(daysSinceEpoch: $0 * 7) }
    let names = ["date", "a,b", "say \"x\"", "date_spend"]
    let panel = { (columns: Int) in
      Panel(
        timeCount: 5, columnCount: columns,
        values: (0..<5 * columns).map { numbers[$0 / columns] })
    }
    var spend = panel(4)
    spend[1, 0] = 1
    spend[1, 2] = 2
    let data = Dataset(
      dates: dates, channels: names, featureNames: ["target", "x;\"y\" z"], media: panel(4),
      spend: spend, features: panel(2), target: panel(1))
    #expect(Set([data.csvSchema.date, data.csvSchema.target]) == ["date_", "target_"])
    #expect(data.csvSchema.media[0].spendColumn == "date_spend_")
    #expect(data.csvSchema.media[1].spendColumn == "a,b")
    #expect(try Dataset(table: Table(csv: data.csv()), schema: data.csvSchema) == data)
  }
}

@Suite("Roots of unity")
struct RootOfUnityTests {
  @Test("As the C library has it", arguments: [1, 2, 4, 7, 12, 52, 365, 1000])
  func values(count: Int) {
    for step in -count...2 * count {
      let point = RootOfUnity(step: step, of: count)
      let angle = 2 * Double.pi * Double((step % count + count) % count) / Double(count)
      #expect(abs(point.cosine - cos(angle)) < 2e-15)
      #expect(abs(point.sine - sin(angle)) < 2e-15)
    }
  }

  @Test("Quarters of the circle are exact")
  func quarters() {
    #expect(RootOfUnity(step: 13, of: 52).sine == 1)
    #expect(RootOfUnity(step: 13, of: 52).cosine == 0)
    #expect(RootOfUnity(step: 26, of: 52).cosine == -1)
    #expect(RootOfUnity(step: 39, of: 52).sine == -1)
    #expect(abs(RootOfUnity(step: 1, of: 8).sine - RootOfUnity(step: 1, of: 8).cosine) < 2e-16)
  }
}
