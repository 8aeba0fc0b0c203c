import Foundation
import MediaMix
import Testing

@Suite("Simulated geo data")
struct GeoSimulationTests {
  private let simulation = Simulation(periods: 300, channels: 3, features: 2, geos: 4, seed: 9)

  @Test("Shapes and names")
  func shapes() {
    let (data, truth) = { ($0.dataset, $0.truth) }(simulation.run())
    #expect(data.geos == ["geo_0", "geo_1", "geo_2", "geo_3"])
    #expect(truth.geos == data.geos)
    #expect(data.media.geoCount == 4 && data.media.columnCount == 3 && data.media.timeCount == 300)
    #expect(data.spend.geoCount == 4 && data.features.geoCount == 4 && data.target.geoCount == 4)
    #expect(data.target.values.allSatisfy { $0 > 0 })
    #expect(Set(truth.parameters.intercept).count == 4)
    #expect(truth.parameters.media.count == 12 && truth.parameters.features.count == 8)
  }

  @Test("National data have no geos")
  func national() {
    let (data, truth) = { ($0.dataset, $0.truth) }(Simulation(geos: 1).run())
    #expect(data.geos.isEmpty && data.csvSchema.geo == nil)
    #expect(truth.geos == nil && truth.channels.allSatisfy { $0.geos == nil })
    #expect(truth.parameters.seasonalityWeights == nil)
  }

  @Test("National data keep their bits")
  func nationalBits() {
    let data = Simulation(periods: 20, channels: 1, features: 0, seed: 1).run()
    #expect(data.truth.parameters.media == [0.2218292450488706])
    #expect(data.truth.channels[0].contribution == 0.18474713970564477)
    #expect(data.truth.channels[0].returnOnInvestment == 2.091382564218369)
  }

  @Test("The model's own transforms make the target of the truth, but for noise")
  func truth() {
    let (data, truth) = { ($0.dataset, $0.truth) }(simulation.run())
    let parameters = truth.parameters
    let carried = Exponent.apply(
      to: Carryover.apply(
        to: data.media, retentionRate: parameters.retentionRate, peakDelay: parameters.peakDelay),
      exponent: parameters.exponent)
    for geo in 0..<4 {
      var effects = [0.0, 0, 0]
      var kpi = 0.0
      var residuals: [Double] = []
      for time in 0..<300 {
        var season = 0.0
        for (index, weights) in parameters.seasonality.enumerated() {
          let angle = 2 * Double.pi * Double((index + 1) * time) / 52
          season += weights[0] * sin(angle) + weights[1] * cos(angle)
        }
        var mean = parameters.intercept[geo]
        mean += (parameters.seasonalityWeights?[geo] ?? .nan) * season
        for channel in 0..<3 {
          let effect = parameters.media[channel * 4 + geo] * carried[time, channel, geo]
          effects[channel] += effect
          mean += effect
        }
        for feature in 0..<2 {
          mean += parameters.features[feature * 4 + geo] * data.features[time, feature, geo]
        }
        kpi += mean
        residuals.append((data.target[time, 0, geo] - mean) / parameters.sigma[geo])
      }
      let mean = residuals.reduce(0, +) / 300
      let variance = residuals.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 300
      #expect(abs(mean) < 0.25)
      #expect(abs(variance.squareRoot() - 1) < 0.15)
      for (channel, effect) in zip(truth.channels, effects) {
        let found = channel.geos?[geo]
        let index = data.channels.firstIndex(of: channel.name) ?? 0
        let spend = (0..<300).reduce(0) { $0 + data.spend[$1, index, geo] }
        #expect(found?.name == data.geos[geo])
        #expect(abs((found?.contribution ?? .nan) / (effect / kpi) - 1) < 1e-10)
        #expect(abs((found?.returnOnInvestment ?? .nan) / (effect / spend) - 1) < 1e-10)
      }
    }
  }

