public import MediaMix

/// What `lmmm optimize --json` prints. A number that is not finite becomes null.
public struct OptimizationDocument: Sendable, Encodable {
  private struct Channel: Encodable, Sendable {
    let name: String
    let media: JSONNumber
    let spend: JSONNumber
    let previousSpend: JSONNumber
    let lower: JSONNumber
    let upper: JSONNumber
    let marginalReturn: JSONNumber
    /// Nil, and so left out, without the posterior.
    let bestSpend: DistributionDocument?

    private enum CodingKeys: String, CodingKey {
      case name, media, spend, lower, upper
      case previousSpend = "previous_spend"
      case marginalReturn = "marginal_return"
      case bestSpend = "best_spend"
    }
  }

  private struct Cell: Encodable, Sendable {
    let channel: String
    /// Nil, and so left out, where geos are not decided on; so with periods.
    let geo: String?
    let period: Int?
    let spend: JSONNumber
    let previousSpend: JSONNumber
    let lower: JSONNumber
    let upper: JSONNumber
    let marginalReturn: JSONNumber
    let activeBound: String?

    private enum CodingKeys: String, CodingKey {
      case channel, geo, period, spend, lower, upper
      case previousSpend = "previous_spend"
      case marginalReturn = "marginal_return"
      case activeBound = "active_bound"
    }
  }

  private struct Group: Encodable, Sendable {
    let name: String
    let spend: JSONNumber
    let lower: JSONNumber
    let upper: JSONNumber?
    let activeLimit: String?
    let multiplier: JSONNumber

    private enum CodingKeys: String, CodingKey {
      case name, spend, lower, upper, multiplier
      case activeLimit = "active_limit"
    }
  }

  private struct Certificate: Encodable, Sendable {
    let multiplier: JSONNumber
    let residual: JSONNumber
    let iterations: Int
    let evaluations: Int
  }

  private struct Posterior: Encodable, Sendable {
    let kpi: DistributionDocument
    let gain: DistributionDocument
    let probabilityOfImprovement: JSONNumber
    let regret: DistributionDocument
    let draws: Int

    private enum CodingKeys: String, CodingKey {
      case kpi, gain, regret, draws
      case probabilityOfImprovement = "probability_of_improvement"
    }
  }

  private let channels: [Channel]
  /// Nil, and so left out, where channels are the cells; so with groups.
  private let cells: [Cell]?
  private let groups: [Group]?
  private let kpi: JSONNumber
  private let kpiPrevious: JSONNumber
  private let budget: JSONNumber
  private let roi: JSONNumber?
  private let periods: Int
  private let converged: Bool
  private let certificate: Certificate
  private let posterior: Posterior?

  private enum CodingKeys: String, CodingKey {
    case channels, cells, groups, kpi, budget, roi, periods, converged, certificate, posterior
    case kpiPrevious = "kpi_previous"
  }

  /// The document of a plan, and of what the posterior says of it if that was asked for.
  public init(_ plan: BudgetPlan, uncertainty: PlanUncertainty? = nil) {
    channels = plan.channels.enumerated().map { index, channel in
      Channel(
        name: channel.name, media: JSONNumber(channel.media), spend: JSONNumber(channel.spend),
        previousSpend: JSONNumber(channel.previousSpend), lower: JSONNumber(channel.lower),
        upper: JSONNumber(channel.upper), marginalReturn: JSONNumber(channel.marginalReturn),
        bestSpend: uncertainty.map { DistributionDocument($0.channels[index].bestSpend) })
    }
    cells = plan.problem.granularity == .channel ? nil : plan.cells.map(Self.cell)
    groups = plan.groups.isEmpty ? nil : plan.groups.map(Self.group)
    kpi = JSONNumber(plan.kpi)
    kpiPrevious = JSONNumber(plan.previousKPI)
    budget = JSONNumber(plan.budget)
    roi = plan.returnOnInvestment.map(JSONNumber.init)
    periods = plan.problem.periods
    converged = plan.certificate.converged
    certificate = Certificate(
      multiplier: JSONNumber(plan.certificate.multiplier),
      residual: JSONNumber(plan.certificate.residual), iterations: plan.certificate.iterations,
      evaluations: plan.certificate.evaluations)
    posterior = uncertainty.map {
      Posterior(
        kpi: DistributionDocument($0.kpi), gain: DistributionDocument($0.gain),
        probabilityOfImprovement: JSONNumber($0.probabilityOfImprovement),
        regret: DistributionDocument($0.regret), draws: $0.drawCount)
    }
  }

  private static func cell(_ cell: BudgetPlan.Cell) -> Cell {
    Cell(
      channel: cell.channel, geo: cell.geo, period: cell.period, spend: JSONNumber(cell.spend),
      previousSpend: JSONNumber(cell.previousSpend), lower: JSONNumber(cell.lower),
      upper: JSONNumber(cell.upper), marginalReturn: JSONNumber(cell.marginalReturn),
      activeBound: cell.activeBound?.rawValue)
  }

  private static func group(_ group: BudgetPlan.Group) -> Group {
    Group(
      name: group.name, spend: JSONNumber(group.spend), lower: JSONNumber(group.lower),
      upper: group.upper.map(JSONNumber.init), activeLimit: group.activeLimit?.rawValue,
      multiplier: JSONNumber(group.multiplier))
  }
}
