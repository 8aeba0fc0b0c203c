import CMediaMixVector
import Testing

@Suite(
  "Kernels over columns: the same bits on every level, and those of plain loops but for rounding")
struct ColumnKernelTests {
  static let lengths = [0, 1, 3, 7, 8, 9, 15, 16, 104, 157]

  private func same(_ kernel: (mmv_level) -> [Double]) -> [Double] {
    let first = kernel(mmv_level_baseline)
    for level in VectorMathTests.levels {
      #expect(kernel(level).map(\.bitPattern) == first.map(\.bitPattern), "level \(level.rawValue)")
    }
    return first
  }

  private func isClose(_ a: Double, _ b: Double) -> Bool { (a - b).magnitude <= 1e-13 * 200 }

  @Test("Sums of columns, also in place of their base", arguments: lengths)
  func addColumns(rows: Int) {
    for count in [0, 1, 2, 5] {
      var random = RandomBits(seed: 21)
      let columns = random.vector(count * rows)
      let (coefficients, base) = (random.vector(count), random.vector(rows))
      let added = same { level in
        var result = Array(repeating: 0.0, count: rows)
        mmv_add_columns(level, base, 0.5, columns, coefficients, count, rows, &result)
        return result
      }
      let inPlace = same { level in
        var result = base
        result.withUnsafeMutableBufferPointer { result in
          mmv_add_columns(
            level, result.baseAddress, 0.5, columns, coefficients, count, rows, result.baseAddress)
        }
        return result
      }
      let alone = same { level in
        var result = base
        mmv_add_columns(level, nil, 0.5, columns, coefficients, count, rows, &result)
        return result
      }
      #expect(added == inPlace)
      for row in 0..<rows {
        let sum = (0..<count).reduce(0.5) { $0 + coefficients[$1] * columns[$1 * rows + row] }
        #expect(isClose(added[row], base[row] + sum) && isClose(alone[row], sum))
      }
    }
  }

  @Test("Differences of columns and their squares", arguments: lengths)
  func subtractColumns(rows: Int) {
    for count in [0, 1, 4, 7] {
      var random = RandomBits(seed: 24)
      let columns = random.vector(count * rows)
      let (coefficients, values) = (random.vector(count), random.vector(rows))
      let other = random.vector(rows)
      for hasOther in [true, false] {
        let found = same { level in
          var rest = values
          let squares = mmv_subtract_columns(
            level, columns, coefficients, count, hasOther ? other : nil, 0.7, 1.5, rows, &rest)
          return rest + [squares]
        }
        var squares = 0.0
        for row in 0..<rows {
          let sum = (0..<count).reduce(hasOther ? 0.7 * other[row] : 0) {
            $0 + coefficients[$1] * columns[$1 * rows + row]
          }
          #expect(isClose(found[row], 1.5 * (values[row] - sum)))
          squares += found[row] * found[row]
        }
        #expect(isClose(found[rows], squares))
      }
    }
  }

  @Test("Products", arguments: lengths)
  func products(rows: Int) {
    for count in [1, 2, 3, 4, 7] {
      var random = RandomBits(seed: 22)
      let (columns, vector) = (random.vector(count * rows), random.vector(rows))
      let other = random.vector(rows)
      let found = same { level in
        var products = Array(repeating: 0.0, count: count)
        mmv_dot_columns(level, columns, vector, count, rows, &products)
        return products + [mmv_dot_product(level, vector, other, other, rows)]
      }
      for k in 0..<count {
        let expected = (0..<rows).reduce(0.0) { $0 + columns[k * rows + $1] * vector[$1] }
        #expect(isClose(found[k], expected))
      }
      let triple = (0..<rows).reduce(0.0) { $0 + vector[$1] * other[$1] * other[$1] }
      #expect(isClose(found[count], triple))
    }
  }

  @Test("Residuals", arguments: lengths)
  func residuals(rows: Int) {
    var random = RandomBits(seed: 23)
    let (values, mean) = (random.vector(rows), random.vector(rows))
    let found = same { level in
      var weighted = Array(repeating: 0.0, count: rows)
      let squares = mmv_weighted_residuals(level, values, mean, 3, rows, &weighted)
      return weighted + [squares]
    }
    #expect(Array(found[..<rows]) == zip(values, mean).map { ($0 - $1) * 3 })
    let squares = zip(values, mean).reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    #expect(isClose(found[rows], squares))
  }
}
