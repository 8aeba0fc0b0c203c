import MediaMix
import Testing

@Suite("Scaling of geo data")
struct GeoScalingTests {
  /// Two geos, two channels, a feature; `[time, column, geo]`.
  private func dataset(
    media: [Double] = [1, 0, 10, 100, 3, 0, 30, 300, 2, 0, 20, 200],
    features: [Double] = [1, 4, 1, 5, 1, 6], target: [Double] = [1, 10, 2, 20, 6, 60]
  ) -> Dataset {
    let media = Panel(timeCount: 3, columnCount: 2, geoCount: 2, values: media)
    return Dataset(
      dates: (0..<3).map { CalendarDate(daysSinceEpoch: 7 * $0) }, channels: ["tv", "radio"],
      featureNames: ["price"], geos: ["north", "south"], media: media, spend: media,
      features: Panel(timeCount: 3, columnCount: 1, geoCount: 2, values: features),
      target: Panel(timeCount: 3, columnCount: 1, geoCount: 2, values: target))
  }

  @Test("Each geo by its own mean; a channel that does not run in one stays zero there")
  func byMean() throws {
    let data = dataset()
    let scaling = try DatasetScaling(fitting: data, rule: .mean)
    // tv in the north and south, radio in the north and south.
    #expect(scaling.media.divisors == [2, 1, 20, 200])
    #expect(scaling.target.divisors == [3, 30])
    #expect(scaling.features.divisors == [1, 5])
    let media = scaling.transform(data).media
    #expect(media.values == [0.5, 0, 0.5, 0.5, 1.5, 0, 1.5, 1.5, 1, 0, 1, 1])
    #expect(scaling.media.inverse(media) == data.media)
  }

  @Test("Means that cannot be divided by, with the geo's name")
  func unusable() {
    for (data, message) in [
      (
        dataset(target: [1, 1, 2, -3, 6, 2]),
        "the target, geo \"south\": the training mean cannot be divided by: \"mean 0.0\""
      ),
      (
        dataset(target: [-1, 1, -2, -3, -6, 1]),
        "the training mean cannot be divided by, in 2 places:\n"
          + "  the target, geo \"north\": \"mean -3.0\"\n  the target, geo \"south\""
      ),
      (
        dataset(media: [1, 0, 1e308, 1, 1, 0, 1e308, 1, 1, 0, 1e308, 1]),
        "channel \"radio\", geo \"north\": the training mean cannot be divided by: \"mean inf\""
      ),
      (
        dataset(features: [1, 1e308, 2, 1e308, 3, 1e308]),
        "column \"price\", geo \"south\": the training mean cannot be divided by: \"mean inf\""
      ),
      // In no geo at all.
      (
        dataset(media: [0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1]),
        "channel \"tv\": the training mean cannot be divided by: \"mean 0.0\""
      ),
    ] {
      let error = #expect(throws: DataError.self) { try DatasetScaling(fitting: data, rule: .mean) }
      #expect(error?.kind == .unusableScale)
      #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
    }
  }

  @Test("With file and schema known, errors name the column beside the geo")
  func located() throws {
    let schema = DataSchema(
      date: "week", target: "revenue", geo: "region",
      media: [.init(name: "tv", column: "tv_grps"), .init(name: "radio", column: "spots")],
      features: ["price"])
    let error = #expect(throws: DataError.self) {
      try DatasetScaling(fitting: dataset(target: [1, 1, 2, -3, 6, 2]), rule: .mean)
    }
    #expect(
      error?.located(inFile: "d.csv", schema: schema).description
        .hasPrefix("d.csv, column \"revenue\", geo \"south\": the training mean") == true)
  }

  @Test("A channel's spend share is of all geos together")
  func priors() throws {
    // Mean spends of all geos: tv 2, radio 20 + 200; their mean 111.
    let scales = try ModelSpecification(mediaPrior: .spendShare(scale: 1)).mediaPriorScales(
      for: dataset())
    #expect(scales == [2 / 111, 220 / 111])
  }
}
