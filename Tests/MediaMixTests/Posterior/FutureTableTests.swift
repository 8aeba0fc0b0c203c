import MediaMix
import MediaMixInference
import Testing

@Suite("Rows of a table that follow the training data")
struct FutureTableTests {
  /// A fit of the first 30 of 40 weeks, and all 40.
  private func example(geos: Int? = nil) async throws -> (fit: FittedModel, data: Dataset) {
    let data = ExampleModel.dataset(geos: geos)
    let model = try MediaMixModel(
      dataset: data.rows(0..<30), specification: ModelSpecification(transform: .adstock))
    return (try await model.fit(SamplerConfiguration(chains: 1, warmup: 0, draws: 2)), data)
  }

  private func error(_ csv: String, gap: String? = nil, _ fit: FittedModel) -> DataError? {
    do {
      _ = try FutureTable(
        Table(csv: csv, fileName: "f.csv"), gap: gap.map { try Table(csv: $0, fileName: "g.csv") },
        following: fit)
      return nil
    } catch {
      return error as? DataError
    }
  }

  @Test("A table with all rows: those that were fitted are left out", arguments: [nil, 3])
  func wholeTable(geos: Int?) async throws {
    let (fit, data) = try await example(geos: geos)
    let table = try FutureTable(Table(csv: data.csv()), following: fit)
    let later = data.rows(30..<40)
    #expect(table.fittedPeriodCount == 30)
    #expect(table.dates == later.dates)
    #expect(table.rows == FutureRows(later))
    #expect(try fit.predict(table.rows).dates == later.dates)
  }

  @Test("A gap comes first, and its features are not asked for")
  func gap() async throws {
    let (fit, data) = try await example()
    let between = data.rows(30..<34)
    var gap = "date,channel_0,channel_1,channel_2\n"
    for time in 0..<4 {
      gap +=
        "\(between.dates[time]),"
        + (0..<3).map { "\(between.media[time, $0])" }.joined(separator: ",") + "\n"
    }
    let table = try FutureTable(
      Table(csv: data.rows(34..<40).csv()), gap: Table(csv: gap), following: fit)
    #expect(table.fittedPeriodCount == 0)
    #expect(table.rows.gap == between.media)
    #expect(try fit.predict(table.rows).dates == data.rows(34..<40).dates)
    let without = try #require(error(data.rows(34..<40).csv(), fit))
    #expect(without.kind == .missingDate)
    #expect(without.places.map(\.row) == [2])
    #expect(without.advice.contains("--gap"))
    #expect(error(data.rows(34..<40).csv(), gap: data.rows(30..<33).csv(), fit) != nil)
    #expect(error(data.rows(34..<40).csv(), gap: data.rows(31..<34).csv(), fit)?.file == "g.csv")
  }

  @Test("Geos may come in any order; each of the model's must be there, and no other")
  func geos() async throws {
    let (fit, data) = try await example(geos: 3)
    let lines = data.rows(30..<32).csv().split(separator: "\n")
    let turned = ([lines[0]] + lines.dropFirst().reversed().chunks(of: 2).flatMap { $0.reversed() })
      .joined(separator: "\n")
    #expect(
      try FutureTable(Table(csv: turned), following: fit).rows == FutureRows(data.rows(30..<32)))
    let missing = try #require(error(lines.prefix(5).joined(separator: "\n"), fit))
    #expect(missing.kind == .unusableGeo)
    #expect(missing.places.map(\.text) == ["geo_2"])
    let unknown = try #require(
      error(lines.joined(separator: "\n").replacing("geo_1", with: "moon"), fit))
    #expect(unknown.kind == .unusableGeo)
    #expect(unknown.places.map(\.text) == ["moon"])
    // One geo alone is not told to be national data.
    #expect(error(lines.prefix(3).joined(separator: "\n"), fit)?.kind == .unusableGeo)
  }

  @Test("The KPI may be missing as a column or in every later row, and not in some of them")
  func target() async throws {
    let (fit, data) = try await example()
    let lines = data.rows(29..<33).csv().split(separator: "\n").map(String.init)
    func without(_ rows: ClosedRange<Int>) -> String {
      lines.enumerated().map { row, line in
        rows.contains(row) ? line[...(line.lastIndex(of: ",") ?? line.startIndex)] + "" : line
      }.joined(separator: "\n")
    }
    // Row 1 was fitted and keeps its KPI.
    #expect(try FutureTable(Table(csv: without(2...4)), following: fit).rows.target == nil)
    let column = lines.map { $0.split(separator: ",").dropLast().joined(separator: ",") }
      .joined(separator: "\n")
    #expect(try FutureTable(Table(csv: column), following: fit).rows.target == nil)
    let some = try #require(error(without(3...3), fit))
    #expect(some.kind == .missingValue)
    #expect(some.places.map(\.row) == [4])
  }

  @Test("Rows that cannot follow are refused with file and row")
  func refusals() async throws {
    let (fit, data) = try await example()
    #expect(error(data.rows(0..<30).csv(), fit)?.kind == .fittedRows)
    let csv = data.rows(30..<33).csv()
    #expect(error(String(csv.prefix { $0 != "\n" }) + "\n", fit)?.kind == .tooFewRows)
    let shifted = csv.replacing(
      data.dates[30].description, with: data.dates[30].adding(days: 1).description)
    #expect(error(shifted, fit)?.kind == .unevenDates)
    let first = csv.split(separator: "\n").prefix(2).joined(separator: "\n")
    let early = first.replacing(
      data.dates[30].description, with: data.dates[30].adding(days: -1).description)
    #expect(error(early, fit)?.kind == .unevenDates)
    #expect(error(csv.replacing("channel_1", with: "canal_1"), fit)?.kind == .missingColumn)
    #expect(error(csv.replacing("feature_1", with: "price"), fit)?.kind == .missingColumn)
    let media = "\(data.media[31, 0])"
    let negative = try #require(error(csv.replacing(media, with: "-" + media), fit))
    #expect(negative.kind == .negativeValue)
    #expect(negative.places.first?.row == 3)
  }
}

extension Collection {
  fileprivate func chunks(of size: Int) -> [[Element]] {
    let all = Array(self)
    return stride(from: 0, to: all.count, by: size).map {
      Array(all[$0..<Swift.min($0 + size, all.count)])
    }
  }
}
