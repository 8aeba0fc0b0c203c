/// Central differences of `function` at `x`, extrapolated once to fourth order.
func numericalGradient(
  of function: ([Double]) -> Double, at x: [Double], step: Double = 1e-4
) -> [Double] {
  x.indices.map { i in
    func difference(_ h: Double) -> Double {
      var (above, below) = (x, x)
      above[i] += h
      below[i] -= h
      return (function(above) - function(below)) / (2 * h)
    }
    return (4 * difference(step / 2) - difference(step)) / 3
  }
}
