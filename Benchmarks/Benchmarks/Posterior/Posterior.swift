import Benchmark
import MediaMix
import MediaMixInference

/// 104 weeks, 3 channels, 1 feature, 2 degrees of seasonality.
private func model(_ transform: MediaTransform) throws -> MediaMixModel {
  try MediaMixModel(
    dataset: Simulation(periods: 104, channels: 3, features: 1, seed: 5).run().dataset,
    specification: ModelSpecification(transform: transform))
}

let benchmarks: @Sendable () -> Void = {
  for transform in MediaTransform.allCases {
    // Evaluations are too short for a clock each: a measurement is a thousand of them.
    Benchmark(
      "Density and gradient, \(transform.rawValue)",
      configuration: .init(
        metrics: [.wallClock, .throughput], warmupIterations: 20, scalingFactor: .kilo,
        maxDuration: .seconds(5), maxIterations: 1000)
    ) { benchmark in
      let density = try model(transform).density
      let position = density.priorMedians
      var gradient = Array(repeating: 0.0, count: density.dimension)
      var workspace = density.makeWorkspace()
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations {
        var span = gradient.mutableSpan
        blackHole(
          density.evaluate(at: position.span, gradient: &span, workspace: &workspace))
      }
    }

    // On one thread, for the benchmark's own runner occupies one of the pool's.
    Benchmark(
      "Fit of 4 × (300 + 300) draws on one thread, \(transform.rawValue)",
      configuration: .init(
        metrics: [.wallClock, .cpuTotal], warmupIterations: 0, maxDuration: .seconds(20),
        maxIterations: 5)
    ) { benchmark in
      let model = try model(transform)
      let configuration = SamplerConfiguration(warmup: 300, draws: 300)
      benchmark.startMeasurement()
      blackHole(try await model.fit(configuration, threads: 1))
    }
  }
}
