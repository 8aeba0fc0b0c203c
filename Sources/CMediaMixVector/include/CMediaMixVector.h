#ifndef CMEDIAMIXVECTOR_H
#define CMEDIAMIXVECTOR_H

#include <stddef.h>

/// Exponential and logarithm whose bits depend on the input alone.
///
/// Every function is plain IEEE 754 arithmetic, without fused multiply-add and without the C
/// library, so x86-64 and arm64 machines, scalar and array forms agree bit for bit. The error is
/// below one unit in the last place, 1.25 for mmv_expm1, over the whole range, subnormal numbers
/// included. NaN results are always the positive quiet NaN without payload.

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

/// The instruction sets for which the array functions are compiled.
typedef enum mmv_level {
  mmv_level_baseline,
  mmv_level_avx2,
  mmv_level_avx512,
} mmv_level;

/// The highest level that this machine can run: the one that mmv_exp and mmv_log use.
mmv_level mmv_best_level(void);
/// mmv_exp at a level no higher than mmv_best_level().
void mmv_exp_at_level(mmv_level level, const double *x, double *y, size_t n);
/// mmv_log at a level no higher than mmv_best_level().
void mmv_log_at_level(mmv_level level, const double *x, double *y, size_t n);

#endif
