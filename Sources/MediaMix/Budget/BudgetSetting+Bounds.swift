extension BudgetSetting {
  /// Bounds of cells, channels and groups.
  struct Bounds: Sendable {
    private let problem: BudgetProblem
    /// Of each cell, in money.
    private var lower: [Double]
    private var upper: [Double]
    /// Of each channel, in money.
    let channels: [(lower: Double, upper: Double)]
    /// Channels of each group, in the order of the problem's, and those of none at the end.
    private let members: [[Int]]
    private let layout: SpendLayout
    /// What nodes are called: channels where they are nodes, then groups.
    private var nodeNames: [String]

    init(
      _ problem: BudgetProblem, layout: SpendLayout, historic: [Double], _ names: [String]
    ) throws(BudgetError) {
      self.problem = problem
      self.layout = layout
      (lower, upper) = (historic, historic)
      var channels: [(lower: Double, upper: Double)] = []
      for (channel, name) in names.enumerated() {
        let limits = problem.limits[name]
        let cells = layout.cells(of: channel)
        let least = limits?.lower ?? .change(problem.lower)
        let most = limits?.upper ?? .change(problem.upper)
        let mean = historic[cells].reduce(0, +)
        let own = (
          lower: Self.lower(least, historic: mean), upper: Self.upper(most, historic: mean)
        )
        guard own.lower <= own.upper else {
          throw .crossedBounds(name, lower: own.lower, upper: own.upper)
        }
        channels.append(own)
        for cell in cells {
          (lower[cell], upper[cell]) = Self.cell(
            historic[cell], least, most, own: own, problem, layout.granularity)
        }
      }
      self.channels = channels
      nodeNames =
        (layout.granularity == .channel ? [] : names) + problem.groups.map { "group \($0.name)" }
      let grouped = problem.groups.map { group in group.channels.compactMap(names.firstIndex) }
      let all = Set(grouped.joined())
      members = grouped + [names.indices.filter { !all.contains($0) }]
    }

    private static func lower(_ bound: BudgetProblem.Bound, historic: Double) -> Double {
      switch bound {
      case .change(let share): max(0, historic * (1 - share))
      case .money(let money): money
      }
    }

    private static func upper(_ bound: BudgetProblem.Bound, historic: Double) -> Double {
      switch bound {
      case .change(let share): historic * (1 + share)
      case .money(let money): money
      }
    }

    /// The bounds of one cell of a channel whose own are `own`.
    private static func cell(
      _ historic: Double, _ least: BudgetProblem.Bound, _ most: BudgetProblem.Bound,
      own: (lower: Double, upper: Double), _ problem: BudgetProblem,
      _ granularity: BudgetGranularity
    ) -> (Double, Double) {
      switch granularity {
      case .channel: return own
      case .period:
        return (0, problem.largestPeriod.map { min(own.upper, $0 * historic) } ?? own.upper)
      case .geo:
        var (low, high) = (0.0, own.upper)
        if case .change = least { low = lower(least, historic: historic) }
        if case .change = most { high = upper(most, historic: historic) }
        return (low, max(low, high))
      }
    }

    /// The node of each group, in the order of the problem's.
    var groupNodes: [Int] {
      let first = layout.granularity == .channel ? 0 : layout.channelCount
      return problem.groups.indices.map { first + $0 }
    }

    func region(budget: Double) -> SpendRegion {
      var nodes: [SpendRegion.Node] = []
      let hasChannelNodes = layout.granularity != .channel
      if hasChannelNodes {
        for channel in channels.indices {
          nodes.append(
            SpendRegion.Node(
              cells: Array(layout.cells(of: channel)), lower: channels[channel].lower,
              upper: channels[channel].upper))
        }
      }
      for (group, members) in zip(problem.groups, members) {
        nodes.append(
          SpendRegion.Node(
            cells: hasChannelNodes ? [] : members, children: hasChannelNodes ? members : [],
            lower: group.minimum?.money(of: budget) ?? 0,
            upper: group.maximum?.money(of: budget) ?? .infinity))
      }
      let free = members[members.count - 1]
      nodes.append(
        SpendRegion.Node(
          cells: hasChannelNodes ? [] : free, children: (hasChannelNodes ? free : []) + groupNodes,
          lower: budget, upper: budget))
      return SpendRegion(lower: lower, upper: upper, nodes: nodes)
    }

    /// Why there is no such budget: the node whose limits its cells cannot meet, at the budget that
    /// comes nearest.
    var contradiction: BudgetError {
      let region = region(budget: likeliestBudget)
      let reaches = region.reaches
      func margin(_ node: Int) -> Double {
        min(reaches[node].most, region.nodes[node].upper)
          - max(reaches[node].least, region.nodes[node].lower)
      }
      let worst = nodeNames.indices.min { margin($0) < margin($1) } ?? 0
      let node = region.nodes[worst]
      return .impossibleLimits(
        of: nodeNames[worst], wanted: node.lower...max(node.lower, node.upper),
        possible: reaches[worst].least...max(reaches[worst].least, reaches[worst].most))
    }

    /// The budgets that some plan adds up to.
    ///
    /// Limits that are shares of the budget make the region depend on it. Every limit's margin is a
    /// concave function of the budget, and so is the smallest of them: the budgets at which it is not
    /// negative are an interval around its top.
    var feasibleBudgets: ClosedRange<Double>? {
      let total = upper.reduce(0, +)
      guard problem.groups.contains(where: \.dependsOnBudget) else {
        return region(budget: 0).range
      }
      let top = likeliestBudget
      let tolerance = SpendRegion.rounding * total
      guard margin(top) >= -tolerance else { return nil }
      return edge(from: top, to: 0, tolerance)...edge(from: top, to: total, tolerance)
    }

    /// The budget at which the tightest limit leaves the most room.
    private var likeliestBudget: Double {
      var (low, high) = (0.0, upper.reduce(0, +))
      for _ in 0..<200 {
        let third = (high - low) / 3
        if margin(low + third) < margin(high - third) { low += third } else { high -= third }
      }
      return low + (high - low) / 2
    }

    /// How much room the tightest limit leaves at a budget; negative where it cannot be met.
    private func margin(_ budget: Double) -> Double {
      let region = region(budget: budget)
      return zip(region.nodes, region.reaches).reduce(.infinity) { margin, node in
        let (node, reach) = node
        return min(margin, min(reach.most, node.upper) - max(reach.least, node.lower))
      }
    }

    /// The last budget on the way from a feasible one that is feasible.
    private func edge(from inside: Double, to outside: Double, _ tolerance: Double) -> Double {
      guard margin(outside) < -tolerance else { return outside }
      var (inside, outside) = (inside, outside)
      for _ in 0..<100 {
        let middle = inside + (outside - inside) / 2
        if margin(middle) >= -tolerance { inside = middle } else { outside = middle }
      }
      return inside
    }
  }
}

extension BudgetProblem.Amount {
  /// The amount in money.
  fileprivate func money(of budget: Double) -> Double {
    switch self {
    case .money(let money): money
    case .share(let share): share * budget
    }
  }

  fileprivate var dependsOnBudget: Bool {
    if case .share = self { true } else { false }
  }
}

extension BudgetProblem.Group {
  fileprivate var dependsOnBudget: Bool {
    minimum?.dependsOnBudget == true || maximum?.dependsOnBudget == true
  }
}
