/// How many chains and draws, and how carefully to step.
public struct SamplerConfiguration: Sendable, Hashable, Codable {
  /// The shape of the mass matrix that warm-up estimates.
  public enum MetricShape: String, Sendable, Hashable, Codable, CaseIterable {
    /// A full matrix, which knows how coordinates go together.
    case dense
    /// The scales of coordinates, and the few directions that differ much from what these say.
    case lowRank = "low_rank"
    /// The scales of coordinates alone.
    case diagonal
  }

  /// Number of Markov chains, ≥ 1. They share what warm-up learns of the density's shape and are
  /// independent otherwise.
  public var chains: Int
  /// Warm-up transitions per chain, ≥ 0; they tune the step size and the metric and are dropped.
  public var warmup: Int
  /// Kept draws per chain, ≥ 1.
  public var draws: Int
  /// What the draws must be worth: draws that are not become warm-up, and chains draw again
  /// (``ConvergenceGoal``). Nil: a chain makes exactly one transition for each draw.
  public var goal: ConvergenceGoal?
  /// The mean acceptance statistic that the step size is tuned for, in (0, 1).
  public var targetAcceptance: Double
  /// Trajectories are doubled at most so many times, 1 to 20: 2^maximumTreeDepth − 1 steps.
  public var maximumTreeDepth: Int
  /// The metric's shape; nil: dense up to 250 dimensions, low-rank beyond.
  public var metric: MetricShape?
  /// The same seed gives the same draws, bit for bit, on any number of threads.
  public var seed: UInt64

  /// A configuration: by default 4 chains, 300 transitions of warm-up and 1000 kept draws, target
  /// acceptance 0.85.
  ///
  /// Where neither `draws` nor `goal` is given, chains draw until they reach the goal
  /// `ConvergenceGoal()`; where only `draws` is, they make that many transitions and no more; with both,
  /// they draw that many until these reach the goal.
  public init(
    chains: Int = 4, warmup: Int = 300, draws: Int? = nil, goal: ConvergenceGoal? = nil,
    targetAcceptance: Double = 0.85, maximumTreeDepth: Int = 10, metric: MetricShape? = nil,
    seed: UInt64 = 1
  ) {
    self.chains = chains
    self.warmup = warmup
    self.draws = draws ?? 1000
    self.goal = goal ?? (draws == nil ? ConvergenceGoal() : nil)
    self.targetAcceptance = targetAcceptance
    self.maximumTreeDepth = maximumTreeDepth
    self.metric = metric
    self.seed = seed
  }
}
