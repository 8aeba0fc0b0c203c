import MediaMix
import Testing

@Suite("Interpolation of outliers")
struct OutlierInterpolationTests {
  @Test("The reference's numbers to 1e-9")
  func fixture() throws {
    let example = try #require(
      try ReferenceFixture.load("preprocessing")["utilities"]?["interpolate_outliers"])
    let series = try #require(example["x"]).numbers
    let outliers = try #require(example["outlier_idx"]?.arrayValue).compactMap(\.intValue)
    #expect(outliers.count == 3)
    let result = try OutlierInterpolation.apply(to: series, at: outliers)
    #expect(relativeError(result, try #require(example["result"]).numbers) < 1e-9)
  }

  @Test("Runs lie on a straight line, whatever stood there; the rest stays as it is")
  func runs() throws {
    let series = [1, .nan, .infinity, -1e9, 9, 0.1, 5]
    #expect(
      try OutlierInterpolation.apply(to: series, at: [3, 1, 2, 3]) == [1, 3, 5, 7, 9, 0.1, 5])
    #expect(try OutlierInterpolation.apply(to: [2, 9], at: []) == [2, 9])
  }

  @Test("Periods that are not there, and those without a neighbour on either side, are errors")
  func errors() {
    for (outliers, expected) in [
      ([7], OutlierInterpolationError.noSuchPeriod(7, count: 7)),
      ([-1], .noSuchPeriod(-1, count: 7)), ([0], .noNeighbour(0)), ([1, 0], .noNeighbour(0)),
      ([6], .noNeighbour(6)), ([5, 3, 6], .noNeighbour(5)),
      ([0, 1, 2, 3, 4, 5, 6], .noNeighbour(0)),
    ] {
      #expect(throws: expected) {
        try OutlierInterpolation.apply(to: [1, 2, 3, 4, 5, 6, 7], at: outliers)
      }
    }
    #expect(
      "\(OutlierInterpolationError.noNeighbour(0))".contains("leave the rows at this end out"))
  }
}
