import Foundation
import MediaMix
import Testing

@Suite("Scaling")
struct ScalingTests {
  private func dataset(
    media: [Double] = [1, 10, 2, 0, 3, 20], spend: [Double] = [10, 1, 20, 0, 30, 2],
    features: [Double] = [4, -1, 5, 1, 9, 3], target: [Double] = [1, 2, 6]
  ) -> Dataset {
    Dataset(
      dates: (0..<3).map { CalendarDate(daysSinceEpoch: 7 * $0) }, channels: ["tv", "radio"],
      featureNames: ["price", "event"],
      media: Panel(timeCount: 3, columnCount: 2, values: media),
      spend: Panel(timeCount: 3, columnCount: 2, values: spend),
      features: Panel(timeCount: 3, columnCount: 2, values: features),
      target: Panel(timeCount: 3, columnCount: 1, values: target))
  }

  @Test("By the mean, or the deviation of a feature around 0")
  func byMean() throws {
    let data = dataset()
    let scaling = try DatasetScaling(fitting: data, rule: .mean)
    #expect(scaling.media.divisors == [2, 10])
    #expect(scaling.target.divisors == [3])
    // price: mean 6. event: mean 1, deviation √(8/3) > 1.
    #expect(scaling.features.divisors == [6, (8.0 / 3).squareRoot()])
    #expect(scaling.featuresScaledByDeviation == ["event"])
    let scaled = scaling.transform(data)
    #expect(scaled.media.values == [0.5, 1, 1, 0, 1.5, 2])
    #expect(scaled.target.values == [1.0 / 3, 2.0 / 3, 2])
    #expect(scaled.features[1, 0] == 5.0 / 6)
    let back = scaling.features.inverse(scaled.features)
    #expect(zip(back.values, data.features.values).allSatisfy { abs($0 - $1) < 1e-15 * 16 })
  }

  @Test("New data is scaled by the training data")
  func newData() throws {
    let scaling = try DatasetScaling(fitting: dataset(), rule: .mean)
    let new = dataset(media: [4, 10, 8, 20, 0, 5])
    #expect(scaling.transform(new).media.values == [2, 1, 4, 2, 0, 0.5])
  }

  @Test("No scaling")
  func none() throws {
    let data = dataset(target: [-1, 0, 1])
    let scaling = try DatasetScaling(fitting: data, rule: .none)
    let scaled = scaling.transform(data)
    #expect(scaled.media == data.media)
    #expect(scaled.features == data.features)
    #expect(scaled.target == data.target)
    #expect(scaling.featuresScaledByDeviation.isEmpty)
  }

  @Test("Each geo has its own divisor")
  func geos() {
    // [time, column, geo]: 2 · 2 · 2.
    let panel = Panel(
      timeCount: 2, columnCount: 2, geoCount: 2, values: [1, 10, 100, 1000, 3, 30, 300, 3000])
    let scaler = Scaler(fitting: panel, rule: .mean)
    #expect(scaler.divisors == [2, 20, 200, 2000])
    #expect(scaler.divisor(column: 1, geo: 0) == 200)
    #expect(scaler.transform(panel).values == [0.5, 0.5, 0.5, 0.5, 1.5, 1.5, 1.5, 1.5])
    #expect(scaler.inverse(scaler.transform(panel)) == panel)
  }

  @Test("Features that are constant, zero or negative")
  func oddFeatures() throws {
    let data = dataset(features: [0, -4, 0, -5, 0, -6])
    let scaling = try DatasetScaling(fitting: data, rule: .mean)
    #expect(scaling.features.divisors == [1, -5])
    #expect(scaling.featuresScaledByDeviation.isEmpty)
    #expect(scaling.transform(data).features.values == [0, 0.8, 0, 1, 0, 1.2])
  }

  @Test("Means that cannot be divided by")
  func unusable() {
    for (data, part) in [
      (dataset(target: [1, -2, 0]), "the target: the training mean"),
      (dataset(target: [-1, -2, -6]), "the target: the training mean"),
      (
        dataset(media: [0, 1, 0, 1, 0, 1]), "channel \"tv\": the training mean cannot be divided by"
      ),
      (dataset(media: [1e308, 1, 1e308, 1, 1e308, 1]), "\"mean inf\""),
      (dataset(features: [1e308, 1, 1e308, 1, 1e308, 1]), "column \"price\""),
    ] {
      let error = #expect(throws: DataError.self) { try DatasetScaling(fitting: data, rule: .mean) }
      #expect(error?.kind == .unusableScale)
      #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
      // Not scaling at all would be worse.
      #expect(error?.description.contains("none") == false)
    }
  }

  @Test("With file and schema known, errors name the table's columns")
  func located() throws {
    let schema = DataSchema(
      date: "week", target: "revenue",
      media: [.init(name: "tv", column: "tv_grps"), .init(name: "radio", column: "spots")],
      features: ["price", "event"])
    for (data, part) in [
      (dataset(target: [1, -2, 0]), "d.csv, column \"revenue\": the training mean"),
      (dataset(media: [0, 1, 0, 1, 0, 1]), "d.csv, column \"tv_grps\": the training mean"),
      (dataset(features: [1e308, 1, 1e308, 1, 1e308, 1]), "d.csv, column \"price\""),
    ] {
      let error = #expect(throws: DataError.self) { try DatasetScaling(fitting: data, rule: .mean) }
      let located = try #require(error?.located(inFile: "d.csv", schema: schema))
      #expect(located.description.hasPrefix(part), "\(located)")
      #expect(located.kind == .unusableScale)
    }
  }

  @Test("A stored scaling is the same scaling")
  func coding() throws {
    let scaling = try DatasetScaling(fitting: dataset(), rule: .mean)
    let json = try JSONEncoder().encode(scaling)
    #expect(try JSONDecoder().decode(DatasetScaling.self, from: json) == scaling)
  }

  @Test("Prior scales by spend share, and as listed")
  func priors() throws {
    // Mean spends 20 and 1, their mean 10.5.
    let data = dataset()
    let shares = try ModelSpecification(mediaPrior: .spendShare(scale: 0.5)).mediaPriorScales(
      for: data)
    #expect(shares == [20 / 10.5 * 0.5, 1 / 10.5 * 0.5])
    let listed = ModelSpecification(mediaPrior: .explicit([0.3, 7]))
    #expect(try listed.mediaPriorScales(for: data) == [0.3, 7])
  }

  @Test("Prior scales that cannot be")
  func priorErrors() {
    for (prior, data, part) in [
      (MediaPrior.explicit([1]), dataset(), "has 1 scales for 2 channels"),
      (.explicit([1, 0]), dataset(), "channel \"radio\": the prior scale is not a positive"),
      (.explicit([1, .nan]), dataset(), "channel \"radio\""),
      (.spendShare(scale: -1), dataset(), "in 2 places"),
      (.spendShare(scale: 1), dataset(spend: [1, 0, 1, 0, 1, 0]), "channel \"radio\""),
      (.spendShare(scale: 1), dataset(spend: [0, 0, 0, 0, 0, 0]), "in 2 places"),
    ] {
      let error = #expect(throws: DataError.self) {
        try ModelSpecification(mediaPrior: prior).mediaPriorScales(for: data)
      }
      #expect(error?.kind == .unusablePrior)
      #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
    }
  }
}
