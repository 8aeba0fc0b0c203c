import CMediaMixVector
import Foundation
import MediaMixInference
import Testing

@Suite("Elementary functions")
struct VectorMathTests {
  @Test("Special values follow IEEE 754")
  func specialValues() {
    let tiny = Double.leastNonzeroMagnitude
    let cases: [(String, (Double) -> Double, [(Double, Double)])] = [
      (
        "exp", VectorMath.exp,
        [
          (0, 1), (-0.0, 1), (.infinity, .infinity), (-.infinity, 0), (.nan, .nan),
          (710, .infinity), (.greatestFiniteMagnitude, .infinity), (-746, 0),
          (-.greatestFiniteMagnitude, 0), (tiny, 1), (-tiny, 1),
          (0x1.62e42fefa39efp+9, 0x1.fffffffffff2ap+1023), (0x1.62e42fefa39f0p+9, .infinity),
          (-0x1.74910d52d3051p+9, tiny), (-0x1.74910d52d3052p+9, 0),
        ]
      ),
      (
        "expm1", VectorMath.expm1,
        [
          (0, 0), (-0.0, -0.0), (.infinity, .infinity), (-.infinity, -1), (.nan, .nan),
          (710, .infinity), (-746, -1), (-50, -1), (tiny, tiny), (-tiny, -tiny), (0x1p-60, 0x1p-60),
        ]
      ),
      (
        "log", VectorMath.log,
        [
          (0, -.infinity), (-0.0, -.infinity), (1, 0), (.infinity, .infinity), (.nan, .nan),
          (-.infinity, .nan), (-1, .nan), (-tiny, .nan), (tiny, -0x1.74385446d71c3p+9),
          (.leastNormalMagnitude, -0x1.6232bdd7abcd2p+9),
          (.greatestFiniteMagnitude, 0x1.62e42fefa39efp+9), (2, 0x1.62e42fefa39efp-1),
        ]
      ),
      (
        "log1p", VectorMath.log1p,
        [
          (0, 0), (-0.0, -0.0), (-1, -.infinity), (-1.5, .nan), (-.infinity, .nan),
          (.infinity, .infinity), (.nan, .nan), (tiny, tiny), (-tiny, -tiny), (0x1p-60, 0x1p-60),
          (1, 0x1.62e42fefa39efp-1), (.greatestFiniteMagnitude, 0x1.62e42fefa39efp+9),
        ]
      ),
    ]
    for (name, function, values) in cases {
      for (x, expected) in values {
        #expect(function(x).bitPattern == expected.bitPattern, "\(name)(\(x)) = \(function(x))")
      }
    }
  }

  @Test("A NaN result has neither sign nor payload, whatever the argument")
  func canonicalNaN() {
    let arguments = [
      -Double.nan, Double(nan: 0x123, signaling: false), Double(nan: 0x123, signaling: true), -2,
    ]
    for x in arguments {
      var results = [VectorMath.log(x), VectorMath.log1p(x)]
      if x.isNaN { results += [VectorMath.exp(x), VectorMath.expm1(x)] }
      #expect(results.allSatisfy { $0.bitPattern == Double.nan.bitPattern })
    }
  }

  /// Arguments that spread over each function's range, plus every kind of bit pattern.
  static let grid: [Double] = {
    var random = RandomBits(seed: 7)
    var values = [
      0, -0.0, 1, -1, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, .leastNormalMagnitude,
      .leastNormalMagnitude.nextDown, .greatestFiniteMagnitude, 709.782712893384,
      709.7827128933841, -745.1332191019411, -745.1332191019412, -708.3964185322641, 0.5, 2,
      0.5.squareRoot(), 2.0.squareRoot(), 1.0.nextUp, 1.0.nextDown,
    ]
    for _ in 0..<100_000 { values.append(random.anyDouble()) }
    for _ in 0..<50_000 { values.append(random.uniform(-750, 712)) }
    for _ in 0..<50_000 { values.append(random.uniform(-2, 2)) }
    return values
  }()

  static let levels = [mmv_level_baseline, mmv_level_avx2, mmv_level_avx512].filter {
    $0.rawValue <= mmv_machine_level().rawValue
  }

  @Test("Every instruction set gives the bits of the scalar functions", arguments: levels)
  func levelsAgree(level: mmv_level) {
    let x = Self.grid
    var exps = x
    var logs = x
    mmv_exp_at_level(level, x, &exps, x.count)
    mmv_log_at_level(level, x, &logs, x.count)
    let wrong = x.indices.filter {
      exps[$0].bitPattern != VectorMath.exp(x[$0]).bitPattern
        || logs[$0].bitPattern != VectorMath.log(x[$0]).bitPattern
    }
    #expect(wrong.isEmpty, "at \(wrong.prefix(3).map { x[$0] })")
  }

