import MediaMixInference
import Testing

@Suite("Warm-up")
struct WarmupTests {
  @Test("Stan's windows for 1000 transitions")
  func thousand() {
    let windows = WarmupSchedule(transitions: 1000).windows
    #expect(windows.map(\.length) == [75, 25, 50, 100, 200, 500, 50])
    #expect(windows.map(\.estimatesMetric) == [false, true, true, true, true, true, false])
    #expect(
      windows.map { $0.maximumTreeDepth < 10 } == [true, true] + repeatElement(false, count: 5))
  }

  @Test("Any length is used up, every window has a length", arguments: Array(0...400) + [5000])
  func lengths(transitions: Int) {
    let windows = WarmupSchedule(transitions: transitions).windows
    #expect(windows.reduce(0) { $0 + $1.length } == transitions)
    #expect(windows.allSatisfy { $0.length > 0 })
    if transitions >= 20 { #expect(windows.last?.estimatesMetric == false) }
    if transitions < 20 { #expect(windows.allSatisfy { !$0.estimatesMetric }) }
  }

  @Test("Dual averaging finds the step size whose acceptance is the target")
  func dualAveraging() {
    // Acceptance falls from 1 to 0 as the log step size grows; it is 0.85 at step 0.3.
    var adaptation = StepSizeAdaptation(initialStepSize: 1, target: 0.85)
    for _ in 0..<2000 {
      let acceptance = min(1, max(0, 0.85 - 0.5 * VectorMath.log(adaptation.stepSize / 0.3)))
      adaptation.update(acceptance: acceptance)
    }
    #expect(abs(adaptation.averagedStepSize / 0.3 - 1) < 0.05)
  }

  @Test("Without an update the initial step size is kept")
  func untouched() {
    let adaptation = StepSizeAdaptation(initialStepSize: 0.25, target: 0.8)
    #expect(abs(adaptation.averagedStepSize - 0.25) < 1e-15)
  }

  @Test("The metric is the shrunk covariance", arguments: SamplerConfiguration.MetricShape.allCases)
  func metric(shape: SamplerConfiguration.MetricShape) throws {
    var random = RandomStream(seed: 4, purpose: .simulation, index: 0)
    let points = (0..<50).map { _ in
      let (a, b) = (random.normal(), random.normal())
      return [3 + a, -1 + 0.8 * a + 0.1 * b]
    }
    var estimator = MetricEstimator(shape: shape, dimension: 2)
    for point in points { estimator.add(point.span) }
    let metric = try #require(estimator.metric())
    func covariance(_ i: Int, _ j: Int) -> Double {
      let means = [i, j].map { k in points.reduce(0) { $0 + $1[k] } / 50 }
      let sum = points.reduce(0) { $0 + ($1[i] - means[0]) * ($1[j] - means[1]) }
      return sum / 49 * 50 / 55 + (i == j ? 1e-3 * 5 / 55 : 0)
    }
    // A·Aᵀ, a column at a time.
    for j in 0..<2 {
      var unit = [0.0, 0.0]
      unit[j] = 1
      var half = [0.0, 0.0]
      var whole = [0.0, 0.0]
      metric.multiplyTransposed(unit, into: &half)
      metric.multiply(half, row: 0..<2, into: &whole)
      for i in 0..<2 {
        let expected = shape == .diagonal && i != j ? 0 : covariance(i, j)
        #expect(abs(whole[i] - expected) < 1e-12)
      }
    }
  }

  @Test("Too few positions or non-finite ones make no metric")
  func noMetric() {
    var estimator = MetricEstimator(shape: .dense, dimension: 1)
    #expect(estimator.metric() == nil)
    estimator.add([1.0].span)
    #expect(estimator.metric() == nil)
    estimator.add([Double.nan].span)
    #expect(estimator.metric() == nil)
  }
}
