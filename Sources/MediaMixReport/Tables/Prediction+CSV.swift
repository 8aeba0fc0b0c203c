public import MediaMix

extension [PredictedPeriod] {
  /// The periods as CSV: columns `date`, for geo data `geo`, then `mean`, `q5`, `q25`, `median`, `q75`
  /// and `q95` in units of the KPI, and `observed` where any KPI is known. Every number has as many
  /// digits as bring the same number back.
  public func csv() -> String {
    let hasGeos = contains { $0.geo != nil }
    let isObserved = contains { $0.observed != nil }
    let header =
      ["date"] + (hasGeos ? ["geo"] : []) + ["mean", "q5", "q25", "median", "q75", "q95"]
      + (isObserved ? ["observed"] : [])
    return reduce(into: CSVLine.text(header)) { text, period in
      let q = period.quantiles
      text += CSVLine.text(
        [period.date.description] + (hasGeos ? [period.geo ?? ""] : [])
          + [period.mean, q.q5, q.q25, q.median, q.q75, q.q95].map(\.description)
          + (isObserved ? [period.observed?.description ?? ""] : []))
    }
  }

  /// The same for a terminal.
  public var text: String {
    let hasGeos = contains { $0.geo != nil }
    let isObserved = contains { $0.observed != nil }
    var table = TextTable(
      ["date"] + (hasGeos ? ["geo"] : []) + ["mean", "5 %", "25 %", "median", "75 %", "95 %"]
        + (isObserved ? ["observed"] : []))
    for period in self {
      let q = period.quantiles
      table.add(
        [period.date.description] + (hasGeos ? [period.geo ?? ""] : [])
          + NumberFormat.aligned(
            [period.mean, q.q5, q.q25, q.median, q.q75, q.q95]
              + (isObserved ? [period.observed ?? .nan] : []), spread: q.q95 - q.q5))
    }
    return table.text
  }
}
