internal import MediaMixInference

/// A simulated world: what is true in it, and the model of its data.
package struct RecoveryWorld: Sendable {
  /// What is true, on the scale of ``model``, in the order of its parameters.
  package let parameters: [Double]
  /// What each channel brings, as one draw; `[channel]`.
  package let truth: [ChannelMetrics]
  /// The model of the world's data, with the scaling of the model that the world comes from: fixed
  /// parameters and priors mean the same in both, where a KPI that is divided by its own mean does not
  /// follow the model.
  package let model: MediaMixModel
  /// Of the fit to them.
  package let seed: UInt64
}

extension RecoveryWorld {
  /// How many draws of the posterior are tried for a world.
  private static let tries = 100

  /// A world like that of a fit, but for the effects of channels.
  ///
  /// It is a draw of the posterior, so that lags, saturation, trend, season, effects of features and noise
  /// are those that the data allow, as uncertain as they are, and go together. What is set is
  ///
  /// - the coefficients of each channel, of all geos by one factor, so that the channel brings its level
  ///   of the expected KPI, in the units of the KPI and over all geos;
  /// - the free parameters of the baseline, by another factor, so that the expected KPI is in sum what it
  ///   is in the draw: where media bring less, the baseline brings more, in the same form. A baseline
  ///   that is negative or next to nothing in the draw, the intercept against a falling trend say, is
  ///   not multiplied: its intercepts are raised.
  ///
  /// Noise is as large as in the draw. Experiments are facts about another KPI and are left out.
  ///
  /// - Parameters:
  ///   - fit: the fit to the data.
  ///   - design: its levels.
  ///   - index: the replication.
  /// - Throws: ``RecoveryError/noWorld(tries:reason:)``.
  package init(like fit: FittedModel, _ design: RecoveryDesign, index: Int) throws {
    var random = RandomStream(seed: fit.sampler.seed, purpose: .recovery, index: index)
    let (noiseSeed, fitSeed) = (random.next(), random.next())
    let drawCount = fit.draws.chainCount * fit.draws.drawCount
    let levels = Dictionary(
      uniqueKeysWithValues: zip(
        design.channels, design.assignments[index].map { design.levels[$0] }))
    var obstacle = RecoveryObstacle.noBaseline
    for _ in 0..<Self.tries {
      let draw = Array(fit.draws.draw(Int(random.uniform() * Double(drawCount))))
      do throws(RecoveryObstacle) {
        let parameters = try fit.model.parameters(draw, settingShares: levels)
        model = try fit.model.model(simulatedBy: parameters, seed: noiseSeed)
        self.parameters = parameters
        seed = fitSeed
        truth = fit.model.metrics(at: parameters)
        return
      } catch {
        obstacle = error
      }
    }
    throw RecoveryError.noWorld(tries: Self.tries, reason: obstacle)
  }
}

extension MediaMixModel {
  /// What each channel brings at parameters, as one draw.
  package func metrics(at parameters: [Double]) -> [ChannelMetrics] {
    Trace(
      model: self, draws: Draws(layout: self.parameters, values: parameters, chainCount: 1)
    ).mediaMetrics()
  }

  /// Parameters at which channels bring given shares of the expected KPI, whose sum stays the same; see
  /// ``RecoveryWorld/init(like:_:index:)``.
  ///
  /// - Parameters:
  ///   - draw: in natural units, in the order of ``parameters``.
  ///   - shares: of channels by their place; the others keep their coefficients.
  /// - Throws: ``RecoveryObstacle`` where there are none.
  package func parameters(
    _ draw: [Double], settingShares shares: [Int: Double]
  ) throws(RecoveryObstacle) -> [Double] {
    let sums = expectedSums(at: draw)
    let baseline = freeBaselineParameters
    var world = draw
    for index in baseline { world[index] = 0 }
    let fixed = expectedSums(at: world)
    let free = sums.total - fixed.total
    let media = sums.channels.reduce(0, +)
    guard sums.total.isFinite, sums.total > 0 else { throw .noBaseline }
    guard !baseline.isEmpty else { throw .fixedBaseline }
    // What neither factor moves: fixed parts of the baseline, and channels that are not set.
    let setMedia = shares.keys.sorted().reduce(0) { $0 + sums.channels[$1] }
    let setShare = shares.keys.sorted().reduce(0) { $0 + (shares[$1] ?? 0) }
    let needed = (1 - setShare) * sums.total - (fixed.total - setMedia)
    guard needed > 0 else { throw .nothingLeft }
    let intercepts = freeIntercepts
    if !intercepts.isEmpty, !(Self.largestFactor * free >= needed) {
      let unit = intercepts.reduce(0) { $0 + $1.sum }
      for index in baseline { world[index] = draw[index] }
      for (index, _) in intercepts { world[index] += (needed - free) / unit }
    } else {
      guard free > 0 else { throw sums.total > media ? .fixedBaseline : .noBaseline }
      for index in baseline { world[index] = needed / free * draw[index] }
    }
    if let index = baseline.first(where: { !isAllowed(world[$0], at: $0) }) {
      throw .outsidePrior(parameter: parameters.elementNames[index])
    }
    for (channel, share) in shares {
      let factor = share == 0 ? 0 : share * sums.total / sums.channels[channel]
      guard factor.isFinite else { throw .noEffect(channel: dataset.channels[channel]) }
      for index in coefficients(ofChannel: channel) { world[index] = factor * draw[index] }
    }
    return world
  }