  @Test("A channel's results in all geos are between those of single geos")
  func totals() throws {
    for channel in simulation.run().truth.channels {
      let geos = try #require(channel.geos)
      let returns = geos.map(\.returnOnInvestment)
      let shares = geos.map(\.contribution)
      #expect(try #require(returns.min()) < channel.returnOnInvestment)
      #expect(try #require(returns.max()) > channel.returnOnInvestment)
      #expect(try #require(shares.min()) < channel.contribution)
      #expect(try #require(shares.max()) > channel.contribution)
    }
  }

  @Test("Another geo, or another feature, changes nothing of what was there")
  func streams() {
    let data = simulation.run()
    var more = simulation
    more.geos = 6
    let larger = more.run()
    for geo in 0..<4 {
      for time in [0, 1, 150, 299] {
        #expect(larger.dataset.target[time, 0, geo] == data.dataset.target[time, 0, geo])
        for channel in 0..<3 {
          #expect(
            larger.dataset.media[time, channel, geo] == data.dataset.media[time, channel, geo])
        }
      }
    }
    #expect(
      Array(larger.truth.parameters.intercept.prefix(4)) == data.truth.parameters.intercept)
    more = simulation
    more.features = 5
    #expect(more.run().dataset.media == data.dataset.media)
    #expect(simulation.run() == data)
    // Geos are not copies of one another.
    let media = data.dataset.media
    #expect((0..<300).allSatisfy { media[$0, 0, 0] != media[$0, 0, 1] || media[$0, 0, 0] == 0 })
  }

  @Test("Coefficients on the model's scale scatter half-normally around the channel's")
  func scatter() throws {
    let many = Simulation(periods: 60, channels: 2, features: 0, geos: 600, seed: 4).run()
    let scaling = try DatasetScaling(fitting: many.dataset, rule: .mean)
    for channel in 0..<2 {
      let coefficients = (0..<600).map { geo in
        many.truth.parameters.media[channel * 600 + geo]
          * scaling.media.divisor(column: channel, geo: geo)
          / scaling.target.divisor(column: 0, geo: geo)
      }
      let mean = coefficients.reduce(0, +) / 600
      let variance = coefficients.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 600
      // √(π/2 − 1) = 0.756 for a half-normal, before the KPI that it is a share of grows with it.
      #expect(abs(variance.squareRoot() / mean - 0.72) < 0.1)
      #expect((0.05..<0.25).contains(mean))
    }
  }

  @Test("The truth as JSON is nested by geo as parameters are")
  func json() throws {
    let truth = Simulation(periods: 20, channels: 2, features: 1, geos: 3).run().truth
    let json = try JSONEncoder().encode(truth)
    #expect(try JSONDecoder().decode(SimulationTruth.self, from: json) == truth)
    let document = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
    #expect(document["geos"] as? [String] == ["geo_0", "geo_1", "geo_2"])
    let parameters = try #require(document["parameters"] as? [String: Any])
    let media = try #require(parameters["coef_media"] as? [[Double]])
    #expect(media.map(\.count) == [3, 3] && media[1][2] == truth.parameters.media[5])
    #expect((parameters["coef_extra_features"] as? [[Double]])?.map(\.count) == [3])
    for name in ["intercept", "sigma", "coef_trend", "coef_seasonality"] {
      #expect((parameters[name] as? [Double])?.count == 3)
    }
    for name in ["exponent", "peak_effect_delay", "ad_effect_retention_rate"] {
      #expect((parameters[name] as? [Double])?.count == 2)
    }
    let featureless = Simulation(periods: 5, channels: 1, features: 0, geos: 2).run().truth
    #expect(
      try JSONDecoder().decode(SimulationTruth.self, from: JSONEncoder().encode(featureless))
        == featureless)
  }

  @Test("CSV, schema and configuration bring the same dataset back, bit for bit")
  func csv() throws {
    let data = Simulation(periods: 30, channels: 3, features: 2, geos: 3, seed: 8).run().dataset
    let configuration = Configuration(data: data.csvSchema)
    let read = try Configuration(yaml: configuration.yaml(), fileName: "c")
    #expect(read == configuration && read.data.geo == "geo")
    #expect(try Dataset(table: Table(csv: data.csv()), schema: read.data) == data)
  }
}
