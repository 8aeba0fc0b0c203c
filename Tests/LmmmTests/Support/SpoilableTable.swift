import Foundation

/// A table of numbers as the tool simulates it, whose cells a test can spoil.
struct SpoilableTable {
  private let header: [String]
  private var rows: [[String]]

  init(csv: String) {
    let lines = csv.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    header = lines[0]
    rows = Array(lines.dropFirst())
  }

  var rowCount: Int { rows.count }

  var csv: String {
    ([header] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
  }

  /// The numbers of a column.
  func numbers(_ column: String) -> [Double] {
    guard let place = header.firstIndex(of: column) else { return [] }
    return rows.compactMap { Double($0[place]) }
  }

  /// Replaces the numbers of a column, by row and number.
  mutating func edit(_ column: String, _ number: (Int, Double) -> Double) {
    guard let place = header.firstIndex(of: column) else { return }
    for (row, old) in numbers(column).enumerated() { rows[row][place] = "\(number(row, old))" }
  }
}
