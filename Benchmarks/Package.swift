// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "swift-media-mix-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "swift-media-mix", path: ".."),
    // Without its traits it needs no allocator of its own to be installed.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "Posterior",
      dependencies: [
        .product(name: "Benchmark", package: "benchmark"),
        .product(name: "MediaMix", package: "swift-media-mix"),
        .product(name: "MediaMixInference", package: "swift-media-mix"),
      ],
      path: "Benchmarks/Posterior",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    .executableTarget(
      name: "Results",
      dependencies: [
        .product(name: "Benchmark", package: "benchmark"),
        .product(name: "MediaMix", package: "swift-media-mix"),
        .product(name: "MediaMixInference", package: "swift-media-mix"),
        .product(name: "MediaMixReport", package: "swift-media-mix"),
      ],
      path: "Benchmarks/Results",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ],
  swiftLanguageModes: [.v6]
)
