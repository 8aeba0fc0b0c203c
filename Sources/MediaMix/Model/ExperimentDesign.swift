/// A lift test in terms of one dataset: checked, with places instead of names and dates.
struct ExperimentDesign: Sendable {
  /// The channel.
  let channel: Int
  /// The geos where its media ran, one or more.
  let geos: [Int]
  /// The periods whose media are in question, one or more.
  let window: Range<Int>
  /// The periods whose KPI counts: the window, and all later ones with the tail.
  let counted: Range<Int>
  /// Units of the KPI per unit of the result: the channel's spend in the window for a return on
  /// investment, else 1.
  let unit: Double
  /// What one unit of the target on the model's scale is in units of the KPI; one per geo of `geos`.
  let targetScales: [Double]
  /// The result, in units of the KPI.
  let estimate: Double
  /// Its standard error, in units of the KPI, > 0.
  let standardError: Double

  /// - Throws: an ``ExperimentError/Problem`` where the test does not fit `dataset`.
  fileprivate init(
    _ test: LiftTest, channel: Int, dataset: Dataset, target: Scaler
  ) throws(ExperimentError.Problem) {
    let geos = try dataset.geos(of: test)
    let window = try dataset.window(of: test)
    func total(_ panel: Panel) -> Double {
      geos.reduce(0) { sum, geo in window.reduce(sum) { $0 + panel[$1, channel, geo] } }
    }
    guard total(dataset.media) > 0 else { throw .noMedia }
    switch test.estimate {
    case .incrementalKPI: unit = 1
    case .returnOnInvestment: unit = total(dataset.spend)
    }
    guard unit > 0 else { throw .noSpend }
    estimate = test.estimate.value * unit
    guard estimate.isFinite else { throw .estimateNotFinite(test.estimate.value) }
    standardError = test.standardError * unit
    guard standardError.isNormal, standardError > 0 else {
      throw .standardErrorNotPositive(test.standardError)
    }
    self.channel = channel
    self.geos = geos
    self.window = window
    counted = test.includesTail ? window.lowerBound..<dataset.timeCount : window
    targetScales = geos.map { target.divisor(column: 0, geo: $0) }
  }
}

extension ModelSpecification {
  /// Most numbers that the counterfactual media of all experiments may have together, two for each
  /// experiment, geo and period: 80 MB. The model holds two such arrays, and every chain six or
  /// so more.
  static let mostExperimentNumbers = 10_000_000

  /// The experiments in terms of `dataset`, whose target `target` scales.
  func experimentDesigns(
    for dataset: Dataset, target: Scaler
  ) throws(ExperimentError) -> [ExperimentDesign] {
    var designs: [ExperimentDesign] = []
    var numbers = 0
    for (index, test) in experiments.enumerated() {
      do throws(ExperimentError.Problem) {
        guard let channel = dataset.channels.firstIndex(of: test.channel) else {
          throw .unknownChannel(test.channel, known: dataset.channels)
        }
        let design = try ExperimentDesign(
          test, channel: channel, dataset: dataset, target: target)
        numbers += 2 * design.geos.count * dataset.timeCount
        guard numbers <= Self.mostExperimentNumbers else {
          throw .tooMuch(limit: Self.mostExperimentNumbers)
        }
        designs.append(design)
      } catch {
        throw ExperimentError(number: index + 1, channel: test.channel, problem: error)
      }
    }
    return designs
  }
}

extension Dataset {
  /// The places of the geos that a test names; all of them where it names none.
  fileprivate func geos(of test: LiftTest) throws(ExperimentError.Problem) -> [Int] {
    guard let names = test.geos else { return Array(0..<media.geoCount) }
    guard !geos.isEmpty else { throw .geosOfNationalData }
    guard !names.isEmpty else { throw .noGeos }
    var places: [Int] = []
    for name in names {
      guard let place = geos.firstIndex(of: name) else { throw .unknownGeo(name, known: geos) }
      guard !places.contains(place) else { throw .repeatedGeo(name) }
      places.append(place)
    }
    return places
  }

  /// The periods of a test's window.
  fileprivate func window(of test: LiftTest) throws(ExperimentError.Problem) -> Range<Int> {
    guard test.first <= test.last else {
      throw .reversedWindow(first: test.first, last: test.last)
    }
    let lastPeriod = dates[timeCount - 1]
    let lastDay = spacing?.next(after: lastPeriod).adding(days: -1) ?? lastPeriod
    guard dates[0] <= test.first, test.last <= lastDay else {
      throw .outsideData(
        first: test.first, last: test.last, dataFirst: dates[0], dataLast: lastDay)
    }
    let begin = dates.count { $0 < test.first }
    let end = dates.count { $0 <= test.last }
    guard begin < end else { throw .noPeriod(first: test.first, last: test.last) }
    return begin..<end
  }
}
