/// The version of this package, as saved models carry it.
public enum ToolkitVersion {
  /// Semantic version.
  public static let current = "0.1.0"
}
