public import MediaMixInference

/// A custom prior of one parameter.
///
/// Arguments are broadcast to the shape of the parameter, or of those of its elements that they are
/// for.
public indirect enum PriorSetting: Sendable, Hashable {
  /// The parameter's default family, its arguments in the order of
  /// `DistributionFamily.argumentNames`; those left out keep their defaults.
  case positional([PriorArgument])
  /// The parameter's default family, its arguments by name; those left out keep their defaults.
  case arguments([String: PriorArgument])
  /// Another family, its arguments by name.
  case family(DistributionFamily, [String: PriorArgument])
  /// No prior: the parameter is this constant.
  case fixed(PriorArgument)
  /// Priors of single elements by their labels, "tv", "tv,north" or "0,1"; a label of the first axis
  /// alone means all its elements. Elements without a prior here keep the default.
  case elements([String: PriorSetting])
}
