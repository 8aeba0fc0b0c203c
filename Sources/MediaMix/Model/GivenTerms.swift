internal import MediaMixInference

/// The terms of the mean that are linear in a coefficient, but for the trend and media, at given
/// coefficients: those that are not integrated out, and those that are, at the locations of their
/// priors. Where a coefficient is 0 and stays there, its term is left out.
struct GivenTerms: Sendable {
  /// What a term is multiplied by besides its coefficient.
  enum Kind: Sendable, Hashable {
    /// One geo's alone.
    case own(geo: Int)
    /// Of all geos, times the season's factor of each.
    case season
    /// Of all geos alike.
    case weekday
  }

  /// A coefficient's place among the parameters and what it is multiplied by, `[time]`.
  struct Term: Sendable {
    let scalar: Int
    let kind: Kind
    let values: [Double]
    /// Whether the gradient by the coefficient is wanted.
    let isFree: Bool
  }

  /// Memory of one chain.
  struct Workspace: Sendable {
    /// The season and the weekdays at given coefficients, `[time]`.
    fileprivate var season: [Double]
    fileprivate var weekdays: [Double]
    /// The gradients by the two, `[time]`.
    fileprivate var seasonGradient: [Double]
    fileprivate var weekdayGradient: [Double]
  }

  private let terms: [Term]
  private let timeCount: Int
  private let hasSeason: Bool
  private let hasWeekdays: Bool

  /// `terms` over `timeCount` periods.
  init(_ terms: [Term], timeCount: Int) {
    self.terms = terms
    self.timeCount = timeCount
    hasSeason = terms.contains { $0.kind == .season }
    hasWeekdays = terms.contains { $0.kind == .weekday }
  }

  /// Memory for one chain.
  func makeWorkspace() -> Workspace {
    let zeros = Array(repeating: 0.0, count: timeCount)
    return Workspace(season: zeros, weekdays: zeros, seasonGradient: zeros, weekdayGradient: zeros)
  }

  /// Takes the terms from `residuals`, `[geo][time]`, given the season's factor of each geo.
  func subtract(
    _ parameters: [Double], factor: [Double], from residuals: inout [[Double]],
    workspace: inout Workspace
  ) {
    guard !terms.isEmpty else { return }
    for t in 0..<timeCount {
      workspace.season[t] = 0
      workspace.weekdays[t] = 0
    }
    for term in terms {
      switch term.kind {
      case .own(let geo): residuals[geo].add(-parameters[term.scalar], times: term.values)
      case .season: workspace.season.add(parameters[term.scalar], times: term.values)
      case .weekday: workspace.weekdays.add(parameters[term.scalar], times: term.values)
      }
    }
    guard hasSeason || hasWeekdays else { return }
    for geo in residuals.indices {
      residuals[geo].add(-factor[geo], times: workspace.season)
      residuals[geo].add(-1, times: workspace.weekdays)
    }
  }

  /// Adds the gradients by the coefficients, given that by the mean, `[geo][time]`, to
  /// `parameterGradients`, and those by the season's factors to `factorGradients`, `[geo]`.
  func pullBack(
    _ gradient: [[Double]], factor: [Double], workspace: inout Workspace,
    into parameterGradients: inout [Double], addingTo factorGradients: inout [Double]
  ) {
    guard !terms.isEmpty else { return }
    for t in 0..<timeCount {
      workspace.seasonGradient[t] = 0
      workspace.weekdayGradient[t] = 0
    }
    for geo in gradient.indices where hasSeason || hasWeekdays {
      factorGradients[geo] += gradient[geo].dot(workspace.season)
      workspace.seasonGradient.add(factor[geo], times: gradient[geo])
      workspace.weekdayGradient.add(1, times: gradient[geo])
    }
    for term in terms where term.isFree {
      let derivative =
        switch term.kind {
        case .own(let geo): gradient[geo].dot(term.values)
        case .season: workspace.seasonGradient.dot(term.values)
        case .weekday: workspace.weekdayGradient.dot(term.values)
        }
      parameterGradients[term.scalar] += derivative
    }
  }
}