  @Test("A limit is kept to, and nothing is asked for that the machine lacks")
  func limit() {
    defer { VectorLevel.limit(to: .avx512) }
    let machine = mmv_machine_level()
    let numbers = [mmv_level_baseline, mmv_level_avx2, mmv_level_avx512]
    for (level, number) in zip(VectorLevel.allCases, numbers) {
      VectorLevel.limit(to: level)
      #expect(mmv_best_level().rawValue == min(number.rawValue, machine.rawValue))
      #expect((level <= .machine) == (number.rawValue <= machine.rawValue))
    }
  }

  @Test("Any length, in place or not, at any alignment, writes these elements only")
  func lengths() {
    var random = RandomBits(seed: 8)
    for level in Self.levels {
      for count in 0...40 {
        let x = (0..<count + 2).map { _ in random.uniform(0, 4) }
        var copied = x
        var inPlace = x
        x.withUnsafeBufferPointer { x in
          copied.withUnsafeMutableBufferPointer { y in
            mmv_exp_at_level(level, x.baseAddress! + 1, y.baseAddress! + 1, count)
          }
        }
        inPlace.withUnsafeMutableBufferPointer { y in
          mmv_log_at_level(level, y.baseAddress! + 1, y.baseAddress! + 1, count)
        }
        let inside = 1..<count + 1
        #expect(copied == x.indices.map { inside ~= $0 ? VectorMath.exp(x[$0]) : x[$0] })
        #expect(inPlace == x.indices.map { inside ~= $0 ? VectorMath.log(x[$0]) : x[$0] })
      }
    }
  }

  @Test("Spans: into another array and in place")
  func spans() {
    let x = [0.25, 1, 3, 0.5, 2, 7, 11, 13, 17, 19.5]
    var y = [Double](repeating: 0, count: x.count)
    var target = y.mutableSpan
    VectorMath.exp(x.span, into: &target)
    #expect(y == x.map(VectorMath.exp))
    target = y.mutableSpan
    VectorMath.log(inPlace: &target)
    #expect(y == x.map { VectorMath.log(VectorMath.exp($0)) })
    target = y.mutableSpan
    VectorMath.log(x.span, into: &target)
    #expect(y == x.map(VectorMath.log))
    target = y.mutableSpan
    VectorMath.exp(inPlace: &target)
    #expect(y == x.map { VectorMath.exp(VectorMath.log($0)) })
    var none: [Double] = []
    target = none.mutableSpan
    VectorMath.exp(inPlace: &target)
    #expect(none.isEmpty)
  }

  @Test("The bits are the recorded ones: they may not differ between machines")
  func recordedBits() {
    #expect(fingerprint(Self.grid.map(VectorMath.exp)) == 0x744B_5E34_BE19_BB4A)
    #expect(fingerprint(Self.grid.map(VectorMath.log)) == 0x4365_6169_8830_52E8)
    #expect(fingerprint(Self.grid.map(VectorMath.expm1)) == 0x09E4_DF35_AE99_BEEB)
    #expect(fingerprint(Self.grid.map(VectorMath.log1p)) == 0x1FEE_9491_9E16_8F14)
    #expect(fingerprint(Self.grid.map(VectorMath.logistic)) == 0x4C2F_B418_EF81_100D)
    #expect(fingerprint(Self.grid.map(VectorMath.softplus)) == 0xC2BA_4709_7C57_EF7B)
  }

  @Test("logistic and softplus keep their precision in both tails")
  func logisticAndSoftplus() {
    // Reference values: mpmath, 50 digits.
    let values: [(x: Double, logistic: Double, softplus: Double)] = [
      (-800.0, 0.0, 0.0),
      (-745.0, .leastNonzeroMagnitude, .leastNonzeroMagnitude),
      (-700.25, 7.678723813110872e-305, 7.678723813110872e-305),
      (-40.0, 4.248354255291589e-18, 4.248354255291589e-18),
      (-1.5, 0.18242552380635635, 0.2014132779827524),
      (-0.001, 0.4997500000208333, 0.6926473055599401),
      (0.0, 0.5, 0.6931471805599453),
      (1e-300, 0.5, 0.6931471805599453),
      (0.75, 0.679178699175393, 1.1368710061148999),
      (3.0, 0.9525741268224333, 3.048587351573742),
      (36.5, 0.9999999999999999, 36.5),
      (40.0, 1.0, 40.0),
      (710.0, 1.0, 710.0),
      (1e+300, 1.0, 1e+300),
    ]
    for (x, logistic, softplus) in values {
      #expect(abs(VectorMath.logistic(x) - logistic) <= 2 * logistic.ulp, "logistic(\(x))")
      #expect(abs(VectorMath.softplus(x) - softplus) <= 2 * softplus.ulp, "softplus(\(x))")
    }
    #expect(VectorMath.logistic(.infinity) == 1 && VectorMath.logistic(-.infinity) == 0)
    #expect(VectorMath.softplus(.infinity) == .infinity && VectorMath.softplus(-.infinity) == 0)
    #expect(VectorMath.logistic(.nan).isNaN && VectorMath.softplus(.nan).isNaN)
  }
}
