import Foundation

/// Python with ArviZ, in a virtual environment that stays in the build folder for later runs.
enum ArvizEnvironment {
  /// The interpreter; nil where there is no Python or its packages cannot be had.
  static let python: String? = {
    let python = folder + "/bin/python"
    let marker = folder + "/complete"
    if (try? String(contentsOfFile: marker, encoding: .utf8)) == packages.joined(separator: " ") {
      return python
    }
    guard run("/usr/bin/env", ["python3", "-m", "venv", "--clear", folder]),
      run(python, ["-m", "pip", "install", "--quiet"] + packages)
    else {
      print("SKIPPED: there is no python3, or \(packages) cannot be had from PyPI")
      return nil
    }
    try? packages.joined(separator: " ").write(toFile: marker, atomically: true, encoding: .utf8)
    return python
  }()

  private static let packages = [
    "arviz==0.22.0", "xarray==2025.6.1", "zarr==2.18.7", "numpy==2.2.6",
  ]

  /// `.build/python-arviz` of this package.
  private static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent(".build/python-arviz").path

  private static func run(_ program: String, _ arguments: [String]) -> Bool {
    (try? ChildProcess(program, arguments).wait())?.status == 0
  }
}
