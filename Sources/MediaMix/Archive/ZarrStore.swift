/// Saved groups of arrays: a folder in Zarr format 2, uncompressed, with consolidated metadata,
/// which xarray and ArviZ open as it is.
///
/// Layout (Zarr storage specification, version 2): every group is a folder with `.zgroup` and
/// `.zattrs`; every array is a folder with `.zarray`, `.zattrs` and its chunks; `.zmetadata` at the
/// root repeats all of those. Dimension names are in the attribute `_ARRAY_DIMENSIONS`, as xarray
/// expects, and a CRC-32 of an array's chunk files is in the attribute `checksum`; that of the root
/// is of all metadata. Equal groups give equal files, byte for byte.
package enum ZarrStore {
  /// Writes `root` to the folder `path`, replacing a Zarr group that is there.
  ///
  /// Everything is first written beside `path` and flushed to the disk, then put in place in one
  /// step, so whenever the process is killed, `path` holds what was there before or all of the
  /// new. The exception is a file system or C library without an atomic exchange of folders (not
  /// the usual ones of Linux and macOS): replacing takes two steps there, and a process killed
  /// between them leaves the old content beside `path` under a hidden name.
  ///
  /// - Throws: `invalid` if `root` cannot be stored, `occupied` if `path` holds anything but a
  ///   Zarr group, `missing` if its parent folder does not exist, `system` if the system refuses.
  ///   `path` and its siblings are then as they were.
  package static func write(_ root: ZarrGroup, to path: String) throws(ArchiveError) {
    if let obstacle = root.obstacle() {
      throw ArchiveError(.invalid, path: path, reason: "cannot be saved: \(obstacle)")
    }
    let destination = try AtomicDestination(path)
    let replaces = try holdsReplaceableGroup(destination.path)
    // While nothing is in place, what a killed replacement left behind may be the only copy.
    if replaces { destination.removeAbandoned() }
    let temporary = destination.temporaryPath()
    do throws(ArchiveError) {
      try ZarrWriter.makeFolder(temporary)
      let folder = try FileDescriptor.openExisting(temporary)
      _ = folder.lock()
      try ZarrWriter.write(root, to: temporary)
      try folder.flush()
      try destination.put(temporary) { () throws(ArchiveError) in
        try holdsReplaceableGroup(destination.path)
      }
    } catch {
      AtomicDestination.remove(temporary)
      throw ArchiveError(error.kind, path: path, reason: error.reason)
    }
    destination.removeAbandoned()
  }

  /// Reads the Zarr group in the folder `path`, which this library wrote.
  ///
  /// The metadata comes from each group's and array's own files, since those are beside the data
  /// they describe, and `.zmetadata` must say the same: either copy guards the other, and a
  /// deleted folder is noticed. Nothing the metadata claims is believed before the chunk files
  /// have been measured, no file outside the folder is opened, and every checksum is verified.
  ///
  /// - Throws: `missing` if nothing is there, `unsupported` if it is something else or of another
  ///   format, `damaged` if files are missing, cut short or altered, `system` if the system
  ///   refuses. The error's path is the file concerned.
  package static func read(from path: String) throws(ArchiveError) -> ZarrGroup {
    try ZarrReader.read(from: path)
  }

  /// Whether a Zarr group is at `path`, false if nothing is.
  ///
  /// Replacing deletes what was there, so anything that a Zarr group does not consist of is a
  /// reason to refuse.
  static func holdsReplaceableGroup(_ path: String) throws(ArchiveError) -> Bool {
    guard let status = try FileStatus.at(path) else { return false }
    let advice = "choose another path"
    guard status.kind == .folder else {
      throw ArchiveError(
        .occupied, path: path, reason: "is not the folder of a saved model; \(advice)")
    }
    guard try FileStatus.at(path + "/.zgroup")?.kind == .file else {
      throw ArchiveError(
        .occupied, path: path, reason: "is a folder that holds no saved model; \(advice)")
    }
    // The last is what macOS leaves in any folder one has looked into.
    let expendable = ZarrReader.metadataNames.union([".DS_Store"])
    for name in try ZarrReader.names(in: path) where !expendable.contains(name) {
      let child = path + "/" + name
      let isGroup = try FileStatus.at(child + "/.zgroup")?.kind == .file
      let isArray = try FileStatus.at(child + "/.zarray")?.kind == .file
      if !isGroup, !isArray {
        throw ArchiveError(
          .occupied, path: path,
          reason: "holds \(name), which is no part of a saved model; \(advice)")
      }
    }
    return true
  }
}
