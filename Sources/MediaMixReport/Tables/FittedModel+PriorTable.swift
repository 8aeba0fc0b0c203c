import MediaMix
import MediaMixInference

extension FittedModel {
  /// A table of priors beside posteriors; "–" stands for moments that are infinite or undefined and
  /// for what fixed parameters lack.
  func priorTable(_ priors: [PriorComparison], _ summary: [ParameterSummary]) -> TextTable {
    var table = TextTable(
      ["parameter", "mean", "sd", "mean", "sd", "KS", "Hell.", "JS", "min", "removed"],
      groups: [
        .init("prior", columns: 2), .init("posterior", columns: 2),
        .init("distance", columns: 4), .init("variance", columns: 1),
      ])
    for (prior, row) in zip(priors, summary) {
      let (s, d) = (row.statistics, prior.distance)
      table.add(
        [prior.name]
          + [prior.priorMean, prior.priorDeviation].map {
            NumberFormat.significant($0.isFinite ? $0 : .nan, digits: 3)
          }
          + NumberFormat.aligned([s.mean, s.sd], spread: s.sd)
          + [d?.kolmogorovSmirnov, d?.hellinger, d?.jensenShannon, d?.totalVariation].map {
            NumberFormat.fixed($0 ?? .nan, decimals: 2)
          } + [NumberFormat.percent(prior.varianceRemoved)])
    }
    return table
  }
}
