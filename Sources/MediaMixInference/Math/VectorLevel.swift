import CMediaMixVector

/// The instruction sets that functions over arrays are compiled for. All give the same bits.
package enum VectorLevel: String, CaseIterable, Comparable {
  /// What every processor of the architecture has: SSE2 of x86-64; elsewhere the only level.
  case baseline
  /// AVX2, vectors of four numbers.
  case avx2
  /// AVX-512 (F, VL, DQ and BW), vectors of eight numbers.
  case avx512

  /// The highest level that this machine can run.
  package static var machine: VectorLevel {
    allCases.first { $0.number == mmv_machine_level() } ?? .baseline
  }

  /// Keeps all functions of the process from using a higher level than `level`.
  package static func limit(to level: VectorLevel) { mmv_limit_level(level.number) }

  package static func < (a: VectorLevel, b: VectorLevel) -> Bool {
    a.number.rawValue < b.number.rawValue
  }

  /// The level in C.
  var number: mmv_level {
    switch self {
    case .baseline: mmv_level_baseline
    case .avx2: mmv_level_avx2
    case .avx512: mmv_level_avx512
    }
  }
}