  /// Beyond this factor what cancels within the baseline, the intercept and a falling trend say, would dwarf
  /// the rest of the world.
  private static let largestFactor = 4.0

  /// The places of intercepts that are not fixed, and what one of 1 adds to the expected KPI in sum.
  private var freeIntercepts: [(index: Int, sum: Double)] {
    let first = parameters.offset(of: .intercept)
    return (0..<dataset.target.geoCount).map { geo in
      (first + geo, Double(dataset.timeCount) * scaling.target.divisor(column: 0, geo: geo))
    }.filter { density.prior.coordinate(of: $0.index) != nil }
  }

  /// The expected KPI in its units, summed over periods and geos, and what each channel has of it;
  /// `[channel]`.
  private func expectedSums(at parameters: [Double]) -> (total: Double, channels: [Double]) {
    var workspace = density.makeWorkspace()
    let (mean, media) = density.fitted(parameters, workspace: &workspace)
    var total = 0.0
    var channels = Array(repeating: 0.0, count: media.columnCount)
    for geo in 0..<mean.geoCount {
      let scale = scaling.target.divisor(column: 0, geo: geo)
      total += scale * mean.series(column: 0, geo: geo).reduce(0, +)
      for channel in channels.indices {
        let coefficient = parameters[coefficients(ofChannel: channel).lowerBound + geo]
        channels[channel] +=
          scale * coefficient * media.series(column: channel, geo: geo).reduce(0, +)
      }
    }
    return (total, channels)
  }

  /// The places of parameters that the KPI without media is proportional to, but for fixed ones.
  private var freeBaselineParameters: [Int] {
    let season: ParameterName = dataset.geos.isEmpty ? .seasonality : .seasonalityCoefficient
    return [.intercept, .trendCoefficient, season, .weekday, .featureCoefficient]
      .compactMap { parameters.range(of: $0.rawValue) }.flatMap(Array.init)
      .filter { density.prior.coordinate(of: $0) != nil }
  }

  /// What the prior gives to an effect of a channel that is at least as large as that at parameters: 0
  /// where it does not allow that effect, nil where the coefficient has no prior.
  ///
  /// The prior of geo data is that of the channel's level s, of which the coefficients of geos have the
  /// mean 2·s/π.
  package func priorProbability(ofEffectAt parameters: [Double], channel: Int) -> Double? {
    guard let (value, prior) = effectAndPrior(at: parameters, channel: channel) else { return nil }
    return value < prior.support.lowerBound ? 0 : 1 - prior.cumulative(value)
  }

  /// Whether the prior of a channel allows the effect that it has at parameters, however improbable; an
  /// end of what it allows counts as allowed, and so does everything where there is no prior.
  package func allowsEffect(at parameters: [Double], channel: Int) -> Bool {
    guard let (value, prior) = effectAndPrior(at: parameters, channel: channel) else { return true }
    return (prior.support.lowerBound...prior.support.upperBound).contains(value)
  }

  /// The number of which the size of a channel's effect follows, and its prior; nil where it has none.
  private func effectAndPrior(
    at parameters: [Double], channel: Int
  ) -> (value: Double, prior: any Distribution)? {
    let places = coefficients(ofChannel: channel)
    var (index, value) = (places.lowerBound, parameters[places.lowerBound])
    if let parents = self.parameters.range(of: ParameterName.channelCoefficient.rawValue) {
      index = parents.lowerBound + channel
      value = 0.5 * .pi * parameters[places].reduce(0, +) / Double(places.count)
    }
    return priorDistribution(of: index).map { (value, $0) }
  }

  /// Whether the prior of a channel's coefficients allows them to be negative.
  func allowsNegativeEffect(ofChannel channel: Int) -> Bool {
    guard let prior = priorDistribution(of: coefficients(ofChannel: channel).lowerBound) else {
      return false
    }
    return prior.support.lowerBound < 0
  }

  private func isAllowed(_ value: Double, at index: Int) -> Bool {
    density.prior.bijector(of: index)?.unconstrain(value).isFinite ?? false
  }

  /// The model, its scaling included, of data whose KPI the likelihood draws at parameters, without
  /// experiments.
  fileprivate func model(
    simulatedBy parameters: [Double], seed: UInt64
  ) throws(RecoveryObstacle) -> MediaMixModel {
    guard let data = simulatedDataset(parameters, seed: seed) else { throw .notFinite }
    var specification = specification
    specification.experiments = []
    do {
      return try MediaMixModel(dataset: data, specification: specification, scaling: scaling)
    } catch {
      throw .unusable("\(error)")
    }
  }
}
