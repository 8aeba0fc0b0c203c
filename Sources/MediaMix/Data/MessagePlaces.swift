/// Messages, each with the geos that it is true of, in the order in which they were first met.
struct MessagePlaces {
  private struct Message: Hashable {
    let fact: String
    let consequence: String
  }

  private var order: [Message] = []
  private var geos: [Message: [Int]] = [:]

  /// Notes that something is so in a geo, by its index, and what follows.
  mutating func add(_ fact: String, _ consequence: String, geo: Int) {
    let message = Message(fact: fact, consequence: consequence)
    if geos[message] == nil { order.append(message) }
    geos[message, default: []].append(geo)
  }

  /// Every message once, with what `suffix` makes of its geos after the fact.
  func messages(_ suffix: ([Int]) -> String) -> [String] {
    order.map { "\($0.fact)\(suffix(geos[$0] ?? [])): \($0.consequence)" }
  }
}
