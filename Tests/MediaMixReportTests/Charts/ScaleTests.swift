import MediaMix
import MediaMixReport
import Testing

@Suite("Scales and ticks")
struct ScaleTests {
  @Test("Linear ticks are round, evenly spaced, inside, and as many as wished for")
  func linear() {
    var checked = 0
    for low in [-1e9, -7.3, -0.004, 0, 1e-7, 3.3, 999_999] {
      for width in [1e-3, 0.0371, 1, 9.99, 12_345, 4e8] {
        for count in 5...10 {
          let scale = NumericScale(
            domain: low...(low + width), spacing: .linear, from: 0, to: 100)
          let ticks = scale.ticks(atMost: count)
          #expect((2...count).contains(ticks.count), "\(low), \(width), \(count)")
          #expect(ticks.allSatisfy(scale.domain.contains))
          let step = ticks[1] - ticks[0]
          #expect(
            zip(ticks, ticks.dropFirst()).allSatisfy { abs($1 - $0 - step) < 1e-6 * step + 1e-6 })
          checked += 1
        }
      }
    }
    #expect(checked == 252)
    let tenths = NumericScale(domain: 0...0.35, spacing: .linear, from: 0, to: 1)
    #expect(tenths.ticks(atMost: 5) == [0, 0.1, 0.2, 0.3])
    #expect(tenths.ticks(atMost: 9) == [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35])
  }

  @Test("Logarithmic ticks are powers of ten, with 2 and 5 where there is room")
  func logarithmic() {
    let scale = NumericScale(domain: 0.004...3000, spacing: .logarithmic, from: 0, to: 100)
    #expect(scale.ticks(atMost: 8) == [0.01, 0.1, 1, 10, 100, 1000])
    #expect(scale.ticks(atMost: 4) == [0.01, 1, 100])
    let short = NumericScale(domain: 0.9...30, spacing: .logarithmic, from: 0, to: 100)
    #expect(short.ticks(atMost: 8) == [1, 2, 5, 10, 20])
  }

  @Test("Positions: ends, middles, and what lies outside")
  func positions() {
    let linear = NumericScale(domain: 0...10, spacing: .linear, from: 200, to: 100)
    #expect(linear.position(of: 0) == 200)
    #expect(linear.position(of: 10) == 100)
    #expect(linear.position(of: 2.5) == 175)
    #expect(linear.position(of: .infinity) == 0)
    #expect(linear.position(of: -1e300) == 300)
    #expect(linear.position(of: .nan).isNaN)
    let log = NumericScale(domain: 0.01...100, spacing: .logarithmic, from: 0, to: 80)
    #expect(abs(log.position(of: 1) - 40) < 1e-9)
    #expect(log.position(of: 0) == -80)
  }

  @Test(
    "Time ticks follow the span",
    arguments: [
      (10, ["4 Jan", "5 Jan", "6 Jan"]), (60, ["4 Jan", "11 Jan", "18 Jan"]),
      (300, ["Feb", "Mar", "Apr"]), (1000, ["Apr", "Jul", "Oct"]), (2500, ["Jul", "Jan", "Jul"]),
      (4000, ["2022", "2023", "2024"]), (12_000, ["2025", "2030", "2035"]),
    ])
  func time(days: Int, labels: [String]) throws {
    let first = try #require(CalendarDate(year: 2021, month: 1, day: 4))
    let scale = TimeScale(first: first, last: first.adding(days: days), from: 0, to: 800)
    #expect(scale.ticks.prefix(3).map(\.label) == labels)
    #expect(scale.ticks.allSatisfy { (first...first.adding(days: days)).contains($0.date) })
  }

  @Test("A narrow time axis has few ticks, an absurd one at least one")
  func narrow() throws {
    let first = try #require(CalendarDate(year: 2021, month: 1, day: 4))
    let scale = TimeScale(first: first, last: first.adding(days: 1000), from: 0, to: 130)
    #expect(scale.ticks.map(\.label) == ["2022", "2023"])
    for days in [0, 1, 3_000_000] {
      let scale = TimeScale(first: first, last: first.adding(days: days), from: 0, to: 5)
      #expect(!scale.ticks.isEmpty)
    }
  }

  @Test("Tails and far cores are cut, what was observed is not")
  func domains() {
    let heavy = AxisDomain(shown: [10, 20], core: [5, 30], tails: [-1e9, 1e9]).range
    #expect(heavy.lowerBound > -100 && heavy.upperBound < 200)
    #expect(heavy.contains(10) && heavy.contains(30))
    let absurd = AxisDomain(shown: [10, 20], core: [0, 1e9], tails: []).range
    #expect(absurd.upperBound < 300)
    let plain = AxisDomain(shown: [10, 20], core: [12, 18], tails: [8, 40]).range
    #expect(plain.contains(40) && plain.lowerBound == 0)
    #expect(AxisDomain(core: [.nan], tails: [.infinity]).range.contains(0.5))
    #expect(AxisDomain(core: [5], tails: [5]).range == 4.5...5.5)
  }

  @Test("Logarithmic from three powers of ten, and for positive numbers only")
  func spacing() {
    #expect(AxisDomain.spacing(for: [0.01, 11, .nan, 0]) == .logarithmic)
    #expect(AxisDomain.spacing(for: [0.01, 9]) == .linear)
    #expect(AxisDomain.spacing(for: [-1, 0.01, 1e5]) == .linear)
    #expect(AxisDomain.spacing(for: []) == .linear)
  }

  @Test(
    "Numbers in human units",
    arguments: [
      (0, "0"), (1_234_567, "1.23M"), (999_999, "1M"), (12_345, "12.3k"), (1234, "1234"),
      (1000, "1000"),
      (0.004, "0.004"), (-25e9, "−25B"), (3e-5, "3e-5"), (2e20, "2e20"), (.nan, "–"),
    ])
  func human(value: Double, text: String) {
    #expect(HumanNumber.plain.text(value) == text)
  }

  @Test("Labels of an axis share a unit and its decimals")
  func labels() {
    let plain = HumanNumber.plain
    #expect(plain.labels([-5e5, 0, 5e5, 1e6], spacing: .linear) == ["−0.5M", "0", "0.5M", "1.0M"])
    #expect(plain.labels([0.002, 0.004], spacing: .linear) == ["0.002", "0.004"])
    #expect(plain.labels([0.01, 1, 1e5], spacing: .logarithmic) == ["0.01", "1", "100k"])
    #expect(plain.labels([1e6, 1_000_002], spacing: .linear) == ["1000000", "1000002"])
    #expect(HumanNumber.percent.labels([0, 0.35], spacing: .linear) == ["0 %", "35 %"])
  }

  @Test("Text is shortened and broken to its measured width")
  func text() {
    let name = "paid_social_prospecting"
    let short = TextMetrics.shortened(name, to: 90, .label)
    #expect(short.hasPrefix("paid_") && short.hasSuffix("ng") && short.contains("…"))
    #expect(TextMetrics.width(short, .label) <= 90)
    #expect(TextMetrics.shortened(name, to: 400, .label) == name)
    #expect(TextMetrics.shortened(name, to: 1, .label).isEmpty)
    let lines = TextMetrics.lines(
      of: String(repeating: "word ", count: 50), width: 100, .note, atMost: 3)
    #expect(lines.count == 3 && lines[2].hasSuffix("…"))
    #expect(lines.allSatisfy { TextMetrics.width($0, .note) <= 100 })
  }
}
