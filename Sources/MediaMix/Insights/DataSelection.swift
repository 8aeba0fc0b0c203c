/// A part of the training data: a range of dates, and some of the geos.
public struct DataSelection: Sendable, Hashable {
  /// The first day of the range; nil: the first of the data. A period belongs to the range if its
  /// first day does.
  public var from: CalendarDate?
  /// The last day of the range; nil: the last of the data.
  public var to: CalendarDate?
  /// The geos, in any order; nil: all.
  public var geos: [String]?

  /// A part of the data; by default all of them.
  public init(from: CalendarDate? = nil, to: CalendarDate? = nil, geos: [String]? = nil) {
    self.from = from
    self.to = to
    self.geos = geos
  }

  /// The periods and geos of a dataset that this selects, geos in the dataset's order.
  ///
  /// - Throws: ``InsightError`` if the range reaches beyond the data or holds no period, or a geo is
  ///   unknown.
  func resolve(in dataset: Dataset) throws(InsightError) -> (periods: Range<Int>, geos: [Int]) {
    (try dataset.periods(from: from, to: to), try dataset.places(of: geos))
  }
}

extension Dataset {
  /// The periods whose first day is between two dates, both included.
  fileprivate func periods(
    from: CalendarDate?, to: CalendarDate?
  ) throws(InsightError) -> Range<Int> {
    let lastPeriod = dates[timeCount - 1]
    let lastDay = spacing?.next(after: lastPeriod).adding(days: -1) ?? lastPeriod
    let (from, to) = (from ?? dates[0], to ?? lastDay)
    for date in [from, to] where !(dates[0]...lastDay).contains(date) {
      throw .outsideData(date, first: dates[0], last: lastDay)
    }
    guard from <= to else { throw .reversedRange(from: from, to: to) }
    let (begin, end) = (dates.count { $0 < from }, dates.count { $0 <= to })
    guard begin < end else { throw .noPeriod(from: from, to: to) }
    return begin..<end
  }

  /// The places of geos, in the dataset's order; of all where none are named. National data have one.
  func places(of names: [String]?) throws(InsightError) -> [Int] {
    guard let names else { return Array(0..<target.geoCount) }
    guard !names.isEmpty else { throw .noGeos }
    if let unknown = names.first(where: { !geos.contains($0) }) {
      throw .unknownGeo(unknown, known: geos)
    }
    return geos.indices.filter { names.contains(geos[$0]) }
  }

  /// The place of a channel.
  func place(ofChannel name: String) throws(InsightError) -> Int {
    guard let place = channels.firstIndex(of: name) else {
      throw .unknownChannel(name, known: channels)
    }
    return place
  }
}
