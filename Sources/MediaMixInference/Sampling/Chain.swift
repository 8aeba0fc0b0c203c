/// One Markov chain: its trajectory, where it stands and how it is tuned.
struct Chain {
  /// What a finished chain hands over.
  struct Output: Sendable {
    var values: [Double] = []
    var statistics: [TransitionStatistics] = []
    var warmupLeapfrogSteps = 0
    var samplingLeapfrogSteps = 0
    var warmupTime = Duration.zero
    var samplingTime = Duration.zero
  }

  private let configuration: SamplerConfiguration
  private let metricShape: SamplerConfiguration.MetricShape
  private let index: Int
  private var trajectory: HamiltonianTrajectory
  /// The present state: a point of the last trajectory.
  private var state = 0

  /// A chain that stands at the first of the places where density and gradient are finite.
  init(
    _ density: some ParameterizedDensity, configuration: SamplerConfiguration, index: Int,
    from starts: ChainStarts
  ) throws(SamplerError) {
    self.configuration = configuration
    self.index = index
    metricShape = configuration.metric ?? (density.dimension <= 1000 ? .dense : .diagonal)
    var trajectory = HamiltonianTrajectory(
      density: density, metric: .identity(density.dimension),
      random: RandomStream(seed: configuration.seed, purpose: .chain, index: index))
    var random = RandomStream(
      seed: configuration.seed, purpose: .initialization, index: index)
    let isPossible = starts.firstPlace(of: density.dimension, using: &random) {
      trajectory.restart(at: $0)
    }
    guard isPossible else { throw starts.failure(chain: index) }
    self.trajectory = trajectory
  }

  /// Warms up and draws. Checks for cancellation once per transition.
  mutating func run(progress: ProgressReporter?) throws(CancellationError) -> Output {
    var output = Output()
    output.warmupTime = try measure { () throws(CancellationError) in
      try warmUp(progress: progress, output: &output)
    }
    output.samplingTime = try measure { () throws(CancellationError) in
      try draw(progress: progress, output: &output)
    }
    return output
  }

  private func measure(_ work: () throws(CancellationError) -> Void) throws(CancellationError)
    -> Duration
  {
    let start = ContinuousClock.now
    try work()
    return ContinuousClock.now - start
  }

  private mutating func warmUp(
    progress: ProgressReporter?, output: inout Output
  ) throws(CancellationError) {
    let target = configuration.targetAcceptance
    trajectory.stepSize = reasonableStepSize()
    var adaptation = StepSizeAdaptation(initialStepSize: trajectory.stepSize, target: target)
    for window in WarmupSchedule(transitions: configuration.warmup).windows {
      var estimator = MetricEstimator(
        shape: metricShape, dimension: trajectory.dimension)
      for _ in 0..<window.length {
        try checkCancellation()
        trajectory.stepSize = adaptation.stepSize
        let statistics = transition(maximumTreeDepth: window.maximumTreeDepth)
        adaptation.update(acceptance: statistics.acceptance)
        output.warmupLeapfrogSteps += statistics.leapfrogSteps
        if window.estimatesMetric {
          trajectory.withPosition(of: state) { estimator.add($0) }
        }
        progress?.add(statistics, chain: index, isWarmup: true)
      }
      if window.estimatesMetric, let metric = estimator.metric() {
        trajectory.stepSize = adaptation.averagedStepSize
        changeMetric(to: metric)
        adaptation = StepSizeAdaptation(
          initialStepSize: reasonableStepSize(), target: target)
      }
    }
    trajectory.stepSize = adaptation.averagedStepSize
  }

  private mutating func draw(
    progress: ProgressReporter?, output: inout Output
  ) throws(CancellationError) {
    let count = trajectory.parameterCount
    output.values.reserveCapacity(configuration.draws * count)
    output.statistics.reserveCapacity(configuration.draws)
    var values = Array(repeating: 0.0, count: count)
    var conditional = RandomStream(
      seed: configuration.seed, purpose: .conditional, index: index)
    for _ in 0..<configuration.draws {
      try checkCancellation()
      let statistics = transition(maximumTreeDepth: .max)
      trajectory.writeParameters(of: state, into: &values, using: &conditional)
      output.values += values
      output.statistics.append(statistics)
      output.samplingLeapfrogSteps += statistics.leapfrogSteps
      progress?.add(statistics, chain: index, isWarmup: false)
    }
  }

  private func checkCancellation() throws(CancellationError) {
    if Task.isCancelled { throw CancellationError() }
  }

  private mutating func transition(maximumTreeDepth limit: Int) -> TransitionStatistics {
    let start = trajectory.begin(at: state)
    let directions = Directions(using: &trajectory.random)
    let result = trajectory.double(
      from: start, proposal: start, logWeight: 0, directions: directions,
      maximumDepth: min(limit, configuration.maximumTreeDepth))
    state = result.proposal
    return TransitionStatistics(
      acceptance: trajectory.acceptanceSum / Double(trajectory.leapfrogSteps),
      stepSize: trajectory.stepSize, treeDepth: result.depth,
      leapfrogSteps: trajectory.leapfrogSteps, diverging: result.termination == .diverged,
      saturated: result.termination == .saturated, energy: trajectory.energy(of: state),
      logDensity: trajectory.logDensity(of: state))
  }

  private mutating func changeMetric(to metric: Metric) {
    trajectory.metric = metric
    trajectory.refreshGradient(of: state)
  }

  /// A step size whose first leapfrog step has an acceptance of about 0.8: doubled or halved until
  /// it crosses that (Hoffman and Gelman 2014, algorithm 4).
  private mutating func reasonableStepSize() -> Double {
    let original = trajectory.stepSize
    let limit = VectorMath.log(0.8)
    var grows: Bool?
    // 2^±50 of the original is beyond any sensible step; a density that needs more is broken in
    // a way that divergences will report.
    for _ in 0..<50 {
      let start = trajectory.begin(at: state)
      state = start
      let end = trajectory.step(from: start, forward: true)
      let error = trajectory.energy(of: end) - trajectory.energy(of: start)
      let accepts = -error > limit
      if let grows, grows != accepts { return trajectory.stepSize }
      grows = accepts
      trajectory.stepSize *= accepts ? 2 : 0.5
    }
    return original
  }
}
