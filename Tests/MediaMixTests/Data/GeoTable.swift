import Foundation
import MediaMix
import Testing

/// A small table of three geos and four weeks whose cells a test can spoil.
struct GeoTable {
  var header = ["week", "region", "tv", "tv_cost", "price", "sales"]
  var rows: [[String]]
  var schema = DataSchema(
    date: "week", target: "sales", geo: "region",
    media: [DataSchema.Channel(name: "TV", column: "tv", spendColumn: "tv_cost")],
    features: ["price"])

  static let weeks = ["2023-01-02", "2023-01-09", "2023-01-16", "2023-01-23"]
  static let geos = ["north", "south", "east"]

  /// Week after week; a number tells its week (tens) and geo (ones).
  init() {
    rows = Self.weeks.enumerated().flatMap { week, date in
      Self.geos.enumerated().map { geo, name in
        let number = 10 * (week + 1) + geo
        return [date, name, "\(number)", "\(number)e2", "\(number)e-1", "\(100 + number)"]
      }
    }
  }

  /// The rows of each geo together.
  mutating func makeGeoMajor() {
    rows = Self.geos.flatMap { geo in rows.filter { $0[1] == geo } }
  }

  /// The row of a week and geo.
  func row(_ week: Int, _ geo: Int) -> Int { week * Self.geos.count + geo }

  func dataset() throws -> Dataset {
    let text = ([header] + rows).map { $0.joined(separator: ",") }.joined(separator: "\n")
    return try Dataset(table: Table(csv: text, fileName: "g.csv"), schema: schema)
  }

  func expect(
    _ kind: DataError.Kind, _ message: String, location: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: DataError.self, sourceLocation: location) { try dataset() }
    #expect(error?.kind == kind, sourceLocation: location)
    #expect(error?.description == message, sourceLocation: location)
  }
}
