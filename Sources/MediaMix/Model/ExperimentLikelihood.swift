internal import MediaMixInference

/// What the results of experiments say about the parameters: each estimate is normal around the
/// model's own effect of the media in question, with the experiment's standard error.
///
/// E = Σ_g scale[g]·coef_media[c,g]·Σ_t (media_transformed[t,c,g] − media_transformed⁰[t,c,g]), where
/// ⁰ has the channel's media of the window at zero. Both kinds of media are columns of one panel that
/// take their parameters from the channel; E is then linear in the transformed columns.
struct ExperimentLikelihood: Sendable {
  /// Memory of one evaluation.
  struct Workspace: Sendable {
    fileprivate var media: MediaEffect.Workspace
    /// coef_media of each column.
    fileprivate var coefficients: ChannelParameter
    /// Each column's share of E, but for its coefficient; `[block]`.
    fileprivate var sums: [Lanes.Block]
    /// The gradient by each column's share of E; `[block]`.
    fileprivate var gradients: [Lanes.Block]
    /// E, in units of the KPI; `[experiment]`.
    fileprivate var effects: [Double]
  }

  /// One experiment's result, and the columns that make up its effect.
  private struct Term {
    let columns: Range<Int>
    let unit: Double
    let estimate: Double
    let standardError: Double
    let logNormalizer: Double
  }

  private var terms: [Term]
  private let media: MediaEffect
  /// What each column's transformed media count in E: the scale of the geo's target, negative without
  /// the window's media, zero in periods that do not count. `[time, block]`.
  private let weights: Lanes
  /// The place of each column's coefficient among the parameters; `[column]`.
  private let coefficients: [Int]

  /// What `designs` say of the parameters in `layout`.
  ///
  /// - Parameter media: the scaled media of the data, `[time, channel, geo]`.
  init(
    _ designs: [ExperimentDesign], media: Panel, specification: ModelSpecification,
    layout: ParameterLayout
  ) {
    let columns = designs.flatMap { CounterfactualColumn.columns(of: $0) }
    // What comes after the last period that counts makes no difference.
    let timeCount = designs.reduce(0) { max($0, $1.counted.upperBound) }
    func panel(_ number: (CounterfactualColumn, Int) -> Double) -> Panel {
      Panel(
        timeCount: timeCount, columnCount: columns.count,
        values: (0..<timeCount).flatMap { t in columns.map { number($0, t) } })
    }
    self.media = MediaEffect(
      media: panel { $0.media(at: $1, in: media) }, channels: columns.map(\.channel),
      specification: specification, layout: layout)
    weights = Lanes(panel { $0.weight(at: $1) })
    let first = layout.offset(of: .mediaCoefficient)
    coefficients = columns.map { first + $0.channel * media.geoCount + $0.geo }
    var terms: [Term] = []
    for design in designs {
      let begin = terms.last?.columns.upperBound ?? 0
      terms.append(
        Term(
          columns: begin..<begin + 2 * design.geos.count, unit: design.unit,
          estimate: design.estimate, standardError: design.standardError,
          logNormalizer: -VectorMath.log(design.standardError) - SpecialFunctions.halfLogTwoPi))
    }
    self.terms = terms
  }

  /// No experiments: what says nothing.
  var none: ExperimentLikelihood {
    var none = self
    none.terms = []
    return none
  }

  /// Whether there are no experiments.
  var isEmpty: Bool { terms.isEmpty }

  /// Units of the KPI per unit of each result; `[experiment]`.
  var units: [Double] { terms.map(\.unit) }

  /// Memory for one chain.
  func makeWorkspace() -> Workspace {
    let blocks = Array(repeating: Lanes.Block.zero, count: weights.blocksPerRow)
    return Workspace(
      media: media.makeWorkspace(),
      coefficients: ChannelParameter(places: [coefficients], filler: 0), sums: blocks,
      gradients: blocks, effects: Array(repeating: 0, count: terms.count))
  }

  /// E of each experiment, in units of the KPI, for the vector of parameters; `[experiment]`.
  func effects(_ parameters: [Double], workspace: inout Workspace) -> [Double] {
    forward(parameters, workspace: &workspace)
    return workspace.effects
  }

  /// The place of the experiment whose result is the most standard errors away from E; nil without
  /// experiments.
  func farthest(_ parameters: [Double], workspace: inout Workspace) -> Int? {
    let effects = effects(parameters, workspace: &workspace)
    let distances = zip(terms, effects).map { abs($0.estimate - $1) / $0.standardError }
    return distances.indices.max { distances[$0] < distances[$1] }
  }

  /// The log density of all results; its gradient by the parameters, `[layout.count]`, is added to
  /// `parameterGradients`.
  func logDensity(
    _ parameters: [Double], workspace: inout Workspace,
    addingGradientTo parameterGradients: inout [Double]
  ) -> Double {
    forward(parameters, workspace: &workspace)
    var value = 0.0
    for (index, term) in terms.enumerated() {
      let z = (term.estimate - workspace.effects[index]) / term.standardError
      value += term.logNormalizer - 0.5 * z * z
      for column in term.columns {
        workspace.gradients[column / 4][column % 4] = z / term.standardError
      }
    }
    pullback(parameters, workspace: &workspace, into: &parameterGradients)
    return value
  }

  private func forward(_ parameters: [Double], workspace: inout Workspace) {
    media.forward(parameters, workspace: &workspace.media)
    workspace.coefficients.load(parameters)
    let stride = weights.blocksPerRow
    for block in 0..<stride {
      var sum = Lanes.Block.zero
      for i in Swift.stride(from: block, to: weights.blocks.count, by: stride) {
        sum += weights.blocks[i] * workspace.media.result.blocks[i]
      }
      workspace.sums[block] = sum
    }
    for (index, term) in terms.enumerated() {
      workspace.effects[index] = term.columns.reduce(0) { effect, column in
        effect + workspace.sums[column / 4][column % 4]
          * workspace.coefficients.values[column / 4][column % 4]
      }
    }
  }

  /// Of Σ `workspace.gradients`·(coefficient·sum) over the columns.
  private func pullback(
    _ parameters: [Double], workspace: inout Workspace, into parameterGradients: inout [Double]
  ) {
    let stride = weights.blocksPerRow
    for block in 0..<stride {
      workspace.coefficients.gradients[block] += workspace.gradients[block] * workspace.sums[block]
      let factor = workspace.gradients[block] * workspace.coefficients.values[block]
      for i in Swift.stride(from: block, to: weights.blocks.count, by: stride) {
        workspace.media.gradient.blocks[i] = factor * weights.blocks[i]
      }
    }
    workspace.coefficients.store(into: &parameterGradients)
    media.pullback(parameters, workspace: &workspace.media, into: &parameterGradients)
  }
}

/// The media of one channel and geo, as they ran or without those of an experiment.
private struct CounterfactualColumn {
  let design: ExperimentDesign
  let geo: Int
  let targetScale: Double
  let runs: Bool

  /// Both columns of each geo of an experiment.
  static func columns(of design: ExperimentDesign) -> [Self] {
    zip(design.geos, design.targetScales).flatMap { geo, scale in
      [true, false].map { Self(design: design, geo: geo, targetScale: scale, runs: $0) }
    }
  }

  var channel: Int { design.channel }

  func media(at time: Int, in panel: Panel) -> Double {
    runs || !design.window.contains(time) ? panel[time, channel, geo] : 0
  }

  func weight(at time: Int) -> Double {
    guard design.counted.contains(time) else { return 0 }
    return runs ? targetScale : -targetScale
  }
}
