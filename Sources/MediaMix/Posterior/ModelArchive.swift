internal import MediaMixInference

/// The names and shapes of a saved model: which array holds what.
///
/// Groups and variables follow ArviZ's InferenceData schema, so that `arviz.from_zarr` opens a model
/// with no converter.
package enum ModelArchive {
  /// The value of the root attribute `format`.
  static let format = "swift-media-mix model"
  /// The version of the layout, which is raised when older programs could not read it.
  static let formatVersion = 2

  /// Names of the groups.
  enum Group {
    static let posterior = "posterior"
    static let statistics = "sample_stats"
    static let observed = "observed_data"
    static let constant = "constant_data"
    static let holdout = "predictions_constant_data"
  }

  /// Names of the root's attributes.
  enum Attribute {
    static let format = "format"
    static let formatVersion = "format_version"
    static let library = "inference_library"
    static let libraryVersion = "inference_library_version"
    static let configuration = "configuration"
    static let scaling = "scaling"
    static let seed = "seed"
    static let effort = "effort"
    static let edits = "edits"
    static let experiments = "experiments"
  }

  /// What each transition's statistics are called in `sample_stats`.
  package enum Statistic {
    package static let acceptance = "acceptance_rate"
    package static let stepSize = "step_size"
    package static let treeDepth = "tree_depth"
    package static let leapfrogSteps = "n_steps"
    package static let diverging = "diverging"
    package static let saturated = "reached_max_treedepth"
    package static let energy = "energy"
    package static let logDensity = "lp"
  }

  /// The labels of the axis "fourier".
  static let fourierLabels = ["sin", "cos"]

  /// The days of a time axis, in the form that xarray decodes as dates.
  static func timeCoordinate(_ dates: [CalendarDate]) -> ZarrArray {
    ZarrArray(
      dimension: "time", values: .int64(dates.map { Int64($0.daysSinceEpoch) }),
      attributes: [
        "units": "days since 1970-01-01", "calendar": "proleptic_gregorian",
      ])
  }

  /// The labels of an axis; their indices where they have none.
  static func coordinate(_ axis: ParameterAxis) -> ZarrArray {
    if let labels = axis.labels {
      return ZarrArray(dimension: axis.name, values: .string(labels))
    }
    return ZarrArray(
      dimension: axis.name, values: .int64((0..<axis.count).map(Int64.init)))
  }
}
