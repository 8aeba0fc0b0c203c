import Foundation
import Testing

@Suite("evaluate beside the reference")
struct EvaluateTests {
  private func fixture(_ name: String) throws -> String {
    try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: nil)).path
  }

  private func run(at values: String, _ more: [String] = []) throws -> FinishedRun {
    try Tool.run(
      [
        "evaluate", try fixture("evaluate.csv"), "--config", try fixture("evaluate.yaml"), "--at",
        values,
      ] + more)
  }

  @Test("Log density and gradient are the reference's, in the shapes of the parameters")
  func reference() throws {
    let run = try run(at: fixture("evaluate.at.json"), ["--json"])
    #expect(run.status == 0, "\(run.errors)")
    let found = try json(run.output)
    let expected = try json(
      String(contentsOfFile: fixture("evaluate.expected.json"), encoding: .utf8))
    #expect(
      Set(found.keys) == [
        "log_density", "log_density_unconstrained", "unconstrained", "gradient_unconstrained",
      ])
    for key in found.keys {
      #expect(agree(found[key], expected[key]), "\(key)")
    }
    let text = try self.run(at: fixture("evaluate.at.json")).output
    #expect(text.hasPrefix("log density                 -178.5352801136"))
  }

  @Test("Values may come through a pipe")
  func pipe() throws {
    let folder = try TemporaryFolder()
    let (values, pipe) = (try fixture("evaluate.at.json"), folder["pipe"])
    try #require(mkfifo(pipe, 0o600) == 0)
    let writer = try ChildProcess("/bin/cp", [values, pipe])
    let run = try run(at: pipe)
    if run.status != 0 { writer.kill() }
    _ = writer.wait()
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output == (try self.run(at: values).output))
  }

  @Test(
    "Values that do not fit the model name file and parameter",
    arguments: [
      ("not JSON", "must be a JSON object"),
      ("[1, 2]", "must be a JSON object"),
      ("{\"sigma\": true}", "must be a JSON object"),
      ("{}", "no value of intercept"),
      ("{\"sigm\": [1]}", "no parameter \"sigm\"; did you mean sigma?"),
      ("{\"sigma\": 1}", "sigma must be an array of 1 number, not a number"),
      ("{\"gamma_seasonality\": [1, 2, 3, 4]}", "an array of 2 × 2 numbers, not an array of 4"),
      ("{\"gamma_seasonality\": [[1], [2, 3]]}", "not an array of unequal rows"),
    ])
  func misfits(values: String, message: String) throws {
    let folder = try TemporaryFolder()
    try folder.put(values, "values.json")
    let run = try run(at: folder["values.json"])
    #expect(run.status == 65)
    #expect(run.output.isEmpty)
    #expect(run.errors.hasPrefix("Error: \(folder["values.json"]): "), "\(run.errors)")
    #expect(run.errors.contains(message), "\(run.errors)")
  }

  @Test("A value outside its prior, and a file that is not there")
  func impossible() throws {
    let folder = try TemporaryFolder()
    var values = try json(String(contentsOfFile: fixture("evaluate.at.json"), encoding: .utf8))
    values["sigma"] = [-1]
    let data = try JSONSerialization.data(withJSONObject: values)
    try folder.put(String(decoding: data, as: UTF8.self), "values.json")
    let outside = try run(at: folder["values.json"])
    #expect(outside.status == 65)
    #expect(outside.errors.contains("sigma[0] is -1.0, which its prior does not allow"))
    let missing = try run(at: folder["none.json"])
    #expect(missing.status == 65)
    #expect(missing.errors.contains("none.json: there is no such file"))
  }

  /// Whether two pieces of JSON have the same shape and numbers, to 1e-9.
  private func agree(_ a: Any?, _ b: Any?) -> Bool {
    switch (a, b) {
    case (let a as [String: Any], let b as [String: Any]):
      a.keys == b.keys && a.keys.allSatisfy { agree(a[$0], b[$0]) }
    case (let a as [Any], let b as [Any]):
      a.count == b.count && zip(a, b).allSatisfy { agree($0, $1) }
    case (let a as Double, let b as Double): abs(a - b) <= 1e-9 * max(1, abs(b))
    default: false
    }
  }
}
