import Foundation
import Testing

/// Where standard output leads nowhere.
@Suite("Standard streams")
struct StreamTests {
  private static func printing(_ example: Example) -> [[String]] {
    let (data, model) = (example.data, example.model)
    let input = [data, "--config", example.configuration]
    return [
      ["summary", model], ["summary", model, "--json"], ["metrics", model], ["fitted", model],
      ["optimize", model], ["whatif", model, "--change", "media_0=x2", "--periods", "3"],
      ["check"] + input, ["prior"] + input + ["--draws", "50"], ["compare"] + input + Example.quick,
      ["backtest"] + input + ["--windows", "2"] + Example.quick,
      ["calibrate"] + input
        + ["--replications", "10", "--chains", "2", "--warmup", "60", "--draws", "60"],
      ["recover"] + input + ["--levels", "0.05", "--replications", "4"] + Example.quick,
      ["--help"], ["--version"],
    ]
  }

  @Test("Results that cannot be written are an error")
  func full() throws {
    let example = try Example.fitted.get()
    for arguments in Self.printing(example).dropLast(2) {
      for (script, reason) in [
        ("\"$@\" >/dev/full", "No space left on device"), ("\"$@\" >&-", "Bad file descriptor"),
      ] {
        let run = try Tool.run(arguments, in: script)
        #expect(run.status == 1, "\(arguments)")
        #expect(run.errors.contains("Error: standard output: \(reason)"), "\(run.errors)")
      }
    }
  }

  @Test("Who stops reading ends the command, without a message of a crash")
  func brokenPipe() throws {
    let example = try Example.fitted.get()
    for arguments in Self.printing(example) {
      let run = try Tool.run(
        arguments, in: "{ \"$@\"; echo \"status $?\" >&2; } | head -c 1 >/dev/null")
      // 141: ended by SIGPIPE, as every tool in a pipeline is.
      let status = run.errors.split(separator: "\n").last ?? ""
      #expect(["status 0", "status 141"].contains(status), "\(arguments): \(run.errors)")
      #expect(!run.errors.contains("Fatal"), "\(run.errors)")
    }
  }

  @Test("Without any standard stream a fit is saved whole")
  func closed() throws {
    let example = try Example()
    let run = try Tool.run(example.fitArguments(), in: "\"$@\" <&- >&- 2>&-")
    #expect(run.status == 1)
    #expect(try Tool.run(["summary", example.model]).status == 0)
    #expect(
      try example.folder.names() == ["data.csv", "data.truth.json", "data.yaml", "model.zarr"])
  }
}
