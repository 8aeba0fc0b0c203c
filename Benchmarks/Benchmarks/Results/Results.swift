import Benchmark
import MediaMix
import MediaMixInference
import MediaMixReport

/// The national simulation of 104 weeks and 3 channels, fitted at default settings.
private func fit() async throws -> FittedModel {
  try await MediaMixModel(
    dataset: Simulation(periods: 104).run().dataset, specification: ModelSpecification()
  ).fit()
}

/// Many channels, and draws from the prior in place of a fit's own: as many, without its time.
private func largeFit(channels: Int, draws: Int) async throws -> FittedModel {
  let model = try MediaMixModel(
    dataset: Simulation(periods: 104, channels: channels).run().dataset,
    specification: ModelSpecification(transform: .hillAdstock))
  let trace = model.priorTrace(draws: draws)
  let shortest = try await model.fit(SamplerConfiguration(chains: 1, warmup: 0, draws: 1))
  var values: [String: [Double]] = [:]
  for parameter in model.parameters.parameters {
    values[parameter.name] = trace.draws(of: parameter.name)
  }
  return try shortest.replacingDraws(values)
}

let benchmarks: @Sendable () -> Void = {
  let configuration = Benchmark.Configuration(
    metrics: [.wallClock, .cpuTotal, .peakMemoryResident], warmupIterations: 1,
    maxDuration: .seconds(5), maxIterations: 50)

  Benchmark("Prediction of 12 new weeks", configuration: configuration) { benchmark, fit in
    let weeks = FutureRows(Simulation(periods: 12, seed: 6).run().dataset)
    benchmark.startMeasurement()
    blackHole(try fit.predict(weeks))
  } setup: {
    try await fit()
  }

  Benchmark("Budget of 3 channels, 12 weeks", configuration: configuration) { benchmark, fit in
    benchmark.startMeasurement()
    blackHole(try await fit.optimizeBudget(BudgetProblem(periods: 12)))
  } setup: {
    try await fit()
  }

  Benchmark("Flighting of 20 channels, 52 weeks", configuration: configuration) { benchmark, fit in
    var problem = BudgetProblem(periods: 52)
    problem.granularity = .period
    benchmark.startMeasurement()
    blackHole(try await fit.optimizeBudget(problem))
  } setup: {
    try await largeFit(channels: 20, draws: 4000)
  }

  Benchmark("Report, an HTML page", configuration: configuration) { benchmark, fit in
    benchmark.startMeasurement()
    blackHole(try await Report(fit).html)
  } setup: {
    try await fit()
  }
}
