internal import MediaMix

/// One plot of a grid: layers over a common pair of axes, in units of the data.
///
/// Times are days since the epoch.
struct Plot: Sendable {
  /// Stands above the plot; may be empty.
  let name: String
  /// Stands below the name, such as scores; may be empty.
  let note: String
  /// From the back to the front.
  let layers: [Layer]
  /// Lines across the plot, behind the layers.
  let guides: [Guide]
  /// What a pointer that rests near a place on the horizontal axis is told, in ascending order.
  let hovers: [(x: Double, text: String)]

  init(
    name: String = "", note: String = "", layers: [Layer], guides: [Guide] = [],
    hovers: [(x: Double, text: String)] = []
  ) {
    self.name = DisplayText.cleaned(name)
    self.note = DisplayText.cleaned(note)
    self.layers = layers
    self.guides = guides
    self.hovers = hovers
  }

  /// A line across a plot at a value of one of its axes.
  struct Guide: Sendable {
    enum Direction: Sendable { case vertical, horizontal }

    let direction: Direction
    let value: Double
    let look: Look

    init(_ direction: Direction, at value: Double, _ look: Look = .reference) {
      self.direction = direction
      self.value = value
      self.look = look
    }
  }

  /// Marks of one look.
  struct Layer: Sendable {
    /// How much an axis does for values that are far from the rest; see ``AxisDomain``.
    enum Rank: Sendable { case shown, core, tails }

    enum Geometry: Sendable {
      /// A line; where `values` are NaN, it is interrupted.
      case line(values: [Double])
      /// From `lower` to `upper`; at least one of the two is what counts for the axis.
      case band(lower: [Double], upper: [Double])
      /// Upright bars from zero, of a width in units of the horizontal axis.
      case bars(values: [Double], width: Double)
      /// Upright lines from zero, with a dot at the end.
      case stems(values: [Double])
      /// Single points, with what a pointer is told and with names beside them: one text for each,
      /// or none at all.
      case points(values: [Double], hovers: [String], names: [String] = [])
      /// Hundreds of points.
      case cloud(values: [Double])
      /// Ticks at the bottom.
      case rug
    }

    /// `[point]`, ascending but for points, clouds and rugs.
    let x: [Double]
    let geometry: Geometry
    let look: Look
    let rank: Rank

    init(x: [Double], _ geometry: Geometry, _ look: Look, rank: Rank = .shown) {
      self.x = x
      self.geometry = geometry
      self.look = look
      self.rank = rank
    }

    /// All values on the vertical axis.
    var values: [Double] {
      switch geometry {
      case .line(let values), .points(let values, _, _), .cloud(let values): values
      case .bars(let values, _), .stems(let values): values + [0]
      case .band(let lower, let upper): lower + upper
      case .rug: []
      }
    }

    /// What must be seen of the horizontal axis.
    var extent: [Double] {
      guard case .bars(_, let width) = geometry else { return x }
      return x.flatMap { [$0 - 0.5 * width, $0 + 0.5 * width] }
    }
  }
}

extension Plot.Layer {
  /// A distribution along the horizontal axis: 5 to 95 %, the middle half, and the median.
  static func distribution(x: [Double], _ summaries: [Quantiles]) -> [Plot.Layer] {
    [
      Plot.Layer(
        x: x, .band(lower: summaries.map(\.q5), upper: summaries.map(\.q95)), .outerBand,
        rank: .tails),
      Plot.Layer(
        x: x, .band(lower: summaries.map(\.q25), upper: summaries.map(\.q75)), .innerBand,
        rank: .core),
      Plot.Layer(x: x, .line(values: summaries.map(\.median)), .median, rank: .core),
    ]
  }

  /// A line of what was observed; infinite values are gaps.
  static func observed(x: [Double], _ values: [Double]) -> Plot.Layer {
    Plot.Layer(x: x, .line(values: values.map { $0.isFinite ? $0 : .nan }), .observed)
  }
}
