#include "Levels.h"

typedef double real4 __attribute__((vector_size(32)));

ALWAYS_INLINE real4 load4(const double *p) {
  real4 x;
  memcpy(&x, p, sizeof x);
  return x;
}

ALWAYS_INLINE void store4(double *p, real4 x) { memcpy(p, &x, sizeof x); }

ALWAYS_INLINE void channel_sum(
    const mmv_block *media, const mmv_block *coefficients, size_t first, size_t lanes, size_t rows,
    size_t width, double *sums) {
  const double *m = (const double *)media + first, *c = (const double *)coefficients + first;
  for (size_t row = 0; row < rows; ++row) {
    real4 sum = load4(c) * load4(m + row * width);
    for (size_t lane = 4; lane < lanes; lane += 4) {
      sum += load4(c + lane) * load4(m + row * width + lane);
    }
    sums[row] = (sum[0] + sum[2]) + (sum[1] + sum[3]);
  }
}

KERNEL(
    void, channel_sum,
    (const mmv_block *media, const mmv_block *coefficients, size_t first, size_t lanes, size_t rows,
     size_t width, double *sums),
    (media, coefficients, first, lanes, rows, width, sums))

// Two sums, of the even and of the odd rows, because one is bound by its latency.
ALWAYS_INLINE void channel_sum_pullback(
    const double *gradient, const mmv_block *media, const mmv_block *coefficients, size_t first,
    size_t lanes, size_t rows, size_t width, mmv_block *coefficient_gradients, mmv_block *media_gradient) {
  const double *m = (const double *)media + first, *c = (const double *)coefficients + first;
  double *by_media = (double *)media_gradient + first;
  double *by_coefficient = (double *)coefficient_gradients + first;
  for (size_t lane = 0; lane < lanes; lane += 4) {
    real4 coefficient = load4(c + lane);
    real4 even = {0, 0, 0, 0}, odd = {0, 0, 0, 0};
    size_t row = 0, i = lane;
    for (; row + 2 <= rows; row += 2, i += 2 * width) {
      even += gradient[row] * load4(m + i);
      odd += gradient[row + 1] * load4(m + i + width);
      store4(by_media + i, gradient[row] * coefficient);
      store4(by_media + i + width, gradient[row + 1] * coefficient);
    }
    if (row < rows) {
      even += gradient[row] * load4(m + i);
      store4(by_media + i, gradient[row] * coefficient);
    }
    store4(by_coefficient + lane, load4(by_coefficient + lane) + (even + odd));
  }
}

KERNEL(
    void, channel_sum_pullback,
    (const double *gradient, const mmv_block *media, const mmv_block *coefficients, size_t first,
     size_t lanes, size_t rows, size_t width, mmv_block *coefficient_gradients,
     mmv_block *media_gradient),
    (gradient, media, coefficients, first, lanes, rows, width, coefficient_gradients, media_gradient))
