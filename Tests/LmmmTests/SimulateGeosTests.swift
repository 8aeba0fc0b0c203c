import Foundation
import MediaMix
import Testing

@Suite("simulate --geos")
struct SimulateGeosTests {
  @Test("Data, truth and configuration of several geos belong together")
  func files() throws {
    let folder = try TemporaryFolder()
    let run = try Tool.run([
      "simulate", "--geos", "3", "--periods", "20", "--channels", "2", "--with-config", "--output",
      folder["data.csv"],
    ])
    #expect(run.status == 0, "\(run.errors)")
    let yaml = try folder.text("data.yaml")
    #expect(yaml.contains("\n  geo: geo\n"))
    let configuration = try Configuration(yaml: yaml, fileName: "data.yaml")
    let data = try Dataset.read(csvAt: folder["data.csv"], schema: configuration.data)
    #expect(data.geos == ["geo_0", "geo_1", "geo_2"])
    #expect(data.timeCount == 20)
    let truth = try JSONDecoder().decode(
      SimulationTruth.self, from: Data(folder.text("data.truth.json").utf8))
    #expect(truth.geos == data.geos)
    #expect(truth.channels.allSatisfy { $0.geos?.map(\.name) == data.geos })
    #expect(truth.parameters.media.count == 6)
  }
}
