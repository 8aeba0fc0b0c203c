import Testing

/// Tests of whole fits. One at a time, for each uses all cores.
@Suite("Statistics", .serialized)
enum StatisticalTests {}
