/// One thing that is wrong with a sampling run, with the numbers that show it.
public enum ConvergenceWarning: Sendable, Hashable {
  /// A parameter by name, and the number that is wrong with it.
  public struct ParameterValue: Sendable, Hashable {
    /// The parameter's name.
    public var name: String
    /// Its r-hat or effective sample size.
    public var value: Double

    /// A parameter and its number.
    public init(name: String, value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// A chain by number, and its E-BFMI.
  public struct ChainValue: Sendable, Hashable {
    /// The chain's number, from 1.
    public var chain: Int
    /// Its E-BFMI.
    public var value: Double

    /// A chain and its number.
    public init(chain: Int, value: Double) {
      self.chain = chain
      self.value = value
    }
  }

  /// The part of a distribution that an effective sample size is about.
  public enum Part: String, Sendable, Hashable, CaseIterable {
    /// Its middle: mean and median.
    case bulk
    /// Its ends: the 5 % and the 95 % quantile.
    case tail
  }

  /// Parameters with a draw that is not a finite number: the first five of `count`.
  case notFinite(names: [String], count: Int)
  /// Chains too short for any diagnostic.
  case tooFewDraws(draws: Int, needed: Int)
  /// Parameters whose chains disagree, r-hat above `limit`: the worst five of `count`, worst first.
  /// Chains made `thinning` transitions for each draw, and may make no more if it `isExhausted`.
  case highRHat(
    worst: [ParameterValue], count: Int, limit: Double, warmup: Int, draws: Int, thinning: Int,
    isExhausted: Bool)
  /// Draws on the way to which a trajectory could not be followed.
  case divergences(count: Int, draws: Int, targetAcceptance: Double)
  /// Parameters with an effective sample size below `limit`: the worst five of `count`, worst
  /// first.
  case lowEffectiveSampleSize(
    part: Part, worst: [ParameterValue], count: Int, limit: Double, draws: Int, thinning: Int,
    isExhausted: Bool)
  /// Chains with an E-BFMI below `limit`.
  case lowEnergyFraction(chains: [ChainValue], of: Int, limit: Double, warmup: Int)
  /// Draws on the way to which a trajectory stopped at the maximum tree depth.
  case saturatedTrees(count: Int, draws: Int, maximumTreeDepth: Int)
  /// No parameter has more than one value in all draws: the first five of `count`.
  case constant(names: [String], count: Int)
  /// One chain only, so r-hat is not defined.
  case singleChain
}
