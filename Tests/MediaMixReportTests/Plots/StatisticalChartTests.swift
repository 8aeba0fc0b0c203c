import MediaMix
import MediaMixReport
import Testing

@Suite("Statistical charts of a fit")
struct StatisticalChartTests {
  /// The charts that each fit has, by their kinds.
  static let kinds: [String: @Sendable (FittedModel) throws -> Chart] = [
    "channel-posteriors": { try .channelPosteriors($0) },
    "correlations": {
      try .correlations(try $0.model.dataset.quality(scaledBy: $0.model.scaling))
    },
    "cross-correlation": {
      try .crossCorrelation($0.model.dataset, target: ChartSamples.hostileName)
    },
    "energy": { try .energy($0) },
    "pairs": { try .pairs($0) },
    "prior-posterior": { try .priorPosterior($0) },
    "rank": { try .rank($0) },
    "trace": { try .trace($0) },
  ]

  @Test(
    "Text stays in its place, markup is sound, tables are whole", arguments: FitSamples.allCases)
  func drawn(sample: FitSamples) async throws {
    let fit = try await sample.fit
    for (kind, chart) in Self.kinds {
      let hasNone =
        kind == "energy" && [.replaced, .oneChain].contains(sample)
        || kind == "rank" && sample == .oneChain
      guard !hasNone else {
        #expect(throws: ChartError.self) { try chart(fit) }
        continue
      }
      let drawn = try chart(fit)
      #expect(drawn.kind == kind)
      #expect(!drawn.description.isEmpty)
      ChartChecks.layout(drawn)
      ChartChecks.markup(drawn)
      // A name with a zero byte is in no table that can be read.
      if sample != .hostile { try ChartChecks.table(drawn) }
    }
  }

  @Test("Each geo that is named has its own table or plots")
  func geos() async throws {
    let fit = try await FitSamples.geos.fit
    let dataset = fit.model.dataset
    let quality = try dataset.quality(scaledBy: fit.model.scaling)
    let names = ["geo_3", "geo_11"]
    for chart in [
      try Chart.correlations(quality, geos: names),
      try Chart.crossCorrelation(dataset, target: "sales", geos: names),
    ] {
      ChartChecks.layout(chart)
      for name in names { #expect(chart.svg.contains(name)) }
      #expect(!chart.svg.contains("geo_4"))
      #expect(Set(try Table(csv: chart.csv).rows.map { $0.cells[0] }) == Set(names))
    }
    let unknown = ChartError.unknownGeo("geo_33", known: dataset.geos)
    #expect(throws: unknown) { try Chart.correlations(quality, geos: ["geo_33"]) }
    #expect(throws: unknown) {
      try Chart.crossCorrelation(dataset, target: "sales", geos: ["geo_33"])
    }
    #expect(unknown.description.contains("did you mean \"geo_3\""))
  }

  @Test("Pictures as they were last looked at")
  func snapshots() async throws {
    let fit = try await FitSamples.national.fit
    for kind in ["channel-posteriors", "correlations", "energy", "prior-posterior", "rank"] {
      let draw = try #require(Self.kinds[kind])
      try ChartChecks.snapshot(try draw(fit), kind)
    }
  }

  @Test("A chart of any kind is small")
  func size() async throws {
    for sample in [FitSamples.geos, .longNames] {
      let fit = try await sample.fit
      for (kind, chart) in Self.kinds {
        let sizes = try [Picture.Medium.page, .phone].map {
          try chart(fit).picture($0).element.text.utf8.count
        }
        #expect(sizes.reduce(0, +) < 400_000, "\(kind) of \(sample.rawValue)")
      }
    }
  }
}
