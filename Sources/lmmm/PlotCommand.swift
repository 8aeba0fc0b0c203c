import ArgumentParser
import MediaMix

/// `lmmm plot`: finds out which chart is wanted, and leaves the rest to the command that draws it, so
/// that each chart has options of its own and refuses those of others.
struct PlotCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draw one chart as SVG.",
    usage: """
      lmmm plot <model.zarr> <kind> --output <file.svg> [--data <file.csv>] [<options of the kind>]
      lmmm plot <kind> --help
      """,
    discussion: """
      Kinds: \(ChartKind.list).

      With --data the numbers behind the picture are written too, one observation per row. There \
      chains and draws count from 0, as in the files of `lmmm export` and in ArviZ; pictures count \
      them from 1.

      What priors imply is drawn by `lmmm prior --plot`, comparisons of transforms by `lmmm compare \
      --plot` and windows of a backtest by `lmmm backtest --plot`: they need no saved model.
      """)

  @Argument(parsing: .captureForPassthrough, help: .hidden)
  var arguments: [String] = []

  func validate() throws {
    guard let kind = ChartKind(among: arguments) else {
      if !Set(["-h", "--help"]).isDisjoint(with: arguments) { throw CleanExit.helpRequest(self) }
      throw ValidationError(ChartKind.complaint(of: arguments))
    }
    for option in Self.optionNames(in: arguments) where !kind.takes(option) {
      let others = ChartKind.allCases.filter { $0.takes(option) }.map(\.rawValue)
      guard others.isEmpty else {
        throw ValidationError(
          "\(option) is not for \(kind.rawValue); it is for \(others.joined(separator: ", "))")
      }
    }
  }

  func run() async throws {
    guard let kind = ChartKind(among: arguments) else { return }
    // That of the kind, or one that prints its help.
    var command = try kind.command.parseAsRoot(arguments)
    if var command = command as? any AsyncParsableCommand {
      try await command.run()
    } else {
      try command.run()
    }
  }

  private static func optionNames(in arguments: [String]) -> [String] {
    arguments.prefix { $0 != "--" }.filter { $0.hasPrefix("--") }.map {
      String($0.prefix { $0 != "=" })
    }
  }
}

/// The charts of a saved model.
enum ChartKind: String, CaseIterable, ExpressibleByArgument {
  case budgetComparison = "budget-comparison"
  case channelPosteriors = "channel-posteriors"
  case contributionArea = "contribution-area"
  case contributionBars = "contribution-bars"
  case correlations
  case crossCorrelation = "cross-correlation"
  case decay
  case energy
  case modelFit = "model-fit"
  case outOfSampleFit = "out-of-sample-fit"
  case pairs
  case priorPosterior = "prior-posterior"
  case rank
  case responseCurves = "response-curves"
  case roiBars = "roi-bars"
  case trace
  case variationCost = "variation-cost"

  /// The command that draws it.
  var command: any AsyncParsableCommand.Type {
    switch self {
    case .budgetComparison: DrawCommand<BudgetComparisonRequest>.self
    case .channelPosteriors: DrawCommand<ChannelPosteriorsRequest>.self
    case .contributionArea: DrawCommand<ContributionAreaRequest>.self
    case .contributionBars: DrawCommand<ContributionBarsRequest>.self
    case .correlations: DrawCommand<CorrelationsRequest>.self
    case .crossCorrelation: DrawCommand<CrossCorrelationRequest>.self
    case .decay: DrawCommand<DecayRequest>.self
    case .energy: DrawCommand<EnergyRequest>.self
    case .modelFit: DrawCommand<ModelFitRequest>.self
    case .outOfSampleFit: DrawCommand<OutOfSampleFitRequest>.self
    case .pairs: DrawCommand<PairsRequest>.self
    case .priorPosterior: DrawCommand<PriorPosteriorRequest>.self
    case .rank: DrawCommand<RankRequest>.self
    case .responseCurves: DrawCommand<ResponseCurvesRequest>.self
    case .roiBars: DrawCommand<ReturnBarsRequest>.self
    case .trace: DrawCommand<TraceRequest>.self
    case .variationCost: DrawCommand<VariationCostRequest>.self
    }
  }
}

extension ChartKind {
  /// The first word after the model's that names a kind, for a model may be called like one; a word
  /// that stands where the value of an option might only if there is no other.
  init?(among arguments: [String]) {
    let words = Self.words(in: arguments)
    let kinds = words.dropFirst() + words.prefix(1) + arguments
    guard let kind = kinds.lazy.compactMap(ChartKind.init(rawValue:)).first else { return nil }
    self = kind
  }

  /// Words that cannot be the value of an option.
  private static func words(in arguments: [String]) -> [String] {
    zip([""] + arguments, arguments).filter { !$0.hasPrefix("-") && !$1.hasPrefix("-") }.map(\.1)
  }

  /// What to say of arguments that name no kind.
  static func complaint(of arguments: [String]) -> String {
    let words = words(in: arguments)
    guard words.count > 1 else { return "name a saved model and what to draw: \(list)" }
    let suggestion = NearestName.suggestion(for: words[1], in: allCases.map(\.rawValue))
    return "there is no chart \(words[1].debugDescription)"
      + "\(suggestion.isEmpty ? "." : suggestion) There are \(list)"
  }

  static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }

  /// Whether an option, "--log" say, is one of the kind's.
  func takes(_ option: String) -> Bool {
    // The first line about an option begins with its name.
    command.helpMessage(columns: 1000).split(separator: "\n").contains { line in
      line.hasPrefix("  \(option) ") || line == "  \(option)" || line.hasSuffix(", \(option)")
        || line.contains(", \(option) ")
    }
  }
}
