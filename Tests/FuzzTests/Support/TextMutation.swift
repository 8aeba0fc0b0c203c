import MediaMixInference

/// Changes to text that do not know what it means.
struct ByteMutation {
  let tokens: [String]

  /// Makes a few changes.
  func apply(to bytes: inout [UInt8], splicing others: [[UInt8]], using random: inout SplitMix64) {
    for _ in 0..<random.few() { change(&bytes, others, &random) }
  }

  private func change(_ bytes: inout [UInt8], _ others: [[UInt8]], _ random: inout SplitMix64) {
    guard !bytes.isEmpty else {
      bytes = [UInt8](random.pick(tokens).utf8)
      return
    }
    let position = random.below(bytes.count)
    let length = 1 + random.below(random.chance(4) ? 200 : 6)
    let range = position..<min(bytes.count, position + length)
    switch random.below(9) {
    case 0: bytes[position] ^= 1 << UInt8(random.below(8))
    case 1: bytes[position] = UInt8(truncatingIfNeeded: random.next())
    case 2: bytes.removeSubrange(range)
    case 3: bytes.insert(contentsOf: bytes[range], at: random.below(bytes.count))
    case 4: bytes.insert(contentsOf: random.pick(tokens).utf8, at: position)
    case 5: bytes.replaceSubrange(range, with: random.pick(tokens).utf8)
    case 6 where random.chance(4): bytes.removeSubrange(position...)
    case 7:
      let other = random.pick(others)
      guard !other.isEmpty else { return }
      let from = random.below(other.count)
      bytes.replaceSubrange(position..., with: other[from...])
    default: bytes.swapAt(position, random.below(bytes.count))
    }
  }
}

/// Changes to a table that leave it one: what a spreadsheet, an export or a hand can do to it.
enum TableMutation {
  static func apply(to text: [UInt8], using random: inout SplitMix64) -> [UInt8] {
    var rows = String(decoding: text, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: true
    ).map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    for _ in 0..<random.few() where !rows.isEmpty { change(&rows, &random) }
    let separator = random.chance(20) ? random.pick([";", "\t", "|", ", "]) : ","
    let end = random.chance(12) ? random.pick(["\r\n", "\r", "\n\n", "\n \n"]) : "\n"
    var whole = rows.map { $0.joined(separator: separator) }.joined(separator: end)
    if !random.chance(8) { whole += end }
    if random.chance(20) { whole = "\u{FEFF}" + whole }
    return [UInt8](whole.utf8)
  }

  private static func change(_ rows: inout [[String]], _ random: inout SplitMix64) {
    let row = random.below(rows.count)
    guard !rows[row].isEmpty else { return }
    let column = random.below(rows[row].count)
    switch random.below(14) {
    case 0, 1: rows[row][column] = random.pick(Tokens.numbers)
    case 2: rows[row][column] = random.pick(Tokens.texts)
    case 3: rows[row][column] = random.pick(Tokens.dates)
    case 4: rows[row][column] = "\"" + rows[row][column] + random.pick(["\"", "\n\"", "\"\"\""])
    case 5: rows.remove(at: row)
    case 6: rows.insert(rows[row], at: random.below(rows.count))
    case 7: rows.swapAt(row, random.below(rows.count))
    case 8: rows[row].remove(at: column)
    case 9: rows[row].insert(random.pick(Tokens.numbers), at: column)
    case 10:
      let number = random.pick(Tokens.numbers)
      for row in rows.indices.dropFirst() where column < rows[row].count {
        rows[row][column] = number
      }
    case 11:
      let scale = random.pick(["e300", "e-300", "e150", "e-150", "e16", "e-16"])
      for row in rows.indices.dropFirst() where column < rows[row].count {
        rows[row][column] += scale
      }
    case 12:
      let other = random.below(max(1, rows[0].count))
      for row in rows.indices where max(column, other) < rows[row].count {
        rows[row].swapAt(column, other)
      }
    default: rows = Array(rows.prefix(max(1, row)))
    }
  }
}

/// Changes to the lines of a configuration.
enum SettingMutation {
  static func apply(to text: [UInt8], using random: inout SplitMix64) -> [UInt8] {
    var lines = String(decoding: text, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: true
    ).map(String.init)
    for _ in 0..<random.few() where !lines.isEmpty { change(&lines, &random) }
    return [UInt8]((lines.joined(separator: "\n") + "\n").utf8)
  }

  private static func change(_ lines: inout [String], _ random: inout SplitMix64) {
    let line = random.below(lines.count)
    switch random.below(9) {
    case 0...2:
      // Another value of the last key of the line.
      guard let colon = lines[line].lastIndex(of: ":") else { return }
      let value =
        switch random.below(4) {
        case 0: random.pick(Tokens.numbers)
        case 1: random.pick(Tokens.texts)
        default: random.pick(Tokens.yaml)
        }
      lines[line] = lines[line][...colon] + " " + value
    case 3, 4: lines.insert(random.pick(Tokens.settings), at: line)
    case 5: lines.remove(at: line)
    case 6: lines.insert(lines[line], at: random.below(lines.count))
    case 7: lines[line] = random.pick(["  ", "\t", " ", "- "]) + lines[line]
    default:
      let words = lines[line].split(separator: " ", omittingEmptySubsequences: false)
      var changed = words.map(String.init)
      changed[random.below(changed.count)] = random.pick(Tokens.yaml + Tokens.numbers)
      lines[line] = changed.joined(separator: " ")
    }
  }
}
