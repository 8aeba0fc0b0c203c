#include "Elementary.h"

// MARK: Weights

// Exponents are taken relative to their largest before they are exponentiated, so that the sum
// cannot vanish, however small τ or far off θ.
ALWAYS_INLINE void weights_of_eight(
    const double *log_rates, const double *delays, size_t period, size_t lags, int whole,
    double *weights) {
  real8 log_rate = load8(log_rates, whole), delay = load8(delays, whole);
  real8 largest = all8(-__builtin_inf());
  for (size_t lag = 0; lag < lags; ++lag) {
    real8 distance = (double)lag - delay;
    real8 exponent = distance * distance * log_rate;
    store8(weights + lag * period, exponent, whole);
    largest = SELECT8(exponent > largest, exponent, largest);
  }
  real8 sum = all8(0.0);
  for (size_t lag = 0; lag < lags; ++lag) {
    real8 weight = exp_8(load8(weights + lag * period, whole) - largest);
    store8(weights + lag * period, weight, whole);
    sum += weight;
  }
  real8 scale = 1.0 / sum;
  for (size_t lag = 0; lag < lags; ++lag) {
    store8(weights + lag * period, load8(weights + lag * period, whole) * scale, whole);
  }
}

ALWAYS_INLINE void carryover_weights(
    const mmv_block *log_rates, const mmv_block *delays, size_t period, size_t lags,
    mmv_block *weights) {
  const double *rates = (const double *)log_rates, *peaks = (const double *)delays;
  double *w = (double *)weights;
  for (size_t i = 0; i < period; i += 8) {
    if (i + 8 <= period) {
      weights_of_eight(rates + i, peaks + i, period, lags, 1, w + i);
    } else {
      weights_of_eight(rates + i, peaks + i, period, lags, 0, w + i);
    }
  }
}

KERNEL(
    void, carryover_weights,
    (const mmv_block *log_rates, const mmv_block *delays, size_t period, size_t lags,
     mmv_block *weights),
    (log_rates, delays, period, lags, weights))

// The weights are a soft-max of (l−θ)²·log τ.
ALWAYS_INLINE void pullback_of_eight(
    const double *weights, const double *gradients, const double *log_rates, const double *delays,
    size_t period, size_t lags, int whole, double *log_rate_gradients, double *delay_gradients) {
  real8 mean = all8(0.0), by_log_rate = all8(0.0), by_delay = all8(0.0);
  for (size_t i = 0; i < lags * period; i += period) {
    mean += load8(weights + i, whole) * load8(gradients + i, whole);
  }
  real8 log_rate = load8(log_rates, whole), delay = load8(delays, whole);
  for (size_t lag = 0; lag < lags; ++lag) {
    size_t i = lag * period;
    real8 inner = load8(weights + i, whole) * (load8(gradients + i, whole) - mean);
    real8 distance = (double)lag - delay;
    by_log_rate += inner * distance * distance;
    by_delay -= 2.0 * inner * distance * log_rate;
  }
  add8(log_rate_gradients, by_log_rate, whole);
  add8(delay_gradients, by_delay, whole);
}

ALWAYS_INLINE void carryover_weights_pullback(
    const mmv_block *weights, const mmv_block *gradients, const mmv_block *log_rates,
    const mmv_block *delays, size_t period, size_t lags, mmv_block *log_rate_gradients,
    mmv_block *delay_gradients) {
  const double *w = (const double *)weights, *g = (const double *)gradients;
  const double *rates = (const double *)log_rates, *peaks = (const double *)delays;
  double *by_rate = (double *)log_rate_gradients, *by_delay = (double *)delay_gradients;
  for (size_t i = 0; i < period; i += 8) {
    if (i + 8 <= period) {
      pullback_of_eight(
          w + i, g + i, rates + i, peaks + i, period, lags, 1, by_rate + i, by_delay + i);
    } else {
      pullback_of_eight(
          w + i, g + i, rates + i, peaks + i, period, lags, 0, by_rate + i, by_delay + i);
    }
  }
}

KERNEL(
    void, carryover_weights_pullback,
    (const mmv_block *weights, const mmv_block *gradients, const mmv_block *log_rates,
     const mmv_block *delays, size_t period, size_t lags, mmv_block *log_rate_gradients,
     mmv_block *delay_gradients),
    (weights, gradients, log_rates, delays, period, lags, log_rate_gradients, delay_gradients))

// MARK: Moving average

// `count` sums a period apart, which have the same weights, of all lags from lag 0 on.
ALWAYS_INLINE void sum_lags(
    const double *media, const double *weights, size_t period, size_t lags, size_t width, int count,
    int whole, double *result) {
  real8 sum[4];
  for (int k = 0; k < count; ++k) sum[k] = all8(0.0);
  for (size_t lag = 0; lag < lags; ++lag) {
    real8 weight = load8(weights + lag * period, whole);
    for (int k = 0; k < count; ++k) {
      sum[k] += weight * load8(media + k * period - lag * width, whole);
    }
  }
  for (int k = 0; k < count; ++k) store8(result + k * period, sum[k], whole);
}

