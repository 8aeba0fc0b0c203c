internal import MediaMixInference

extension LinearBlock {
  /// The gradients of the log density at the modes that the workspace has, added to those that it has
  /// of the residuals' own; `residuals`, those at the modes, become the gradient by the mean.
  ///
  /// By the envelope theorem the gradient is that of the joint density with the coefficients held at
  /// their modes, and that of −½ log det of the precision: −½ tr(Σ·dA) with Σ the covariance of z.
  ///
  /// - Returns: the log share of a truncated coefficient.
  func addGradients(
    residuals: inout [[Double]], given condition: Condition, parameters: [Double],
    workspace: inout Workspace
  ) -> Double {
    let share = logShare(&workspace)
    guard share.value > -.infinity else { return -.infinity }
    invert(given: condition, workspace: &workspace)
    for geo in parts.indices {
      let sigma = condition.sigma[geo]
      let p = 1 / (sigma * sigma)
      workspace.sigmaGradients[geo] += trace(of: geo, workspace: &workspace) / sigma
      workspace.exponentGradient -= p * trendTrace(of: geo, given: condition, workspace: &workspace)
      let slope =
        parts[geo].trendScale == nil ? 0 : parameters[own[geo][parts[geo].staticCount].scalar]
      workspace.exponentGradient += addMeanGradient(
        of: geo, residuals: &residuals[geo], slope: slope, share: share, given: condition,
        workspace: &workspace)
    }
    return share.value
  }

  /// All that the traces need: the inverse factors, the covariance of the shared z, L_g⁻ᵀW_g, and the
  /// columns' products with the trend's derivative.
  private func invert(given condition: Condition, workspace: inout Workspace) {
    let bend = condition.bend
    withPointers(&workspace) { numbers, m in
      bend.withUnsafeBufferPointer { bend in
        guard let q = bend.baseAddress else { return }
        let k = shared.count
        TimeColumns.dots(
          numbers + sharedColumns, count: k, timeCount: timeCount, q, into: m + memory.bend)
        ShiftedCholesky.invert(m + memory.factor, k, into: m + memory.inverse)
        for row in 0..<k {
          ShiftedCholesky.covariance(
            m + memory.inverse, k, row: row, into: m + memory.covariance + row * k)
        }
        for part in parts {
          ShiftedCholesky.invert(m + part.factor, part.count, into: m + part.inverse)
          copy(part.count * k, from: part.whitened, to: part.slopes, m)
          ShiftedCholesky.solveTransposed(
            m + part.factor, part.count, m + part.slopes, width: k)
          if part.trendScale != nil {
            TimeColumns.dots(
              numbers + part.columns, count: part.staticCount, timeCount: timeCount, q,
              into: m + part.bend)
          }
        }
      }
    }
  }

  /// tr(Σ·p_g·[X_g, S_g]ᵀ[X_g, S_g]); the gradient by the season's factor is written to the
  /// workspace.
  private func trace(of geo: Int, workspace: inout Workspace) -> Double {
    let (part, k) = (parts[geo], shared.count)
    let (own, seasonal) = withPointers(&workspace) { _, m in
      let own = Double(part.count) - ShiftedCholesky.covarianceTrace(m + part.inverse, part.count)
      var (sum, seasonal) = (0.0, 0.0)
      for i in 0..<k {
        var row = 0.0
        for j in 0..<k { row += m[memory.covariance + i * k + j] * m[part.gain + i * k + j] }
        sum += row
        if i < seasonCount { seasonal += row }
      }
      for coefficient in 0..<part.count {
        let slopes = m + part.slopes + coefficient * k
        for i in 0..<k {
          var product = 0.0
          for j in 0..<k { product += m[memory.covariance + i * k + j] * slopes[j] }
          sum -= slopes[i] * product
        }
      }
      return (own + sum, seasonal)
    }
    workspace.factorGradients[geo] = -seasonal
    return own
  }

