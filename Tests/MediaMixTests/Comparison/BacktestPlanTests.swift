import MediaMix
import Testing

@Suite("The windows of a backtest")
struct BacktestPlanTests {
  @Test("The last window predicts the last periods, earlier ones begin a step before")
  func origins() throws {
    let plan = BacktestPlan(windows: 3, horizon: 4, step: 5, minimum: 10)
    #expect(try plan.origins(periods: 40, year: 52) == [26, 31, 36])
    #expect(try BacktestPlan(windows: 1, horizon: 4).origins(periods: 40, year: 52) == [36])
  }

  @Test("Without a step, windows are a horizon apart, or as far as the data allow")
  func steps() throws {
    let plan = BacktestPlan(windows: 20, horizon: 4)
    #expect(try plan.origins(periods: 208, year: 52).first == 204 - 19 * 4)
    // A year is left to learn from: (113 − 52) / 19 = 3.
    #expect(try plan.origins(periods: 117, year: 52).first == 113 - 19 * 3)
    // Less than two years: half of the data are.
    #expect(try plan.origins(periods: 60, year: 52).first == 56 - 19)
  }

  @Test(
    "Too few periods: the largest number that is possible, which then is",
    arguments: [
      BacktestPlan(windows: 100, horizon: 4, step: 3, minimum: 12),
      BacktestPlan(windows: 21, horizon: 20, minimum: 12),
      BacktestPlan(windows: .max, horizon: 4),
      BacktestPlan(windows: 2, horizon: 4, step: .max, minimum: 12),
    ])
  func tooFew(plan: BacktestPlan) throws {
    do {
      _ = try plan.origins(periods: 50, year: 52)
      Issue.record("no error")
    } catch .tooFewPeriods(_, _, _, let largest) {
      var possible = plan
      possible.windows = largest
      #expect(try possible.origins(periods: 50, year: 52).count == largest)
      possible.windows += 1
      #expect(throws: BacktestError.self) { try possible.origins(periods: 50, year: 52) }
    }
  }

  @Test(
    "A horizon or a minimum that leaves nothing",
    arguments: [
      BacktestPlan(windows: 1, horizon: 50), BacktestPlan(windows: 1, horizon: .max),
      BacktestPlan(windows: 1, horizon: 1, minimum: .max),
      BacktestPlan(windows: 1, horizon: 40, minimum: 11),
    ])
  func nothing(plan: BacktestPlan) {
    let error = #expect(throws: BacktestError.self) {
      try plan.origins(periods: 50, year: 52)
    }
    #expect(error?.description.contains("shorter horizon or a smaller minimum") == true)
  }
}
