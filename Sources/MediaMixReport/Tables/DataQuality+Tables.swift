public import MediaMix

extension DataQuality {
  /// What to look at before a fit, for a terminal: correlations, variances, spend and variance inflation
  /// factors, what is beyond its threshold with a star.
  ///
  /// National data of up to 15 series show all correlations. Of geo data, and of more series, it is the
  /// pairs beyond the threshold, each where it is strongest; and of each column of geo data the extremes
  /// and in how many geos they are marked.
  public func text(thresholds: DataQualityThresholds = DataQualityThresholds()) -> String {
    let parts = [correlations(thresholds), columnNumbers(thresholds)]
    let legend = legend(thresholds).map { $0 + "\n" }.joined()
    return parts.map { "\($0.title)\n\n\($0.text)\n" }.joined() + legend
  }

  /// Something that is told: a table, or a sentence where there is nothing to put into one.
  struct Part {
    enum Content {
      case table(TextTable)
      case sentence(String)
    }

    let title: String
    let content: Content

    fileprivate var text: String {
      switch content {
      case .table(let table): table.text
      case .sentence(let sentence): sentence + "\n"
      }
    }
  }

  /// All correlations, or those that are marked.
  func correlations(_ thresholds: DataQualityThresholds) -> Part {
    geos.count == 1 && series.count <= Self.widestMatrix
      ? matrix(of: geos[0], thresholds) : markedPairs(thresholds)
  }

  /// What is told of each column.
  func columnNumbers(_ thresholds: DataQualityThresholds) -> Part {
    geos.count == 1 ? columnNumbers(of: geos[0], thresholds) : geoColumnNumbers(thresholds)
  }

  private static let widestMatrix = 15

  // MARK: Correlations

  /// The lower triangle, columns by their numbers.
  private func matrix(of geo: Geo, _ thresholds: DataQualityThresholds) -> Part {
    var table = TextTable([""] + series.indices.map { Self.cell("\($0 + 1)", isMarked: false) })
    for (row, name) in series.enumerated() {
      let cells = series.indices.map { column in
        if column > row { return "" }
        if column == row { return Self.cell("1", isMarked: false) }
        let value = geo.correlations[row][column]
        return Self.cell(
          NumberFormat.fixed(value ?? .nan, decimals: 2),
          isMarked: thresholds.marks(correlation: value))
      }
      table.add(["\(row + 1) \(name)"] + cells)
    }
    return Part(title: "Correlations", content: .table(table))
  }

  /// The pairs that are marked in some geo, the strongest first.
  private func markedPairs(_ thresholds: DataQualityThresholds) -> Part {
    let pairs = seriesPairs.compactMap { strongest(of: $0, thresholds) }
      .sorted { $0.value.magnitude > $1.value.magnitude }
    guard let strongest = pairs.first else {
      return Part(title: "Correlations", content: .sentence("No two series both change."))
    }
    let marked = pairs.filter { $0.markedCount > 0 }
    guard !marked.isEmpty else {
      let place = strongest.geo.isEmpty ? "" : " in \(strongest.geo)"
      return Part(
        title: "Correlations",
        content: .sentence(
          "None is above \(thresholds.correlation) in size; the strongest is "
            + "\(NumberFormat.fixed(strongest.value, decimals: 2)), between \(strongest.first) and "
            + "\(strongest.second)\(place)."))
    }
    let isNational = geos.count == 1
    var table = TextTable(
      ["pair", Self.cell("correlation", isMarked: false)]
        + (isNational ? [] : ["strongest in", "geos marked"]))
    for pair in marked {
      table.add(
        [
          "\(pair.first), \(pair.second)",
          Self.cell(NumberFormat.fixed(pair.value, decimals: 2), isMarked: true),
        ] + (isNational ? [] : [pair.geo, "\(pair.markedCount) of \(geos.count)"]))
    }
    return Part(
      title: "Correlations above \(thresholds.correlation) in size", content: .table(table))
  }

  private struct Pair {
    let first: String
    let second: String
    let value: Double
    let geo: String
    let markedCount: Int
  }

  /// Where two series are correlated most; nil if that is nowhere defined.
  private func strongest(
    of pair: (first: Int, second: Int), _ thresholds: DataQualityThresholds
  ) -> Pair? {
    let values = geos.compactMap { geo in
      geo.correlations[pair.first][pair.second].map { (value: $0, geo: geo.name) }
    }
    guard let extreme = values.max(by: { $0.value.magnitude < $1.value.magnitude }) else {
      return nil
    }
    return Pair(
      first: series[pair.first], second: series[pair.second], value: extreme.value,
      geo: extreme.geo, markedCount: values.count { thresholds.marks(correlation: $0.value) })
  }

