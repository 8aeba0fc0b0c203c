import MediaMix
import MediaMixInference
import Testing

@Suite("Budget problems that make no sense")
struct BudgetErrorTests {
  private static let changes: [(@Sendable (inout BudgetProblem) -> Void, String)] = [
    ({ $0.periods = 0 }, "periods is 0"),
    ({ $0.lower = -0.1 }, "lower is -0.1"),
    ({ $0.upper = .nan }, "upper is nan"),
    ({ $0.riskAversion = .infinity }, "risk aversion is inf"),
    ({ $0.goal = .budget(-5) }, "budget is -5.0"),
    ({ $0.goal = .kpi(.nan) }, "target KPI is nan"),
    ({ $0.goal = .returnOnInvestment(0) }, "target return on investment is 0.0"),
    (
      {
        $0.goal = .kpi(10)
        $0.riskAversion = 1
      }, "risk aversion is 1.0; it must be 0 where"
    ),
    ({ $0.prices = ["chanel_0": 1] }, "did you mean \"channel_0\"?"),
    ({ $0.prices = ["channel_0": 0] }, "price of channel_0 is 0.0"),
    ({ $0.limits = ["tv": .fixed(1)] }, "no channel tv, only channel_0, channel_1"),
    ({ $0.limits = ["channel_0": .fixed(-1)] }, "bound of channel_0 is -1.0"),
    (
      { $0.limits = ["channel_0": .init(lower: .money(9), upper: .money(8))] },
      "the bounds of channel_0 leave nothing"
    ),
    ({ $0.groups = [.init("a", channels: [])] }, "group a is empty"),
    ({ $0.groups = [.init("a", channels: ["x"])] }, "group a: the model has no channel x"),
    (
      { $0.groups = [.init("a", channels: ["channel_0"]), .init("b", channels: ["channel_0"])] },
      "channel_0 is in more than one group: a, b"
    ),
    (
      { $0.groups = [.init("a", channels: ["channel_0"], maximum: .share(40))] },
      "share of group a is 40.0"
    ),
    (
      { $0.groups = [.init("a", channels: ["channel_0"], maximum: .money(0))] },
      "no budget satisfies the limits of group a"
    ),
    ({ $0.geoShares = ["channel_0": [1, 2]] }, "geo shares of channel_0 is [1.0, 2.0]"),
    ({ $0.goal = .budget(1) }, "the bounds allow budgets from"),
    (
      { $0.features = Panel(repeating: 1, timeCount: 3, columnCount: 2) },
      "features has the shape [3, 2, 1]; it must be [12, 2, 1]"
    ),
    (
      { $0.gap = Panel(repeating: -1, timeCount: 3, columnCount: 2) }, "gap is below 0 somewhere"
    ),
  ]

  @Test("Each error says what is wrong", arguments: changes.indices)
  func messages(index: Int) async throws {
    let fit = try await SmallFit.make(.adstock)
    var problem = BudgetProblem()
    Self.changes[index].0(&problem)
    do {
      _ = try await fit.optimizeBudget(problem)
      Issue.record("no error: \(Self.changes[index].1)")
    } catch let error as BudgetError {
      #expect(error.description.contains(Self.changes[index].1), "\(error)")
    }
  }
}
