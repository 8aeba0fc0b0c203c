import MediaMixReport
import Testing

@Suite("Headings of plots")
struct PlotHeadingsTests {
  private let long = (1...12).map {
    "coef_media[paid_social_\($0)_prospecting_and_retargeting_audience]"
  }

  @Test("Names that look alike when shortened are numbered, others are not")
  func numbers() {
    let headings = PlotHeadings(["intercept"] + long + [""], width: 150)
    #expect(headings.numbered == long)
    #expect(headings.texts.first == "intercept" && headings.texts.last == "")
    let drawn = headings.texts.map { TextMetrics.shortened($0, to: 150, .heading) }
    #expect(Set(drawn).count == 14)
    #expect(drawn[12].hasPrefix("12  "))
  }

  @Test("Names that have room are as they are, also where one stands twice")
  func room() {
    let cases: [(names: [String], width: Double)] = [
      (long, 2000), (["tv", "tv", ""], 200), ([], 9),
    ]
    for (names, width) in cases {
      let headings = PlotHeadings(names, width: width)
      #expect(headings.texts == names)
      #expect(headings.numbered.isEmpty)
    }
  }
}
