import Foundation
import MediaMix
import MediaMixInference
import MediaMixReport
import Testing

/// What is asked of a model that is sound: rows to predict, values to evaluate, plans.
@Suite("Mutated questions to a model")
struct ResultFuzzTests {
  private let folder: FuzzFolder
  private let bytes = ByteMutation(tokens: Tokens.texts + Tokens.numbers + Tokens.dates)
  private let jsonBytes = ByteMutation(tokens: Tokens.json + Tokens.numbers + Tokens.texts)

  init() throws { folder = try FuzzFolder() }

  private func fits() async throws -> [FittedModel] {
    [
      try await Corpus.fit(.adstock, geos: 1), try await Corpus.fit(.hillAdstock, geos: 2),
      try await Corpus.fit(.carryover, geos: 1),
    ]
  }

  @Test("Rows to predict")
  func futures() async throws {
    let fits = try await fits()
    let tables = fits.map {
      [UInt8](Corpus.dataset(geos: $0.model.dataset.target.geoCount).csv().utf8)
    }
    try FuzzLoop(kind: "futures", short: 1500, share: 10).run { random in
      let place = random.below(fits.count)
      var (future, gap) = (tables[place], tables[place])
      if random.chance(2) {
        future = TableMutation.apply(to: future, using: &random)
      } else {
        bytes.apply(to: &future, splicing: tables, using: &random)
      }
      if random.chance(2) { gap = TableMutation.apply(to: gap, using: &random) }
      folder.put(future, "future.csv")
      folder.put(gap, "gap.csv")
      return try outcome(of: future) {
        let fit = fits[place]
        let table = try FutureTable.read(
          csvAt: folder["future.csv"], gapAt: random.chance(4) ? folder["gap.csv"] : nil,
          following: fit)
        let prediction = try fit.predict(table.rows)
        let periods = prediction.periods(noise: random.chance(2), seed: 1)
        try Rules.checkFinite(
          periods.flatMap { [$0.mean, $0.quantiles.median, $0.quantiles.q5, $0.quantiles.q95] },
          "prediction")
        _ = periods.csv() + periods.text + prediction.scoresText(seed: 1)
      }
    }
  }

  @Test("Values to evaluate at")
  func parameters() async throws {
    let models = try await fits().map(\.model)
    let texts = try models.map { model in
      let values = try model.medians()
      var nested: [String: NestedNumbers] = [:]
      for parameter in model.parameters.parameters {
        nested[parameter.name] = NestedNumbers(
          values[parameter.name] ?? [], shape: parameter.shape)
      }
      return [UInt8](try JSONEncoder().encode(nested))
    }
    try FuzzLoop(kind: "parameters", short: 1500, share: 8).run { random in
      let place = random.below(models.count)
      var text = texts[place]
      if random.chance(3) {
        jsonBytes.apply(to: &text, splicing: texts, using: &random)
      } else {
        Self.replaceNumbers(in: &text, using: &random)
      }
      return try outcome(of: text) {
        let values = try JSONDecoder().decode([String: NestedNumbers].self, from: Data(text))
        let evaluation = try models[place].evaluate(at: values.mapValues(\.flat))
        try Rules.checkEvaluation(evaluation, fixed: models[place].fixedScalars)
        try Rules.checkDocument(
          EvaluationDocument(evaluation, parameters: models[place].parameters))
      }
    }
  }

  @Test("Plans and budgets")
  func plans() async throws {
    let fits = try await fits()
    try FuzzLoop(kind: "plans", short: 1500, share: 7).run { random in
      let fit = random.pick(fits)
      let changes = (0...random.below(3)).map { _ in Self.change(of: fit, using: &random) }
      var options = WhatIfOptions(periods: random.chance(9) ? .max : 1 + random.below(20))
      if random.chance(3) { options.plan = .last }
      if random.chance(3) { options.tail = random.chance(9) ? .max : random.below(9) }
      if random.chance(3) { options.prices = ["media_0": Self.number(&random)] }
      options.isIsolated = random.chance(2)
      return try outcome(of: [UInt8]("\(changes) \(options)".utf8)) {
        let result = try fit.whatIf(changes, options)
        for place in result.places {
          try Rules.checkFinite(
            place.kpiDraws + place.differenceDraws + place.lastingDifferenceDraws
              + [place.spendBefore, place.spendAfter], "plan")
          try Rules.checkFinite(
            [place.difference.mean, place.returnOnDifference?.mean ?? 0], "result")
        }
        _ = result.text
        try Rules.checkDocument(WhatIfDocument(result, channels: fit.model.dataset.channels))
      }
    }
  }

  private static func number(_ random: inout SplitMix64) -> Double {
    Double(random.pick(Tokens.numbers)) ?? Double(random.below(1000)) / 100
  }

  private static func change(
    of fit: FittedModel, using random: inout SplitMix64
  ) -> PlanChange {
    let amount: PlanChange.Amount =
      switch random.below(3) {
      case 0: .factor(number(&random))
      case 1: .media(number(&random))
      default: .spend(number(&random))
      }
    var change = PlanChange(channel: random.pick(["media_0", "media_1", "é"]), to: amount)
    if random.chance(3) { change.geos = random.pick([["geo_0"], ["geo_1", "geo_0"], [], ["x"]]) }
    if random.chance(3) { change.periods = random.pick([1...1, 0...3, 2...4, .min ... .max]) }
    return change
  }

  /// Replaces some numbers of a JSON text.
  private static func replaceNumbers(in text: inout [UInt8], using random: inout SplitMix64) {
    let isNumber = Set("0123456789.-e".utf8)
    for _ in 0...random.below(3) {
      let starts = text.indices.filter {
        isNumber.contains(text[$0]) && $0 > 0 && [0x5B, 0x2C, 0x3A].contains(text[$0 - 1])
      }
      guard !starts.isEmpty else { return }
      let start = random.pick(starts)
      let end = text[start...].firstIndex { !isNumber.contains($0) } ?? text.endIndex
      text.replaceSubrange(start..<end, with: random.pick(Tokens.numbers).utf8)
    }
  }

  private func outcome(of input: [UInt8], _ body: () throws -> Void) throws -> Outcome {
    do {
      try body()
      return .accepted
    } catch let finding as Finding {
      throw Finding("\(finding)\n\(String(decoding: input.prefix(4000), as: UTF8.self))")
    } catch is DecodingError {
      return .refused
    } catch {
      try Rules.checkRefusal(error)
      return .refused
    }
  }
}
