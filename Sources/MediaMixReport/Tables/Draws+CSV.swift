internal import MediaMix
public import MediaMixInference

extension Draws {
  /// The draws as CSV: columns `chain`, `draw` (both from 0) and one per scalar parameter, every
  /// number with as many digits as bring the same number back.
  public func csv() -> String {
    var text = CSVLine.text(["chain", "draw"] + layout.elementNames)
    for chain in 0..<chainCount {
      for index in 0..<drawCount {
        let values = draw(chain * drawCount + index)
        text += CSVLine.text(["\(chain)", "\(index)"] + values.map(\.description))
      }
    }
    return text
  }

  /// How each transition went, as CSV: columns `chain`, `draw` and those of the saved model's
  /// `sample_stats`.
  public func statisticsCSV() -> String {
    typealias Name = ModelArchive.Statistic
    var text = CSVLine.text([
      "chain", "draw", Name.acceptance, Name.stepSize, Name.treeDepth, Name.leapfrogSteps,
      Name.diverging, Name.saturated, Name.energy, Name.logDensity,
    ])
    for (chain, statistics) in self.statistics.enumerated() {
      for (draw, s) in statistics.enumerated() {
        text += CSVLine.text([
          "\(chain)", "\(draw)", "\(s.acceptance)", "\(s.stepSize)", "\(s.treeDepth)",
          "\(s.leapfrogSteps)", "\(s.diverging)", "\(s.saturated)", "\(s.energy)",
          "\(s.logDensity)",
        ])
      }
    }
    return text
  }
}
