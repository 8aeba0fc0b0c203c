import Foundation
import Testing

@Suite("Failures: exit status and message")
struct FailureTests {
  @Test(
    "Wrong usage: 64",
    arguments: [
      ["nonsense"], ["fit"], ["fit", "a.csv", "--config", "b.yaml"], ["summary"],
      ["simulate", "--output", "a.csv", "--periods", "2"],
      ["simulate", "--output", "a.csv", "--channels", "0"],
      ["simulate", "--output", "a.csv", "--features", "-1"],
      ["simulate", "--output", "a.csv", "--periods", "9223372036854775807"],
      ["simulate", "--output", "a.csv", "--periods", "500000"],
      ["simulate", "--output", "a.csv", "--geos", "0"],
      ["simulate", "--output", "a.csv", "--geos", "9223372036854775807"],
      ["simulate", "--output", "a.csv", "--geos", "100000"],
      ["export", "m", "--output", "d", "--format", "parquet"],
      ["fit", "a", "--config", "b", "--output", "c", "--transform", "hill"],
      ["fit", "a", "--config", "b", "--output", "c", "--chains", "0"],
      ["fit", "a", "--config", "b", "--output", "c", "--draws", "many"],
      ["fit", "a", "--config", "b", "--output", "c", "--target-accept", "1"],
      ["fit", "a", "--config", "b", "--output", "c", "--seed", "-1"],
      ["fit", "a", "--config", "b", "--output", "c", "--threads", "0"],
    ])
  func usage(arguments: [String]) throws {
    let run = try Tool.run(arguments)
    #expect(run.status == 64, "\(run.errors)")
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("Error: "))
    #expect(run.errors.contains("Usage: lmmm"))
  }

  @Test(
    "A bad configuration names file, line and key: 65",
    arguments: [
      ("transform:", "transfrom:", ["model.transfrom", "transform"]),
      ("transform: carryover", "transform: carryver", ["model.transform", "carryover"]),
      ("target: target", "target: revenue", ["revenue"]),
      ("scaling: mean", "priors: {sigmma: 1}", ["data.yaml: model.priors: ", "sigmma", "sigma"]),
      ("scaling: mean", "priors: {sigma: {normal: {loc: 0, scale: 1}}}", ["sigma", "positive"]),
      ("scaling: mean", "priors: {sigma: {half_normal: {scale: -1}}}", ["sigma", "scale"]),
      ("{scale: 0.15}", "[1, 2, 3]", ["media_prior", "2"]),
      ("chains: 4", "chains: none", ["sampler.chains"]),
    ])
  func configuration(setting: String, replacement: String, message: [String]) throws {
    let example = try Example()
    let yaml = try example.folder.text("data.yaml")
    try #require(yaml.contains(setting), "\(yaml)")
    try example.folder.put(
      yaml.replacingOccurrences(of: setting, with: replacement), "data.yaml")
    let run = try Tool.run(example.fitArguments())
    #expect(run.status == 65)
    #expect(run.output.isEmpty)
    for part in message { #expect(run.errors.contains(part), "\(run.errors)") }
    #expect(try !example.folder.names().contains("model.zarr"))
  }

  @Test("Bad data name file, row and column: 65")
  func data() throws {
    let example = try Example()
    var lines = try example.folder.text("data.csv").split(separator: "\n").map(String.init)
    var cells = lines[3].split(separator: ",").map(String.init)
    cells[2] = "12,5"
    lines[3] = cells.map { $0.contains(",") ? "\"\($0)\"" : $0 }.joined(separator: ",")
    try example.folder.put(lines.joined(separator: "\n") + "\n", "data.csv")
    let run = try Tool.run(example.fitArguments())
    #expect(run.status == 65)
    for part in ["data.csv", "row 4", "\"media_1\"", "\"12,5\""] {
      #expect(run.errors.contains(part), "\(run.errors)")
    }
  }

  @Test("Data that only the training rows show to be bad name file and column: 65")
  func trainingData() throws {
    let example = try Example()
    let yaml = try example.folder.text("data.yaml")
    var rows = try example.folder.text("data.csv").split(separator: "\n").map {
      $0.split(separator: ",").map(String.init)
    }
    rows[0] = rows[0].map { $0 == "media_0" ? "tv_grps" : $0 == "target" ? "revenue" : $0 }
    let silent = try #require(rows[0].firstIndex(of: "tv_grps"))
    let target = try #require(rows[0].firstIndex(of: "revenue"))
    let values = example.folder["values.json"]
    try example.folder.put("{}", "values.json")
    for (column, text, message) in [
      (silent, "0", "data.csv, column \"tv_grps\": the channel has no media"),
      (target, "-1", "data.csv, column \"revenue\": the training mean"),
    ] {
      var spoilt = rows
      for row in 1..<30 {
        spoilt[row][column] = row == 3 ? text : column == silent ? "0" : "-\(row)"
      }
      try example.folder.put(
        spoilt.map { $0.joined(separator: ",") }.joined(separator: "\n"), "data.csv")
      try example.folder.put(
        yaml.replacingOccurrences(of: "column: media_0", with: "column: tv_grps")
          .replacingOccurrences(of: "target: target", with: "target: revenue")
          .replacingOccurrences(of: "data:\n", with: "data:\n  train_until: 2022-05-01\n"),
        "data.yaml")
      for arguments in [
        example.fitArguments(),
        ["evaluate", example.data, "--config", example.configuration, "--at", values],
      ] {
        let run = try Tool.run(arguments)
        #expect(run.status == 65)
        #expect(run.errors.contains(example.folder[message]), "\(run.errors)")
      }
    }
  }

  @Test("A folder where a file should be: 65")
  func folders() throws {
    let example = try Example()
    for arguments in [
      ["fit", example.folder.path, "--config", example.configuration, "--output", example.model],
      ["fit", example.data, "--config", example.folder.path, "--output", example.model],
      [
        "evaluate", example.data, "--config", example.configuration, "--at", example.folder.path,
      ],
    ] {
      let run = try Tool.run(arguments)
      #expect(run.status == 65)
      #expect(
        run.errors.contains("\(example.folder.path): the file cannot be read (it is a folder)"))
    }
  }

  @Test("Data and configurations of the user's own are not replaced: 1")
  func ownFiles() throws {
    for name in ["data.csv", "data.yaml"] {
      let folder = try TemporaryFolder()
      try folder.put("precious", name)
      for (arguments, advice) in [
        (["demo", "--output", folder.path] + Example.quick, "folder"),
        (["simulate", "--output", folder["data.csv"], "--with-config"], "file"),
      ] {
        let run = try Tool.run(arguments)
        #expect(run.status == 1)
        #expect(
          run.errors.contains(
            "\(folder[name]): exists and was not written by this command; name another \(advice)"),
          "\(run.errors)")
      }
      #expect(try folder.names() == [name])
      #expect(try folder.text(name) == "precious")
    }
    let folder = try TemporaryFolder()
    try folder.put("precious", "report.html")
    let run = try Tool.run(["demo", "--output", folder.path] + Example.quick)
    #expect(run.status == 1)
    #expect(run.errors.contains("\(folder["report.html"]): exists and was not written by"))
    #expect(try folder.names() == ["report.html"])
  }

  @Test("More draws than the memory holds: 65, before anything is sampled")
  func tooManyDraws() throws {
    let example = try Example.fitted.get()
    let folder = try TemporaryFolder()
    let input = [example.data, "--config", example.configuration]
    for arguments in [
      ["fit"] + input + ["--output", folder["m.zarr"]], ["calibrate"] + input,
      ["recover"] + input,
    ] {
      let run = try Tool.run(arguments + ["--chains", "1000", "--draws", "10000000"])
      #expect(run.status == 65)
      #expect(run.errors.contains("draws is 10000000 in each of 1000 chains"), "\(run.errors)")
    }
    #expect(try folder.names().isEmpty)
  }

  @Test("No command writes into the model that it reads: 1")
  func insideModel() throws {
    let folder = try TemporaryFolder()
    let model = folder["model.zarr"]
    try FileManager.default.copyItem(atPath: try Example.fitted.get().model, toPath: model)
    let before = try FileManager.default.subpathsOfDirectory(atPath: model).sorted()
    for arguments in [
      ["contributions", model, "--output", model + "/.zattrs"],
      ["report", model, "--output", model + "/posterior/report.html"],
      ["plot", model, "trace", "--output", folder["./model.zarr/../model.zarr/t.svg"]],
      ["export", model, "--output", model], ["export", model, "--output", model + "/a/b/"],
    ] {
      let run = try Tool.run(arguments)
      #expect(run.status == 1)
      #expect(run.errors.contains("is inside of what this command reads"), "\(run.errors)")
    }
    #expect(try FileManager.default.subpathsOfDirectory(atPath: model).sorted() == before)
    #expect(try Tool.run(["summary", model]).status == 0)
  }

  @Test("A file that fails keeps no other from being written, nor results and warnings: 1")
  func oneOfManyFiles() throws {
    let example = try Example.fitted.get()
    let folder = try TemporaryFolder()
    let run = try Tool.run([
      "prior", example.data, "--config", example.configuration, "--draws", "50",
      "--plot", "/dev/full", "--plot-data", "/dev/full", "--output", folder["draws.csv"],
    ])
    #expect(run.status == 1)
    #expect(run.output.contains("media_0"))
    #expect(
      run.errors.split(separator: "\n").count { $0.hasPrefix("Error: /dev/full: could not") } == 2,
      "\(run.errors)")
    #expect(try folder.names() == ["draws.csv"])
  }

  @Test("A folder that may be written to but not listed takes files and models")
  func unlistedFolder() throws {
    let example = try Example.fitted.get()
    let folder = try TemporaryFolder()
    let drop = folder["drop"]
    try FileManager.default.createDirectory(
      atPath: drop, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o333])
    // Whoever may do everything may list it too.
    let script = """
      if [ "$(id -u)" = 0 ]; then exec setpriv --bounding-set=-all "$@"; else exec "$@"; fi
      """
    for _ in 0..<2 {
      for arguments in [
        example.fitArguments(output: drop + "/m.zarr"),
        ["contributions", example.model, "--output", drop + "/c.csv"],
      ] {
        let run = try Tool.run(arguments, in: script)
        #expect(run.status == 0, "\(run.errors)")
      }
    }
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: drop)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: drop).sorted() == ["c.csv", "m.zarr"])
    #expect(try Tool.run(["summary", drop + "/m.zarr"]).status == 0)
  }

  @Test("Files that are not there: 65")
  func missing() throws {
    let example = try Example.fitted.get()
    let folder = try TemporaryFolder()
    for (arguments, name) in [
      (["summary", folder["m.zarr"]], "m.zarr"), (["metrics", folder["m.zarr"]], "m.zarr"),
      (["export", folder["m.zarr"], "--output", folder["out"]], "m.zarr"),
      (
        ["fit", folder["d.csv"], "--config", example.configuration, "--output", folder["m"]],
        "d.csv"
      ),
      (["fit", example.data, "--config", folder["c.yaml"], "--output", folder["m"]], "c.yaml"),
    ] {
      let run = try Tool.run(arguments)
      #expect(run.status == 65)
      #expect(run.errors.contains(folder[name]), "\(run.errors)")
    }
    #expect(try folder.names().isEmpty)
  }

  @Test("A damaged model: 65")
  func damagedModel() throws {
    let example = try Example.fitted.get()
    let folder = try TemporaryFolder()
    let model = folder["model.zarr"]
    try FileManager.default.copyItem(atPath: example.model, toPath: model)
    let chunk = URL(fileURLWithPath: model + "/posterior/sigma/0.0.0")
    var bytes = try Data(contentsOf: chunk)
    bytes[5] ^= 1
    try bytes.write(to: chunk)
    let run = try Tool.run(["summary", model])
    #expect(run.status == 65)
    #expect(run.output.isEmpty)
    #expect(run.errors.contains("posterior/sigma"), "\(run.errors)")
  }

  @Test("A place that no model can be saved to is refused before anything is sampled: 1")
  func destinations() throws {
    let example = try Example()
    try example.folder.put("precious", "file")
    try FileManager.default.createDirectory(
      atPath: example.folder["full/of"], withIntermediateDirectories: true)
    let before = try example.folder.names()
    for (output, message) in [
      ("nowhere/model.zarr", "nowhere does not exist; create it first"),
      ("file", "is not the folder of a saved model"), ("full", "holds no saved model"),
      ("file/model.zarr", "does not exist"),
    ] {
      let run = try Tool.run(example.fitArguments(output: example.folder[output]))
      #expect(run.status == 1)
      #expect(run.errors.hasPrefix("Error: \(example.folder[output])"), "\(run.errors)")
      #expect(run.errors.contains(message), "\(run.errors)")
      #expect(!run.errors.contains("chains"), "sampled")
    }
    #expect(try example.folder.names() == before)
    #expect(try example.folder.text("file") == "precious")
  }

  @Test("A folder or file that cannot be written: 1")
  func otherDestinations() throws {
    let example = try Example.fitted.get()
    let folder = try TemporaryFolder()
    try folder.put("", "file")
    for (arguments, message) in [
      (["simulate", "--output", folder["no/x.csv"]], "create it first"),
      (["simulate", "--output", folder.path], "is a folder; name a file"),
      (["export", example.model, "--output", folder["file"]], "is a file; name a folder"),
      (["demo", "--output", folder["file"]], "is a file; name a folder"),
    ] {
      let run = try Tool.run(arguments)
      #expect(run.status == 1)
      #expect(run.errors.contains(message), "\(run.errors)")
    }
    #expect(try folder.names() == ["file"])
  }
}
