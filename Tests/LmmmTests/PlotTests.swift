import Foundation
import Testing

@Suite("lmmm plot")
struct PlotTests {
  /// Every kind that needs no held-out rows, with an option of its own where it has one.
  static let requests: [[String]] = [
    ["budget-comparison", "--periods", "4", "--posterior", "--posterior-draws", "3"],
    ["contribution-area", "--from", "2022-02-01"], ["contribution-bars"],
    ["channel-posteriors"], ["correlations"], ["cross-correlation", "--lags", "3"], ["energy"],
    ["pairs"], ["prior-posterior"], ["rank"], ["trace"],
    ["decay", "--periods", "5"], ["model-fit"], ["response-curves", "--log", "--optimal"],
    ["response-curves", "--one-period", "--mark", "media_0=1"], ["roi-bars"], ["variation-cost"],
  ]

  @Test("Writes a picture and its numbers, whatever the order of arguments", arguments: requests)
  func draws(request: [String]) throws {
    let example = try Example.fitted.get()
    let folder = try TemporaryFolder()
    let run = try Tool.run(
      ["plot", "--output", folder["x.svg"], "--data", folder["x.csv"]] + request.dropFirst()
        + [example.model, request[0]])
    #expect(run.status == 0, "\(run.errors)")
    #expect(try folder.text("x.svg").hasPrefix("<svg"))
    #expect(try folder.text("x.csv").split(separator: "\n").count > 1)
  }

  @Test("What lmmm curves writes is what is drawn")
  func numbers() throws {
    let example = try Example.fitted.get()
    let folder = try TemporaryFolder()
    let options = ["--steps", "7", "--prices", "media_1=3", "--mark", "media_0=0.5"]
    let curves = try Tool.run(["curves", example.model, "--output", folder["a.csv"]] + options)
    let plot = try Tool.run(
      [
        "plot", example.model, "response-curves", "--output", folder["x.svg"], "--data",
        folder["b.csv"],
      ] + options)
    #expect(curves.status == 0 && plot.status == 0)
    #expect(try folder.text("a.csv") == folder.text("b.csv"))
  }

  @Test("Parameters may be parted by commas, but for those in brackets")
  func parameters() throws {
    let example = try Example.fitted.get()
    let folder = try TemporaryFolder()
    for (name, parameters) in [
      ("a", ["coef_media[media_1],sigma"]), ("b", ["coef_media[media_1]", "sigma"]),
    ] {
      let run = try Tool.run(
        [
          "plot", example.model, "trace", "--output", folder["x.svg"], "--data",
          folder["\(name).csv"], "--parameters",
        ] + parameters)
      #expect(run.status == 0, "\(run.errors)")
    }
    #expect(try folder.text("a.csv") == folder.text("b.csv"))
    #expect(try folder.text("a.csv").contains("\nsigma"))
  }

  @Test(
    "Options of other kinds are refused by name",
    arguments: [
      (["decay", "--log"], "--log is not for decay; it is for response-curves"),
      (["roi-bars", "--budget=5"], "--budget is not for roi-bars; it is for budget-comparison"),
      (["model-fit", "--periods", "3"], "budget-comparison, decay, response-curves"),
      (["decay", "--nonsense"], "Unknown option '--nonsense'"),
      (["response-curve"], "did you mean \"response-curves\"?"),
      (["response-curves", "--optimal", "--mark", "media_0=1"], "leave out one"),
      (["roi-bars", "--by-geo"], "national"),
    ])
  func refusals(arguments: [String], message: String) throws {
    let example = try Example.fitted.get()
    let folder = try TemporaryFolder()
    let run = try Tool.run(
      ["plot", example.model] + arguments + ["--output", folder["x.svg"]])
    #expect(run.status == 64)
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder["x.svg"]))
  }

  @Test("Bad names of geos and missing rows are bad data")
  func badData() throws {
    let example = try Example.fitted.get()
    let folder = try TemporaryFolder()
    for (arguments, message) in [
      (["variation-cost", "--geos", "north"], "the data are national"),
      (["out-of-sample-fit"], "no rows were held out"),
    ] {
      let run = try Tool.run(
        ["plot", example.model] + arguments + ["--output", folder["x.svg"]])
      #expect(run.status == 65)
      #expect(run.errors.contains(message), "\(run.errors)")
    }
  }

  @Test("Help lists kinds, and the options of each")
  func help() throws {
    let all = try Tool.run(["plot", "--help"])
    #expect(all.status == 0 && all.output.contains("variation-cost"))
    let one = try Tool.run(["plot", "response-curves", "--help"])
    #expect(one.status == 0)
    for option in ["--log", "--optimal", "--one-period", "--prices", "--geos"] {
      #expect(one.output.contains(option))
    }
  }
}