ALWAYS_INLINE void carryover_forward(
    const mmv_block *media, const mmv_block *weights, size_t period, size_t lags, size_t rows,
    size_t width, mmv_block *result) {
  const double *x = (const double *)media, *w = (const double *)weights;
  double *s = (double *)result;
  // Periods without all their lags in the data.
  size_t head = lags - 1 < rows ? lags - 1 : rows;
  for (size_t row = 0; row < head; ++row) {
    for (size_t column = 0; column < width; column += 8) {
      size_t i = row * width + column;
      if (column + 8 <= width) {
        sum_lags(x + i, w + column % period, period, row + 1, width, 1, 1, s + i);
      } else {
        sum_lags(x + i, w + column % period, period, row + 1, width, 1, 0, s + i);
      }
    }
  }
  // The others in one go: the weights repeat after a period, whatever row that is in.
  size_t i = head * width, end = rows * width;
  for (; i + 4 * period <= end; i += 4 * period) {
    for (size_t j = 0; j < period; j += 8) {
      sum_lags(x + i + j, w + j, period, lags, width, 4, 1, s + i + j);
    }
  }
  for (size_t j = 0; i < end; i += 8, j = j + 8 < period ? j + 8 : 0) {
    if (i + 8 <= end) {
      sum_lags(x + i, w + j, period, lags, width, 1, 1, s + i);
    } else {
      sum_lags(x + i, w + j, period, lags, width, 1, 0, s + i);
    }
  }
}

KERNEL(
    void, carryover_forward,
    (const mmv_block *media, const mmv_block *weights, size_t period, size_t lags, size_t rows,
     size_t width, mmv_block *result),
    (media, weights, period, lags, rows, width, result))

// Adds Σ gradient[i]·media[i] over i < end to the sums of the lanes that i has in a period.
ALWAYS_INLINE void add_products(
    const double *gradient, const double *media, size_t period, size_t end, double *sums) {
  for (size_t j = 0; j < period && j < end; j += 8) {
    real8 sum = all8(0.0);
    size_t i = j;
    for (; i + 8 <= end; i += period) sum += load8(gradient + i, 1) * load8(media + i, 1);
    add8(sums + j, sum, 1);
    if (i < end) add8(sums + j, load8(gradient + i, 0) * load8(media + i, 0), 0);
  }
}

// `count` lags from `first` on, whose products share a gradient.
ALWAYS_INLINE void add_lag_products(
    const double *gradient, const double *media, size_t period, size_t first, int count,
    size_t rows, size_t width, double *sums) {
  // Periods that not all of these lags reach back from.
  size_t last = first + count - 1;
  size_t head = last < rows ? last : rows;
  for (size_t lag = first; lag < head; ++lag) {
    add_products(gradient + lag * width, media, period, (head - lag) * width, sums + lag * period);
  }
  size_t begin = head * width, end = rows * width;
  for (size_t j = 0; j < period && begin + j < end; j += 8) {
    real8 sum[8];
    for (int k = 0; k < count; ++k) sum[k] = all8(0.0);
    size_t i = begin + j;
    for (; i + 8 <= end; i += period) {
      real8 g = load8(gradient + i, 1);
      for (int k = 0; k < count; ++k) sum[k] += g * load8(media + i - (first + k) * width, 1);
    }
    double *place = sums + first * period + j;
    for (int k = 0; k < count; ++k) add8(place + k * period, sum[k], 1);
    if (i < end) {
      real8 g = load8(gradient + i, 0);
      for (int k = 0; k < count; ++k) {
        add8(place + k * period, g * load8(media + i - (first + k) * width, 0), 0);
      }
    }
  }
}

ALWAYS_INLINE void carryover_weight_gradients(
    const mmv_block *gradient, const mmv_block *media, size_t period, size_t lags, size_t rows,
    size_t width, mmv_block *weight_gradients) {
  const double *g = (const double *)gradient, *x = (const double *)media;
  double *sums = (double *)weight_gradients;
  memset(sums, 0, lags * period * sizeof *sums);
  size_t lag = 0;
  for (; lag + 8 <= lags; lag += 8) add_lag_products(g, x, period, lag, 8, rows, width, sums);
  for (; lag + 4 <= lags; lag += 4) add_lag_products(g, x, period, lag, 4, rows, width, sums);
  for (; lag < lags; ++lag) add_lag_products(g, x, period, lag, 1, rows, width, sums);
}

KERNEL(
    void, carryover_weight_gradients,
    (const mmv_block *gradient, const mmv_block *media, size_t period, size_t lags, size_t rows,
     size_t width, mmv_block *weight_gradients),
    (gradient, media, period, lags, rows, width, weight_gradients))

// MARK: One channel

// The lag and the seven after it.
ALWAYS_INLINE real8 lag_numbers(size_t lag) {
  const real8 steps = {0, 1, 2, 3, 4, 5, 6, 7};
  return (double)lag + steps;
}

