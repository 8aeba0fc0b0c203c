#include "Elementary.h"

// MARK: Adstock

// Eight periods at once: each number of media leaves in them what `responses` says, and all that came
// before leaves in them what is left of the last period's sum. So eight periods wait for the eight
// before them, and no period for the one before it.
ALWAYS_INLINE void adstock_column(
    const double *media, double weight, double gain, size_t rows, double *result) {
  // Seven zeros, then gain·weight^k, and weight^(k + 1).
  double response[15] = {0}, power[8];
  double product = 1.0;
  for (int k = 0; k < 8; ++k) {
    response[7 + k] = gain * product;
    product *= weight;
    power[k] = product;
  }
  real8 responses[8], powers = load8(power, 1);
  for (int j = 0; j < 8; ++j) responses[j] = load8(response + 7 - j, 1);
  double carried = 0.0;
  for (size_t row = 0; row < rows; row += 8) {
    real8 sum = media[row] * responses[0];
    for (int j = 1; j < 8; ++j) sum += media[row + j] * responses[j];
    sum += carried * powers;
    store8(result + row, sum, 1);
    carried = sum[7];
  }
}

KERNEL(
    void, adstock_column,
    (const double *media, double weight, double gain, size_t rows, double *result),
    (media, weight, gain, rows, result))

// MARK: Carry-over

ALWAYS_INLINE double largest_lane(real8 x) {
  double largest = x[0];
  for (int lane = 1; lane < 8; ++lane) largest = x[lane] > largest ? x[lane] : largest;
  return largest;
}

// Exponents relative to their largest, as for many channels. Lags from `lags` on have no weight.
ALWAYS_INLINE void weights_of_column(double log_rate, double delay, size_t lags, double *weights) {
  const real8 steps = {0, 1, 2, 3, 4, 5, 6, 7};
  real8 largest = all8(-__builtin_inf());
  for (size_t lag = 0; lag < lags; lag += 8) {
    real8 number = (double)lag + steps;
    real8 distance = number - delay;
    real8 exponent = distance * distance * log_rate;
    exponent = SELECT8(number < (double)lags, exponent, all8(-__builtin_inf()));
    store8(weights + lag, exponent, 1);
    largest = SELECT8(exponent > largest, exponent, largest);
  }
  double reference = largest_lane(largest);
  real8 sums = all8(0.0);
  for (size_t lag = 0; lag < lags; lag += 8) {
    real8 weight = exp_8(load8(weights + lag, 1) - reference);
    store8(weights + lag, weight, 1);
    sums += weight;
  }
  double scale = 1.0 / sum_of_lanes(sums);
  for (size_t lag = 0; lag < lags; lag += 8) {
    store8(weights + lag, load8(weights + lag, 1) * scale, 1);
  }
}

// `count` sums of eight periods each.
ALWAYS_INLINE void sum_column_lags(
    const double *media, const double *weights, size_t lags, int count, double *result) {
  real8 sum[4];
  for (int k = 0; k < count; ++k) sum[k] = all8(0.0);
  for (size_t lag = 0; lag < lags; ++lag) {
    for (int k = 0; k < count; ++k) sum[k] += weights[lag] * load8(media + 8 * k - lag, 1);
  }
  for (int k = 0; k < count; ++k) store8(result + 8 * k, sum[k], 1);
}

ALWAYS_INLINE void carryover_column(
    const double *media, double log_rate, double delay, size_t lags, size_t rows, double *weights,
    double *result) {
  weights_of_column(log_rate, delay, lags, weights);
  size_t row = 0;
  for (; row + 32 <= rows; row += 32) sum_column_lags(media + row, weights, lags, 4, result + row);
  for (; row < rows; row += 8) sum_column_lags(media + row, weights, lags, 1, result + row);
}

KERNEL(
    void, carryover_column,
    (const double *media, double log_rate, double delay, size_t lags, size_t rows, double *weights,
     double *result),
    (media, log_rate, delay, lags, rows, weights, result))

// MARK: Saturation

// Two loops, because a logarithm and the exponential of it in one would wait for one another.

ALWAYS_INLINE void logarithms_of_column(double *values, size_t rows) {
  for (size_t row = 0; row < rows; row += 8) store8(values + row, log_8(load8(values + row, 1)), 1);
}

ALWAYS_INLINE void exponent_column(double exponent, size_t rows, double *values) {
  logarithms_of_column(values, rows);
  for (size_t row = 0; row < rows; row += 8) {
    store8(values + row, exp_8(exponent * load8(values + row, 1)), 1);
  }
}

KERNEL(
    void, exponent_column, (double exponent, size_t rows, double *values),
    (exponent, rows, values))

ALWAYS_INLINE void hill_column(double log_half, double slope, size_t rows, double *values) {
  logarithms_of_column(values, rows);
  for (size_t row = 0; row < rows; row += 8) {
    real8 power = exp_8(slope * (log_half - load8(values + row, 1)));
    store8(values + row, 1.0 / (1.0 + power), 1);
  }
}

KERNEL(
    void, hill_column, (double log_half, double slope, size_t rows, double *values),
    (log_half, slope, rows, values))
