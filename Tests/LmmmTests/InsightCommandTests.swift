import Foundation
import MediaMix
import MediaMixInference
import Testing

@Suite("Contributions, curves, whatif and metrics of a range")
struct InsightCommandTests {
  /// The cells of a CSV without quotes.
  private func rows(_ text: String) -> [[String]] {
    text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test("contributions: every part of every period, to the same bits, and the totals")
  func contributions() async throws {
    let example = try await GeoExample.fitted()
    let path = example.folder["t.csv"]
    let run = try Tool.run(["contributions", example.model, "--output", path])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.hasSuffix("Wrote \(path)\n"))
    let rows = rows(try example.folder.text("t.csv"))
    #expect(
      rows[0] == [
        "geo", "date", "kind", "part", "mean", "median", "q5", "q95", "share_mean", "share_median",
        "share_q5", "share_q95",
      ])
    // Three geos and all together; price, two channels, three terms and three sums.
    #expect(rows.count == 1441)
    let table = try FittedModel(contentsOf: example.model).contributions()
    let series = table.places[2].series[4]
    let found = try #require(
      rows.first { $0[0] == "south" && $0[3] == "tv" && $0[1] == table.dates[7].description })
    let amount = series.periods[7]
    #expect(found[2] == "media")
    #expect(
      found[4...].map { Double($0) } == [
        amount.kpi.mean, amount.kpi.median, amount.kpi.q5, amount.kpi.q95, amount.share.mean,
        amount.share.median, amount.share.q5, amount.share.q95,
      ])
    let names = run.output.split(separator: "\n").dropFirst(2).compactMap {
      $0.split(separator: " ").first.map(String.init)
    }
    #expect(
      names == [
        "intercept", "trend", "season", "price", "tv", "web", "baseline", "media", "fitted",
      ])
  }

  @Test("contributions of a range, and the clipped table with the reference's columns")
  func contributionOptions() async throws {
    let example = try await GeoExample.fitted()
    let dates = try FittedModel(contentsOf: example.model).model.dataset.dates
    let path = example.folder["t.csv"]
    let part = try Tool.run([
      "contributions", example.model, "--output", path, "--from", dates[3].description, "--to",
      dates[4].description, "--geos", "south,north",
    ])
    #expect(part.status == 0, "\(part.errors)")
    #expect(rows(try example.folder.text("t.csv")).count == 55)
    let clipped = try Tool.run(["contributions", example.model, "--output", path, "--clipped"])
    #expect(clipped.status == 0 && clipped.output.isEmpty)
    let rows = rows(try example.folder.text("t.csv"))
    #expect(
      rows[0] == [
        "date", "tv_percentage", "web_percentage", "baseline_percentage", "avg_prediction",
        "tv contribution", "web contribution", "baseline contribution", "period",
      ])
    #expect(rows.count == 41)
    for row in rows.dropFirst() {
      #expect(abs(row[1...3].compactMap { Double($0) }.reduce(0, +) - 1) < 1e-12)
    }
    let both = try Tool.run([
      "contributions", example.model, "--output", path, "--clipped", "--geos", "south",
    ])
    #expect(both.status == 64)
  }

  @Test("curves: points in media, money and KPI, the current spend and a marked one")
  func curves() async throws {
    let example = try await GeoExample.fitted()
    let path = example.folder["c.csv"]
    let run = try Tool.run([
      "curves", example.model, "--output", path, "--steps", "7", "--one-period", "--mark", "tv=0.9",
      "--prices", "tv=2",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let rows = rows(try example.folder.text("c.csv"))
    // Both channels: three geos and all together, with the current spend; one mark.
    #expect(rows.count == 66)
    #expect(rows[0].count == 17)
    let marked = try #require(rows.first { $0[2] == "marked" })
    #expect(marked[0] == "tv" && marked[1].isEmpty)
    #expect(abs((Double(marked[3]) ?? 0) - 0.45) < 1e-12)
    #expect(Double(marked[4]) == 0.9)
    // Web is free in the north: a response, and no return.
    let free = try #require(rows.first { $0[0] == "web" && $0[1] == "north" && $0[3] != "0.0" })
    #expect(Double(free[4]) == 0)
    #expect((Double(free[5]) ?? 0) > 0)
    #expect(free[9...].allSatisfy { $0.isEmpty })
    #expect(run.output.contains("  marked"))
    #expect(run.output.contains("spend at which the marginal return is half"))
    #expect(!run.output.lowercased().contains("nan"))
  }

  @Test("whatif: JSON with the fit's numbers, in all and in each geo")
  func whatIf() async throws {
    let example = try await GeoExample.fitted()
    let run = try Tool.run([
      "whatif", example.model, "--change", "tv=+20%", "--change", "web[south,north]=0@2-3",
      "--periods", "4", "--json",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let document = try json(run.output)
    #expect(
      Set(document.keys) == [
        "periods", "first", "last", "tail_periods", "channels", "spend", "kpi", "difference",
        "probability_of_gain", "lasting_difference", "probability_of_lasting_gain",
        "return_on_difference", "geos",
      ])
    let fit = try FittedModel(contentsOf: example.model)
    let expected = try fit.whatIf(
      [
        PlanChange(channel: "tv", to: .factor(1.2)),
        PlanChange(channel: "web", geos: ["north", "south"], to: .media(0), periods: 2...3),
      ], WhatIfOptions(periods: 4))
    #expect(document["tail_periods"] as? Int == expected.tailPeriods)
    #expect(document["first"] as? String == expected.dates[0].description)
    let geos = try #require(document["geos"] as? [[String: Any]])
    #expect(geos.map { $0["name"] as? String } == fit.model.dataset.geos)
    for (found, place) in zip([document] + geos, expected.places) {
      let difference = try #require(found["difference"] as? [String: Double])
      #expect(difference["q95"] == place.difference.q95)
      let lasting = try #require(found["lasting_difference"] as? [String: Double])
      #expect(lasting["median"] == place.lastingDifference.median)
      #expect(
        (found["probability_of_gain"] as? NSNumber)?.doubleValue == place.probabilityOfGain)
    }
    let channels = try #require(document["channels"] as? [[String: Any]])
    let media = try #require(channels[0]["media"] as? [String: Double])
    let (before, after) = (try #require(media["before"]), try #require(media["after"]))
    #expect(abs(after / before - 1.2) < 1e-12)
  }

  @Test("whatif for people: window, spend, differences; the same plan has no return")
  func whatIfText() throws {
    let example = try Example.fitted.get()
    func run(_ arguments: [String]) throws -> String {
      let run = try Tool.run(["whatif", example.model, "--periods", "6"] + arguments)
      #expect(run.status == 0, "\(run.errors)")
      return run.output
    }
    let more = try run(["--change", "media_0=x2"])
    #expect(more.hasPrefix("6 periods from "))
    #expect(more.contains("difference in the window"))
    #expect(more.contains("difference with 12 periods after it"))
    #expect(more.contains("100.0 %"))
    #expect(more.contains("per unit of money"))
    let same = try run(["--change", "media_0=+0%", "--plan", "last", "--isolated", "--tail", "1"])
    #expect(!same.contains("per unit of money"))
    #expect(same.contains("with 1 period after it"))
    #expect(try run(["--change", "media_0=spend:10"]).contains("KPI after the change"))
  }

  @Test("metrics of a range and some geos")
  func metrics() async throws {
    let example = try await GeoExample.fitted()
    let fit = try FittedModel(contentsOf: example.model)
    let dates = fit.model.dataset.dates
    let selection = DataSelection(from: dates[4], to: dates[9], geos: ["Île-de-France", "north"])
    let run = try Tool.run([
      "metrics", example.model, "--from", dates[4].description, "--to", dates[9].description,
      "--geos", "Île-de-France,north", "--json",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let channels = try #require(try json(run.output)["channels"] as? [[String: Any]])
    for (channel, expected) in zip(channels, try fit.mediaMetrics(in: selection)) {
      let roi = try #require(channel["roi"] as? [String: Double])
      #expect(roi["median"] == expected.returnOnInvestment.median)
      #expect(
        (channel["geos"] as? [[String: Any]])?.map { $0["name"] as? String }
          == ["north", "Île-de-France"])
    }
    let north = try Tool.run(["metrics", example.model, "--geos", "north", "--json"])
    let web = try #require((try json(north.output)["channels"] as? [[String: Any]])?.last)
    #expect(web["roi"] is NSNull && web["marginal_roi"] is NSNull)
  }

  @Test("Names and ranges that are not there: 65, with what there is; numbers out of range: 64")
  func unknown() async throws {
    let example = try await GeoExample.fitted()
    let path = example.folder["x.csv"]
    for (arguments, message) in [
      (["metrics", example.model, "--geos", "nort"], "did you mean \"north\"?"),
      (["metrics", example.model, "--from", "1999-01-01"], "1999-01-01 is outside the data"),
      (
        ["metrics", example.model, "--from", "2022-05-01", "--to", "2022-04-01"], "exchange the two"
      ),
      (["contributions", example.model, "--output", path, "--geos", "east"], "\"east\""),
      (["curves", example.model, "--output", path, "--mark", "tb=3"], "did you mean \"tv\"?"),
      (["whatif", example.model, "--change", "tx=1", "--periods", "2"], "did you mean \"tv\"?"),
      (["whatif", example.model, "--change", "tv[e]=1", "--periods", "2"], "no geo \"e\""),
    ] {
      let run = try Tool.run(arguments)
      #expect(run.status == 65, "\(arguments): \(run.errors)")
      #expect(run.output.isEmpty)
      #expect(run.errors.contains(message), "\(run.errors)")
      #expect(try !example.folder.names().contains("x.csv"))
    }
    for (arguments, message) in [
      (["curves", example.model, "--output", path, "--steps", "1"], "from 2 to"),
      (["whatif", example.model, "--change", "tv=1", "--periods", "0"], "from 1 to"),
      (["whatif", example.model, "--change", "tv=-5", "--periods", "2"], "0 or more"),
      (["whatif", example.model, "--change", "tv=1@2-9", "--periods", "4"], "between 1 and 4"),
    ] {
      let run = try Tool.run(arguments)
      #expect(run.status == 64, "\(arguments): \(run.errors)")
      #expect(run.errors.contains(message), "\(run.errors)")
    }
    let national = try Example.fitted.get()
    let geos = try Tool.run(["metrics", national.model, "--geos", "north"])
    #expect(geos.status == 65)
    #expect(geos.errors.contains("the data are national"))
  }

  @Test(
    "Changes and numbers that cannot be read: 64",
    arguments: [
      ["whatif", "m", "--periods", "2"], ["whatif", "m", "--change", "tv=+20%"],
      ["whatif", "m", "--periods", "2", "--change", "tv"],
      ["whatif", "m", "--periods", "2", "--change", "tv=20%"],
      ["whatif", "m", "--periods", "2", "--change", "tv=-120%"],
      ["whatif", "m", "--periods", "2", "--change", "tv=nan"],
      ["whatif", "m", "--periods", "2", "--change", "tv=1@3-2"],
      ["whatif", "m", "--periods", "2", "--change", "tv=1@a"],
      ["whatif", "m", "--periods", "2", "--change", "=1"],
      ["curves", "m", "--output", "c", "--prices", "tv"],
      ["curves", "m", "--output", "c", "--mark", "tv=much"],
      ["curves", "m", "--output", "c", "--one-period", "--periods", "3"],
      ["metrics", "m", "--from", "yesterday"],
    ])
  func usage(arguments: [String]) throws {
    let run = try Tool.run(arguments)
    #expect(run.status == 64, "\(run.errors)")
    #expect(run.output.isEmpty)
  }
}
