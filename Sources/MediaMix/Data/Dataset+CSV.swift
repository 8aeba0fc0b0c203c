extension Dataset {
  /// A schema that reads what ``csv()`` writes.
  ///
  /// Columns are called as channels and features are; the date is "date", the target "target", the
  /// geo of geo data "geo", a channel's spend has "_spend" after the name unless it equals media. Where that would name two
  /// columns alike, underscores are added.
  public var csvSchema: DataSchema {
    var names = UniqueNames(taken: channels + featureNames)
    let date = names.unique("date")
    let target = names.unique("target")
    let geo = geos.isEmpty ? nil : names.unique("geo")
    let schemas = channels.enumerated().map { index, name in
      let sharesColumn = (0..<media.geoCount).allSatisfy {
        spend.series(column: index, geo: $0) == media.series(column: index, geo: $0)
      }
      return DataSchema.Channel(
        name: name, column: name, spendColumn: sharesColumn ? nil : names.unique(name + "_spend"))
    }
    return DataSchema(
      date: date, target: target, geo: geo, media: schemas, features: featureNames)
  }

  /// The dataset as CSV (RFC 4180 quoting, line feeds), for ``csvSchema`` to read.
  ///
  /// Geo data has one row for each date and geo, all dates of the first geo first. Every number is
  /// written with as many digits as bring the same number back.
  ///
  /// - Precondition: names of channels and features differ.
  public func csv() -> String {
    let schema = csvSchema
    let spendColumns = schema.media.indices.filter {
      schema.media[$0].spendColumn != schema.media[$0].column
    }
    let header =
      [schema.date] + [schema.geo].compactMap(\.self) + channels
      + spendColumns.map { schema.media[$0].spendColumn } + featureNames + [schema.target]
    var text = CSVLine.text(header)
    for geo in 0..<target.geoCount {
      for time in 0..<timeCount {
        var cells = [dates[time].description] + [geoName(geo)].compactMap(\.self)
        cells += channels.indices.map { "\(media[time, $0, geo])" }
        cells += spendColumns.map { "\(spend[time, $0, geo])" }
        cells += featureNames.indices.map { "\(features[time, $0, geo])" }
        cells.append("\(target[time, 0, geo])")
        text += CSVLine.text(cells)
      }
    }
    return text
  }
}

/// Column names, none twice.
private struct UniqueNames {
  private var taken: Set<String>

  init(taken: [String]) { self.taken = Set(taken) }

  /// `name`, with as many underscores after it as make it new.
  mutating func unique(_ name: String) -> String {
    var name = name
    while !taken.insert(name).inserted { name += "_" }
    return name
  }
}
