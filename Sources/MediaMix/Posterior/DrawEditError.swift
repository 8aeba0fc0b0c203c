/// Why a fit's draws could not be edited.
public enum DrawEditError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The model has no parameter of that name.
  case unknownParameter(String, known: [String])
  /// `media_transformed` and `mu` follow from the parameters and cannot be edited themselves.
  case derivedQuantity(String)
  /// The model has no channel of that name.
  case unknownChannel(String, known: [String])
  /// The data have no geo of that name; none at all, if they are national.
  case unknownGeo(String, known: [String])
  /// An empty list of geos.
  case noGeos
  /// A parameter has no draws.
  case missing(String)
  /// Draws of no chain, or of less than none.
  case chainCount(Int)
  /// The numbers of a parameter make no whole draws for each chain.
  case count(String, found: Int, shape: [Int], chains: Int)
  /// Two parameters have different numbers of draws.
  case unequalDraws(String, found: Int, other: String, expected: Int)
  /// The model is not defined at a value of an element, "coef_media[tv]".
  case outsideDomain(String, value: Double, needs: String)

  /// What is wrong, where, and what to do about it.
  public var description: String {
    switch self {
    case .unknownParameter(let name, let known):
      return "the model has no parameter \(name)\(Self.meant(name, known))"
    case .derivedQuantity(let name):
      return "\(name) follows from the parameters and cannot be edited; edit those, coef_media for "
        + "instance"
    case .unknownChannel(let name, let known):
      return "the model has no channel \(name)\(Self.meant(name, known))"
    case .unknownGeo(let name, let known):
      return known.isEmpty
        ? "there is no geo \(name): the data are national. Leave out geos"
        : "the model has no geo \(name)\(Self.meant(name, known))"
    case .noGeos:
      return "the list of geos is empty; name one at least, or leave out geos to mean all"
    case .missing(let name):
      return
        "no draws of \(name); every parameter of the model needs some, unless all of it is fixed"
    case .chainCount(let count):
      return "\(count) chains; there must be at least 1"
    case .count(let name, let found, let shape, let chains):
      let size = shape.isEmpty ? "1 number" : "\(shape.reduce(1, *)) numbers (shape \(shape))"
      let each = chains == 1 ? "" : ", the same number of draws in each of \(chains) chains"
      return
        "\(name) has \(found) numbers; a draw of it has \(size), and there must be one draw at "
        + "least\(each)"
    case .unequalDraws(let name, let found, let other, let expected):
      return "\(name) has \(found) draws, but \(other) has \(expected); give as many of each"
    case .outsideDomain(let name, let value, let needs):
      return "\(name) would be \(value); it must be \(needs)"
    }
  }

  private static func meant(_ name: String, _ known: [String]) -> String {
    let suggestion = NearestName.nearest(to: name, in: known).map { "; did you mean \($0)?" } ?? "."
    let shown = known.prefix(namesShown).joined(separator: ", ")
    let more = known.count > namesShown ? " and \(known.count - namesShown) more" : ""
    return "\(suggestion) It has \(shown)\(more)"
  }

  private static let namesShown = 24
}
