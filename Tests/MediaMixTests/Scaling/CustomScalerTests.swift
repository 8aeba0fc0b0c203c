import MediaMix
import Testing

@Suite("Custom scalers")
struct CustomScalerTests {
  private static let mean = CustomScaler.Factor.operation { $0.reduce(0, +) / Double($0.count) }
  private static let median = CustomScaler.Factor.operation { series in
    let sorted = series.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
  /// The scalers of the fixture by its labels.
  private static let scalers: [String: CustomScaler] = [
    "divide by mean": CustomScaler(divideBy: mean),
    "divide by max, times .15": CustomScaler(
      divideBy: .operation { $0.max() ?? 0 }, multiplyBy: .number(0.15)),
    "times median, over 4": CustomScaler(divideBy: .number(4), multiplyBy: median),
    "divide by a vector": CustomScaler(divideBy: .columns([1, 2, 3])),
  ]

  @Test("The reference's scalers to 1e-9")
  func fixture() throws {
    let cases = try #require(try ReferenceFixture.load("preprocessing")["scalers"]?.arrayValue)
    #expect(cases.count == 4)
    for example in cases {
      let label = try #require(example["label"]?.stringValue)
      var scaler = try #require(Self.scalers[label], "\(label)")
      let data = try #require(example["data"]).panel
      let transformed = try scaler.fitTransform(data)
      let back = try scaler.inverseTransform(transformed)
      for (ours, key) in [
        (try #require(scaler.divisors), "divide_by"),
        (try #require(scaler.multipliers), "multiply_by"), (transformed.values, "transformed"),
        (back.values, "inverse"),
      ] {
        #expect(relativeError(ours, try #require(example[key]).numbers) < 1e-9, "\(label): \(key)")
      }
    }
  }

  /// `[time, column, geo]`: 2 · 2 · 3.
  private let panel = Panel(
    timeCount: 2, columnCount: 2, geoCount: 3, values: [1, 2, 3, 4, 5, 6, 3, 4, 5, 6, 7, 8])

  @Test("Columns and geos each by their own number")
  func geos() throws {
    var byColumn = CustomScaler(divideBy: .columns([2, 4]))
    #expect(
      try byColumn.fitTransform(panel).values
        == [0.5, 1, 1.5, 1, 1.25, 1.5, 1.5, 2, 2.5, 1.5, 1.75, 2])
    var each = CustomScaler(
      divideBy: .columnsAndGeos([[1, 2, 4], [8, 16, 32]]), multiplyBy: .number(64))
    #expect(
      try each.fitTransform(panel).values
        == [64, 64, 48, 32, 20, 12, 192, 128, 80, 48, 28, 16])
    var mean = CustomScaler(divideBy: Self.mean)
    try mean.fit(panel)
    #expect(mean.divisors == [2, 3, 4, 5, 6, 7])
    #expect(mean.multipliers == [1, 1, 1, 1, 1, 1])
  }

  @Test("New data are scaled by what was fitted, also of another length")
  func newData() throws {
    var scaler = CustomScaler(divideBy: Self.mean)
    try scaler.fit(Panel(timeCount: 2, columnCount: 2, values: [1, 10, 3, 30]))
    let new = Panel(timeCount: 1, columnCount: 2, values: [4, 5])
    #expect(try scaler.transform(new).values == [2, 0.25])
    #expect(try scaler.inverseTransform(scaler.transform(new)) == new)
    // A second fit replaces the first.
    try scaler.fit(new)
    #expect(scaler.divisors == [4, 5])
  }

  @Test("A scaler that is not fitted says so, whatever it is made of")
  func unfitted() {
    for scaler in [
      CustomScaler(), CustomScaler(divideBy: .columns([1, 2])), CustomScaler(multiplyBy: Self.mean),
    ] {
      #expect(throws: CustomScalerError.notFitted) { try scaler.transform(panel) }
      #expect(throws: CustomScalerError.notFitted) { try scaler.inverseTransform(panel) }
      #expect(scaler.divisors == nil && scaler.multipliers == nil)
    }
    #expect("\(CustomScalerError.notFitted)".contains("call fit or fitTransform"))
  }

  @Test("Other shapes are errors")
  func shapes() throws {
    var scaler = CustomScaler()
    try scaler.fit(panel)
    let other = Panel(timeCount: 2, columnCount: 3, geoCount: 2, values: panel.values)
    let error = CustomScalerError.otherShape(columns: 3, geos: 2, fittedColumns: 2, fittedGeos: 3)
    #expect(throws: error) { try scaler.transform(other) }
    #expect(throws: error) { try scaler.inverseTransform(other) }
    for (factor, expected) in [
      (
        CustomScaler.Factor.columns([1, 2, 3]),
        CustomScalerError.wrongCount(.multiplier, count: 3, expected: 2, isPerGeo: false)
      ),
      (
        .columnsAndGeos([[1, 2, 3]]),
        .wrongCount(.multiplier, count: 1, expected: 2, isPerGeo: false)
      ),
      (
        .columnsAndGeos([[1, 2, 3], [1, 2]]),
        .wrongCount(.multiplier, count: 2, expected: 3, isPerGeo: true)
      ),
    ] {
      var unfit = CustomScaler(multiplyBy: factor)
      #expect(throws: expected) { try unfit.fit(panel) }
      #expect(throws: CustomScalerError.notFitted) { try unfit.transform(panel) }
    }
  }

  @Test("Numbers that could not be undone are errors, and leave the scaler as it was")
  func unusable() throws {
    for value in [0, .infinity, Double.leastNonzeroMagnitude] {
      var scaler = CustomScaler(divideBy: .columns([1, value]))
      #expect(throws: CustomScalerError.unusable(.divisor, value: value, column: 1, geo: 0)) {
        try scaler.fit(panel)
      }
    }
    var zero = CustomScaler(multiplyBy: .number(0))
    #expect(throws: CustomScalerError.unusable(.multiplier, value: 0, column: 0, geo: 0)) {
      try zero.fit(panel)
    }
    var mean = CustomScaler(divideBy: Self.mean)
    try mean.fit(panel)
    var silent = panel
    for time in 0..<2 { silent[time, 1, 2] = 0 }
    #expect(throws: CustomScalerError.unusable(.divisor, value: 0, column: 1, geo: 2)) {
      try mean.fit(silent)
    }
    #expect(mean.divisors == [2, 3, 4, 5, 6, 7])
  }
}