  /// Σ_j Σ[trend, j]·(column j)ᵀq, which is ½ tr(Σ·dA)/p_g by the exponent.
  private func trendTrace(
    of geo: Int, given condition: Condition, workspace: inout Workspace
  ) -> Double {
    let (part, k) = (parts[geo], shared.count)
    guard let scale = part.trendScale else { return 0 }
    let factor = condition.factor[geo]
    let (trend, bend) = (condition.trend, condition.bend)
    return withPointers(&workspace) { _, m in
      let last = part.staticCount
      m[part.bend + last] = bend.withUnsafeBufferPointer { q in
        trend.withUnsafeBufferPointer { u in
          guard let q = q.baseAddress, let u = u.baseAddress else { return 0 }
          return scale * TimeColumns.dot(q, u, timeCount)
        }
      }
      let (row, shift) = (m + memory.scratch, m + memory.scratch + max(part.count, k))
      ShiftedCholesky.covariance(m + part.inverse, part.count, row: last, into: row)
      var sum = 0.0
      for j in 0..<k {
        var value = 0.0
        for i in 0..<k {
          value += m[memory.covariance + j * k + i] * m[part.slopes + last * k + i]
        }
        shift[j] = value
        sum -= value * m[memory.bend + j] * (j < seasonCount ? factor : 1)
      }
      for i in 0..<part.count {
        var covariance = row[i]
        for j in 0..<k { covariance += m[part.slopes + i * k + j] * shift[j] }
        sum += covariance * m[part.bend + i]
      }
      return scale * sum
    }
  }

  /// Turns a geo's residuals at the modes into the gradient by its mean; adds the gradients of the log
  /// share, and that by the factor of the season of the modes, to the workspace.
  ///
  /// - Returns: what the gradient by the exponent has of the log share and, through the trend of the
  ///   mode, whose coefficient is `slope`, of the mean.
  private func addMeanGradient(
    of geo: Int, residuals: inout [Double], slope: Double, share: Share,
    given condition: Condition, workspace: inout Workspace
  ) -> Double {
    let part = parts[geo]
    let (sigma, bend, trend) = (condition.sigma[geo], condition.bend, condition.trend)
    let p = 1 / (sigma * sigma)
    var (byExponent, bySigma, bySeason) = (0.0, 0.0, 0.0)
    withPointers(&workspace) { numbers, m in
      residuals.withUnsafeMutableBufferPointer { row in
        bend.withUnsafeBufferPointer { q in
          guard let row = row.baseAddress, let q = q.baseAddress else { return }
          if let truncated {
            let h = m + memory.scratch
            ShiftedCholesky.covariance(m + part.inverse, part.count, row: truncated, into: h)
            let gradients = shareGradients(
              share, h: h, truncated: truncated, bendOfResidual: TimeColumns.dot(q, row, timeCount),
              m)
            bySigma = gradients.bySigma / sigma
            byExponent = p * gradients.byExponent
            TimeColumns.add(
              numbers + part.columns, count: part.staticCount, timeCount: timeCount, times: h,
              -share.byMode, to: row)
            if let scale = part.trendScale {
              let slope = share.byMode * scale * h[part.staticCount]
              for t in 0..<timeCount { row[t] -= slope * trend[t] }
            }
          }
          for t in 0..<timeCount { row[t] *= p }
          if slope != 0 { byExponent += slope * TimeColumns.dot(q, row, timeCount) }
          if !shared.isEmpty { bySeason = TimeColumns.dot(m + memory.season, row, timeCount) }
        }
      }
    }
    workspace.sigmaGradients[geo] += bySigma
    let factor = condition.factor[geo]
    // The trace is quadratic in the factor.
    let byTrace = factor == 0 ? 0 : workspace.factorGradients[geo] / factor
    workspace.factorGradients[geo] = byTrace + bySeason
    return byExponent
  }

  /// The log share's gradient by σ, times σ, and by the exponent but for what comes through the mean,
  /// over p; h is the truncated coefficient's row of the covariance.
  @inline(__always)
  private func shareGradients(
    _ share: Share, h: UnsafePointer<Double>, truncated: Int, bendOfResidual: Double,
    _ m: UnsafePointer<Double>
  ) -> (bySigma: Double, byExponent: Double) {
    let part = parts[0]
    var (modes, squares, bends) = (0.0, 0.0, 0.0)
    for j in 0..<part.count {
      modes += h[j] * m[part.mode + j]
      squares += h[j] * h[j]
      bends += h[j] * m[part.bend + j]
    }
    let bySigma =
      2 * (share.byVariance * (h[truncated] - squares) - share.byMode * modes)
    guard let scale = part.trendScale else { return (bySigma, 0) }
    let slope = scale * h[part.staticCount]
    return (
      bySigma, slope * (share.byMode * bendOfResidual - 2 * share.byVariance * bends)
    )
  }
}
