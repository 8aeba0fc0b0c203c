import MediaMix
import MediaMixInference

/// Everything that a table may hold of a fit: each scalar parameter, each channel's contribution,
/// and the mean of μ over time and geos.
struct FittedScalars {
  /// By the names of the tables.
  let summaries: [String: ScalarSummary]
  /// The worst r-hat of all.
  let worstRHat: (name: String, value: Double)
  /// The smallest effective sample size, of the bulk, of all.
  let worstESS: (name: String, value: Double)

  /// The scalars that `names` are of, and all parameters for the worst of them.
  init(_ fit: FittedModel, names: some Sequence<String>) {
    let draws = fit.draws
    var derived = Self.contributions(of: fit)
    derived["mu_mean"] = Self.means(of: fit)
    var summaries: [String: ScalarSummary] = [:]
    for name in names {
      if let values = derived[name] {
        summaries[name] = ScalarSummary(chains: values.chains(of: draws.drawCount))
      } else if let index = RowName(name).offset(in: draws.layout) {
        summaries[name] = ScalarSummary(chains: draws.chains(of: index))
      }
    }
    self.summaries = summaries
    let all = summaries.sorted { $0.key < $1.key }
    // A NaN counts as the worst there is.
    let byRHat = all.max { ($0.value.rHat.orInfinity, $0.key) < ($1.value.rHat.orInfinity, $1.key) }
    let byESS = all.min { ($0.value.essBulk.orZero, $0.key) < ($1.value.essBulk.orZero, $1.key) }
    worstRHat = byRHat.map { ($0.key, $0.value.rHat.orInfinity) } ?? ("nothing", .infinity)
    worstESS = byESS.map { ($0.key, $0.value.essBulk.orZero) } ?? ("nothing", 0)
  }

  /// Σ_t coef·media_transformed / Σ_t μ by "contribution[c]", for geo data "contribution[c, g]".
  private static func contributions(of fit: FittedModel) -> [String: [Double]] {
    let geoCount = fit.model.dataset.target.geoCount
    let coefficients = fit.draws.layout.range(of: "coef_media")?.lowerBound ?? 0
    var contributions: [String: [Double]] = [:]
    fit.trace.forEachDraw { parameters, mean, media in
      for channel in 0..<media.columnCount {
        for geo in 0..<geoCount {
          let name =
            fit.model.dataset.geos.isEmpty
            ? "contribution[\(channel)]" : "contribution[\(channel), \(geo)]"
          let effect =
            parameters[coefficients + channel * geoCount + geo]
            * media.series(column: channel, geo: geo).reduce(0, +)
          contributions[name, default: []].append(
            effect / mean.series(column: 0, geo: geo).reduce(0, +))
        }
      }
    }
    return contributions
  }

  /// The mean of μ over time and geos, draw by draw.
  private static func means(of fit: FittedModel) -> [Double] {
    var means: [Double] = []
    fit.trace.forEachDraw { _, mean, _ in
      means.append(mean.values.reduce(0, +) / Double(mean.values.count))
    }
    return means
  }
}

extension [Double] {
  /// Cut into chains of `drawCount` each.
  fileprivate func chains(of drawCount: Int) -> [[Double]] {
    stride(from: 0, to: count, by: drawCount).map { Array(self[$0..<$0 + drawCount]) }
  }
}

extension Double {
  fileprivate var orInfinity: Double { isNaN ? .infinity : self }
  fileprivate var orZero: Double { isNaN ? 0 : self }
}
