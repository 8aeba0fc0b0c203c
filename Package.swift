// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
  name: "swift-media-mix",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "MediaMixInference", targets: ["MediaMixInference"]),
    .library(name: "MediaMix", targets: ["MediaMix"]),
    .library(name: "MediaMixReport", targets: ["MediaMixReport"]),
    .executable(name: "lmmm", targets: ["lmmm"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.0.0"),
    .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0"),
  ],
  targets: [
    .target(name: "CMediaMixVector"),
    .target(
      name: "MediaMixInference", dependencies: ["CMediaMixVector"], swiftSettings: strict),
    .target(
      name: "MediaMix",
      dependencies: [
        "CMediaMixVector", "MediaMixInference",
        .product(name: "SwiftCSV", package: "SwiftCSV"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    .target(name: "MediaMixReport", dependencies: ["MediaMix"], swiftSettings: strict),
    .executableTarget(
      name: "lmmm",
      dependencies: [
        "MediaMix", "MediaMixReport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "MediaMixInferenceTests", dependencies: ["MediaMixInference", "CMediaMixVector"],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(
      name: "MediaMixTests", dependencies: ["MediaMix"],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(
      name: "MediaMixReportTests",
      dependencies: ["MediaMix", "MediaMixInference", "MediaMixReport"],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(
      name: "LmmmTests", dependencies: ["lmmm", "MediaMix", "MediaMixInference"],
      resources: [.copy("Fixtures")], swiftSettings: strict),
    .testTarget(
      name: "FuzzTests", dependencies: ["MediaMix", "MediaMixInference", "MediaMixReport"],
      swiftSettings: strict),
    .testTarget(
      name: "StatisticalTests", dependencies: ["MediaMix"],
      resources: [.copy("Fixtures")], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
