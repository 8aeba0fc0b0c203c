import MediaMixInference
import Testing

// Expected values: mpmath with 60 digits, at the exact doubles written here.
@Suite("Special functions")
struct SpecialFunctionsTests {
  @Test("Normal distribution function to a few ulps in either tail")
  func normalCDF() {
    let expected: [(Double, Double)] = [
      (-20.5, 1.0764673258790960335e-93),
      (-8.25, 7.919726314642477341e-17), (-5.0, 2.8665157187919391167e-7),
      (-2.5, 0.006209665325776135167), (-1.0, 0.15865525393145705141),
      (-0.75, 0.22662735237686819933), (-0.1, 0.46017216272297101633),
      (-1e-10, 0.49999999996010577196), (0.3, 0.61791142218895263307),
      (1.0, 0.84134474606854294859), (1.7, 0.95543453724145695634), (4.0, 0.99996832875816688008),
      (8.0, 0.9999999999999993779),
    ]
    for (x, value) in expected {
      #expect(Accuracy.close(SpecialFunctions.normalCDF(x), value, 1e-15), "x = \(x)")
    }
    // A subnormal number has fewer digits.
    #expect(Accuracy.close(SpecialFunctions.normalCDF(-38), 2.8854283600687843e-300 * 1e-16, 1e-7))
    #expect(SpecialFunctions.normalCDF(0) == 0.5)
    #expect(SpecialFunctions.normalCDF(-.infinity) == 0)
    #expect(SpecialFunctions.normalCDF(.infinity) == 1)
    #expect(SpecialFunctions.normalCDF(-1e300) == 0)
    #expect(SpecialFunctions.normalCDF(.nan).isNaN)
  }

  @Test("Its logarithm, also where it underflows")
  func normalLogCDF() {
    let expected: [(Double, Double)] = [
      (-38.0, -726.5572160188201301), (-20.5, -214.06672896326380017),
      (-8.25, -37.074589931901532919), (-5.0, -15.064998393988725736),
      (-2.5, -5.0816482772786904984), (-1.0, -1.8410216450092635058),
      (-0.75, -1.484448229919656292), (-0.1, -0.77615459273027332557),
      (-1e-10, -0.6931471806397337655), (0.3, -0.48141016158848120517),
      (1.0, -0.17275377902344988953), (1.7, -0.045589029170068935216),
      (4.0, -3.167174337748926386e-5), (8.0, -6.2209605742717860585e-16),
      (-100.0, -5005.5242086942050886), (-100000.0, -5000000012.4318639983),
    ]
    for (x, value) in expected {
      #expect(Accuracy.close(SpecialFunctions.normalLogCDF(x), value, 1e-15), "x = \(x)")
    }
    #expect(SpecialFunctions.normalLogCDF(-.infinity) == -.infinity)
    #expect(SpecialFunctions.normalLogCDF(.infinity) == 0)
    #expect(SpecialFunctions.normalLogCDF(.nan).isNaN)
  }

  @Test("Normal quantile")
  func normalQuantile() {
    let expected: [(Double, Double)] = [
      (1e-300, -37.047096299361199237), (1e-100, -21.273453560965324294),
      (1e-20, -9.2623400897984075796), (1e-06, -4.7534243088228989573),
      (0.001, -3.0902323061678135354), (0.1, -1.2815515655446004353),
      (0.2499, -0.67480447011060998732), (0.2501, -0.67417509707465893733),
      (0.4, -0.25334710313579974132), (0.4999999, -2.5066282747031065135e-7),
      (0.5000001, 2.5066282733116483012e-7), (0.6, 0.25334710313579974132),
      (0.75, 0.6744897501960817432), (0.9, 1.2815515655446005935), (0.999, 3.0902323061678132778),
      (0.999999999, 5.9978070196016374264),
    ]
    for (p, value) in expected {
      #expect(Accuracy.close(SpecialFunctions.normalQuantile(p), value, 1e-15), "p = \(p)")
    }
    #expect(SpecialFunctions.normalQuantile(0) == -.infinity)
    #expect(SpecialFunctions.normalQuantile(0.5) == 0)
    #expect(SpecialFunctions.normalQuantile(1) == .infinity)
    #expect(SpecialFunctions.normalQuantile(-0.1).isNaN)
    #expect(SpecialFunctions.normalQuantile(.nan).isNaN)
  }

