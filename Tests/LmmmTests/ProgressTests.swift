import Foundation
import Testing

@Suite("Progress")
struct ProgressTests {
  @Test("Not on a terminal: at most one plain line per tenth")
  func plain() throws {
    let example = try Example()
    let errors = try Tool.run(example.fitArguments(["--draws", "200"])).errors
    let lines = errors.split(separator: "\n").filter { $0.contains(" chains, ") }
    let tenths = lines.compactMap { Int($0.prefix { $0.isNumber }) }
    #expect(tenths.count == lines.count)
    #expect(tenths == Set(tenths).sorted())
    #expect(tenths.allSatisfy { $0 % 10 == 0 })
    #expect(tenths.last == 100)
    let last = try #require(lines.last)
    #expect(last.hasPrefix("100 %: 2 chains, draws 520/520, "))
    #expect(last.contains(" divergence"))
    #expect(last.contains(", step "))
    #expect(!errors.contains("\r"))
    #expect(!errors.contains("\u{1B}"))
  }

  @Test("On a terminal: one line, rewritten in place, no wider than the terminal")
  func terminal() throws {
    let example = try Example()
    let errors = try Tool.run(example.fitArguments(), errors: .terminal).errors
    let states = errors.components(separatedBy: "\r\u{1B}[2K").dropFirst()
    #expect(states.count >= 1)
    for state in states.dropLast() {
      #expect(!state.contains("\n"))
      #expect(state.count < 80)
    }
    let last = try #require(states.last?.split(whereSeparator: \.isNewline).first)
    #expect(last.contains("100 %  2 chains, draws 200/200"))
    #expect(last.contains("█"))
  }
}
