/// The directions in time of all doublings of one transition, drawn at once.
///
/// One value that fixes every direction makes detailed balance testable by enumeration: a transition
/// is a deterministic function of its directions and of the choices among proposals.
package struct Directions: Sendable, Hashable {
  private var bits: UInt32

  /// The directions whose k-th is bit k of `bits`: forward where it is 1.
  package init(bits: UInt32) { self.bits = bits }

  /// Directions independently forward or backward with equal probability.
  package init(using random: inout RandomStream) {
    bits = UInt32(truncatingIfNeeded: random.next() >> 32)
  }

  /// The next doubling's direction: true for forward in time.
  package mutating func next() -> Bool {
    defer { bits >>= 1 }
    return bits & 1 == 1
  }
}