  @Test("Log gamma, relative also near its zeros")
  func logGamma() {
    let expected: [(Double, Double)] = [
      (1e-300, 690.77552789821370518), (1e-10, 23.025850929882735237),
      (0.01, 4.5994798780420217016), (0.3, 1.0957979948180755606),
      (0.4999, 0.57256131860411841589), (0.75, 0.20328095143129537148),
      (0.999, 0.00057803853289138023817), (1.0000001, -5.772155829918507097e-8),
      (1.25, -0.098271836421813161464), (1.4616321449683622, -0.1214862905358496081),
      (1.9999, -4.2275208772153458011e-5), (2.001, 0.00042310673480011699119),
      (2.4, 0.21685932244884157388), (3.7, 1.4280723266653881292), (7.5, 7.5343642367587329552),
      (9.99, 12.77931521435019336), (10.0, 12.801827480081469611), (25.0, 54.78472939811231919),
      (123.456, 469.6055471299294835), (10000.0, 82099.717496442377273),
      (10000000000.0, 220258509288.81058147), (1e+300, 6.8977552789821374147e+302),
    ]
    for (x, value) in expected {
      #expect(Accuracy.close(SpecialFunctions.logGamma(x), value, 1e-15), "x = \(x)")
    }
    #expect(SpecialFunctions.logGamma(1) == 0)
    #expect(SpecialFunctions.logGamma(2) == 0)
    #expect(SpecialFunctions.logGamma(0) == .infinity)
    #expect(SpecialFunctions.logGamma(.infinity) == .infinity)
    #expect(SpecialFunctions.logGamma(-0.5).isNaN)
  }

  @Test("Incomplete gamma, both tails, and its inverse")
  func incompleteGamma() {
    let expected: [(Double, Double, Double, Double)] = [
      (0.01, 1e-20, 0.63455792054899673972, 0.36544207945100326028),
      (0.01, 0.5, 0.99437324380603281585, 0.005626756193967184147),
      (0.01, 3.0, 0.99986702864342984452, 0.00013297135657015548499),
      (0.5, 0.02, 0.15851941887820604771, 0.84148058112179395229),
      (0.5, 12.0, 0.99999903664299135691, 9.6335700864309458845e-7),
      (1.0, 0.7, 0.50341469620859046324, 0.49658530379140953676),
      (2.3, 0.001, 4.6881970266539984623e-8, 0.99999995311802973346),
      (2.3, 3.2, 0.77200741125095361104, 0.22799258874904638896),
      (2.3, 40.0, 0.99999999999999954509, 4.5491047394961737952e-16),
      (9.99, 9.0, 0.41386279913283198415, 0.58613720086716801585),
      (10.0, 30.0, 0.99999287824913718442, 7.1217508628155770916e-6),
      (75.0, 50.0, 0.0005777545262099965402, 0.99942224547379000346),
      (75.0, 80.0, 0.72684219470807397942, 0.27315780529192602058),
      (1000.0, 900.0, 0.00054990226571178292301, 0.99945009773428821708),
      (1000.0, 1010.0, 0.62767894473699472753, 0.37232105526300527247),
      (10000.0, 10200.0, 0.97671267786640119605, 0.023287322133598803947),
    ]
    for (a, x, lower, upper) in expected {
      #expect(Accuracy.close(SpecialFunctions.regularizedGammaP(a, x), lower, 1e-13))
      #expect(Accuracy.close(SpecialFunctions.regularizedGammaQ(a, x), upper, 1e-13))
      // Where p is near 1, its last digit is worth more than one of x.
      let inverse = SpecialFunctions.inverseRegularizedGammaP(a, lower)
      if upper > 0.01 { #expect(Accuracy.close(inverse, x, 1e-12), "a = \(a), x = \(x)") }
      #expect(Accuracy.close(SpecialFunctions.regularizedGammaP(a, inverse), lower, 1e-13))
    }
    #expect(SpecialFunctions.regularizedGammaP(2, 0) == 0)
    #expect(SpecialFunctions.regularizedGammaP(2, .infinity) == 1)
    #expect(SpecialFunctions.regularizedGammaP(-1, 2).isNaN)
    #expect(SpecialFunctions.regularizedGammaP(2, -1).isNaN)
    #expect(SpecialFunctions.inverseRegularizedGammaP(2, 0) == 0)
    #expect(SpecialFunctions.inverseRegularizedGammaP(2, 1) == .infinity)
    #expect(SpecialFunctions.inverseRegularizedGammaP(2, 1.5).isNaN)
    #expect(SpecialFunctions.inverseRegularizedGammaP(2, .nan).isNaN)
  }

  @Test("Incomplete beta, both tails, and its inverse")
  func incompleteBeta() {
    let expected: [(Double, Double, Double, Double, Double)] = [
      (0.01, 0.02, 1e-10, 0.52972266975052516861, 0.47027733024947483139),
      (0.5, 0.5, 0.25, 0.33333333333333333333, 0.66666666666666666667),
      (0.5, 0.5, 0.9990234375, 0.9801023926741227851, 0.019897607325877214899),
      (1.0, 1.0, 0.3, 0.3, 0.7000000000000000111),
      (2.2, 1.3, 0.01, 6.069185878165073104e-5, 0.99993930814121834927),
      (2.2, 1.3, 0.99, 0.9935500668140430874, 0.0064499331859569125958),
      (9.0, 1.0, 0.5, 0.001953125, 0.998046875),
      (2.25, 0.5, 0.0009765625, 6.0029748060683308914e-8, 0.99999993997025193932),
      (20.0, 30.0, 0.4, 0.50770019965764800544, 0.49229980034235199456),
      (20.0, 30.0, 0.9, 0.99999999999999999727, 2.7314997305471276828e-18),
      (500.0, 2.0, 0.99, 0.039422898254487649897, 0.9605771017455123501),
      (1000.0, 1500.0, 0.375, 0.0051111917924213882472, 0.99488880820757861175),
      (1000.0, 1500.0, 0.40625, 0.73874028074929081622, 0.26125971925070918378),
      (3.0, 5000.0, 0.001, 0.8756426259625864152, 0.1243573740374135848),
    ]
    for (a, b, x, lower, upper) in expected {
      #expect(
        Accuracy.close(SpecialFunctions.regularizedBeta(a, b, x), lower, 1e-13),
        "\(a), \(b), \(x)")
      if 1 - (1 - x) == x {
        #expect(
          Accuracy.close(SpecialFunctions.regularizedBeta(b, a, 1 - x), upper, 1e-13),
          "\(a), \(b), \(x)")
      }
      let inverse = SpecialFunctions.inverseRegularizedBeta(a, b, lower)
      if upper > 0.01 { #expect(Accuracy.close(inverse, x, 1e-12), "\(a), \(b), \(x)") }
      #expect(Accuracy.close(SpecialFunctions.regularizedBeta(a, b, inverse), lower, 1e-13))
    }
    #expect(SpecialFunctions.regularizedBeta(2, 3, 0) == 0)
    #expect(SpecialFunctions.regularizedBeta(2, 3, 1) == 1)
    #expect(SpecialFunctions.regularizedBeta(2, 3, 1.5).isNaN)
    #expect(SpecialFunctions.regularizedBeta(0, 3, 0.5).isNaN)
    #expect(SpecialFunctions.inverseRegularizedBeta(2, 3, 0) == 0)
    #expect(SpecialFunctions.inverseRegularizedBeta(2, 3, 1) == 1)
    #expect(SpecialFunctions.inverseRegularizedBeta(2, 3, -1).isNaN)
  }

