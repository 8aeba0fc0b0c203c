#include "Elementary.h"

#include <stdatomic.h>

// The level that mmv_best_level keeps to. Threads that read it need no order: all levels give the same
// bits.
static _Atomic(mmv_level) level_limit = mmv_level_avx512;

mmv_level mmv_machine_level(void) {
#ifdef HAS_LEVELS
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")) {
    return mmv_level_avx512;
  }
  if (__builtin_cpu_supports("avx2")) return mmv_level_avx2;
#endif
  return mmv_level_baseline;
}

mmv_level mmv_best_level(void) {
  mmv_level machine = mmv_machine_level();
  mmv_level limit = atomic_load_explicit(&level_limit, memory_order_relaxed);
  return machine < limit ? machine : limit;
}

void mmv_limit_level(mmv_level level) {
  atomic_store_explicit(&level_limit, level, memory_order_relaxed);
}

// MARK: One number

double mmv_exp1(double x) { return exp_1(x); }

double mmv_expm1(double x) {
  if (!(x < 50.0)) return exp_1(x);
  if (x < -50.0) return -1.0;
  if (x > -0x1p-54 && x < 0x1p-54) return x;
  // 2^k (1 + high + low) - 1, with the rounding errors of the larger terms added back.
  reduced_exp_1 e;
  reduce_exp_1(x, &e);
  double scale = real_of_1((e.k_biased - 2048 + 1023) << 52);
  double offset = scale - 1.0;
  double high = scale * e.high;
  double sum = offset + high;
  double error = (high - (sum - offset)) + ((scale - offset) - 1.0);
  return sum + (error + scale * e.low);
}

double mmv_log1(double x) { return log_1(x); }

double mmv_log1p(double x) {
  if (!(x > -1.0)) return x == -1.0 ? -__builtin_inf() : quiet_nan();
  if (x == __builtin_inf()) return x;
  if (x > -0x1p-54 && x < 0x1p-54) return x;
  // 1 + x = u + rounded, exactly; ln(u + rounded) ≈ ln u + rounded / u.
  double u = 1.0 + x;
  double rounded = x < 1.0 ? x - (u - 1.0) : 1.0 - (u - x);
  reduced_log_1 reduced;
  reduce_log_1(u, &reduced);
  return log_of_1(&reduced, reduced.k * ln2_low + rounded / u);
}

// MARK: Arrays

// The last 8 elements are a block of their own where blocks do not divide n, because the scalar form
// costs several times as much per element. That block overlaps the others, so it is read before they
// are written: y may be x.
#define ARRAY_FUNCTION(name, one, eight)                                              \
  ALWAYS_INLINE void name(const double *x, double *y, size_t n) {                     \
    if (n < 8) {                                                                      \
      for (size_t i = 0; i < n; ++i) y[i] = mmv_##one(x[i]);                          \
      return;                                                                         \
    }                                                                                 \
    real8 last = load8(x + (n - 8), 1);                                               \
    for (size_t i = 0; i + 8 <= n; i += 8) store8(y + i, eight(load8(x + i, 1)), 1);  \
    if (n % 8 != 0) store8(y + (n - 8), eight(last), 1);                              \
  }

ARRAY_FUNCTION(exp_at_level, exp1, exp_8)
ARRAY_FUNCTION(log_at_level, log1, log_8)

KERNEL(void, exp_at_level, (const double *x, double *y, size_t n), (x, y, n))
KERNEL(void, log_at_level, (const double *x, double *y, size_t n), (x, y, n))

void mmv_exp(const double *x, double *y, size_t n) {
  mmv_exp_at_level(mmv_best_level(), x, y, n);
}

void mmv_log(const double *x, double *y, size_t n) {
  mmv_log_at_level(mmv_best_level(), x, y, n);
}
