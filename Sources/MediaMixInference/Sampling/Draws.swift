/// How the transition went that made a draw. Nothing is said of those that were passed over, where a
/// chain makes several for each draw (``ConvergenceGoal``), so that shares of draws are shares of
/// transitions.
public struct TransitionStatistics: Sendable, Hashable {
  /// Mean over the trajectory's steps of min(1, exp(−energy error)), in [0, 1].
  public var acceptance: Double
  /// The leapfrog step size, in whitened coordinates.
  public var stepSize: Double
  /// Number of doublings.
  public var treeDepth: Int
  /// Number of gradient evaluations.
  public var leapfrogSteps: Int
  /// Whether the integrator lost the level set: a sign of a posterior too curved for the step size.
  public var diverging: Bool
  /// Whether the trajectory was cut off at the maximum depth before it turned.
  public var saturated: Bool
  /// The Hamiltonian at the new state with the momentum that it was reached with.
  public var energy: Double
  /// The log density at the new state, in sampling coordinates.
  public var logDensity: Double

  /// The statistics of one transition.
  public init(
    acceptance: Double, stepSize: Double, treeDepth: Int, leapfrogSteps: Int, diverging: Bool,
    saturated: Bool, energy: Double, logDensity: Double
  ) {
    self.acceptance = acceptance
    self.stepSize = stepSize
    self.treeDepth = treeDepth
    self.leapfrogSteps = leapfrogSteps
    self.diverging = diverging
    self.saturated = saturated
    self.energy = energy
    self.logDensity = logDensity
  }
}

/// What sampling cost.
public struct SamplingEffort: Sendable, Hashable, Codable {
  /// Gradient evaluations of warm-up, all chains together.
  public var warmupLeapfrogSteps: Int
  /// Gradient evaluations of all transitions after warm-up, all chains together.
  public var samplingLeapfrogSteps: Int
  /// Seconds of warm-up, added up over the chains.
  public var warmupSeconds: Double
  /// Seconds of all transitions after warm-up, added up over the chains.
  public var samplingSeconds: Double
  /// Seconds from start to end, by the clock on the wall.
  public var wallSeconds: Double
  /// Transitions that each chain made for each kept draw; nil where that was not noted, which means
  /// one.
  public var thinning: Int?
  /// Transitions that each chain made before the first that counts towards a kept draw, those of draws
  /// that missed the goal among them; nil where that was not noted, which means those of the
  /// configuration.
  public var warmup: Int?
  /// The mean acceptance statistic that the step size of the draws was tuned for, in (0, 1): more than
  /// the configuration's where draws that missed the goal diverged; nil where that was not noted, which
  /// means the configuration's.
  public var targetAcceptance: Double?

  /// Transitions that each chain made for each kept draw.
  public var transitionsPerDraw: Int { thinning ?? 1 }

  /// The cost of one run.
  public init(
    warmupLeapfrogSteps: Int, samplingLeapfrogSteps: Int, warmupSeconds: Double,
    samplingSeconds: Double, wallSeconds: Double, thinning: Int? = nil,
    warmup: Int? = nil, targetAcceptance: Double? = nil
  ) {
    self.warmupLeapfrogSteps = warmupLeapfrogSteps
    self.samplingLeapfrogSteps = samplingLeapfrogSteps
    self.warmupSeconds = warmupSeconds
    self.samplingSeconds = samplingSeconds
    self.wallSeconds = wallSeconds
    self.thinning = thinning
    self.warmup = warmup
    self.targetAcceptance = targetAcceptance
  }
}

/// Draws of named parameters, in natural units, chain by chain.
public struct Draws: Sendable, Hashable {
  /// The parameters that a draw holds.
  public let layout: ParameterLayout
  /// Number of chains.
  public let chainCount: Int
  /// Number of draws of each chain.
  public let drawCount: Int
  /// `[chain, draw, layout.count]`, row-major.
  public let values: [Double]
  /// `[chain][draw]`; empty of draws that no Markov chain made, those of a prior for instance.
  public let statistics: [[TransitionStatistics]]

  /// Draws that a Markov chain made.
  ///
  /// - Precondition: `values` has `statistics.count · draws per chain · layout.count` numbers, and
  ///   there is at least one chain, with as many draws as the others.
  public init(layout: ParameterLayout, values: [Double], statistics: [[TransitionStatistics]]) {
    let drawCount = statistics.first?.count ?? 0
    precondition(!statistics.isEmpty && statistics.allSatisfy { $0.count == drawCount })
    precondition(values.count == statistics.count * drawCount * layout.count)
    self.layout = layout
    self.values = values
    self.statistics = statistics
    self.drawCount = drawCount
    chainCount = statistics.count
  }

  /// Draws that no Markov chain made, without ``statistics``.
  ///
  /// - Parameters:
  ///   - layout: of one scalar at least.
  ///   - values: `[chain, draw, layout.count]`, row-major.
  ///   - chainCount: how many chains of equal length `values` is of, ≥ 1.
  /// - Precondition: the number of values is a multiple of `chainCount · layout.count`.
  public init(layout: ParameterLayout, values: [Double], chainCount: Int) {
    precondition(chainCount >= 1 && layout.count >= 1)
    precondition(values.count % (chainCount * layout.count) == 0)
    self.layout = layout
    self.values = values
    self.chainCount = chainCount
    drawCount = values.count / (chainCount * layout.count)
    statistics = []
  }

  /// All draws of the scalar at `index` of the layout, `[chain][draw]`.
  public func chains(of index: Int) -> [[Double]] {
    (0..<chainCount).map { chain in
      (0..<drawCount).map { values[(chain * drawCount + $0) * layout.count + index] }
    }
  }

  /// One draw of all parameters, `[layout.count]`; `index` counts through the chains.
  public func draw(_ index: Int) -> ArraySlice<Double> {
    values[index * layout.count..<(index + 1) * layout.count]
  }
}
