#include "Levels.h"

// The last numbers of an array that blocks of eight do not divide, in the lanes of the block of eight
// that ends with the array; the other lanes are zero.
ALWAYS_INLINE real8 last8(const double *x, size_t n) {
  static const uint64_t masks[16] = {
      0, 0, 0, 0, 0, 0, 0, 0, ~UINT64_C(0), ~UINT64_C(0), ~UINT64_C(0), ~UINT64_C(0),
      ~UINT64_C(0), ~UINT64_C(0), ~UINT64_C(0), ~UINT64_C(0)};
  if (n < 8) {
    real8 rest = all8(0.0);
    for (size_t i = 0; i < n; ++i) rest[8 - n + i] = x[i];
    return rest;
  }
  word8 mask, bits;
  memcpy(&mask, masks + n % 8, sizeof mask);
  memcpy(&bits, x + (n - 8), sizeof bits);
  return (real8)(bits & mask);
}

// MARK: Sum of columns

ALWAYS_INLINE real8 row_of_columns(
    const double *base, double constant, const double *columns, const double *coefficients,
    size_t count, size_t rows, size_t row) {
  real8 sum = base ? load8(base + row, 1) + constant : all8(constant);
  for (size_t k = 0; k < count; ++k) sum += coefficients[k] * load8(columns + k * rows + row, 1);
  return sum;
}

ALWAYS_INLINE void add_columns(
    const double *base, double constant, const double *columns, const double *coefficients,
    size_t count, size_t rows, double *result) {
  if (rows < 8) {
    for (size_t row = 0; row < rows; ++row) {
      double sum = base ? base[row] + constant : constant;
      for (size_t k = 0; k < count; ++k) sum += coefficients[k] * columns[k * rows + row];
      result[row] = sum;
    }
    return;
  }
  // The last block overlaps the others: it is read before they are written, for result may be base.
  real8 last = row_of_columns(base, constant, columns, coefficients, count, rows, rows - 8);
  for (size_t row = 0; row + 8 <= rows; row += 8) {
    real8 sum = row_of_columns(base, constant, columns, coefficients, count, rows, row);
    store8(result + row, sum, 1);
  }
  store8(result + (rows - 8), last, 1);
}

KERNEL(
    void, add_columns,
    (const double *base, double constant, const double *columns, const double *coefficients,
     size_t count, size_t rows, double *result),
    (base, constant, columns, coefficients, count, rows, result))

// MARK: Difference of columns

// The last numbers of `x`, as last8 has them, to their places.
ALWAYS_INLINE void store_last8(double *x, size_t n, real8 last) {
  size_t rest = n % 8;
  memcpy(x + (n - rest), (const char *)&last + 8 * (8 - rest), 8 * rest);
}

ALWAYS_INLINE double subtract_columns(
    const double *columns, const double *coefficients, size_t count, const double *other,
    double other_coefficient, double scale, size_t rows, double *values) {
  real8 squares = all8(0.0);
  for (size_t row = 0; row + 8 <= rows; row += 8) {
    real8 value = load8(values + row, 1);
    for (size_t k = 0; k < count; ++k) value -= coefficients[k] * load8(columns + k * rows + row, 1);
    if (other) value -= other_coefficient * load8(other + row, 1);
    value *= scale;
    squares += value * value;
    store8(values + row, value, 1);
  }
  if (rows % 8 != 0) {
    real8 value = last8(values, rows);
    for (size_t k = 0; k < count; ++k) value -= coefficients[k] * last8(columns + k * rows, rows);
    if (other) value -= other_coefficient * last8(other, rows);
    value *= scale;
    squares += value * value;
    store_last8(values, rows, value);
  }
  return sum_of_lanes(squares);
}

KERNEL(
    double, subtract_columns,
    (const double *columns, const double *coefficients, size_t count, const double *other,
     double other_coefficient, double scale, size_t rows, double *values),
    (columns, coefficients, count, other, other_coefficient, scale, rows, values))

// MARK: Products with columns

// `count` columns whose products share a vector.
ALWAYS_INLINE void dot_some(
    const double *columns, const double *vector, int count, size_t rows, double *products) {
  real8 sum[4];
  for (int k = 0; k < count; ++k) sum[k] = all8(0.0);
  for (size_t row = 0; row + 8 <= rows; row += 8) {
    real8 x = load8(vector + row, 1);
    for (int k = 0; k < count; ++k) sum[k] += x * load8(columns + k * rows + row, 1);
  }
  if (rows % 8 != 0) {
    real8 x = last8(vector, rows);
    for (int k = 0; k < count; ++k) sum[k] += x * last8(columns + k * rows, rows);
  }
  for (int k = 0; k < count; ++k) products[k] = sum_of_lanes(sum[k]);
}

ALWAYS_INLINE void dot_columns(
    const double *columns, const double *vector, size_t count, size_t rows, double *products) {
  size_t k = 0;
  for (; k + 4 <= count; k += 4) dot_some(columns + k * rows, vector, 4, rows, products + k);
  if (count & 2) dot_some(columns + k * rows, vector, 2, rows, products + k), k += 2;
  if (count & 1) dot_some(columns + k * rows, vector, 1, rows, products + k);
}

KERNEL(
    void, dot_columns,
    (const double *columns, const double *vector, size_t count, size_t rows, double *products),
    (columns, vector, count, rows, products))

ALWAYS_INLINE double dot_product(const double *a, const double *b, const double *c, size_t rows) {
  real8 sum = all8(0.0);
  for (size_t row = 0; row + 8 <= rows; row += 8) {
    sum += load8(a + row, 1) * load8(b + row, 1) * load8(c + row, 1);
  }
  if (rows % 8 != 0) sum += last8(a, rows) * last8(b, rows) * last8(c, rows);
  return sum_of_lanes(sum);
}

KERNEL(
    double, dot_product, (const double *a, const double *b, const double *c, size_t rows),
    (a, b, c, rows))

// MARK: Residuals

ALWAYS_INLINE double weighted_residuals(
    const double *values, const double *mean, double weight, size_t rows, double *weighted) {
  real8 squares = all8(0.0);
  for (size_t row = 0; row + 8 <= rows; row += 8) {
    real8 residual = load8(values + row, 1) - load8(mean + row, 1);
    squares += residual * residual;
    store8(weighted + row, residual * weight, 1);
  }
  if (rows % 8 != 0) {
    real8 residual = last8(values, rows) - last8(mean, rows);
    squares += residual * residual;
    for (size_t row = rows - rows % 8; row < rows; ++row) {
      weighted[row] = (values[row] - mean[row]) * weight;
    }
  }
  return sum_of_lanes(squares);
}

KERNEL(
    double, weighted_residuals,
    (const double *values, const double *mean, double weight, size_t rows, double *weighted),
    (values, mean, weight, rows, weighted))