ALWAYS_INLINE double largest_lane(real8 x) {
  double largest = x[0];
  for (int lane = 1; lane < 8; ++lane) largest = x[lane] > largest ? x[lane] : largest;
  return largest;
}

// Exponents relative to their largest, as for many channels. Lags from `lags` on have no weight.
ALWAYS_INLINE void weights_of_column(double log_rate, double delay, size_t lags, double *weights) {
  real8 largest = all8(-__builtin_inf());
  for (size_t lag = 0; lag < lags; lag += 8) {
    real8 number = lag_numbers(lag);
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

// Adds sixteen lags from `lag` on: what lag k brings to eight periods, lag k + 8 brings to the next
// eight, so that media are loaded for both.
ALWAYS_INLINE void add_sixteen_lags(
    const double *media, const double *weights, size_t lag, int count, size_t rows,
    double *result) {
  real8 later = all8(0.0);
  for (size_t row = 0; row < rows; row += 8) {
    real8 sum = lag > 0 ? load8(result + row, 1) + later : later;
    later = all8(0.0);
    for (int k = 0; k < 8; ++k) {
      real8 x = load8(media + row - lag - k, 1);
      sum += weights[lag + k] * x;
      if (count > 8) later += weights[lag + 8 + k] * x;
    }
    store8(result + row, sum, 1);
  }
}

ALWAYS_INLINE void carryover_column(
    const double *media, double log_rate, double delay, size_t lags, size_t rows, double *weights,
    double *result) {
  weights_of_column(log_rate, delay, lags, weights);
  size_t lag = 0;
  for (; lag + 8 < lags; lag += 16) add_sixteen_lags(media, weights, lag, 16, rows, result);
  if (lag < lags) add_sixteen_lags(media, weights, lag, 8, rows, result);
}

KERNEL(
    void, carryover_column,
    (const double *media, double log_rate, double delay, size_t lags, size_t rows, double *weights,
     double *result),
    (media, log_rate, delay, lags, rows, weights, result))

ALWAYS_INLINE void store_reversed(double *p, const real8 *sums) {
  real8 sum = (sums[0] + sums[2]) + (sums[1] + sums[3]);
  store8(p, __builtin_shufflevector(sum, sum, 7, 6, 5, 4, 3, 2, 1, 0), 1);
}

// weight_gradients[l] = Σ_t gradient[t]·media[t - l] for sixteen lags from `lag` on. The media of eight
// lags are neighbours, the latest lag first, and meet the next eight lags eight periods later.
ALWAYS_INLINE void sixteen_weight_gradients(
    const double *gradient, const double *media, size_t lag, int count, size_t rows,
    double *weight_gradients) {
  real8 near[4], far[4];
  for (int k = 0; k < 4; ++k) near[k] = far[k] = all8(0.0);
  const double *first = media - lag - 7;
  for (size_t row = 0; row < rows; row += 4) {
    for (int k = 0; k < 4; ++k) {
      real8 x = load8(first + row + k, 1);
      near[k] += gradient[row + k] * x;
      if (count > 8 && row + 8 < rows) far[k] += gradient[row + 8 + k] * x;
    }
  }
  store_reversed(weight_gradients + lag, near);
  if (count > 8) store_reversed(weight_gradients + lag + 8, far);
}

ALWAYS_INLINE void carryover_column_pullback(
    const double *gradient, const double *media, const double *weights, double log_rate,
    double delay, size_t lags, size_t rows, double *weight_gradients, double *log_rate_gradient,
    double *delay_gradient) {
  size_t begin = 0;
  for (; begin + 8 < lags; begin += 16) {
    sixteen_weight_gradients(gradient, media, begin, 16, rows, weight_gradients);
  }
  if (begin < lags) sixteen_weight_gradients(gradient, media, begin, 8, rows, weight_gradients);
  real8 products = all8(0.0);
  for (size_t lag = 0; lag < lags; lag += 8) {
    products += load8(weights + lag, 1) * load8(weight_gradients + lag, 1);
  }
  double mean = sum_of_lanes(products);
  real8 by_log_rate = all8(0.0), by_delay = all8(0.0);
  for (size_t lag = 0; lag < lags; lag += 8) {
    real8 inner = load8(weights + lag, 1) * (load8(weight_gradients + lag, 1) - mean);
    real8 distance = lag_numbers(lag) - delay;
    by_log_rate += inner * distance * distance;
    by_delay -= 2.0 * inner * distance * log_rate;
  }
  *log_rate_gradient = sum_of_lanes(by_log_rate);
  *delay_gradient = sum_of_lanes(by_delay);
}

KERNEL(
    void, carryover_column_pullback,
    (const double *gradient, const double *media, const double *weights, double log_rate,
     double delay, size_t lags, size_t rows, double *weight_gradients, double *log_rate_gradient,
     double *delay_gradient),
    (gradient, media, weights, log_rate, delay, lags, rows, weight_gradients, log_rate_gradient,
     delay_gradient))
