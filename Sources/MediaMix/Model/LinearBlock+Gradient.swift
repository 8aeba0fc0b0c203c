internal import CMediaMixVector
internal import MediaMixInference

extension LinearBlock {
  /// The gradients of the log density at the modes that the workspace has, added to those that it has
  /// of the residuals' own; `residuals`, those at the modes, become the gradient by the mean.
  ///
  /// By the envelope theorem the gradient is that of the joint density with the coefficients held at
  /// their modes, and that of −½ log det of the precision: −½ tr(Σ·dA) with Σ the covariance of z.
  func addGradients(
    residuals: inout [[Double]], share: Share, given condition: Condition,
    workspace: inout Workspace
  ) {
    workspace.exponentGradient = 0
    invert(given: condition, workspace: &workspace)
    for geo in parts.indices {
      let sigma = condition.sigma[geo]
      let p = 1 / (sigma * sigma)
      workspace.sigmaGradients[geo] += trace(of: geo, workspace: &workspace) / sigma
      workspace.exponentGradient -= p * trendTrace(of: geo, given: condition, workspace: &workspace)
      workspace.exponentGradient += addMeanGradient(
        of: geo, residuals: &residuals[geo], share: share, given: condition,
        workspace: &workspace)
    }
  }

  /// All that the traces need: the inverse factors, the covariance of the shared z, L_g⁻ᵀW_g, and the
  /// columns' products with the trend's derivative.
  private func invert(given condition: Condition, workspace: inout Workspace) {
    withPointers(&workspace) { numbers, m in
      multiplyByBend(condition, numbers, m)
      let k = shared.count
      ShiftedCholesky.invert(m + memory.factor, k, into: m + memory.inverse)
      for row in 0..<k {
        ShiftedCholesky.covariance(
          m + memory.inverse, k, row: row, into: m + memory.covariance + row * k)
      }
      for part in parts {
        ShiftedCholesky.invert(m + part.factor, part.count, into: m + part.inverse)
        copy(part.count * k, from: part.whitened, to: part.slopes, m)
        ShiftedCholesky.solveTransposed(m + part.factor, part.count, m + part.slopes, width: k)
      }
    }
  }

  /// All columns' products with the trend's derivative.
  @inline(__always)
  private func multiplyByBend(
    _ condition: Condition, _ numbers: UnsafePointer<Double>, _ m: UnsafeMutablePointer<Double>
  ) {
    let level = mmv_level.best
    condition.bend.withUnsafeBufferPointer { bend in
      guard let bend = bend.baseAddress else { return }
      var product = 0.0
      mmv_dot_columns(level, condition.trend, bend, 1, timeCount, &product)
      mmv_dot_columns(
        level, numbers + sharedColumns, bend, shared.count, timeCount, m + memory.bend)
      for part in parts {
        guard let scale = part.trendScale else { continue }
        mmv_dot_columns(
          level, numbers + part.columns, bend, part.staticCount, timeCount, m + part.bend)
        m[part.bend + part.staticCount] = scale * product
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
    return withPointers(&workspace) { _, m in
      let last = part.staticCount
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
  ///   mode, of the mean.
  private func addMeanGradient(
    of geo: Int, residuals: inout [Double], share: Share, given condition: Condition,
    workspace: inout Workspace
  ) -> Double {
    let part = parts[geo]
    let sigma = condition.sigma[geo]
    let p = 1 / (sigma * sigma)
    var (byExponent, bySigma, bySeason) = (0.0, 0.0, 0.0)
    withPointers(&workspace) { numbers, m in
      let slope = trendCoefficient(of: geo, m)
      residuals.withUnsafeMutableBufferPointer { row in
        guard let row = row.baseAddress else { return }
        var bendOfResidual = 0.0
        mmv_dot_columns(.best, condition.bend, row, 1, timeCount, &bendOfResidual)
        if let truncated {
          let h = m + memory.scratch
          ShiftedCholesky.covariance(m + part.inverse, part.count, row: truncated, into: h)
          let gradients = shareGradients(
            share, h: h, truncated: truncated, bendOfResidual: bendOfResidual, m)
          bySigma = gradients.bySigma / sigma
          byExponent = p * gradients.byExponent
          bendOfResidual -= gradients.bendOfMode
          for i in 0..<part.count { h[i] *= share.byMode }
          _ = mmv_subtract_columns(
            .best, numbers + part.columns, h, part.staticCount, condition.trend,
            part.trendScale.map { $0 * h[part.staticCount] } ?? 0, p, timeCount, row)
        } else {
          _ = mmv_subtract_columns(.best, nil, nil, 0, nil, 0, p, timeCount, row)
        }
        byExponent += slope * p * bendOfResidual
        if !shared.isEmpty {
          mmv_dot_columns(.best, m + memory.season, row, 1, timeCount, &bySeason)
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

  /// The trend's coefficient at the mode; 0 where it is not integrated out.
  @inline(__always)
  private func trendCoefficient(of geo: Int, _ m: UnsafePointer<Double>) -> Double {
    let part = parts[geo]
    guard let scale = part.trendScale else { return 0 }
    return part.trendLocation + scale * m[part.mode + part.staticCount]
  }

  /// The log share's gradient by σ, times σ, and by the exponent but for what comes through the mean,
  /// over p, and what the log share takes from the residuals' product with the trend's derivative; h is
  /// the truncated coefficient's row of the covariance.
  @inline(__always)
  private func shareGradients(
    _ share: Share, h: UnsafePointer<Double>, truncated: Int, bendOfResidual: Double,
    _ m: UnsafePointer<Double>
  ) -> (bySigma: Double, byExponent: Double, bendOfMode: Double) {
    let part = parts[0]
    var (modes, squares, bends) = (0.0, 0.0, 0.0)
    for j in 0..<part.count {
      modes += h[j] * m[part.mode + j]
      squares += h[j] * h[j]
      bends += h[j] * m[part.bend + j]
    }
    let bySigma =
      2 * (share.byVariance * (h[truncated] - squares) - share.byMode * modes)
    guard let scale = part.trendScale else { return (bySigma, 0, 0) }
    let slope = scale * h[part.staticCount]
    return (
      bySigma, slope * (share.byMode * bendOfResidual - 2 * share.byVariance * bends),
      share.byMode * bends
    )
  }
}
