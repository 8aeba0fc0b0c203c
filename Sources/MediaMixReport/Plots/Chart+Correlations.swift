public import MediaMix

extension Chart {
  /// How channels, features and the KPI move together: Pearson's correlations, those beyond the
  /// threshold in a frame. What moves together the model cannot tell apart.
  ///
  /// - Parameters:
  ///   - quality: `Dataset/quality(scaledBy:targetName:)`.
  ///   - geos: a table for each of these. None: one table, of geo data with each correlation where it
  ///     is strongest.
  ///   - thresholds: beyond what a correlation is marked.
  /// - Throws: ``ChartError/unknownGeo(_:known:)``.
  public static func correlations(
    _ quality: DataQuality, geos: [String] = [],
    thresholds: DataQualityThresholds = DataQualityThresholds()
  ) throws(ChartError) -> Chart {
    let known = quality.geos.map(\.name).filter { !$0.isEmpty }
    let places = try known.places(of: geos)
    let limit = HumanNumber.plain.text(thresholds.correlation)
    let isOverGeos = geos.isEmpty && quality.geos.count > 1
    let chosen = geos.isEmpty ? Array(quality.geos.indices) : places
    let tables =
      isOverGeos
      ? [(name: "", values: quality.strongestCorrelations)]
      : chosen.map {
        (name: quality.geos[$0].name, values: quality.geos[$0].correlations)
      }
    let isMarked = tables.contains { table in
      quality.seriesPairs.contains {
        thresholds.marks(correlation: table.values[$0.first][$0.second])
      }
    }
    return Chart(
      kind: "correlations", title: "What moves together: correlations of the data",
      subtitle: isOverGeos
        ? "Each correlation is that of the geo of \(quality.geos.count) where it is strongest."
        : "",
      description: ["Pearson's correlations of channels, features and \(quality.targetName)."]
        + tables.flatMap { words($0.values, in: $0.name, quality, thresholds) },
      legend: Legend(
        [
          .init(Look(.bar, .model), text: "together"),
          .init(Look(.bar, .reference), text: "opposite"),
        ] + (isMarked ? [.init(Look(.ring, .model), text: "above \(limit) in size")] : [])),
      blocks: tables.map { heatMap($0.values, name: $0.name, quality, thresholds) },
      notes: isMarked ? [] : ["None is above \(limit) in size."]
    ) {
      table(of: quality, at: chosen, thresholds)
    }
  }

  private static func heatMap(
    _ values: [[Double?]], name: String, _ quality: DataQuality,
    _ thresholds: DataQualityThresholds
  ) -> HeatMap {
    // Below the diagonal: above it they would be there twice.
    let lower = values.enumerated().map { row, values in
      values.enumerated().map { $0 < row ? $1 : nil }
    }
    return HeatMap(
      name: name, rows: quality.series, columns: quality.series, values: lower,
      marked: lower.map { $0.map { thresholds.marks(correlation: $0) } })
  }

  /// The marked pairs or else the strongest, in words.
  private static func words(
    _ values: [[Double?]], in geo: String, _ quality: DataQuality,
    _ thresholds: DataQualityThresholds
  ) -> [String] {
    let pairs = quality.seriesPairs.compactMap { pair in
      values[pair.first][pair.second].map { (pair: pair, value: $0) }
    }.sorted { $0.value.magnitude > $1.value.magnitude }
    let marked = pairs.prefix { thresholds.marks(correlation: $0.value) }
    return (marked.isEmpty ? pairs.prefix(1) : marked.prefix(10)).map { pair, value in
      let place = geo.isEmpty ? "" : " in \(geo)"
      return "\(quality.series[pair.first]) and \(quality.series[pair.second])\(place): "
        + "\(NumberFormat.fixed(value, decimals: 2))."
    }
  }

  /// Every pair in each of some geos.
  private static func table(
    of quality: DataQuality, at places: [Int], _ thresholds: DataQualityThresholds
  ) -> String {
    let rows = places.map { quality.geos[$0] }.flatMap { geo in
      quality.seriesPairs.map { pair in
        let value = geo.correlations[pair.first][pair.second]
        return [
          geo.name, quality.series[pair.first], quality.series[pair.second],
          CSVNumber.text(value), "\(thresholds.marks(correlation: value))",
        ]
      }
    }
    return ([["geo", "first", "second", "correlation", "marked"]] + rows).map(CSVLine.text).joined()
  }
}

extension DataQuality {
  /// `[series, series]`: each correlation where it is of the largest size.
  fileprivate var strongestCorrelations: [[Double?]] {
    series.indices.map { first in
      series.indices.map { second in
        geos.compactMap { $0.correlations[first][second] }
          .max { $0.magnitude < $1.magnitude }
      }
    }
  }
}

extension [String] {
  /// The places of geos among these.
  func places(of names: [String]) throws(ChartError) -> [Int] {
    var places: [Int] = []
    for name in names {
      guard let place = firstIndex(of: name) else { throw .unknownGeo(name, known: self) }
      places.append(place)
    }
    return places
  }
}
