import MediaMixReport
import Testing

@Suite("Numbers and tables in text")
struct NumberFormatTests {
  @Test(
    "Significant digits",
    arguments: [
      (1234567.0, "1234567"), (123.456, "123.5"), (0.0123456, "0.01235"), (0, "0.000"),
      (-2.5, "-2.500"), (9.9996, "10.000"), (1e-7, "1.000e-7"), (1.5e20, "1.500e20"),
      (1e-300, "1.000e-300"), (-9.99996e20, "-1.000e21"), (1.7e308, "1.700e308"),
      (.leastNonzeroMagnitude, "4.941e-324"), (.nan, "–"), (.infinity, "∞"), (-.infinity, "−∞"),
    ])
  func significant(value: Double, text: String) {
    #expect(NumberFormat.significant(value) == text)
  }

  @Test(
    "Fixed decimals",
    arguments: [
      (1.375, 2, "1.38"), (0.996, 2, "1.00"), (-0.001, 2, "0.00"), (12, 0, "12"),
      (1e300, 1, "1.000e300"), (.infinity, 3, "∞"), (.nan, 0, "–"),
    ])
  func fixed(value: Double, decimals: Int, text: String) {
    #expect(NumberFormat.fixed(value, decimals: decimals) == text)
  }

  @Test("Percentages")
  func percent() {
    #expect(NumberFormat.percent(0.1234) == "12.3 %")
    #expect(NumberFormat.percent(-0.05) == "-5.0 %")
    #expect(NumberFormat.percent(.nan) == "–")
  }

  @Test("A row has as many decimals as its spread gives a meaning to")
  func aligned() {
    #expect(
      NumberFormat.aligned([0.76764, -0.5, 12], spread: 0.0646) == ["0.768", "-0.500", "12.000"])
    #expect(NumberFormat.aligned([5.552, 11.35], spread: 10.77, digits: 3) == ["5.6", "11.4"])
    #expect(NumberFormat.aligned([123456, 7], spread: 900) == ["123456", "7"])
    #expect(NumberFormat.aligned([1, .nan], spread: 0) == ["1.000", "–"])
    #expect(NumberFormat.aligned([.nan, .infinity], spread: .nan) == ["–", "∞"])
    #expect(NumberFormat.aligned([1e-20], spread: 1e-21) == ["1.000e-20"])
  }

  @Test(
    "Durations",
    arguments: [
      (0, "0.0 s"), (0.44, "0.4 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.4, "59 s"),
      (59.6, "1 min 0 s"), (250, "4 min 10 s"), (7500, "2 h 5 min"), (.nan, "–"),
    ])
  func duration(seconds: Double, text: String) {
    #expect(NumberFormat.duration(seconds) == text)
  }

  @Test("Titles above groups of columns, wider than them or not")
  func groups() {
    var table = TextTable(
      ["a", "b", "c", "d"],
      groups: [TextTable.Group("long title", columns: 1), TextTable.Group("x", columns: 2)])
    table.add(["1", "2", "3", "44"])
    #expect(
      table.text == """
             long title    x
        a             b    c   d
        1             2    3  44

        """)
  }

  @Test("Columns line up whatever the script")
  func table() {
    var table = TextTable(["channel", "ROI"])
    table.add(["Zürich 🎯", "1.5"])
    table.add(["テレビ", "2.25"])
    table.add(["tv", "12.25"])
    #expect(
      table.text == """
        channel      ROI
        Zürich 🎯    1.5
        テレビ      2.25
        tv         12.25

        """)
  }
}
