#include "Levels.h"

// Columns that recur side by side: each row waits for the one before it, and four columns wait
// together.
#define SIDE_BY_SIDE 4

ALWAYS_INLINE void forward_columns(
    const double *media, const double *weights, const double *gains, size_t period, size_t column,
    int columns, int whole, size_t rows, size_t width, double *result) {
  real8 weight[SIDE_BY_SIDE], gain[SIDE_BY_SIDE], carried[SIDE_BY_SIDE];
  for (int c = 0; c < columns; ++c) {
    size_t parameter = (column + 8 * c) % period;
    weight[c] = load8(weights + parameter, whole);
    gain[c] = load8(gains + parameter, whole);
    carried[c] = all8(0.0);
  }
  for (size_t i = column; i < rows * width; i += width) {
    for (int c = 0; c < columns; ++c) {
      carried[c] = weight[c] * carried[c] + gain[c] * load8(media + i + 8 * c, whole);
      store8(result + i + 8 * c, carried[c], whole);
    }
  }
}

ALWAYS_INLINE void adstock_forward(
    const mmv_block *media, const mmv_block *weights, const mmv_block *gains, size_t period,
    size_t rows, size_t width, mmv_block *result) {
  const double *x = (const double *)media, *w = (const double *)weights;
  const double *g = (const double *)gains;
  double *s = (double *)result;
  size_t column = 0;
  for (; column + 8 * SIDE_BY_SIDE <= width; column += 8 * SIDE_BY_SIDE) {
    forward_columns(x, w, g, period, column, SIDE_BY_SIDE, 1, rows, width, s);
  }
  for (; column + 8 <= width; column += 8) {
    forward_columns(x, w, g, period, column, 1, 1, rows, width, s);
  }
  if (column < width) forward_columns(x, w, g, period, column, 1, 0, rows, width, s);
}

KERNEL(
    void, adstock_forward,
    (const mmv_block *media, const mmv_block *weights, const mmv_block *gains, size_t period,
     size_t rows, size_t width, mmv_block *result),
    (media, weights, gains, period, rows, width, result))

// Backward in time, worth[t] = gradient[t] + λ·worth[t+1] is what a unit of s[t] is worth; one more λ
// changes s[t] by s[t−1] − x[t] at once.
ALWAYS_INLINE void pullback_columns(
    const double *gradient, const double *media, const double *result, const double *weights,
    size_t period, size_t column, int columns, int whole, size_t rows, size_t width,
    double *weight_gradients) {
  real8 weight[SIDE_BY_SIDE], worth[SIDE_BY_SIDE], sum[SIDE_BY_SIDE];
  for (int c = 0; c < columns; ++c) {
    weight[c] = load8(weights + (column + 8 * c) % period, whole);
    worth[c] = sum[c] = all8(0.0);
  }
  for (size_t row = rows; row-- > 0;) {
    size_t i = row * width + column;
    for (int c = 0; c < columns; ++c, i += 8) {
      worth[c] = load8(gradient + i, whole) + weight[c] * worth[c];
      real8 before = row > 0 ? load8(result + i - width, whole) : all8(0.0);
      sum[c] += worth[c] * (before - load8(media + i, whole));
    }
  }
  for (int c = 0; c < columns; ++c) {
    add8(weight_gradients + (column + 8 * c) % period, sum[c], whole);
  }
}

ALWAYS_INLINE void adstock_pullback(
    const mmv_block *gradient, const mmv_block *media, const mmv_block *result,
    const mmv_block *weights, size_t period, size_t rows, size_t width,
    mmv_block *weight_gradients) {
  const double *g = (const double *)gradient, *x = (const double *)media;
  const double *s = (const double *)result, *w = (const double *)weights;
  double *sums = (double *)weight_gradients;
  size_t column = 0;
  for (; column + 8 * SIDE_BY_SIDE <= width; column += 8 * SIDE_BY_SIDE) {
    pullback_columns(g, x, s, w, period, column, SIDE_BY_SIDE, 1, rows, width, sums);
  }
  for (; column + 8 <= width; column += 8) {
    pullback_columns(g, x, s, w, period, column, 1, 1, rows, width, sums);
  }
  if (column < width) pullback_columns(g, x, s, w, period, column, 1, 0, rows, width, sums);
}

KERNEL(
    void, adstock_pullback,
    (const mmv_block *gradient, const mmv_block *media, const mmv_block *result,
     const mmv_block *weights, size_t period, size_t rows, size_t width,
     mmv_block *weight_gradients),
    (gradient, media, result, weights, period, rows, width, weight_gradients))

// MARK: One channel

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

// Backward in time, eight periods at once: what a unit of a period's result is worth goes to it and to
// those before it.
ALWAYS_INLINE double adstock_column_pullback(
    const double *gradient, const double *media, const double *result, double weight, size_t rows) {
  // weight^(7 - k), then seven zeros, and weight^(8 - k).
  double response[15] = {0}, power[8], before_first[8] = {0};
  double product = 1.0;
  for (int k = 7; k >= 0; --k) {
    response[k] = product;
    product *= weight;
    power[k] = product;
  }
  memcpy(before_first + 1, result, 7 * sizeof *result);
  real8 responses[8], powers = load8(power, 1), sum = all8(0.0);
  for (int j = 0; j < 8; ++j) responses[j] = load8(response + 7 - j, 1);
  double carried = 0.0;
  for (size_t row = rows; row > 0;) {
    row -= 8;
    real8 worth = gradient[row] * responses[0];
    for (int j = 1; j < 8; ++j) worth += gradient[row + j] * responses[j];
    worth += carried * powers;
    carried = worth[0];
    real8 before = load8(row > 0 ? result + (row - 1) : before_first, 1);
    sum += worth * (before - load8(media + row, 1));
  }
  return sum_of_lanes(sum);
}

KERNEL(
    double, adstock_column_pullback,
    (const double *gradient, const double *media, const double *result, double weight, size_t rows),
    (gradient, media, result, weight, rows))
