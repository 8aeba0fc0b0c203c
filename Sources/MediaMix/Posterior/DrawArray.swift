public import MediaMixInference

/// Draws of one quantity with their shape: `[chain, draw, …]`, row-major, in ArviZ's order of axes.
public struct DrawArray: Sendable, Hashable {
  /// The axes with the labels of their positions, chain and draw first.
  public let axes: [ParameterAxis]
  /// The numbers, as many as the product of ``shape``.
  public let values: [Double]

  /// Draws with axes of those lengths.
  ///
  /// - Precondition: as many values as the axes make.
  init(axes: [ParameterAxis], values: [Double]) {
    precondition(values.count == axes.reduce(1) { $0 * $1.count }, "draws of another shape")
    self.axes = axes
    self.values = values
  }

  /// The lengths of the axes.
  public var shape: [Int] { axes.map(\.count) }

  /// The names of the axes: "chain", "draw", "time", "channel", "geo" and others.
  public var dimensions: [String] { axes.map(\.name) }

  /// The same draws with all chains as one, one after the other: `[sample, …]`, the shape that
  /// LightweightMMM's trace has.
  public var flattened: DrawArray {
    let sampleCount = axes.prefix(2).reduce(1) { $0 * $1.count }
    return DrawArray(
      axes: [ParameterAxis("sample", count: sampleCount)] + axes.dropFirst(2), values: values)
  }

  /// The number at one position of every axis.
  ///
  /// - Precondition: one index per axis, each within its axis.
  public subscript(indices: Int...) -> Double {
    precondition(indices.count == axes.count, "one index for each of \(dimensions)")
    return values[
      zip(indices, axes).reduce(0) { place, position in
        let (index, axis) = position
        precondition((0..<axis.count).contains(index), "\(index) is beyond the axis \(axis.name)")
        return place * axis.count + index
      }]
  }
}
