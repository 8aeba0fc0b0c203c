extension Dataset {
  /// A schema that reads what ``csv()`` writes.
  ///
  /// Columns are called as channels and features are; the date is "date", the target "target", a
  /// channel's spend has "_spend" after the name unless it equals media. Where that would name two
  /// columns alike, underscores are added.
  public var csvSchema: DataSchema {
    var names = UniqueNames(taken: channels + featureNames)
    let date = names.unique("date")
    let target = names.unique("target")
    let schemas = channels.enumerated().map { index, name in
      let sharesColumn = (0..<media.geoCount).allSatisfy {
        spend.series(column: index, geo: $0) == media.series(column: index, geo: $0)
      }
      return DataSchema.Channel(
        name: name, column: name, spendColumn: sharesColumn ? nil : names.unique(name + "_spend"))
    }
    return DataSchema(date: date, target: target, media: schemas, features: featureNames)
  }

  /// The dataset as CSV (RFC 4180 quoting, line feeds), for ``csvSchema`` to read.
  ///
  /// Every number is written with as many digits as bring the same number back.
  ///
  /// - Precondition: the data is national, and names of channels and features differ.
  public func csv() -> String {
    precondition(geos.isEmpty, "geo data has no CSV form")
    let schema = csvSchema
    let spendColumns = schema.media.indices.filter {
      schema.media[$0].spendColumn != schema.media[$0].column
    }
    let header =
      [schema.date] + channels + spendColumns.map { schema.media[$0].spendColumn } + featureNames
      + [schema.target]
    var text = CSVLine.text(header)
    for time in 0..<timeCount {
      var cells = [dates[time].description]
      cells += channels.indices.map { "\(media[time, $0])" }
      cells += spendColumns.map { "\(spend[time, $0])" }
      cells += featureNames.indices.map { "\(features[time, $0])" }
      cells.append("\(target[time, 0])")
      text += CSVLine.text(cells)
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
