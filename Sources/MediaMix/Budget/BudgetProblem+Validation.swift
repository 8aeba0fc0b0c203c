extension BudgetProblem {
  /// Throws for what does not fit the data or makes no sense by itself.
  func validate(_ dataset: Dataset) throws(BudgetError) {
    let known = dataset.channels
    try Self.require(
      periods >= 1 && periods <= Self.mostPeriods, "periods", "\(periods)",
      "from 1 to \(Self.mostPeriods)")
    try Self.requireAmount(lower, "lower")
    try Self.requireAmount(upper, "upper")
    try Self.requireAmount(riskAversion, "risk aversion")
    if let largestPeriod {
      try Self.require(
        largestPeriod > 0 && largestPeriod.isFinite, "largest period",
        "\(largestPeriod)", "positive")
    }
    try validateGoal()
    for (name, price) in prices.sorted(by: { $0.key < $1.key }) {
      try Self.require(name, in: known, option: "prices")
      try Self.require(
        price >= 1 / Self.mostMoney && price <= Self.mostMoney, "price of \(name)", "\(price)",
        "positive, and at most \(Self.mostMoney)")
    }
    for (name, shares) in geoShares.sorted(by: { $0.key < $1.key }) {
      try Self.require(name, in: known, option: "geo shares")
      let isUsable =
        shares.count == dataset.media.geoCount && shares.allSatisfy { $0 >= 0 && $0.isFinite }
        && shares.reduce(0, +) > 0
      try Self.require(
        isUsable, "geo shares of \(name)", "\(shares)",
        "one number ≥ 0 for each of \(dataset.media.geoCount) geos, not all of them 0")
    }
    for (name, limits) in limits.sorted(by: { $0.key < $1.key }) {
      try Self.require(name, in: known, option: "bounds")
      for bound in [limits.lower, limits.upper].compactMap({ $0 }) {
        switch bound {
        case .change(let number), .money(let number):
          try Self.requireAmount(number, "bound of \(name)")
        }
      }
    }
    try validateGroups(known)
    try validatePanels(dataset)
  }

  /// A century of days.
  private static let mostPeriods = 36_525

  private func validateGoal() throws(BudgetError) {
    switch goal {
    case .kpi, .returnOnInvestment:
      try Self.require(
        riskAversion == 0, "risk aversion", "\(riskAversion)",
        "0 where a KPI or a return is aimed at, both of which are expected values")
    case .historicBudget, .budget: break
    }
    switch goal {
    case .historicBudget: return
    case .budget(let money):
      try Self.requireAmount(money, "budget")
    case .kpi(let number):
      try Self.require(number.isFinite, "target KPI", "\(number)", "a finite number")
    case .returnOnInvestment(let number):
      try Self.require(
        number.isFinite && number > 0, "target return on investment", "\(number)", "positive")
    }
  }

  private func validateGroups(_ known: [String]) throws(BudgetError) {
    var owner: [String: String] = [:]
    var names: Set<String> = []
    for group in groups {
      try Self.require(
        names.insert(group.name).inserted, "the name of a group", group.name, "that of one alone")
      try Self.require(
        !group.channels.isEmpty, "group \(group.name)", "empty", "one channel or more")
      try Self.require(
        Set(group.channels).count == group.channels.count, "group \(group.name)",
        group.channels.joined(separator: ", "), "a list in which no channel is twice")
      if case .money(let least) = group.minimum, case .money(let most) = group.maximum {
        try Self.require(
          least <= most, "the minimum of group \(group.name)", "\(least)",
          "at most its maximum, \(most)")
      }
      for channel in group.channels {
        try Self.require(channel, in: known, option: "group \(group.name)")
        if let other = owner[channel] {
          throw .sharedChannel(channel, groups: [other, group.name])
        }
        owner[channel] = group.name
      }
      for amount in [group.minimum, group.maximum].compactMap({ $0 }) {
        switch amount {
        case .money(let money): try Self.requireAmount(money, "limit of group \(group.name)")
        case .share(let share):
          try Self.require(
            (0...1).contains(share), "share of group \(group.name)", "\(share)",
            "from 0 to 1 (0 % to 100 %)")
        }
      }
    }
  }

  private func validatePanels(_ dataset: Dataset) throws(BudgetError) {
    let geos = dataset.media.geoCount
    if let features {
      let expected = [periods, dataset.featureNames.count, geos]
      try Self.require(features, "features", expected)
    }
    if let gap {
      try Self.require(gap, "gap", [gap.timeCount, dataset.channels.count, geos])
      try Self.require(
        gap.values.allSatisfy { $0 >= 0 }, "gap", "below 0 somewhere",
        "media of 0 or more")
    }
  }

  private static func require(
    _ panel: Panel, _ option: String, _ expected: [Int]
  ) throws(BudgetError) {
    let found = [panel.timeCount, panel.columnCount, panel.geoCount]
    guard found == expected else {
      throw .shape(option: option, found: found, expected: expected)
    }
    try require(
      panel.values.allSatisfy(\.isFinite), option, "not finite somewhere",
      "finite numbers throughout")
  }

  private static func requireAmount(_ number: Double, _ option: String) throws(BudgetError) {
    try require(number >= 0 && number <= mostMoney, option, "\(number)", "from 0 to \(mostMoney)")
  }

  /// Amounts beyond this are mistakes, and their squares must remain numbers.
  private static let mostMoney = 1e60

  private static func require(
    _ holds: Bool, _ option: String, _ value: String, _ needs: String
  ) throws(BudgetError) {
    guard holds else { throw .invalid(option: option, value: value, needs: needs) }
  }

  private static func require(
    _ channel: String, in known: [String], option: String
  ) throws(BudgetError) {
    guard known.contains(channel) else {
      throw .unknownChannel(channel, option: option, known: known)
    }
  }
}
