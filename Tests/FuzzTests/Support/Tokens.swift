/// Pieces that inputs are spoilt with.
enum Tokens {
  /// Numbers at the ends of what types hold, and what looks like numbers.
  static let numbers = [
    "0", "-0", "-0.0", "1", "-1", "1e308", "-1e308", "1.7976931348623157e308", "1e309", "1e-308",
    "5e-324", "4.9e-324", "1e-400", "9223372036854775807", "9223372036854775808",
    "-9223372036854775808", "18446744073709551615", "1e19", "4611686018427387904", "2147483648",
    "NaN", "nan", "inf", "-inf", "Infinity", "1e", "e5", "+", "-", ".", "1.", ".5", "+1", "1_000",
    "1,5", "0x10", "0b1", "1e+308", "00", "007", "1e1000000000000", "0.1", "1e16", "1e-16", "1e100",
    "1e200", "1e154", "100000", "1000", "0.999999999999999999", "١٢٣", "１", "1 000", "½",
    "12345678901234567890123456789012345678901234567890",
  ]

  /// Text that readers trip over.
  static let texts = [
    "", " ", "\u{FEFF}", "\r\n", "\r", "\n", "\n\n\n", "\0", "\t", "\"", "\"\"", "\"\"\"", "'", ",",
    ";", "|", ":", "#", "\\", "/", "..", "../..", "/etc/passwd", "%", "%n%s%d", "%@", "null", "~",
    "true", "no", "é", "e\u{301}", "\u{301}", "🎯", "\u{202E}", "\u{200B}", "\u{2028}", "\u{85}",
    "\u{1B}[31m", "\u{7}", "\u{7F}", "ﷺ", "𝔘", "Straße", "İ", "null,null", "=cmd()", "a\u{0}b",
    String(repeating: "a", count: 300), String(repeating: "é", count: 2000),
    String(repeating: ",", count: 500), String(repeating: "\"", count: 99),
    String(repeating: "\u{301}", count: 400), "\u{FFFD}", "\u{FFFF}", "\u{10FFFF}",
  ]

  static let dates = [
    "2024-02-30", "0000-00-00", "0000-01-01", "9999-12-31", "-9999-01-01", "10000-01-01",
    "2024-1-1", "20240101", "01.01.2024", "2024-01-01T00:00", "1900-02-29", "2000-02-29",
    "9999-99-99", "٢٠٢٤-٠١-٠١", "2024-01-01 ",
  ]

  /// What configurations consist of, and what YAML readers are attacked with.
  static let yaml = [
    "&a", "*a", "&a [*a]", "<<: *a", "!!binary aGk=", "!!float .nan", ".inf", "-.inf", "!!int 1",
    "? ", "- ", "--- ", "...", "{", "}", "[", "]", "{a: 1}", "[1, 2, 3]", "[[1], [2, 3]]", "|", ">",
    "@", "`", "!", "%YAML 9.9", "%TAG ! tag:x,2000:", "\t", "  ", "      ", ": ", ":", "#", "''",
    "\"\\x00\"", "\"\\uD800\"", "\"\\U00110000\"", "\"\\", "0o17", "0x1F", "1:30", "yes", "off",
    "null", "~", "2024-06-30", "fixed", "{fixed: 0}", "{fixed: 1e308}", "{fixed: -1}",
    "{half_normal: {scale: 1e-308}}", "{half_normal: {scale: 1e308}}",
    "{normal: {loc: 1e308, scale: 1e-308}}",
    "{beta: {concentration1: 1e-300, concentration0: 1e300}}",
    "{gamma: {concentration: 1e-10, rate: 1e300}}", "{uniform: {low: 0, high: 0}}",
    "{uniform: {low: -1e308, high: 1e308}}", "{student_t: {df: 1e-300, loc: 0, scale: 1}}",
    "{log_normal: {loc: 700, scale: 30}}", "{truncated_normal: {loc: 0, scale: 1, low: 40}}",
    "{pareto: {scale: 1, alpha: 1e-9}}", "{weibull: {scale: 1, concentration: 1e-9}}",
    "{inverse_gamma: {concentration: 1e-9, rate: 1e-300}}", "{cauchy: {loc: 0, scale: 1e300}}",
    "hill_adstock", "adstock", "carryover", "mean", "none", "modes", "median", "uniform",
    "{intercept: [1], sigma: 1e-300}", "dense", "diagonal", "low_rank",
    "a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b]",
    String(repeating: "[", count: 300), String(repeating: "{a: ", count: 120),
    String(repeating: "- ", count: 260), String(repeating: "? ", count: 150),
    String(repeating: "!a ", count: 100), String(repeating: "&x ", count: 100),
  ]

