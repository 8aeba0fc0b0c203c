internal import MediaMix
internal import MediaMixInference

/// The draws of one scalar parameter, as charts of them need them.
struct PosteriorScalar: Sendable {
  /// Its place in the layout.
  let index: Int
  /// "coef_media[tv]".
  let name: String
  /// `[chain][draw]`, finite.
  let chains: [[Double]]

  /// All draws, chain after chain.
  var draws: [Double] { Array(chains.joined()) }
}

/// The scalars that a chart is asked for: those that vary, and those that do not.
struct ScalarChoice: Sendable {
  /// In the order in which they are drawn.
  let varying: [PosteriorScalar]
  /// The names of those all of whose draws are equal.
  let constant: [String]

  /// The scalars at these places of a fit's layout.
  ///
  /// - Throws: ``ChartError`` where none of them varies, or a draw is not finite.
  init(_ fit: FittedModel, at indices: [Int]) throws(ChartError) {
    let names = fit.draws.layout.elementNames
    let draws = fit.draws.values
    var varying: [Int] = []
    var constant: [String] = []
    for index in indices {
      let own = stride(from: index, to: draws.count, by: fit.draws.layout.count)
      guard own.allSatisfy({ draws[$0].isFinite }) else { throw .notFinite(names[index]) }
      if own.allSatisfy({ draws[$0] == draws[index] }) {
        constant.append(names[index])
      } else {
        varying.append(index)
      }
    }
    guard !varying.isEmpty else { throw .constant(constant) }
    self.varying = varying.map {
      PosteriorScalar(index: $0, name: names[$0], chains: fit.draws.chains(of: $0))
    }
    self.constant = constant
  }

  /// What must be said of those that are not drawn.
  var notes: [String] {
    constant.isEmpty
      ? [] : ["Not drawn, because every draw is the same number: \(constant.listed(atMost: 8))."]
  }
}

extension FittedModel {
  /// The places in the layout of parameters ("coef_media") and of elements of them
  /// ("coef_media[tv]"), in the order in which they are named, none twice.
  ///
  /// - Throws: ``ChartError/unknownParameter(_:known:)``.
  func scalars(named names: [String]) throws(ChartError) -> [Int] {
    let layout = draws.layout
    let elements = layout.elementNames
    var indices: [Int] = []
    for name in names {
      if let range = layout.range(of: name) {
        indices += range
      } else if let index = elements.firstIndex(of: name) {
        indices.append(index)
      } else {
        let parameters = layout.parameters.map(\.name)
        throw .unknownParameter(name, known: name.contains("[") ? elements : parameters)
      }
    }
    var seen: Set<Int> = []
    return indices.filter { seen.insert($0).inserted }
  }

  /// The places of the scalars whose draws are the most doubtful, the worst first: those farthest
  /// beyond the limit of r-hat or of the effective sample size, or nearest to it.
  ///
  /// - Parameters:
  ///   - count: how many at most.
  ///   - summary: the fit's own ``summary()``.
  func mostDoubtful(_ count: Int, summary: [ParameterSummary]) -> [Int] {
    let limit = ConvergenceReport.effectiveSampleSizeLimit(chains: draws.chainCount)
    let doubts = summary.enumerated().compactMap { index, row -> (index: Int, doubt: Double)? in
      let statistics = row.statistics
      guard statistics.sd > 0 else { return nil }
      let excess = (statistics.rHat - 1) / (ConvergenceReport.rHatLimit - 1)
      let lack = limit / min(statistics.essBulk, statistics.essTail)
      return (index, max(excess.isNaN ? 0 : excess, lack.isNaN ? 0 : lack))
    }
    return doubts.sorted { ($0.doubt, $1.index) > ($1.doubt, $0.index) }.prefix(count).map(\.index)
  }
}

extension MediaMixModel {
  /// Where the prior allows the draws of a scalar.
  func support(of scalar: PosteriorScalar) -> Support {
    // What depends on a channel's coefficient is positive as that is.
    priorDistribution(of: scalar.index)?.support
      ?? (isFixed[scalar.index] ? .real : .above(0))
  }
}

extension [String] {
  /// "a, b, c and 4 more".
  func listed(atMost most: Int) -> String {
    prefix(most).joined(separator: ", ") + (count > most ? " and \(count - most) more" : "")
  }
}
