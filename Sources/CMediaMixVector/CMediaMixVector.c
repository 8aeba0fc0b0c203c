#include "CMediaMixVector.h"

#include <stdint.h>
#include <string.h>

// A fused multiply-add rounds once where a multiplication and an addition round twice, and only
// some machines have it. Without it all of them compute the same bits.
#pragma clang fp contract(off)

#define ALWAYS_INLINE static inline __attribute__((always_inline))

ALWAYS_INLINE uint64_t bits_of(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

ALWAYS_INLINE double double_of(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

#define QUIET_NAN double_of(UINT64_C(0x7ff8000000000000))

// ln 2 in two parts. The high one has 39 bits, so that its product with an exponent is exact.
static const double ln2_high = 0x1.62e42fefa0000p-1;
static const double ln2_low = 0x1.cf79abc9e3b3ap-40;
static const double log2_e = 0x1.71547652b82fep+0;

// MARK: Exponential

// x = k ln 2 + r with integer k and |r| ≤ ln 2 / 2, and e^r = 1 + high + low, where high is exact:
// x minus the high part of k ln 2. Carrying both to the last addition keeps the rounding of r out of
// the result.
typedef struct {
  double high, low;
  uint64_t k_biased;  // k + 2^11, for |k| < 2^11
} reduced_exp;

ALWAYS_INLINE reduced_exp reduce_exp(double x) {
  // Adding 1.5 · 2^52 rounds to an integer and leaves it in the low bits of the sum.
  const double shifter = 0x1.8p52 + 0x1p11;
  double shifted = x * log2_e + shifter;
  double k = shifted - shifter;
  double high = x - k * ln2_high;
  double low = k * ln2_low;
  double r = high - low;
  // (e^r - 1 - r) / r², minimax for |r| ≤ ln 2 / 2 with relative error 2^-61.7 in e^r - 1.
  double r2 = r * r, r4 = r2 * r2;
  double q01 = 0.5 + r * 0x1.5555555555559p-3;
  double q23 = 0x1.555555555553ep-5 + r * 0x1.111111110f6c5p-7;
  double q45 = 0x1.6c16c16c1f0dfp-10 + r * 0x1.a01a01afdd7cbp-13;
  double q67 = 0x1.a01a017bb2261p-16 + r * 0x1.71ddf863e99a1p-19;
  double q89 = 0x1.27e5363fe2c3bp-22 + r * 0x1.af5ea7f807a32p-26;
  double q10 = 0x1.1ee88d7712cd7p-29;
  double q = (q01 + r2 * q23) + r4 * ((q45 + r2 * q67) + r4 * (q89 + r2 * q10));
  reduced_exp reduced = {high, r2 * q - low, bits_of(shifted) & 0xfff};
  return reduced;
}

// 2^(k_biased - 2^10) for the k_biased of half an exponent.
ALWAYS_INLINE double power_of_half(uint64_t half_biased) {
  return double_of((half_biased - 1024 + 1023) << 52);
}

ALWAYS_INLINE double exp1(double x) {
  // Beyond these ends the result is +∞ and 0 in any case, and k stays small. Zeros are put in at the
  // end rather than computed, because products that vanish take some processors a hundred cycles.
  int vanishes = x < -746.0;
  double clamped = x > 710.0 ? 710.0 : x;
  clamped = vanishes ? 0.0 : clamped;
  reduced_exp e = reduce_exp(clamped);
  // 2^k in two factors: neither leaves the normal range, and only the second product rounds.
  uint64_t half = e.k_biased >> 1;
  double y = 1.0 + (e.high + e.low);
  y = y * power_of_half(half) * power_of_half(e.k_biased - half);
  y = vanishes ? 0.0 : y;
  return x != x ? QUIET_NAN : y;
}

double mmv_exp1(double x) { return exp1(x); }

double mmv_expm1(double x) {
  if (!(x < 50.0)) return exp1(x);
  if (x < -50.0) return -1.0;
  if (x > -0x1p-54 && x < 0x1p-54) return x;
  // 2^k (1 + high + low) - 1, with the rounding errors of the larger terms added back.
  reduced_exp e = reduce_exp(x);
  double scale = double_of((e.k_biased - 2048 + 1023) << 52);
  double offset = scale - 1.0;
  double high = scale * e.high;
  double sum = offset + high;
  double error = (high - (sum - offset)) + ((scale - offset) - 1.0);
  return sum + (error + scale * e.low);
}

// MARK: Logarithm

typedef struct {
  double k;  // u = 2^k (1 + f)
  double f;  // 1 + f in [√½, √2)
} reduced_log;

ALWAYS_INLINE reduced_log reduce_log(double normal) {
  const uint64_t sqrt_half = UINT64_C(0x3fe6a09e667f3bcd);
  const uint64_t mantissa = UINT64_C(0x000fffffffffffff);
  // Moves the boundary between exponents from 1 to √2, so that k = 0 all around 1.
  uint64_t shifted = bits_of(normal) + (UINT64_C(0x3ff0000000000000) - sqrt_half);
  // The exponent becomes the low bits of 2^52: no conversion instruction, which SSE2 and AVX2 lack.
  double k = double_of((shifted >> 52) | bits_of(0x1p52)) - (0x1p52 + 1023.0);
  reduced_log reduced = {k, double_of((shifted & mantissa) + sqrt_half) - 1.0};
  return reduced;
}

// ln(2^k (1 + f)) + correction, for a correction far smaller than the logarithm.
//
// With s = f / (2 + f): ln(1 + f) = 2 artanh s = f - f²/2 + s (f²/2 + R(s²)).
ALWAYS_INLINE double log_of(reduced_log u, double correction) {
  double f = u.f;
  double s = f / (2.0 + f);
  double half_square = 0.5 * f * f;
  // R(z) / z, minimax for |s| ≤ (√2 - 1)/(√2 + 1) with relative error 2^-59.4 in ln(1 + f).
  double z = s * s, z2 = z * z;
  double c01 = 0x1.5555555555593p-1 + z * 0x1.999999997fb31p-2;
  double c23 = 0x1.24924942179f1p-2 + z * 0x1.c71c51e7fab3dp-3;
  double c45 = 0x1.7466462baabc2p-3 + z * 0x1.39a0f51cc86f0p-3;
  double c6 = 0x1.2f0d8d7308126p-3;
  double rest = z * ((c01 + z2 * c23) + (z2 * z2) * (c45 + z2 * c6));
  double small = s * (half_square + rest) + (u.k * ln2_low + correction);
  return u.k * ln2_high + (f - (half_square - small));
}

ALWAYS_INLINE double log1(double x) {
  int subnormal = x < 0x1p-1022;
  reduced_log u = reduce_log(subnormal ? x * 0x1p54 : x);
  u.k -= subnormal ? 54.0 : 0.0;
  double y = log_of(u, -0.0);
  y = x == 0.0 ? -__builtin_inf() : y;
  y = x == __builtin_inf() ? __builtin_inf() : y;
  return x >= 0.0 ? y : QUIET_NAN;
}

double mmv_log1(double x) { return log1(x); }

double mmv_log1p(double x) {
  if (!(x > -1.0)) return x == -1.0 ? -__builtin_inf() : QUIET_NAN;
  if (x == __builtin_inf()) return x;
  if (x > -0x1p-54 && x < 0x1p-54) return x;
  // 1 + x = u + rounded, exactly; ln(u + rounded) ≈ ln u + rounded / u.
  double u = 1.0 + x;
  double rounded = x < 1.0 ? x - (u - 1.0) : 1.0 - (u - x);
  return log_of(reduce_log(u), rounded / u);
}

// MARK: Arrays

// y[i] = one(x[i]) over the full blocks of 8 elements. No element depends on another, also where y
// is x: not told so, the compiler would leave that case to a scalar loop. Were the loop over a
// single block unrolled, it would not be vectorised.
#define BLOCKS(one, x, y, n)                                                               \
  _Pragma("clang loop vectorize(assume_safety) vectorize_width(8) interleave_count(1)")    \
  _Pragma("clang loop unroll(disable)")                                                    \
  for (size_t i = 0; i < ((n) & ~(size_t)7); ++i) (y)[i] = one((x)[i])

// An array function for one instruction set. The last 8 elements are a block of their own where
// blocks do not divide n, because the scalar form costs several times as much per element. That
// block overlaps the others, so it is read before they are written: y may be x.
#define ARRAY_FUNCTION(name, one, target)                                                  \
  target static void name(const double *x, double *y, size_t n) {                          \
    if (n < 8) {                                                                           \
      for (size_t i = 0; i < n; ++i) y[i] = mmv_##one(x[i]);                               \
      return;                                                                              \
    }                                                                                      \
    double last[8];                                                                        \
    int overlaps = n % 8 != 0;                                                             \
    if (overlaps) BLOCKS(one, x + (n - 8), last, 8);                                       \
    BLOCKS(one, x, y, n);                                                                  \
    if (overlaps) memcpy(y + (n - 8), last, sizeof last);                                  \
  }

ARRAY_FUNCTION(exp_baseline, exp1, )
ARRAY_FUNCTION(log_baseline, log1, )

// A plain branch on the processor's features chooses the level, once per array. The attribute
// `target_clones` would need indirect functions, which only Glibc has, which crash under the thread
// sanitizer, and whose clones a test cannot call one by one. The features asked for are exactly the
// ones compiled for, and all of them known to every libgcc and compiler-rt in use.
#if defined(__x86_64__) && defined(__linux__)

#define AVX2 __attribute__((target("avx2")))
#define AVX512 __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw")))

ARRAY_FUNCTION(exp_avx2, exp1, AVX2)
ARRAY_FUNCTION(log_avx2, log1, AVX2)
ARRAY_FUNCTION(exp_avx512, exp1, AVX512)
ARRAY_FUNCTION(log_avx512, log1, AVX512)

mmv_level mmv_best_level(void) {
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw")) {
    return mmv_level_avx512;
  }
  return __builtin_cpu_supports("avx2") ? mmv_level_avx2 : mmv_level_baseline;
}

void mmv_exp_at_level(mmv_level level, const double *x, double *y, size_t n) {
  switch (level) {
    case mmv_level_avx512: exp_avx512(x, y, n); return;
    case mmv_level_avx2: exp_avx2(x, y, n); return;
    case mmv_level_baseline: exp_baseline(x, y, n); return;
  }
}

void mmv_log_at_level(mmv_level level, const double *x, double *y, size_t n) {
  switch (level) {
    case mmv_level_avx512: log_avx512(x, y, n); return;
    case mmv_level_avx2: log_avx2(x, y, n); return;
    case mmv_level_baseline: log_baseline(x, y, n); return;
  }
}

#else

mmv_level mmv_best_level(void) { return mmv_level_baseline; }

void mmv_exp_at_level(mmv_level level, const double *x, double *y, size_t n) {
  (void)level;
  exp_baseline(x, y, n);
}

void mmv_log_at_level(mmv_level level, const double *x, double *y, size_t n) {
  (void)level;
  log_baseline(x, y, n);
}

#endif

void mmv_exp(const double *x, double *y, size_t n) {
  mmv_exp_at_level(mmv_best_level(), x, y, n);
}

void mmv_log(const double *x, double *y, size_t n) {
  mmv_log_at_level(mmv_best_level(), x, y, n);
}
