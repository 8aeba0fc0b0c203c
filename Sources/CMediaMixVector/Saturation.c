#include <float.h>

#include "Elementary.h"

// Periods that are worked on together: few enough to stay in the first cache from one loop to the
// next. A logarithm and the exponential of it in one loop would wait for one another.
#define PERIODS_AT_ONCE 32

ALWAYS_INLINE size_t least(size_t a, size_t b) { return a < b ? a : b; }

// x with zeros in the copies of a block that is not whole.
ALWAYS_INLINE real8 without_copies(real8 x, int whole) {
  if (!whole) memset((char *)&x + 32, 0, 32);
  return x;
}

// The logarithm of media with that of zero, −∞, replaced by a finite number: zero times it is zero,
// where zero times −∞ would be NaN.
ALWAYS_INLINE real8 finite(real8 logarithm) {
  return SELECT8(logarithm < -DBL_MAX, all8(-DBL_MAX), logarithm);
}

// Media with zero replaced by a number that may be divided by.
ALWAYS_INLINE real8 nonzero(real8 media) { return SELECT8(media < DBL_MIN, all8(DBL_MIN), media); }

ALWAYS_INLINE void take_logarithms(const double *x, size_t begin, size_t end, double *y) {
  size_t i = begin;
  for (; i + 8 <= end; i += 8) store8(y + i, log_8(load8(x + i, 1)), 1);
  if (i < end) store8(y + i, log_8(load8(x + i, 0)), 0);
}

// MARK: Exponent

ALWAYS_INLINE void exponent_forward(
    const mmv_block *input, const mmv_block *exponents, size_t period, size_t count,
    mmv_block *logarithms, mmv_block *result) {
  double *l = (double *)logarithms, *y = (double *)result;
  for (size_t begin = 0; begin < count; begin += PERIODS_AT_ONCE * period) {
    size_t end = least(begin + PERIODS_AT_ONCE * period, count);
    take_logarithms((const double *)input, begin, end, l);
    for (size_t j = 0; j < period; j += 8) {
      real8 exponent = load8((const double *)exponents + j, 1);
      size_t i = begin + j;
      for (; i + 8 <= end; i += period) store8(y + i, exp_8(exponent * load8(l + i, 1)), 1);
      if (i < end) store8(y + i, exp_8(exponent * load8(l + i, 0)), 0);
    }
  }
}

KERNEL(
    void, exponent_forward,
    (const mmv_block *input, const mmv_block *exponents, size_t period, size_t count,
     mmv_block *logarithms, mmv_block *result),
    (input, exponents, period, count, logarithms, result))

// Where s = 0 all gradients are 0: there all earlier media are zero, and no parameter of the lag can
// change that.
ALWAYS_INLINE real8 exponent_gradient(
    double *gradient, const double *input, const double *logarithms, const double *result,
    real8 exponent, size_t i, int whole) {
  real8 weighted = load8(gradient + i, whole) * load8(result + i, whole);
  store8(gradient + i, weighted * exponent / nonzero(load8(input + i, whole)), whole);
  return without_copies(weighted * finite(load8(logarithms + i, whole)), whole);
}

ALWAYS_INLINE void exponent_pullback(
    mmv_block *gradient, const mmv_block *input, const mmv_block *logarithms,
    const mmv_block *result, const mmv_block *exponents, size_t period, size_t count,
    mmv_block *exponent_gradients) {
  double *g = (double *)gradient, *sums = (double *)exponent_gradients;
  const double *s = (const double *)input, *l = (const double *)logarithms;
  const double *y = (const double *)result;
  for (size_t begin = 0; begin < count; begin += PERIODS_AT_ONCE * period) {
    size_t end = least(begin + PERIODS_AT_ONCE * period, count);
    for (size_t j = 0; j < period; j += 8) {
      real8 exponent = load8((const double *)exponents + j, 1), sum = load8(sums + j, 1);
      size_t i = begin + j;
      for (; i + 8 <= end; i += period) sum += exponent_gradient(g, s, l, y, exponent, i, 1);
      if (i < end) sum += exponent_gradient(g, s, l, y, exponent, i, 0);
      store8(sums + j, sum, 1);
    }
  }
}

KERNEL(
    void, exponent_pullback,
    (mmv_block *gradient, const mmv_block *input, const mmv_block *logarithms,
     const mmv_block *result, const mmv_block *exponents, size_t period, size_t count,
     mmv_block *exponent_gradients),
    (gradient, input, logarithms, result, exponents, period, count, exponent_gradients))

// MARK: Hill curve

ALWAYS_INLINE real8 hill(real8 logarithm, real8 log_half, real8 slope) {
  return 1.0 / (1.0 + exp_8(slope * (log_half - logarithm)));
}

ALWAYS_INLINE void hill_forward(
    const mmv_block *input, const mmv_block *log_halves, const mmv_block *slopes, size_t period,
    size_t count, mmv_block *logarithms, mmv_block *result) {
  double *l = (double *)logarithms, *h = (double *)result;
  for (size_t begin = 0; begin < count; begin += PERIODS_AT_ONCE * period) {
    size_t end = least(begin + PERIODS_AT_ONCE * period, count);
    take_logarithms((const double *)input, begin, end, l);
    for (size_t j = 0; j < period; j += 8) {
      real8 log_half = load8((const double *)log_halves + j, 1);
      real8 slope = load8((const double *)slopes + j, 1);
      size_t i = begin + j;
      for (; i + 8 <= end; i += period) store8(h + i, hill(load8(l + i, 1), log_half, slope), 1);
      if (i < end) store8(h + i, hill(load8(l + i, 0), log_half, slope), 0);
    }
  }
}

