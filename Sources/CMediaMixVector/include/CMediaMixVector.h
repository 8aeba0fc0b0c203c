#ifndef CMEDIAMIXVECTOR_H
#define CMEDIAMIXVECTOR_H

#include <stddef.h>

/// The arithmetic that an evaluation of a density spends its time on, with bits that depend on the
/// input alone.
///
/// Every function is plain IEEE 754 arithmetic, without fused multiply-add and without the C
/// library, and adds in an order that the input's shape alone decides, so x86-64 and arm64 machines
/// and all instruction sets agree bit for bit.

/// The instruction sets for which functions over arrays are compiled.
typedef enum mmv_level {
  mmv_level_baseline,
  mmv_level_avx2,
  mmv_level_avx512,
} mmv_level;

/// The highest level that this machine can run. No function may be called at a higher one.
mmv_level mmv_machine_level(void);
/// The highest level that this machine can run and mmv_limit_level allows.
mmv_level mmv_best_level(void);
/// Keeps mmv_best_level from going above a level, for the whole process.
void mmv_limit_level(mmv_level level);

// MARK: Exponential and logarithm

// The error is below one unit in the last place, 1.25 for mmv_expm1, over the whole range, subnormal
// numbers included. NaN results are always the positive quiet NaN without payload.

/// e^x. Above 709.78 +∞, below -745.13 0.
double mmv_exp1(double x);
/// e^x - 1, without cancellation near 0.
double mmv_expm1(double x);
/// ln x. -∞ at ±0, NaN below 0.
double mmv_log1(double x);
/// ln(1 + x), without cancellation near 0. -∞ at -1, NaN below.
double mmv_log1p(double x);

/// y[i] = e^x[i] for i < n. y is x itself or does not overlap it.
void mmv_exp(const double *x, double *y, size_t n);
/// y[i] = ln x[i] for i < n. y is x itself or does not overlap it.
void mmv_log(const double *x, double *y, size_t n);
/// mmv_exp at a level.
void mmv_exp_at_level(mmv_level level, const double *x, double *y, size_t n);
/// mmv_log at a level.
void mmv_log_at_level(mmv_level level, const double *x, double *y, size_t n);

// MARK: Normal distribution

/// φ(x), Mills' ratio (1 - Φ(|x|))/φ(|x|), and the logarithm of the ratio where x < 0 and of Φ(x)
/// elsewhere, for i < n, a multiple of 8. Ratios and densities are within a few ulps where |x| < 8.
void mmv_normal_batch(
    mmv_level level, const double *x, size_t n, double *densities, double *ratios,
    double *logarithms);

// MARK: Media

// Media are [row, lane] with `width` lanes a row, a multiple of 4. Parameters are [lane] too, but
// repeat: the parameters of lane i are those at i modulo `period`, a multiple of 8 where nothing else
// is said. Where `width` is no multiple of `period`, the parameters of a row repeat within the period,
// so that the same holds of a place in the whole array. Gradients by parameters are added to.

/// Four neighbouring lanes.
typedef double mmv_block __attribute__((ext_vector_type(4), aligned(8)));

/// result[t] = weight·result[t-1] + gain·media[t].
void mmv_adstock_forward(
    mmv_level level, const mmv_block *media, const mmv_block *weights, const mmv_block *gains,
    size_t period, size_t rows, size_t width, mmv_block *result);
/// Of Σ gradient·result by the weights, for gains of 1 - weight.
void mmv_adstock_pullback(
    mmv_level level, const mmv_block *gradient, const mmv_block *media, const mmv_block *result,
    const mmv_block *weights, size_t period, size_t rows, size_t width,
    mmv_block *weight_gradients);

/// weights[l] ∝ τ^((l - θ)²) with sum 1, [lag, period], of ln τ and θ. The period is a multiple of 4.
void mmv_carryover_weights(
    mmv_level level, const mmv_block *log_rates, const mmv_block *delays, size_t period,
    size_t lags, mmv_block *weights);
/// Of Σ gradients·weights by ln τ and θ.
void mmv_carryover_weights_pullback(
    mmv_level level, const mmv_block *weights, const mmv_block *gradients,
    const mmv_block *log_rates, const mmv_block *delays, size_t period, size_t lags,
    mmv_block *log_rate_gradients, mmv_block *delay_gradients);
/// result[t] = Σ_l weights[l]·media[t-l], lag 0 first, media before the first row being zero.
void mmv_carryover_forward(
    mmv_level level, const mmv_block *media, const mmv_block *weights, size_t period, size_t lags,
    size_t rows, size_t width, mmv_block *result);
/// weight_gradients[l] = Σ_t gradient[t]·media[t-l], [lag, period].
void mmv_carryover_weight_gradients(
    mmv_level level, const mmv_block *gradient, const mmv_block *media, size_t period, size_t lags,
    size_t rows, size_t width, mmv_block *weight_gradients);

/// logarithms = ln input, result = e^(exponent·logarithm); `count` numbers, a multiple of 4.
void mmv_exponent_forward(
    mmv_level level, const mmv_block *input, const mmv_block *exponents, size_t period,
    size_t count, mmv_block *logarithms, mmv_block *result);
