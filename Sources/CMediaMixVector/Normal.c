#include "Elementary.h"

// Mills' ratio is in Elementary.h, for one number and for eight.

double mmv_mills1(double x) { return mills_1(x); }

ALWAYS_INLINE void normal_batch(
    const double *x, size_t n, double *densities, double *ratios, double *logarithms) {
  const double root_two_pi = 0x1.40d931ff62706p+1;
  for (size_t i = 0; i < n; i += 8) {
    real8 argument = load8(x + i, 1);
    real8 density = exp_8(-0.5 * argument * argument) / root_two_pi;
    real8 ratio = mills_8(SELECT8(argument < 0.0, -argument, argument));
    store8(densities + i, density, 1);
    store8(ratios + i, ratio, 1);
    store8(logarithms + i, log_8(SELECT8(argument < 0.0, ratio, 1.0 - density * ratio)), 1);
  }
}

KERNEL(
    void, normal_batch,
    (const double *x, size_t n, double *densities, double *ratios, double *logarithms),
    (x, n, densities, ratios, logarithms))
