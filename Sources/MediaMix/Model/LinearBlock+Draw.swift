internal import MediaMixInference

extension LinearBlock {
  /// A draw of the coefficients given all others, in their places among the parameters: the shared
  /// ones, then each geo's own given those.
  ///
  /// - Parameter residuals: as for ``logDensity(of:given:workspace:withGradient:)``.
  func draw(
    given residuals: [[Double]], and condition: Condition, into parameters: inout [Double],
    workspace: inout Workspace, using random: inout RandomStream
  ) {
    solve(residuals, given: condition, workspace: &workspace)
    let truncatedMode = truncated.map { workspace.memory[parts[0].mode + $0] }
    withPointers(&workspace) { _, m in
      let deviations = m + memory.scratch
      for i in shared.indices { deviations[i] = random.normal() }
      ShiftedCholesky.solveTransposed(m + memory.factor, shared.count, deviations)
      for i in shared.indices { m[memory.mode + i] += deviations[i] }
      for part in parts {
        for i in 0..<part.count { m[part.half + i] += random.normal() }
        findOwnMode(part, m)
      }
    }
    if let truncated, let truncatedMode {
      makePositive(truncated, mode: truncatedMode, workspace: &workspace, using: &random)
    }
    write(workspace.memory, into: &parameters)
  }

  /// The coefficients of the z in a workspace's memory.
  private func write(_ memory: [Double], into parameters: inout [Double]) {
    func write(_ coefficients: [Coefficient], _ place: Int) {
      for (index, coefficient) in coefficients.enumerated() {
        parameters[coefficient.scalar] =
          coefficient.loc + coefficient.scale * memory[place + index]
      }
    }
    for (part, coefficients) in zip(parts, own) { write(coefficients, part.mode) }
    write(shared, self.memory.mode)
  }

  /// Draws the truncated z anew, given that it is positive, and moves the others of an untruncated
  /// draw to where they would be given that.
  private func makePositive(
    _ truncated: Int, mode: Double, workspace: inout Workspace, using random: inout RandomStream
  ) {
    let part = parts[0]
    let n = part.count
    withPointers(&workspace) { _, m in
      let row = m + memory.scratch
      for i in 0..<n { row[i] = i == truncated ? 1 : 0 }
      ShiftedCholesky.solve(m + part.factor, n, row)
      ShiftedCholesky.solveTransposed(m + part.factor, n, row)
      let positive = Self.positiveNormal(
        mean: mode, deviation: row[truncated].squareRoot(), using: &random)
      let step = (positive - m[part.mode + truncated]) / row[truncated]
      for i in 0..<n { m[part.mode + i] += row[i] * step }
      m[part.mode + truncated] = positive
    }
  }

  private static func positiveNormal(
    mean: Double, deviation: Double, using random: inout RandomStream
  ) -> Double {
    // A distribution with all its moments would cost more than the draws that it takes.
    while mean >= 0 && deviation > 0 && deviation.isFinite {
      let normal = mean + deviation * random.normal()
      if normal > 0 { return max(normal, 0x1p-900) }
    }
    // So far below 0 that no distribution can be made of it, the draw is 0 in every digit that counts.
    guard let normal = try? TruncatedNormal(loc: mean, scale: deviation, low: 0) else {
      return 0x1p-900
    }
    return max(normal.sample(using: &random), 0x1p-900)
  }
}