/// Turns the gradient by the result into that by the input.
void mmv_exponent_pullback(
    mmv_level level, mmv_block *gradient, const mmv_block *input, const mmv_block *logarithms,
    const mmv_block *result, const mmv_block *exponents, size_t period, size_t count,
    mmv_block *exponent_gradients);
/// logarithms = ln input, result = 1/(1 + e^(slope·(log_half - logarithm))); `count` numbers, a
/// multiple of 4.
void mmv_hill_forward(
    mmv_level level, const mmv_block *input, const mmv_block *log_halves, const mmv_block *slopes,
    size_t period, size_t count, mmv_block *logarithms, mmv_block *result);
/// Turns the gradient by the result into that by the input.
void mmv_hill_pullback(
    mmv_level level, mmv_block *gradient, const mmv_block *input, const mmv_block *logarithms,
    const mmv_block *result, const mmv_block *log_halves, const mmv_block *slopes, size_t period,
    size_t count, mmv_block *log_half_gradients, mmv_block *slope_gradients);

/// sums[t] = Σ coefficients[i]·media[t, i] over the `lanes` lanes from `first` on; coefficients are
/// [lane] without a period.
void mmv_channel_sum(
    mmv_level level, const mmv_block *media, const mmv_block *coefficients, size_t first,
    size_t lanes, size_t rows, size_t width, double *sums);
/// Of Σ gradient[t]·sums[t] by coefficients and media; the latter is overwritten.
void mmv_channel_sum_pullback(
    mmv_level level, const double *gradient, const mmv_block *media, const mmv_block *coefficients,
    size_t first, size_t lanes, size_t rows, size_t width, mmv_block *coefficient_gradients,
    mmv_block *media_gradient);

// MARK: One channel

// A channel's media over time, `rows` of them, a multiple of 8. Gradients by parameters are overwritten.
// Where there are lags, they are rounded up to a multiple of 8: there are as many weights, and one zero
// less before the media.

/// result[t] = weight·result[t-1] + gain·media[t].
void mmv_adstock_column(
    mmv_level level, const double *media, double weight, double gain, size_t rows, double *result);
/// Of Σ gradient·result by the weight, for a gain of 1 - weight.
double mmv_adstock_column_pullback(
    mmv_level level, const double *gradient, const double *media, const double *result,
    double weight, size_t rows);

/// The weights of mmv_carryover_weights and the result of mmv_carryover_forward.
void mmv_carryover_column(
    mmv_level level, const double *media, double log_rate, double delay, size_t lags, size_t rows,
    double *weights, double *result);
/// Of Σ gradient·result by the weights, ln τ and θ.
void mmv_carryover_column_pullback(
    mmv_level level, const double *gradient, const double *media, const double *weights,
    double log_rate, double delay, size_t lags, size_t rows, double *weight_gradients,
    double *log_rate_gradient, double *delay_gradient);

/// logarithms = ln input, result = e^(exponent·logarithm).
void mmv_exponent_column(
    mmv_level level, const double *input, double exponent, size_t rows, double *logarithms,
    double *result);
/// Turns the gradient by the result into that by the input; returns that by the exponent.
double mmv_exponent_column_pullback(
    mmv_level level, double *gradient, const double *input, const double *logarithms,
    const double *result, double exponent, size_t rows);
/// logarithms = ln input, result = 1/(1 + e^(slope·(log_half - logarithm))).
void mmv_hill_column(
    mmv_level level, const double *input, double log_half, double slope, size_t rows,
    double *logarithms, double *result);
/// Turns the gradient by the result into that by the input.
void mmv_hill_column_pullback(
    mmv_level level, double *gradient, const double *input, const double *logarithms,
    const double *result, double log_half, double slope, size_t rows, double *log_half_gradient,
    double *slope_gradient);

// MARK: Columns

// A column is `rows` numbers; columns follow one another.

/// result = base + constant + Σ_k coefficients[k]·columns[k]; a null base is zeros. The result is the
/// base itself or does not overlap it.
void mmv_add_columns(
    mmv_level level, const double *base, double constant, const double *columns,
    const double *coefficients, size_t count, size_t rows, double *result);
/// values = scale·(values - Σ_k coefficients[k]·columns[k] - other_coefficient·other); a null other is
/// zeros. Returns Σ values².
double mmv_subtract_columns(
    mmv_level level, const double *columns, const double *coefficients, size_t count,
    const double *other, double other_coefficient, double scale, size_t rows, double *values);
/// products[k] = Σ_t columns[k][t]·vector[t].
void mmv_dot_columns(
    mmv_level level, const double *columns, const double *vector, size_t count, size_t rows,
    double *products);
/// Σ_t a[t]·b[t]·c[t].
double mmv_dot_product(
    mmv_level level, const double *a, const double *b, const double *c, size_t rows);
/// weighted = weight·(values - mean). Returns Σ (values - mean)².
double mmv_weighted_residuals(
    mmv_level level, const double *values, const double *mean, double weight, size_t rows,
    double *weighted);

#endif
