/// Second derivatives of an objective that couple the cells of one block only, such as the periods of a
/// channel, and those no further apart than a band is wide.
package struct BlockHessian: Sendable, ChunkSum {
  /// Cells of each block; blocks follow one another.
  package let size: Int
  /// How many diagonals from the main one upwards may hold something.
  package let width: Int
  /// The derivative by a cell and by that `offset` cells after it, `[cell, offset]`; 0 where the latter
  /// is in another block.
  package var values: [Double]

  /// Second derivatives that are all 0.
  init(blockCount: Int, size: Int, width: Int) {
    self.size = size
    self.width = width
    values = Array(repeating: 0, count: blockCount * size * width)
  }

  /// The pure second derivatives, `[cell]`.
  var diagonal: [Double] {
    get { stride(from: 0, to: values.count, by: width).map { values[$0] } }
    set { for (cell, value) in newValue.enumerated() { values[cell * width] = value } }
  }

  mutating func add(_ other: BlockHessian) {
    for place in values.indices { values[place] += other.values[place] }
  }

  /// How much slopes change along a direction, `[cell]`.
  package func product(_ direction: [Double]) -> [Double] {
    var product = Array(repeating: 0.0, count: direction.count)
    for first in stride(from: 0, to: direction.count, by: size) {
      for cell in first..<first + size {
        let (place, own) = (cell * width, direction[cell])
        var sum = values[place] * own
        for offset in 1..<max(1, min(width, first + size - cell)) {
          let bend = values[place + offset]
          sum += bend * direction[cell + offset]
          product[cell + offset] += bend * own
        }
        product[cell] += sum
      }
    }
    return product
  }
}
