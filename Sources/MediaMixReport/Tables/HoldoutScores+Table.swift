public import MediaMix

extension HoldoutScores {
  /// The scores of the fit beside those of the naive forecast, for a terminal.
  public var text: String { "\(table.text)\n\(heading).\n" }

  /// The same as a table.
  var table: TextTable {
    var table = TextTable.scores("held out")
    table.add(["this model"] + model.cells)
    table.add([naiveName] + naive.cells)
    return table
  }

  /// "12 held-out periods, 2023-10-02 to 2023-12-18".
  var heading: String {
    "\(NumberFormat.counted(model.periodCount, "held-out period")), "
      + (first == last ? "\(first)" : "\(first) to \(last)")
  }

  /// What the naive forecast is.
  var naiveName: String { naiveIsSeasonal ? "as a year ago" : "as the last one" }
}
