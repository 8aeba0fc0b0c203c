import MediaMixInference

/// Data of an autoregression of some order, a regression on what went before.
struct AutoregressionData: Decodable {
  let order: Int
  let y: [Double]

  private enum CodingKeys: String, CodingKey {
    case order = "K"
    case y
  }

  func regression() throws -> LinearRegression {
    let rows = order..<y.count
    let lags = (1...order).map { lag in rows.map { y[$0 - lag] } }
    return LinearRegression(
      [rows.map { _ in 1 }] + lags, response: Array(y[rows]),
      coefficients: [Parameter("alpha"), Parameter("beta", countedFromOne: order)],
      coefficientPrior: try Normal(loc: 0, scale: 10), scalePrior: try HalfCauchy(scale: 2.5))
  }
}

/// Earnings and heights.
struct EarningsData: Decodable {
  let earn, height: [Double]

  func regression() -> LinearRegression {
    LinearRegression([height.map { _ in 1 }, height], response: earn.map(VectorMath.log))
  }
}

/// Children's scores and their mothers' IQ.
struct KidScoreData: Decodable {
  let score, motherIQ: [Double]

  private enum CodingKeys: String, CodingKey {
    case score = "kid_score"
    case motherIQ = "mom_iq"
  }

  func regression() throws -> LinearRegression {
    LinearRegression(
      [motherIQ.map { _ in 1 }, motherIQ], response: score,
      scalePrior: try HalfCauchy(scale: 2.5))
  }
}

/// The yield of mesquite bushes, and their measures.
struct MesquiteData: Decodable {
  let weight, diameter1, diameter2, canopyHeight, totalHeight, density, group: [Double]

  private enum CodingKeys: String, CodingKey {
    case weight, density, group
    case diameter1 = "diam1"
    case diameter2 = "diam2"
    case canopyHeight = "canopy_height"
    case totalHeight = "total_height"
  }

  func regression() -> LinearRegression {
    let measures = [diameter1, diameter2, canopyHeight, totalHeight, density]
    return LinearRegression(
      [group.map { _ in 1 }] + measures.map { $0.map(VectorMath.log) } + [group],
      response: weight.map(VectorMath.log))
  }
}

/// A regression without intercept whose rows are given as they are.
struct PlainRegressionData: Decodable {
  let rows: [[Double]]
  let y: [Double]

  private enum CodingKeys: String, CodingKey {
    case rows = "X"
    case y
  }

  func regression() throws -> LinearRegression {
    LinearRegression(
      rows[0].indices.map { k in rows.map { $0[k] } }, response: y,
      coefficientPrior: try Normal(loc: 0, scale: 10), scalePrior: try HalfNormal(scale: 10))
  }
}
