import Foundation
import MediaMix
import Testing

@Suite("Calendar dates")
struct CalendarDateTests {
  @Test(
    "Known days",
    arguments: [
      ("1970-01-01", 0, 4), ("2000-02-29", 11_016, 2), ("2024-12-31", 20_088, 2),
      ("1900-03-01", -25_508, 4), ("1600-01-01", -135_140, 6), ("0001-01-01", -719_162, 1),
      ("9999-12-31", 2_932_896, 5),
    ])
  func knownDays(text: String, days: Int, weekday: Int) throws {
    let date = try #require(CalendarDate(iso: text))
    #expect(date.daysSinceEpoch == days)
    #expect(date.weekday == weekday)
    #expect(date.description == text)
  }

  @Test("Every day of 800 years follows the day before")
  func everyDay() throws {
    var date = try #require(CalendarDate(year: 1599, month: 12, day: 31))
    var (year, month, day) = date.components
    for _ in 0..<292_195 {
      let weekday = date.weekday
      date = date.adding(days: 1)
      let lengths = [
        31, year % 400 == 0 || (year % 4 == 0 && year % 100 != 0) ? 29 : 28, 31, 30, 31, 30, 31, 31,
        30, 31, 30, 31,
      ]
      day += 1
      if day > lengths[month - 1] { (month, day) = (month + 1, 1) }
      if month > 12 { (year, month) = (year + 1, 1) }
      guard date.components == (year, month, day), date.weekday == weekday % 7 + 1,
        CalendarDate(year: year, month: month, day: day) == date
      else {
        Issue.record("\(date) should be \(year)-\(month)-\(day)")
        return
      }
    }
    #expect(date.description == "2400-01-01")
  }

  @Test(
    "What is no ISO date is nil",
    arguments: [
      "", "2023-02-29", "2023-13-01", "2023-00-10", "2023-01-00", "2023-1-01", "23-01-01",
      "2023-01-01 ", " 2023-01-01", "2023/01/01", "2023-01-01T00:00:00", "２０２３-01-01", "-023-01-01",
      "1900-02-29", "2023-04-31",
    ])
  func invalid(text: String) {
    #expect(CalendarDate(iso: text) == nil)
  }

  @Test("Dates compare, subtract and survive absurd distances")
  func arithmetic() throws {
    let date = try #require(CalendarDate(iso: "2024-02-28"))
    #expect(date < date.adding(days: 1))
    #expect(date.adding(days: 2).description == "2024-03-01")
    #expect(date.days(until: date.adding(days: -400)) == -400)
    for extreme in [Int.max, Int.min, Int.max - 719_468] {
      #expect(!CalendarDate(daysSinceEpoch: extreme).description.isEmpty)
      #expect((1...7).contains(CalendarDate(daysSinceEpoch: extreme).weekday))
    }
    #expect(CalendarDate(year: -1, month: 12, day: 31)?.description == "-0001-12-31")
    #expect(CalendarDate(year: 10_000, month: 1, day: 1) == nil)
  }

  @Test("JSON holds ISO text")
  func coding() throws {
    let date = try #require(CalendarDate(iso: "2024-06-30"))
    let json = try JSONEncoder().encode([date])
    #expect(String(decoding: json, as: UTF8.self) == #"["2024-06-30"]"#)
    #expect(try JSONDecoder().decode([CalendarDate].self, from: json) == [date])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([CalendarDate].self, from: Data(#"["30.6.2024"]"#.utf8))
    }
  }
}

@Suite("Date formats")
struct DateFormatTests {
  @Test(
    "Spreadsheet formats",
    arguments: [
      ("dd/MM/yyyy", "31/12/2023", "2023-12-31"), ("M/d/yy", "2/1/24", "2024-02-01"),
      ("M/d/yyyy", "12/31/2023", "2023-12-31"), ("d.M.yyyy", "1.2.2024", "2024-02-01"),
      ("d.M.yyyy", "01.02.2024", "2024-02-01"), ("yyyyMMdd", "20240201", "2024-02-01"),
      ("yy-MM-dd", "69-01-01", "1969-01-01"), ("yy-MM-dd", "68-01-01", "2068-01-01"),
      ("(d), M: yyyy", "(7), 8: 2020", "2020-08-07"), ("dd→MM→yyyy", "07→08→2020", "2020-08-07"),
    ])
  func reads(pattern: String, text: String, iso: String) throws {
    #expect(try DateFormat(pattern).date(from: text)?.description == iso)
  }

  @Test(
    "Text of another form is nil",
    arguments: [
      ("dd/MM/yyyy", "1/12/2023"), ("dd/MM/yyyy", "31/12/23"), ("dd/MM/yyyy", "12/31/2023"),
      ("dd/MM/yyyy", "31/12/2023x"), ("d/M/yyyy", "/1/2023"), ("d/M/yyyy", "001/1/2023"),
      ("yyyyMMdd", "2024021"), ("dd/MM/yyyy", ""),
    ])
  func rejects(pattern: String, text: String) throws {
    #expect(try DateFormat(pattern).date(from: text) == nil)
  }

  @Test(
    "Patterns that could not work say why",
    arguments: [
      ("DD/MM/yyyy", "\"DD\" is not known"), ("dd/mm/yyyy", "\"mm\" is not known"),
      ("dd/MM", "the year occurs 0 times"), ("dd/MM/yyyy d", "the day occurs 2 times"),
      ("yyyyMd", "followed by a separator"), ("", "the year occurs 0 times"),
      ("yyyyy-MM-dd", "\"yyyyy\" is not known"), ("dd/MMM/yyyy", "\"MMM\" is not known"),
    ])
  func unusable(pattern: String, part: String) {
    let error = #expect(throws: DateFormat.PatternError.self) { try DateFormat(pattern) }
    #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
  }
}
