/// One Markov chain: its trajectory, where it stands and how it is tuned.
struct Chain: Sendable {
  /// What has been drawn, and what it cost.
  struct Output: Sendable {
    /// `[draw, parameter]`.
    var values: [Double] = []
    /// `[draw]`.
    var statistics: [TransitionStatistics] = []
    var warmupTransitions = 0
    var warmupLeapfrogSteps = 0
    var samplingLeapfrogSteps = 0
    var warmupTime = Duration.zero
    var samplingTime = Duration.zero
  }

  private let configuration: SamplerConfiguration
  private let index: Int
  private var trajectory: HamiltonianTrajectory
  /// The present state: a point of the last trajectory.
  private var state = 0
  private var adaptation: StepSizeAdaptation
  /// What the step size is tuned for: the configuration's, or more where steps have proved too long.
  private var targetAcceptance: Double
  /// For parameters that the density has integrated out.
  private var conditional: RandomStream
  private var moves: BlockMoves?
  /// For what the density draws anew before each transition.
  private var refreshing: RandomStream
  /// What the metric and the proposals of blocks are made of.
  private(set) var warmupDraws: WarmupDraws
  private(set) var output = Output()

  /// A chain that stands at the first of the places where density and gradient are finite.
  ///
  /// - Parameters:
  ///   - random: the chain's stream for starts.
  ///   - metric: to begin with; nil: the identity.
  init(
    _ density: some ParameterizedDensity, configuration: SamplerConfiguration, index: Int,
    from starts: ChainStarts, using random: inout RandomStream, metric: Metric? = nil
  ) throws(SamplerError) {
    self.configuration = configuration
    self.index = index
    var trajectory = HamiltonianTrajectory(
      density: density, metric: metric ?? .identity(density.dimension),
      random: RandomStream(seed: configuration.seed, purpose: .chain, index: index))
    let isPossible = starts.firstPlace(of: density.dimension, using: &random) {
      trajectory.restart(at: $0)
    }
    guard isPossible else { throw starts.failure(chain: index) }
    self.trajectory = trajectory
    conditional = RandomStream(
      seed: configuration.seed, purpose: .conditional, index: index)
    refreshing = RandomStream(seed: configuration.seed, purpose: .refresh, index: index)
    warmupDraws = WarmupDraws(dimension: density.dimension)
    targetAcceptance = configuration.targetAcceptance
    adaptation = StepSizeAdaptation(
      initialStepSize: 1, target: configuration.targetAcceptance)
    // Chains that never warm up keep a step that fits where they stand, and those that hardly do have no
    // time to come back from one ten times as large.
    self.trajectory.stepSize = reasonableStepSize()
    restartAdaptation(
      attraction: configuration.warmup < WarmupSchedule.leastForMetric ? Self.earlyAttraction : 10)
  }

  // MARK: Warm-up

  /// Runs one window of warm-up. Checks for cancellation once per transition.
  mutating func warmUp(
    _ window: WarmupSchedule.Window, progress: ProgressReporter?
  ) throws(CancellationError) {
    let start = ContinuousClock.now
    for _ in 0..<window.length {
      if Task.isCancelled { throw CancellationError() }
      trajectory.stepSize = adaptation.stepSize
      let statistics = transition(
        maximumTreeDepth: window.isEarly ? Self.earlyTreeDepth : .max)
      adaptation.update(acceptance: statistics.acceptance)
      output.warmupTransitions += 1
      output.warmupLeapfrogSteps += statistics.leapfrogSteps
      record()
      progress?.add(statistics, chain: index, isWarmup: true)
    }
    trajectory.stepSize = adaptation.averagedStepSize
    output.warmupTime += ContinuousClock.now - start
  }

  /// The limit on trees while chains are on their way. Before the metric knows the scales trees would
  /// grow to their full depth, at a thousand steps each, for transitions that are thrown away.
  private static let earlyTreeDepth = 8

  private mutating func record() {
    let logDensity = trajectory.logDensity(of: state)
    trajectory.withPosition(of: state) { position in
      trajectory.withGradient(of: state) { gradient in
        warmupDraws.add(position: position, gradient: gradient, logDensity: logDensity)
      }
    }
  }

  /// Goes on with another metric after `window`.
  mutating func change(to metric: Metric, after window: WarmupSchedule.Window) {
    trajectory.change(to: metric, at: state)
    if window.isEarly {
      // The metric changes by little and often: the step size goes on from where it was.
      restartAdaptation(attraction: Self.earlyAttraction)
    } else {
      trajectory.stepSize = reasonableStepSize()
      restartAdaptation()
    }
  }

  /// e^0.3: early windows are too short to come back from ten times too large a step.
  private static let earlyAttraction = 1.35

  private mutating func restartAdaptation(attraction: Double = 10) {
    adaptation = StepSizeAdaptation(
      initialStepSize: trajectory.stepSize, target: targetAcceptance, attraction: attraction)
  }

  /// From now on moves blocks as well.
  mutating func begin(_ moves: BlockMoves) { self.moves = moves }

  /// Counts everything drawn so far as warm-up: none of it is kept.
  ///
  /// - Parameters:
  ///   - thinning: the transitions that each draw took.
  ///   - acceptance: what the step size is tuned for from now on.
  mutating func returnToWarmup(thinning: Int, targetAcceptance acceptance: Double) {
    targetAcceptance = acceptance
    output.warmupTransitions += output.statistics.count * thinning
    output.values.removeAll(keepingCapacity: true)
    output.statistics.removeAll(keepingCapacity: true)
    output.warmupLeapfrogSteps += output.samplingLeapfrogSteps
    output.warmupTime += output.samplingTime
    output.samplingLeapfrogSteps = 0
    output.samplingTime = .zero
    restartAdaptation()
  }

  /// Forgets what was recorded, which nothing needs any more.
  mutating func forgetRecord() { warmupDraws = WarmupDraws(dimension: trajectory.dimension) }

  // MARK: Draws

  /// Keeps `count` draws, each of `thinning` transitions. Checks for cancellation once per transition.
  ///
  /// - Parameter records: whether transitions are recorded as those of warm-up are.
  mutating func draw(
    _ count: Int, thinning: Int, records: Bool, progress: ProgressReporter?
  ) throws(CancellationError) {
    let start = ContinuousClock.now
    output.values.reserveCapacity(configuration.draws * trajectory.parameterCount)
    var values = Array(repeating: 0.0, count: trajectory.parameterCount)
    for _ in 0..<count {
      for passed in 1...thinning {
        if Task.isCancelled { throw CancellationError() }
        let statistics = transition(maximumTreeDepth: .max)
        progress?.add(statistics, chain: index, isWarmup: false)
        output.samplingLeapfrogSteps += statistics.leapfrogSteps
        if records { record() }
        if passed == thinning { output.statistics.append(statistics) }
      }
      trajectory.writeParameters(of: state, into: &values, using: &conditional)
      output.values += values
    }
    output.samplingTime += ContinuousClock.now - start
  }

  /// The kept draws of one scalar, `[draw]`.
  func draws(of scalar: Int) -> [Double] {
    let count = trajectory.parameterCount
    return (0..<output.statistics.count).map { output.values[$0 * count + scalar] }
  }

  /// Hands over the kept draws, `[draw, parameter]`, and keeps none.
  mutating func takeValues() -> [Double] {
    defer { output.values = [] }
    return output.values
  }

  private mutating func transition(maximumTreeDepth limit: Int) -> TransitionStatistics {
    state = trajectory.moved(from: state, by: &moves, using: &refreshing)
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
