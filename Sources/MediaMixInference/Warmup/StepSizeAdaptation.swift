/// Nesterov's dual averaging of the log step size (Hoffman and Gelman 2014, section 3.2.1), with
/// γ = 0.05, t₀ = 10, κ = 0.75.
package struct StepSizeAdaptation: Sendable {
  private let target: Double
  private let attractor: Double
  private var count = 0.0
  private var shortfall = 0.0
  private var logStepSize: Double
  private var averagedLogStepSize = 0.0

  /// Adaptation that starts at `initialStepSize` > 0 and is drawn towards a multiple of it: ten times
  /// as much errs on the side of large, cheap steps, where the first guess may be far off.
  package init(initialStepSize: Double, target: Double, attraction: Double = 10) {
    self.target = target
    attractor = VectorMath.log(attraction * initialStepSize)
    logStepSize = VectorMath.log(initialStepSize)
  }

  /// The step size to try next.
  package var stepSize: Double { VectorMath.exp(logStepSize) }

  /// The step size to keep: the weighted average over all that were tried; the initial one before
  /// any was.
  package var averagedStepSize: Double {
    count == 0 ? stepSize : VectorMath.exp(averagedLogStepSize)
  }

  /// Takes one transition's mean acceptance statistic, in [0, 1], into account.
  package mutating func update(acceptance: Double) {
    count += 1
    let memory = 1 / (count + 10)
    shortfall = (1 - memory) * shortfall + memory * (target - acceptance)
    logStepSize = attractor - shortfall * count.squareRoot() / 0.05
    let weight = VectorMath.exp(-0.75 * VectorMath.log(count))
    averagedLogStepSize = weight * logStepSize + (1 - weight) * averagedLogStepSize
  }
}
