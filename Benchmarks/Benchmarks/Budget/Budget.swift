import Benchmark
import MediaMix
import MediaMixInference

/// Draws from the prior in place of a fit's own: as many as a fit has, without its time.
private func fit(periods: Int, channels: Int, draws: Int) async throws -> FittedModel {
  let model = try MediaMixModel(
    dataset: Simulation(periods: periods, channels: channels, features: 1, seed: 5).run().dataset,
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
    metrics: [.wallClock, .cpuTotal], warmupIterations: 1, maxDuration: .seconds(30),
    maxIterations: 50)

  Benchmark("Budget of 3 channels, 12 periods, 4,000 draws", configuration: configuration) {
    benchmark in
    let fit = try await fit(periods: 117, channels: 3, draws: 4000)
    benchmark.startMeasurement()
    blackHole(try await fit.optimizeBudget(BudgetProblem(periods: 12)))
  }

  Benchmark("Flighting of 20 channels, 52 weeks, 4,000 draws", configuration: configuration) {
    benchmark in
    let fit = try await fit(periods: 104, channels: 20, draws: 4000)
    var problem = BudgetProblem(periods: 52)
    problem.granularity = .period
    benchmark.startMeasurement()
    blackHole(try await fit.optimizeBudget(problem))
  }
}
