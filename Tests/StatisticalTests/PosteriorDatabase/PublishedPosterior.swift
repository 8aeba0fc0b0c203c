import MediaMixInference

/// The posteriors of posteriordb with reference draws that this package's sampler is held to. Raw
/// values are names of posteriordb, and of fixtures.
enum PublishedPosterior: String, CaseIterable {
  case autoregression = "arK-arK"
  case earnings = "earnings-logearn_height"
  case eightSchools = "eight_schools-eight_schools_noncentered"
  case garch = "garch-garch11"
  case hiddenMarkov = "hmm_example-hmm_example"
  case kidScores = "kidiq-kidscore_momiq"
  case normalMixture = "low_dim_gauss_mix-low_dim_gauss_mix"
  case mesquite = "mesquite-logmesquite"
  case correlatedRegression = "sblrc-blr"
  case independentRegression = "sblri-blr"

  /// What is known of one scalar, from so many draws that hardly depend on one another.
  struct Row: Decodable {
    let mean, sd, q5, q95: Double
    let draws: Int
  }

  /// By the names of ``ParameterLayout/elementNames`` of the density.
  func rows() throws -> [String: Row] {
    struct File: Decodable { let reference: [String: Row] }
    return try Fixture.decode(File.self, from: fixture).reference
  }

  /// The density of the data.
  func density() throws -> any ParameterizedDensity {
    switch self {
    case .autoregression: try data(AutoregressionData.self).regression()
    case .earnings: try data(EarningsData.self).regression()
    case .eightSchools: EightSchools(try data(EightSchools.Data.self))
    case .garch: Garch(try data(Garch.Data.self))
    case .hiddenMarkov: HiddenMarkovModel(try data(HiddenMarkovModel.Data.self))
    case .kidScores: try data(KidScoreData.self).regression()
    case .normalMixture: NormalMixture(try data(NormalMixture.Data.self))
    case .mesquite: try data(MesquiteData.self).regression()
    case .correlatedRegression, .independentRegression:
      try data(PlainRegressionData.self).regression()
    }
  }

  /// Where chains start: everywhere between −2 and 2, as Stan's do. The mixture has a pocket 450 below
  /// the posterior's log density, in which a chain may stay: one component stands for both there. Its
  /// chains start around modes.
  func starts(dimension: Int) -> ChainStarts {
    let places = ChainStarts.uniform(dimension: dimension)
    return self == .normalMixture ? places.climbing() : places
  }

  private var fixture: String { "posteriordb/" + rawValue }

  private func data<Data: Decodable>(_ type: Data.Type) throws -> Data {
    try Fixture.decode(PublishedData<Data>.self, from: fixture).data
  }
}

/// The part of a fixture that is data.
private struct PublishedData<Data: Decodable>: Decodable {
  let data: Data
}
