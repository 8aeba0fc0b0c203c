import Benchmark
import MediaMix
import MediaMixInference

/// 104 weeks, 3 channels, 1 feature, 2 degrees of seasonality.
private struct Subject: Sendable {
  let transform: MediaTransform
  var geos = 1

  var name: String { geos == 1 ? "\(transform.rawValue)" : "\(transform.rawValue), \(geos) geos" }

  func model() throws -> MediaMixModel {
    try MediaMixModel(
      dataset: Simulation(periods: 104, channels: 3, features: 1, geos: geos, seed: 5).run()
        .dataset,
      specification: ModelSpecification(transform: transform))
  }
}

private let subjects =
  MediaTransform.allCases.map { Subject(transform: $0) } + [Subject(transform: .carryover, geos: 5)]

/// A transition of the kept draws: those of warm-up are not counted.
private let transitionTime = BenchmarkMetric.custom("Nanoseconds per transition")
private let transitionSteps = BenchmarkMetric.custom("Gradients per transition")

let benchmarks: @Sendable () -> Void = {
  for subject in subjects {
    // Evaluations are too short for a clock each: a measurement is a thousand of them.
    Benchmark(
      "Density and gradient, \(subject.name)",
      configuration: .init(
        metrics: [.wallClock, .throughput], warmupIterations: 20, scalingFactor: .kilo,
        maxDuration: .seconds(3), maxIterations: 1000)
    ) { benchmark, model in
      let density = model.density
      let position = density.priorMedians
      var gradient = Array(repeating: 0.0, count: density.dimension)
      var workspace = density.makeWorkspace()
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations {
        var span = gradient.mutableSpan
        blackHole(
          density.evaluate(at: position.span, gradient: &span, workspace: &workspace))
      }
    } setup: {
      try subject.model()
    }

    // On one thread, for the benchmark's own runner occupies one of the pool's.
    Benchmark(
      "Fit at default settings on one thread, \(subject.name)",
      configuration: .init(
        metrics: [.wallClock, .cpuTotal, .peakMemoryResident, transitionTime, transitionSteps],
        warmupIterations: 0, maxDuration: .seconds(5), maxIterations: 5)
    ) { benchmark, model in
      benchmark.startMeasurement()
      let fit = try await model.fit(threads: 1)
      benchmark.stopMeasurement()
      let transitions = fit.draws.chainCount * fit.draws.drawCount * fit.effort.transitionsPerDraw
      let nanoseconds = 1e9 * fit.effort.samplingSeconds / Double(transitions)
      benchmark.measurement(transitionTime, Int(nanoseconds.rounded()))
      benchmark.measurement(transitionSteps, fit.effort.samplingLeapfrogSteps / transitions)
    } setup: {
      try subject.model()
    }
  }
}
