/// One line of CSV as this package writes it: RFC 4180 quoting, ended by a line feed.
package enum CSVLine {
  /// The cells, those in quotation marks that some reader could split or break without.
  package static func text(_ cells: [String]) -> String {
    cells.map(quoted).joined(separator: ",") + "\n"
  }

  private static func quoted(_ cell: String) -> String {
    let special: Set<Character> = [",", ";", "\t", "\"", "\n", "\r", "\r\n"]
    guard cell.contains(where: special.contains) else { return cell }
    let doubled = cell.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
    return "\"\(doubled)\""
  }
}
