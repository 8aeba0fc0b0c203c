/// How many chains and draws, and how carefully to step.
public struct SamplerConfiguration: Sendable, Hashable, Codable {
  /// The shape of the mass matrix that warm-up estimates.
  public enum MetricShape: String, Sendable, Hashable, Codable, CaseIterable {
    /// A full covariance matrix, its correlations shrunk where a window has few draws for so many
    /// dimensions.
    case dense
    /// Variances alone.
    case diagonal
  }

  /// Number of independent Markov chains, ≥ 1.
  public var chains: Int
  /// Warm-up transitions per chain, ≥ 0; they tune the step size and the metric and are dropped.
  public var warmup: Int
  /// Kept draws per chain, ≥ 1.
  public var draws: Int
  /// The mean acceptance statistic that the step size is tuned for, in (0, 1).
  public var targetAcceptance: Double
  /// Trajectories are doubled at most so many times, 1 to 20: 2^maximumTreeDepth − 1 steps.
  public var maximumTreeDepth: Int
  /// The metric's shape; nil: dense up to 1000 dimensions, diagonal beyond.
  public var metric: MetricShape?
  /// The same seed gives the same draws, bit for bit, on any number of threads.
  public var seed: UInt64

  /// The defaults: 4 chains of 1000 + 1000, target acceptance 0.85.
  public init(
    chains: Int = 4, warmup: Int = 1000, draws: Int = 1000, targetAcceptance: Double = 0.85,
    maximumTreeDepth: Int = 10, metric: MetricShape? = nil, seed: UInt64 = 1
  ) {
    self.chains = chains
    self.warmup = warmup
    self.draws = draws
    self.targetAcceptance = targetAcceptance
    self.maximumTreeDepth = maximumTreeDepth
    self.metric = metric
    self.seed = seed
  }
}
