import MediaMixInference
import Testing

@Suite("Warm-up")
struct WarmupTests {
  @Test("300 transitions: nine early windows, two that grow, and the step size alone")
  func defaultLength() {
    let windows = WarmupSchedule(transitions: 300).windows
    #expect(windows.map(\.length) == Array(repeating: 10, count: 9) + [40, 125, 45])
    #expect(windows.map(\.metricDraws) == [5, 10, 15, 20, 25, 30, 35, 40, 45, 40, 149, nil])
    #expect(windows.map(\.isEarly) == Array(repeating: true, count: 9) + [false, false, false])
  }

  @Test("Any length is used up, every window has a length", arguments: Array(0...400) + [5000])
  func lengths(transitions: Int) {
    let windows = WarmupSchedule(transitions: transitions).windows
    #expect(windows.reduce(0) { $0 + $1.length } == transitions)
    #expect(windows.allSatisfy { $0.length > 0 })
    var seen = 0
    for window in windows {
      seen += window.length
      #expect(window.metricDraws.map { $0 > 0 && $0 <= seen } ?? true)
    }
    if transitions >= 20 { #expect(windows.last?.metricDraws == nil) }
    if transitions < 20 { #expect(windows.allSatisfy { $0.metricDraws == nil }) }
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
}
