internal import MediaMixInference

/// The draws of every row of ``Contributions`` in some periods, gathered and summarised.
struct ContributionTable {
  /// Most numbers that are kept at once: 250 MB.
  private static let capacity = 32_000_000

  private let trace: Trace
  private let periods: Range<Int>
  private let timeline: Timeline
  private let parts: [ContributionPart]
  private let rows: [Contributions.Row]

  /// - Parameter periods: one or more.
  init(trace: Trace, periods: Range<Int>) {
    self.trace = trace
    self.periods = periods
    let dataset = trace.model.dataset
    timeline = Timeline(trace.model, media: dataset.media, features: dataset.features)
    parts = trace.model.parts
    rows = parts.map { .part($0) } + [.baseline, .media, .fitted]
  }

  private var drawCount: Int { trace.draws.chainCount * trace.draws.drawCount }

  /// All of the geos together, with their periods, and the totals of each.
  func summaries(
    of geos: [Int]
  ) -> (sum: [Contributions.Series], totals: [[Contributions.Series]]) {
    var sum = draws(ofPeriods: true)
    // National data have one geo, which is the sum.
    let single = trace.model.dataset.geos.isEmpty ? [] : geos
    var totals = single.map { _ in draws(ofPeriods: false) }
    let termSize = parts.count * timeline.timeCount
    timeline.forEachDraw(of: trace.draws) { parameters, evaluation in
      var all = Array(repeating: 0.0, count: termSize)
      for (place, geo) in geos.enumerated() {
        if totals.isEmpty {
          addTerms(of: geo, parameters, evaluation, to: &all)
        } else {
          var own = Array(repeating: 0.0, count: termSize)
          addTerms(of: geo, parameters, evaluation, to: &own)
          for index in own.indices { all[index] += own[index] }
          totals[place].append(terms: own)
        }
      }
      sum.append(terms: all)
    }
    return (sum.summary(rows), totals.map { $0.summary(rows) })
  }

  /// Each of the geos with its periods, as many at once as there is room for.
  func each(of geos: [Int]) -> [[Contributions.Series]] {
    let perGeo = rows.count * (periods.count + 1) * drawCount
    let atOnce = max(1, Self.capacity / perGeo)
    return stride(from: 0, to: geos.count, by: atOnce).flatMap { first in
      let chunk = geos[first..<min(first + atOnce, geos.count)]
      var places = chunk.map { _ in draws(ofPeriods: true) }
      timeline.forEachDraw(of: trace.draws) { parameters, evaluation in
        for (place, geo) in chunk.enumerated() {
          var own = Array(repeating: 0.0, count: parts.count * timeline.timeCount)
          addTerms(of: geo, parameters, evaluation, to: &own)
          places[place].append(terms: own)
        }
      }
      return places.map { $0.summary(rows) }
    }
  }

  private func addTerms(
    of geo: Int, _ parameters: [Double], _ evaluation: MeanFunction.Workspace,
    to terms: inout [Double]
  ) {
    timeline.mean.addTerms(
      of: geo, times: trace.model.scaling.target.divisor(column: 0, geo: geo), parameters,
      workspace: evaluation, to: &terms)
  }

  private func draws(ofPeriods keepsPeriods: Bool) -> ContributionDraws {
    ContributionDraws(
      parts: parts, timeCount: timeline.timeCount, periods: periods, drawCount: drawCount,
      keepsPeriods: keepsPeriods)
  }
}

/// The draws of one place.
private struct ContributionDraws {
  private let periods: Range<Int>
  private let timeCount: Int
  private let partCount: Int
  /// How many parts come before the channels: the baseline's.
  private let baselineCount: Int
  private let keepsPeriods: Bool
  /// `[draw, slot, row]`: a slot is a period, and the last one all of them; without periods it is the
  /// only one. Rows are the parts, then baseline, media and fitted.
  private var numbers: [Double] = []

  init(
    parts: [ContributionPart], timeCount: Int, periods: Range<Int>, drawCount: Int,
    keepsPeriods: Bool
  ) {
    self.periods = periods
    self.timeCount = timeCount
    self.keepsPeriods = keepsPeriods
    partCount = parts.count
    baselineCount = parts.count { !$0.isMedia }
    numbers.reserveCapacity(drawCount * slotCount * rowCount)
  }

  private var slotCount: Int { keepsPeriods ? periods.count + 1 : 1 }
  private var rowCount: Int { partCount + 3 }

  /// Takes over the next draw's terms, `[part, time]`.
  mutating func append(terms: [Double]) {
    var totals = Array(repeating: 0.0, count: rowCount)
    var slot = totals
    for time in periods {
      var (baseline, media) = (0.0, 0.0)
      for part in 0..<partCount {
        let term = terms[part * timeCount + time]
        if part < baselineCount { baseline += term } else { media += term }
        slot[part] = term
      }
      slot[partCount] = baseline
      slot[partCount + 1] = media
      for row in 0..<partCount + 2 { totals[row] += slot[row] }
      slot[partCount + 2] = baseline + media
      if keepsPeriods { numbers.append(contentsOf: slot) }
    }
    totals[partCount + 2] = totals[partCount] + totals[partCount + 1]
    numbers.append(contentsOf: totals)
  }

  /// The rows of the table.
  func summary(_ rows: [Contributions.Row]) -> [Contributions.Series] {
    let table = DrawColumns(rows: numbers, width: slotCount * rowCount)
    // `[slot][row]`.
    let amounts = (0..<slotCount).map { slot in
      Self.amounts(table.columns(slot * rowCount..<(slot + 1) * rowCount), rowCount: rowCount)
    }
    return rows.enumerated().map { index, row in
      Contributions.Series(
        row: row, periods: amounts.dropLast().map { $0[index] },
        total: amounts[slotCount - 1][index])
    }
  }

  /// The amounts of a slot's rows, `[row, draw]`.
  private static func amounts(_ draws: [Double], rowCount: Int) -> [Contributions.Amount] {
    let drawCount = draws.count / rowCount
    let fitted = draws[(rowCount - 1) * drawCount..<draws.count]
    return (0..<rowCount).map { row in
      var own = Array(draws[row * drawCount..<(row + 1) * drawCount])
      var shares = zip(own, fitted).map { $0 / $1 }
      return Contributions.Amount(
        kpi: DistributionSummary(disordering: &own),
        share: DistributionSummary(disordering: &shares)
      )
    }
  }
}