  // MARK: Columns

  private func columnNumbers(of geo: Geo, _ thresholds: DataQualityThresholds) -> Part {
    var table = TextTable(
      [""] + ["variance", "spend", "VIF"].map { Self.cell($0, isMarked: false) })
    for (index, name) in columns.enumerated() {
      table.add([
        "\(index + 1) \(name)", Self.cell(variance: geo.variances[index], thresholds),
        spendCell(index, thresholds),
        Self.cell(inflationFactor: geo.inflationFactors[index], thresholds),
      ])
    }
    return Part(title: "Columns, on the model's scale", content: .table(table))
  }

  private func geoColumnNumbers(_ thresholds: DataQualityThresholds) -> Part {
    var table = TextTable(
      [
        "", Self.cell("of all", isMarked: false), Self.cell("lowest", isMarked: false), "in",
        Self.cell("highest", isMarked: false), "in", "geos marked",
        Self.cell("highest", isMarked: false), "in", "geos marked",
      ],
      groups: [
        .init("spend", columns: 1), .init("variance", columns: 5), .init("VIF", columns: 3),
      ])
    for (index, name) in columns.enumerated() {
      let variances = geos.map { (value: $0.variances[index], geo: $0.name) }
      let factors = geos.compactMap { geo in
        geo.inflationFactors[index].map { (value: $0, geo: geo.name) }
      }
      let lowest = variances.min { $0.value < $1.value }
      let highest = variances.max { $0.value < $1.value }
      let inflated = factors.max { $0.value < $1.value }
      table.add([
        name, spendCell(index, thresholds),
        Self.cell(variance: lowest?.value ?? .nan, thresholds), lowest?.geo ?? "",
        Self.cell(variance: highest?.value ?? .nan, thresholds), highest?.geo ?? "",
        "\(variances.count { thresholds.marks(variance: $0.value) }) of \(geos.count)",
        Self.cell(inflationFactor: inflated?.value, thresholds), inflated?.geo ?? "–",
        "\(factors.count { thresholds.marks(inflationFactor: $0.value) }) of \(geos.count)",
      ])
    }
    return Part(
      title: "Columns in \(geos.count) geos, on the model's scale", content: .table(table))
  }

  private func spendCell(_ column: Int, _ thresholds: DataQualityThresholds) -> String {
    guard column < channels.count else { return "" }
    let fraction = spendFractions[column]
    return Self.cell(
      NumberFormat.percent(fraction), isMarked: thresholds.marks(spendFraction: fraction))
  }

  private static func cell(
    variance: Double, _ thresholds: DataQualityThresholds
  ) -> String {
    cell(
      NumberFormat.significant(variance, digits: 3), isMarked: thresholds.marks(variance: variance))
  }

  private static func cell(
    inflationFactor: Double?, _ thresholds: DataQualityThresholds
  ) -> String {
    cell(
      NumberFormat.significant(inflationFactor ?? .nan, digits: 3),
      isMarked: thresholds.marks(inflationFactor: inflationFactor))
  }

  /// A number with its mark, or with room for one, so that digits stand below digits.
  private static func cell(_ text: String, isMarked: Bool) -> String {
    text + (isMarked ? "*" : " ")
  }

  // MARK: The legend

  /// What marks and signs mean, an entry each.
  func legend(_ thresholds: DataQualityThresholds) -> [String] {
    let factors = geos.flatMap(\.inflationFactors)
    return [
      "* a correlation above \(thresholds.correlation.shortText) in size, a variance below "
        + "\(thresholds.variance.lowerBound.shortText) or above "
        + "\(thresholds.variance.upperBound.shortText),\n"
        + "  less than \(NumberFormat.percent(thresholds.spendFraction)) of all spend, a variance "
        + "inflation factor (VIF) above \(thresholds.inflationFactor.shortText)",
      factors.contains(.infinity) ? "∞ the column is what other columns add up to" : nil,
      factors.contains(nil) ? "– a column that never changes has no correlation and no VIF" : nil,
    ].compactMap(\.self)
  }
}

extension Double {
  /// The shortest text that means the number, without ".0".
  fileprivate var shortText: String {
    let text = description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
