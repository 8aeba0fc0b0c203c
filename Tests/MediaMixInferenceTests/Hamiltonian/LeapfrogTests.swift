import MediaMixInference
import Testing

@Suite("Leapfrog")
struct LeapfrogTests {
  private func trajectory(
    _ density: ClosureDensity, at position: [Double], stepSize: Double
  ) -> HamiltonianTrajectory {
    var trajectory = HamiltonianTrajectory(
      density: density, metric: .identity(density.dimension),
      random: RandomStream(seed: 1, purpose: .chain, index: 0))
    let isPossible = trajectory.restart(at: position)
    #expect(isPossible)
    trajectory.stepSize = stepSize
    return trajectory
  }

  private func position(
    of point: Int, in trajectory: HamiltonianTrajectory
  ) -> [Double] {
    trajectory.withPosition(of: point) { x in x.indices.map { x[$0] } }
  }

  @Test("Free fall is exact: positions lie on a parabola in time")
  func freeFall() {
    let gravity = ClosureDensity(dimension: 1) { x in (-9.81 * x[0], [-9.81]) }
    var path = trajectory(gravity, at: [100], stepSize: 0.125)
    var points = [path.begin(at: 0)]
    for _ in 0..<8 { points.append(path.step(from: points[points.count - 1], forward: true)) }
    let heights = points.map { position(of: $0, in: path)[0] }
    for i in 2..<heights.count {
      let secondDifference = heights[i] - 2 * heights[i - 1] + heights[i - 2]
      #expect(abs(secondDifference + 9.81 * 0.125 * 0.125) < 1e-11)
    }
    #expect(abs(path.energy(of: points[8]) - path.energy(of: points[0])) < 1e-9)
  }

  @Test("An oscillator's energy error is bounded and of second order in the step")
  func oscillator() {
    let oscillator = ClosureDensity(dimension: 1) { x in (-0.5 * x[0] * x[0], [-x[0]]) }
    func worstError(stepSize: Double) -> Double {
      var path = trajectory(oscillator, at: [1], stepSize: stepSize)
      var point = path.begin(at: 0)
      let start = path.energy(of: point)
      var worst = 0.0
      for _ in 0..<Int(50 / stepSize) {
        point = path.step(from: point, forward: true)
        worst = max(worst, abs(path.energy(of: point) - start))
      }
      return worst
    }
    let ratio = worstError(stepSize: 0.2) / worstError(stepSize: 0.1)
    #expect(ratio > 3.5 && ratio < 4.6)
  }

  @Test("Steps are reversible, under every metric")
  func reversible() throws {
    let density = ClosureDensity.normal(
      mean: [1, -2, 0], precision: [[2, 0.3, 0], [0.3, 1, -0.2], [0, -0.2, 0.5]])
    let factor = try #require(
      LowerTriangular(factoring: [1, 0.2, 0, 0.2, 2, 0.1, 0, 0.1, 0.7], dimension: 3))
    for metric in [Metric.identity(3), .diagonal([0.5, 2, 1]), .dense(factor)] {
      var path = trajectory(density, at: [0, 0, 1], stepSize: 0.3)
      path.change(to: metric, at: 0)
      let start = path.begin(at: 0)
      let there = (0..<7).reduce(start) { point, _ in path.step(from: point, forward: true) }
      let back = (0..<7).reduce(there) { point, _ in path.step(from: point, forward: false) }
      for (a, b) in zip(position(of: start, in: path), position(of: back, in: path)) {
        #expect(abs(a - b) < 1e-12)
      }
    }
  }

  @Test("The metric changes the dynamics, not the energy's invariance")
  func metricEnergy() throws {
    let density = ClosureDensity.normal(mean: [0, 0], precision: [[100, 0], [0, 0.01]])
    var path = trajectory(density, at: [0.1, 10], stepSize: 0.1)
    path.change(to: .diagonal([0.1, 10]), at: 0)
    var point = path.begin(at: 0)
    let start = path.energy(of: point)
    for _ in 0..<100 { point = path.step(from: point, forward: true) }
    #expect(abs(path.energy(of: point) - start) < 0.02 * max(1, abs(start)))
  }
}