  /// Whole settings, each of which may stand in any place.
  static let settings = [
    "  seasonality: {degrees: 100, frequency: 1, weekday: true}",
    "  seasonality: {degrees: 3, frequency: 100000}", "  number_lags: 100000", "  number_lags: 1",
    "  media_prior: {scale: 1e308}", "  media_prior: {scale: 5e-324}", "  media_prior: [1, 2]",
    "  media_prior: [1e308, 1e-308]", "  scaling: none", "  scaling: mean", "  geo: geo",
    "  date_format: yyyyMMdd", "  date_format: dd.MM.yyyy", "  train_until: 9999-12-31",
    "  train_until: 0000-01-01", "  train_until: 2022-06-05", "  transform: carryover",
    "  transform: hill_adstock", "  transform: adstock",
    "  priors: {sigma: {fixed: 1e-300}}", "  priors: {sigma: {fixed: 0}}",
    "  priors: {coef_trend: {fixed: 1e308}}", "  priors: {expo_trend: {fixed: 1e3}}",
    "  priors: {lag_weight: {fixed: 1}}", "  priors: {lag_weight: {fixed: 0}}",
    "  priors: {slope: {fixed: 1e308}, half_max_effective_concentration: {fixed: 5e-324}}",
    "  priors: {exponent: {fixed: 5e-324}}", "  priors: {ad_effect_retention_rate: {fixed: 1}}",
    "  priors: {peak_effect_delay: {fixed: 1e308}}",
    "  priors: {peak_effect_delay: {half_normal: {scale: 1e300}}}",
    "  priors: {coef_media: {media_0: {log_normal: {loc: 700, scale: 1}}}}",
    "  priors: {weekday: [1,2,3,4,5,6,7]}",
    "  priors: {intercept: {normal: {loc: -1e308, scale: 1}}}",
    "experiments: [{channel: media_0, first: 2022-01-10, last: 2022-02-06, kpi: 1e308, standard_error: 5e-324}]",
    "experiments: [{channel: media_0, first: 2022-01-03, last: 9999-12-31, roi: -1e308, standard_error: 1}]",
    "experiments: [{channel: media_1, first: 2022-02-07, last: 2022-03-06, roi: 1, standard_error: 0.1, tail: false}]",
    "sampler: {chains: 1000, warmup: 10000000, draws: 10000000}",
    "sampler: {goal: {ess: 1e308, r_hat: 1e308}}", "sampler: {seed: 18446744073709551615}",
    "sampler: {init: {sigma: 1e308}}", "sampler: {init: mean}",
  ]

  /// What JSON of parameters and of saved models is spoilt with.
  static let json = [
    "null", "true", "{}", "[]", "[[]]", "\"\"", "\"NaN\"", "\"Infinity\"", "1.0", "1e0", "-0",
    "\"\\ud800\"", "\"\\u0000\"", "{\"a\":1,\"a\":2}", "[1,2,]", "[1 2]", "//", "\u{FEFF}",
    String(repeating: "[", count: 600), String(repeating: "{\"a\":", count: 600),
    String(repeating: "[", count: 20_000),
  ]
}
