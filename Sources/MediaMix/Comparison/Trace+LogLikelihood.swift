public import MediaMixInference

/// How likely each draw makes each observation.
extension Trace {
  /// Most numbers that are in memory at once: 128 MB.
  private static let mostNumbers = 16_000_000

  /// Leave-one-out cross-validation over the training periods of each geo, from these draws alone.
  ///
  /// Points are ordered `[time, geo]`. Densities are those of the KPI in its own units, so that models
  /// of the same data can be compared however they scale it. Results of experiments are no
  /// observations: they count in every prediction.
  ///
  /// Holds 128 MB of log likelihoods at most: the means of all periods are computed again for each
  /// block of observations that fits, one block for 4000 draws of 4000 observations.
  public func leaveOneOut() -> LeaveOneOut {
    let drawCount = draws.chainCount * draws.drawCount
    let count = model.dataset.target.values.count
    let block = max(1, Self.mostNumbers / drawCount)
    let points = stride(from: 0, to: count, by: block).flatMap { first in
      logLikelihood(ofPoints: first..<min(first + block, count)).map {
        LeaveOneOut.Point(logLikelihood: $0.chains(ofLength: draws.drawCount))
      }
    }
    return LeaveOneOut(points: points, drawCount: drawCount)
  }

  /// The log density of the KPI, in its own units, at each draw.
  ///
  /// - Parameter points: which observations, counted through `[time, geo]`.
  /// - Returns: `[point][draw]`, draws of all chains one after another.
  package func logLikelihood(ofPoints points: Range<Int>) -> [[Double]] {
    let target = model.scaling.target
    let observed = target.transform(model.dataset.target).values
    let geoCount = model.dataset.target.geoCount
    let sigma = model.parameters.offset(of: .sigma)
    let drawCount = draws.chainCount * draws.drawCount
    let logScales = target.divisors.map { VectorMath.log($0) + SpecialFunctions.halfLogTwoPi }
    var values = Array(
      repeating: Array(repeating: 0.0, count: drawCount), count: points.count)
    var draw = 0
    forEachDraw { parameters, mean, _ in
      let deviations = parameters[sigma..<sigma + geoCount].map { (1 / $0, VectorMath.log($0)) }
      for point in points {
        let geo = point % geoCount
        let (precision, logDeviation) = deviations[geo]
        let residual = (observed[point] - mean.values[point]) * precision
        values[point - points.lowerBound][draw] =
          -0.5 * residual * residual - logDeviation - logScales[geo]
      }
      draw += 1
    }
    return values
  }
}

extension FittedModel {
  /// Leave-one-out cross-validation from this fit alone; see ``Trace/leaveOneOut()``.
  public func leaveOneOut() -> LeaveOneOut { trace.leaveOneOut() }
}

extension [Double] {
  /// Cut into chains of `length` draws each.
  package func chains(ofLength length: Int) -> [[Double]] {
    stride(from: 0, to: count, by: length).map { Array(self[$0..<$0 + length]) }
  }
}
