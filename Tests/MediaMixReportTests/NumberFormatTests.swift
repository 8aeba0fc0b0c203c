import MediaMixReport
import Testing

@Suite("Numbers and tables in text")
struct NumberFormatTests {
  @Test(
    "Significant digits",
    arguments: [
      (1234567.0, "1234567"), (123.456, "123.5"), (0.0123456, "0.01235"), (0, "0.000"),
      (-2.5, "-2.500"), (9.9996, "10.000"), (1e-7, "1.000e-7"), (1.5e20, "1.500e20"),
      (.nan, "–"), (.infinity, "∞"), (-.infinity, "−∞"),
    ])
  func significant(value: Double, text: String) {
    #expect(NumberFormat.significant(value) == text)
  }

  @Test(
    "Fixed decimals",
    arguments: [(1.375, 2, "1.38"), (0.996, 2, "1.00"), (-0.001, 2, "0.00"), (12, 0, "12")])
  func fixed(value: Double, decimals: Int, text: String) {
    #expect(NumberFormat.fixed(value, decimals: decimals) == text)
  }

  @Test("Percentages")
  func percent() {
    #expect(NumberFormat.percent(0.1234) == "12.3 %")
    #expect(NumberFormat.percent(-0.05) == "-5.0 %")
    #expect(NumberFormat.percent(.nan) == "–")
  }

  @Test("Columns line up whatever the script")
  func table() {
    var table = TextTable(["channel", "ROI"])
    table.add(["Zürich 🎯", "1.5"])
    table.add(["tv", "12.25"])
    #expect(table.text == "channel     ROI\nZürich 🎯   1.5\ntv        12.25\n")
  }
}