  @Test("Inverses of hostile parameters come back, and right where a double can say so")
  func extremeParameters() {
    for a in [1e-300, 1e-5, 0.5, 1e7, 1e12, 1e300] {
      for p in [1e-300, 1e-6, 0.5, 1 - 1e-9] {
        let x = SpecialFunctions.inverseRegularizedGammaP(a, p)
        #expect(x >= 0 && x < .infinity, "\(a), \(p)")
        if x > 0 && a < 1e10 {
          #expect(Accuracy.close(SpecialFunctions.regularizedGammaP(a, x), p, 1e-9), "\(a), \(p)")
        }
        for b in [1e-300, 1e-5, 0.5, 1e7, 1e12, 1e300] {
          let x = SpecialFunctions.inverseRegularizedBeta(a, b, p)
          #expect(x >= 0 && x <= 1, "\(a), \(b), \(p)")
        }
      }
    }
    // The median of a huge concentration is its mean less 1/3; ulps of ln x are seen.
    let median = SpecialFunctions.inverseRegularizedGammaP(1e12, 0.5)
    #expect(abs(median - (1e12 - 1.0 / 3)) < 0.01)
  }

  @Test("Arc tangent and tangent")
  func trigonometry() {
    let arctangents: [(Double, Double)] = [
      (1e-08, 9.9999999999999998759e-9), (0.2, 0.19739555984988076905),
      (0.9, 0.73281510178650660391), (1.0, 0.78539816339744830962), (1.5, 0.98279372324732906799),
      (30.0, 1.5374753309166494221), (10000000000.0, 1.5707963266948966192),
    ]
    for (x, value) in arctangents {
      #expect(Accuracy.close(SpecialFunctions.arctangent(x), value, 1e-15), "x = \(x)")
      #expect(SpecialFunctions.arctangent(-x) == -SpecialFunctions.arctangent(x))
    }
    #expect(SpecialFunctions.arctangent(.infinity) == .pi / 2)
    let tangents: [(Double, Double)] = [
      (1e-10, 3.141592653589793353e-10), (0.1, 0.32491969623290634544),
      (0.2499, 0.99937187877871918446), (0.26, 1.0648918403247919266),
      (0.4, 3.0776835371752541331), (0.49, 31.820515953773929758),
      (0.499999, 318309.88619126000992),
    ]
    for (x, value) in tangents {
      #expect(Accuracy.close(SpecialFunctions.tangentOfPiTimes(x), value, 1e-15), "x = \(x)")
    }
    #expect(SpecialFunctions.tangentOfPiTimes(0.5) == .infinity)
  }
}
