import MediaMixInference
import Testing

@Suite("Distribution families")
struct DistributionFamilyTests {
  @Test("Every family is made of its own arguments and needs the required ones")
  func arguments() throws {
    #expect(DistributionFamily.allCases.count == 17)
    for family in DistributionFamily.allCases {
      // Values that suit every argument: 1, 2, 3, … in order, so that low < high.
      var arguments: [String: Double] = [:]
      for (index, name) in family.argumentNames.enumerated() {
        arguments[name] = Double(index + 1)
      }
      _ = try family.make(arguments)
      for name in family.requiredArgumentNames {
        var incomplete = arguments
        incomplete[name] = nil
        #expect(
          throws: DistributionError.missingArgument(
            name, family: family, allowed: family.argumentNames)
        ) { try family.make(incomplete) }
      }
      for name in family.optionalArgumentNames {
        var incomplete = arguments
        incomplete[name] = nil
        _ = try family.make(incomplete)
      }
      arguments["colour"] = 1
      #expect(
        throws: DistributionError.unknownArgument(
          "colour", family: family, allowed: family.argumentNames)
      ) { try family.make(arguments) }
    }
  }

  @Test("Names are those of configurations")
  func names() {
    #expect(DistributionFamily(rawValue: "student_t") == .studentT)
    #expect(DistributionFamily.studentT.argumentNames == ["df", "loc", "scale"])
    #expect(DistributionFamily.beta.argumentNames == ["concentration1", "concentration0"])
    #expect(DistributionFamily.truncatedNormal.argumentNames == ["loc", "scale", "low", "high"])
    #expect(DistributionFamily.truncatedNormal.optionalArgumentNames == ["low", "high"])
    #expect(DistributionFamily.weibull.argumentNames == ["scale", "concentration"])
  }

  @Test("Arguments outside their domain are named, with their value")
  func domains() throws {
    for family in DistributionFamily.allCases {
      var good: [String: Double] = [:]
      for (index, name) in family.argumentNames.enumerated() { good[name] = Double(index + 1) }
      let unbounded: Set = ["loc", "low", "high"]
      for name in family.argumentNames {
        let bad: [Double] =
          unbounded.contains(name)
          ? [.nan, .infinity, -.infinity] : [.nan, .infinity, 0, -1, .leastNonzeroMagnitude]
        for value in bad {
          var arguments = good
          arguments[name] = value
          let error = try #require(throws: DistributionError.self) {
            try family.make(arguments)
          }
          guard case .outOfDomain(let argument, let reported, _) = error else {
            Issue.record("\(family), \(name): \(error)")
            continue
          }
          #expect(argument == name)
          #expect(reported == value || value.isNaN && reported.isNaN)
        }
      }
    }
  }

  @Test("Messages say what is wrong and what is allowed")
  func messages() {
    func message(_ family: DistributionFamily, _ arguments: [String: Double]) -> String {
      do {
        _ = try family.make(arguments)
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(
      message(.halfNormal, ["scale": -1]) == "scale must be positive and finite; it is -1")
    #expect(
      message(.uniform, ["low": 2, "high": 1.5])
        == "high must be greater than low (2) by a finite width; it is 1.5")
    #expect(
      message(.truncatedNormal, ["loc": 0, "scale": 1, "low": 2, "high": 2])
        == "high must be greater than low (2) by a finite width; it is 2")
    #expect(
      message(.normal, ["mu": 1, "scale": 1])
        == "normal has no argument \"mu\"; it takes loc and scale")
    #expect(
      message(.studentT, ["df": 1, "scale": 1])
        == "student_t needs the argument \"loc\"; it takes df, loc and scale")
    #expect(
      message(.truncatedNormal, ["loc": 0, "scale": 1e-200, "low": 1])
        == "scale must be larger beside the distance from loc to the interval; it is 1e-200")
  }

  @Test("Moments that are infinite or undefined")
  func moments() throws {
    #expect(try StudentT(df: 1, loc: 2, scale: 1).mean.isNaN)
    #expect(try StudentT(df: 1.5, loc: 2, scale: 1).mean == 2)
    #expect(try StudentT(df: 1.5, loc: 2, scale: 1).variance == .infinity)
    #expect(try InverseGamma(concentration: 1, rate: 1).mean == .infinity)
    #expect(try InverseGamma(concentration: 2, rate: 1).variance == .infinity)
    #expect(try Pareto(scale: 1, alpha: 1).mean == .infinity)
    #expect(try Pareto(scale: 1, alpha: 2).variance == .infinity)
    #expect(try Weibull(scale: 1, concentration: 0.001).variance == .infinity)
  }
}
