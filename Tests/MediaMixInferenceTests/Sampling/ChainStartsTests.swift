import MediaMixInference
import Synchronization
import Testing

@Suite("Starts of chains")
struct ChainStartsTests {
  /// The places that a sampler asked for.
  private final class Places: Sendable {
    private let all = Mutex<[[Double]]>([])

    func add(_ place: [Double]) { all.withLock { $0.append(place) } }
    var list: [[Double]] { all.withLock { $0 } }
  }

  /// Every place that one chain tries where none is possible, and what it then says.
  private func failing(_ starts: ChainStarts) async throws -> (places: [[Double]], message: String)
  {
    let places = Places()
    let nowhere = ClosureDensity(dimension: 2) { x in
      places.add(x)
      return (-.infinity, [0, 0])
    }
    let sampler = try Sampler(SamplerConfiguration(chains: 1, warmup: 0, draws: 1, seed: 3))
    let error = await #expect(throws: SamplerError.self) {
      try await sampler.sample(nowhere, from: starts)
    }
    return (places.list, "\(try #require(error))")
  }

  private func initialization(chain: Int = 0) -> RandomStream {
    RandomStream(seed: 3, purpose: .initialization, index: chain)
  }

  @Test("Near a centre: normal jitter that widens, from the chain's own stream")
  func near() async throws {
    let (places, message) = try await failing(.near([5, -1]))
    var random = initialization()
    let expected = (0..<100).map { attempt in
      let spread = min(2, 0.1 + 0.02 * Double(attempt))
      return [5 + spread * random.normal(), -1 + spread * random.normal()]
    }
    #expect(places == expected)
    #expect(
      message.hasPrefix(
        "chain 1 found no possible starting point in 100 attempts around the given centre: the"))
  }

  @Test("Uniform: every coordinate between the ends, and near both")
  func uniform() async throws {
    let (places, message) = try await failing(.uniform(radius: 1.5, dimension: 2))
    #expect(places.count == 100)
    for coordinate in 0..<2 {
      let values = places.map { $0[coordinate] }
      #expect(values.allSatisfy { abs($0) < 1.5 })
      #expect(values.contains { $0 < -1.3 } && values.contains { $0 > 1.3 })
      #expect(abs(values.reduce(0, +) / 100) < 4 * 1.5 / 300.0.squareRoot())
    }
    #expect(message.contains("with every coordinate between -1.5 and 1.5"))
  }

  @Test("Given values: tried once, and kept by every chain")
  func at() async throws {
    let (places, message) = try await failing(.at([0.25, 7]))
    #expect(places == [[0.25, 7]])
    #expect(message.hasPrefix("chain 1 cannot start at the given values: the density"))

    let seen = Places()
    let density = ClosureDensity(dimension: 2) { x in
      seen.add(x)
      return (-0.5 * (x[0] * x[0] + x[1] * x[1]), [-x[0], -x[1]])
    }
    let sampler = try Sampler(SamplerConfiguration(chains: 3, warmup: 0, draws: 1))
    _ = try await sampler.sample(density, from: .at([0.25, 7]))
    #expect(seen.list.count { $0 == [0.25, 7] } == 3)
  }

  @Test("A recipe of one's own: as many attempts as allowed, each chain from its own stream")
  func proposed() async throws {
    let (places, message) = try await failing(
      .proposed(attempts: 7) { random in [random.exponential(), random.normal()] })
    var random = initialization()
    #expect(places == (0..<7).map { _ in [random.exponential(), random.normal()] })
    #expect(message.contains("in 7 attempts at the proposed places"))

    let starts = Places()
    let recipe = ChainStarts.proposed { random in
      let place = [random.normal(), random.normal()]
      starts.add(place)
      return place
    }
    let density = ClosureDensity.normal(mean: [0, 0], precision: [[1, 0], [0, 1]])
    let sampler = try Sampler(SamplerConfiguration(chains: 2, warmup: 0, draws: 1, seed: 3))
    _ = try await sampler.sample(density, from: recipe)
    let expected = (0..<2).map { chain in
      var random = initialization(chain: chain)
      return [random.normal(), random.normal()]
    }
    #expect(Set(starts.list) == Set(expected))
  }

  @Test("A place that is not finite is no start, whatever the density says of it")
  func notFinite() async throws {
    let flat = ClosureDensity(dimension: 2) { _ in (0, [0, 0]) }
    let sampler = try Sampler(SamplerConfiguration(chains: 1, warmup: 0, draws: 1))
    for bad in [Double.nan, .infinity] {
      await #expect(throws: SamplerError.self) {
        try await sampler.sample(flat, from: .at([0, bad]))
      }
    }
  }

  @Test("Whoever knows more about the starts says it in the error")
  func words() async throws {
    var starts = ChainStarts.near([0, 0])
    starts.place = "around the prior medians"
    starts.advice = "the data are impossible"
    let (_, message) = try await failing(starts)
    #expect(
      message
        == "chain 1 found no possible starting point in 100 attempts around the prior medians: "
        + "the data are impossible")
  }
}
