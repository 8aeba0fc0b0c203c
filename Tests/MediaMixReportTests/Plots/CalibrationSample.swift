import MediaMix
import MediaMixInference

/// Calibrations of invented ranks.
struct CalibrationSample: Sendable, CustomStringConvertible {
  static let all = [
    CalibrationSample(name: "even", replications: 200, channels: 3),
    CalibrationSample(name: "wrong", replications: 200, channels: 3),
    CalibrationSample(name: "hostile", replications: 60, channels: 12),
    CalibrationSample(name: "few", replications: 10, channels: 1),
  ]

  let name: String
  let replications: Int
  let channels: Int

  var description: String { name }
  var isWrong: Bool { name == "wrong" }

  /// Returns, the log likelihood and parameters of channels; in a wrong one three are not uniform.
  var calibration: Calibration {
    var random = RandomStream(seed: 5, purpose: .simulation, index: channels)
    let channels =
      name == "hostile"
      ? Array(ChartSamples.channelNames.prefix(channels)) : (0..<channels).map { "media_\($0)" }
    var rankings = channels.map { ranking(.returnOnInvestment, "roi[\($0)]", &random) }
    rankings.append(ranking(.logLikelihood, "log_likelihood", &random))
    for parameter in ["coef_media", "lag_weight"] {
      rankings += channels.map { ranking(.parameter, "\(parameter)[\($0)]", &random) }
    }
    return Calibration(
      rankings: rankings,
      replications: (0..<replications).map {
        Calibration.Replication(
          index: $0, effectiveSampleSize: 400, largestRHat: 1.002, divergenceCount: 0)
      },
      failures: isWrong
        ? [Calibration.Failure(index: replications, reason: "the simulated KPI is not finite")] : []
    )
  }

  private func ranking(
    _ kind: Calibration.Quantity.Kind, _ name: String, _ random: inout RandomStream
  ) -> Calibration.Ranking {
    let (shift, scale) =
      switch isWrong ? name : "" {
      case "roi[media_1]": (0.0, 0.6)
      case "lag_weight[media_0]": (0.4, 1.0)
      case "coef_media[media_2]": (0.0, 1.8)
      default: (0.0, 1.0)
      }
    let ranks = (0..<replications).map { _ in
      let truth = random.normal()
      return (0..<Calibration.rankedDraws).reduce(0) { rank, _ in
        rank + (shift + scale * random.normal() < truth ? 1 : 0)
      }
    }
    return Calibration.Ranking(
      kind: kind, name: name, truths: ranks.map { _ in 0 }, ranks: ranks)
  }
}
