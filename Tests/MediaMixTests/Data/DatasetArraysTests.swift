import MediaMix
import Testing

@Suite("Datasets from arrays")
struct DatasetArraysTests {
  private let dates = (0..<4).map { CalendarDate(daysSinceEpoch: 7 * $0) }

  @Test("Arrays become panels, bit for bit")
  func roundTrip() throws {
    let dataset = try Dataset(
      dates: dates,
      channels: [
        .init(name: "tv", media: [1, 0.1 + 0.2, 0, 4e-300]),
        .init(name: "search", media: [5, 6, 7, 8], spend: [1, 2, 3, 4]),
      ],
      features: [.init(name: "price", values: [-1, 2, -3, 1.0 / 3])], target: [1, 2, 3, 4])
    #expect(dataset.media.values == [1, 5, 0.1 + 0.2, 6, 0, 7, 4e-300, 8])
    #expect(dataset.spend.values == [1, 1, 0.1 + 0.2, 2, 0, 3, 4e-300, 4])
    #expect(dataset.features.values == [-1, 2, -3, 1.0 / 3])
    #expect(dataset.channels == ["tv", "search"])
  }

  @Test("Bad arrays are refused like bad tables")
  func checks() throws {
    func kind(
      dates: [CalendarDate]? = nil, media: [Double] = [1, 2, 3, 4], name: String = "tv",
      target: [Double] = [1, 2, 3, 4]
    ) -> DataError.Kind? {
      do {
        _ = try Dataset(
          dates: dates ?? self.dates,
          channels: [.init(name: "radio", media: [1, 1, 1, 1]), .init(name: name, media: media)],
          target: target)
        return nil
      } catch {
        return error.kind
      }
    }
    #expect(kind() == nil)
    #expect(kind(media: [1, -2, 3, 4]) == .negativeValue)
    #expect(kind(media: [0, 0, 0, 0]) == .noMedia)
    #expect(kind(media: [1, .nan, 3, 4]) != nil)
    #expect(kind(media: [1, .infinity, 3, 4]) != nil)
    #expect(kind(target: [2, 2, 2, 2]) == .constantTarget)
    #expect(kind(dates: dates.reversed()) == .disorderedDates)
    #expect(kind(name: "radio") == .unusableSchema)
  }
}