KERNEL(
    void, hill_forward,
    (const mmv_block *input, const mmv_block *log_halves, const mmv_block *slopes, size_t period,
     size_t count, mmv_block *logarithms, mmv_block *result),
    (input, log_halves, slopes, period, count, logarithms, result))

typedef struct {
  real8 log_half, slope;
} hill_parameters;

// dh = h·(1−h)·d(S·(log s − log K)); all gradients are 0 where s = 0.
ALWAYS_INLINE void add_hill_gradient(
    double *gradient, const double *input, const double *logarithms, const double *result,
    const hill_parameters *parameters, size_t i, int whole, hill_parameters *sums) {
  real8 h = load8(result + i, whole);
  real8 inner = load8(gradient + i, whole) * h * (1.0 - h);
  real8 outer = inner * parameters->slope;
  real8 distance = finite(load8(logarithms + i, whole)) - parameters->log_half;
  store8(gradient + i, outer / nonzero(load8(input + i, whole)), whole);
  sums->slope += without_copies(inner * distance, whole);
  sums->log_half -= without_copies(outer, whole);
}

ALWAYS_INLINE void hill_pullback(
    mmv_block *gradient, const mmv_block *input, const mmv_block *logarithms,
    const mmv_block *result, const mmv_block *log_halves, const mmv_block *slopes, size_t period,
    size_t count, mmv_block *log_half_gradients, mmv_block *slope_gradients) {
  double *g = (double *)gradient;
  double *by_half = (double *)log_half_gradients, *by_slope = (double *)slope_gradients;
  const double *s = (const double *)input, *l = (const double *)logarithms;
  const double *h = (const double *)result;
  for (size_t begin = 0; begin < count; begin += PERIODS_AT_ONCE * period) {
    size_t end = least(begin + PERIODS_AT_ONCE * period, count);
    for (size_t j = 0; j < period; j += 8) {
      hill_parameters parameters = {
          load8((const double *)log_halves + j, 1), load8((const double *)slopes + j, 1)};
      hill_parameters sums = {load8(by_half + j, 1), load8(by_slope + j, 1)};
      size_t i = begin + j;
      for (; i + 8 <= end; i += period) add_hill_gradient(g, s, l, h, &parameters, i, 1, &sums);
      if (i < end) add_hill_gradient(g, s, l, h, &parameters, i, 0, &sums);
      store8(by_half + j, sums.log_half, 1);
      store8(by_slope + j, sums.slope, 1);
    }
  }
}

KERNEL(
    void, hill_pullback,
    (mmv_block *gradient, const mmv_block *input, const mmv_block *logarithms,
     const mmv_block *result, const mmv_block *log_halves, const mmv_block *slopes, size_t period,
     size_t count, mmv_block *log_half_gradients, mmv_block *slope_gradients),
    (gradient, input, logarithms, result, log_halves, slopes, period, count, log_half_gradients,
     slope_gradients))

// MARK: One channel

ALWAYS_INLINE void exponent_column(
    const double *input, double exponent, size_t rows, double *logarithms, double *result) {
  take_logarithms(input, 0, rows, logarithms);
  for (size_t row = 0; row < rows; row += 8) {
    store8(result + row, exp_8(exponent * load8(logarithms + row, 1)), 1);
  }
}

KERNEL(
    void, exponent_column,
    (const double *input, double exponent, size_t rows, double *logarithms, double *result),
    (input, exponent, rows, logarithms, result))

ALWAYS_INLINE double exponent_column_pullback(
    double *gradient, const double *input, const double *logarithms, const double *result,
    double exponent, size_t rows) {
  real8 sum = all8(0.0);
  for (size_t row = 0; row < rows; row += 8) {
    sum += exponent_gradient(gradient, input, logarithms, result, all8(exponent), row, 1);
  }
  return sum_of_lanes(sum);
}

KERNEL(
    double, exponent_column_pullback,
    (double *gradient, const double *input, const double *logarithms, const double *result,
     double exponent, size_t rows),
    (gradient, input, logarithms, result, exponent, rows))

ALWAYS_INLINE void hill_column(
    const double *input, double log_half, double slope, size_t rows, double *logarithms,
    double *result) {
  take_logarithms(input, 0, rows, logarithms);
  for (size_t row = 0; row < rows; row += 8) {
    store8(result + row, hill(load8(logarithms + row, 1), all8(log_half), all8(slope)), 1);
  }
}

KERNEL(
    void, hill_column,
    (const double *input, double log_half, double slope, size_t rows, double *logarithms,
     double *result),
    (input, log_half, slope, rows, logarithms, result))

ALWAYS_INLINE void hill_column_pullback(
    double *gradient, const double *input, const double *logarithms, const double *result,
    double log_half, double slope, size_t rows, double *log_half_gradient, double *slope_gradient) {
  hill_parameters parameters = {all8(log_half), all8(slope)};
  hill_parameters sums = {all8(0.0), all8(0.0)};
  for (size_t row = 0; row < rows; row += 8) {
    add_hill_gradient(gradient, input, logarithms, result, &parameters, row, 1, &sums);
  }
  *log_half_gradient = sum_of_lanes(sums.log_half);
  *slope_gradient = sum_of_lanes(sums.slope);
}

KERNEL(
    void, hill_column_pullback,
    (double *gradient, const double *input, const double *logarithms, const double *result,
     double log_half, double slope, size_t rows, double *log_half_gradient,
     double *slope_gradient),
    (gradient, input, logarithms, result, log_half, slope, rows, log_half_gradient, slope_gradient))
