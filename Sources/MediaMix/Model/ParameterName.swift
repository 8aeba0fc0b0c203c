internal import MediaMixInference

/// The model's parameters by the names that priors, draws and files carry.
enum ParameterName: String, CaseIterable {
  case intercept
  case sigma
  case trendCoefficient = "coef_trend"
  case trendExponent = "expo_trend"
  case channelCoefficient = "channel_coef_media"
  case mediaCoefficient = "coef_media"
  case seasonality = "gamma_seasonality"
  case weekday
  case seasonalityCoefficient = "coef_seasonality"
  case featureCoefficient = "coef_extra_features"
  case lagWeight = "lag_weight"
  case exponent
  case halfSaturation = "half_max_effective_concentration"
  case slope
  case retentionRate = "ad_effect_retention_rate"
  case peakDelay = "peak_effect_delay"
}

extension MediaTransform {
  /// The parameters of lag and saturation, in the model's order.
  var parameters: [ParameterName] {
    switch self {
    case .adstock: [.lagWeight, .exponent]
    case .hillAdstock: [.lagWeight, .halfSaturation, .slope]
    case .carryover: [.retentionRate, .peakDelay, .exponent]
    }
  }
}

extension ParameterLayout {
  /// The first place of a parameter that the model has.
  func offset(of name: ParameterName) -> Int {
    guard let range = range(of: name.rawValue) else {
      preconditionFailure("the model has no parameter \(name.rawValue)")
    }
    return range.lowerBound
  }
}
