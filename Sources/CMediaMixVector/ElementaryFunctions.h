// Exponential and logarithm of numbers of the type REAL, included once for one number and once for
// eight: the same operations in the same order, so that both forms agree bit for bit.
//
// REAL is the type, WORD its bits; NAME gives a function its suffix; SELECT chooses by a comparison
// and CONSTANT makes a REAL of a number.

ALWAYS_INLINE WORD NAME(bits_of)(REAL x) {
  WORD bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

ALWAYS_INLINE REAL NAME(real_of)(WORD bits) {
  REAL x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

// MARK: Exponential

// x = k ln 2 + r with integer k and |r| ≤ ln 2 / 2, and e^r = 1 + high + low, where high is exact:
// x minus the high part of k ln 2. Carrying both to the last addition keeps the rounding of r out of
// the result.
typedef struct {
  REAL high, low;
  WORD k_biased;  // k + 2^11, for |k| < 2^11
} NAME(reduced_exp);

ALWAYS_INLINE void NAME(reduce_exp)(REAL x, NAME(reduced_exp) *reduced) {
  // Adding 1.5 · 2^52 rounds to an integer and leaves it in the low bits of the sum.
  const double shifter = 0x1.8p52 + 0x1p11;
  REAL shifted = x * log2_e + shifter;
  REAL k = shifted - shifter;
  REAL high = x - k * ln2_high;
  REAL low = k * ln2_low;
  REAL r = high - low;
  // (e^r - 1 - r) / r², minimax for |r| ≤ ln 2 / 2 with relative error 2^-61.7 in e^r - 1.
  REAL r2 = r * r, r4 = r2 * r2;
  REAL q01 = 0.5 + r * 0x1.5555555555559p-3;
  REAL q23 = 0x1.555555555553ep-5 + r * 0x1.111111110f6c5p-7;
  REAL q45 = 0x1.6c16c16c1f0dfp-10 + r * 0x1.a01a01afdd7cbp-13;
  REAL q67 = 0x1.a01a017bb2261p-16 + r * 0x1.71ddf863e99a1p-19;
  REAL q89 = 0x1.27e5363fe2c3bp-22 + r * 0x1.af5ea7f807a32p-26;
  const double q10 = 0x1.1ee88d7712cd7p-29;
  REAL q = (q01 + r2 * q23) + r4 * ((q45 + r2 * q67) + r4 * (q89 + r2 * q10));
  reduced->high = high;
  reduced->low = r2 * q - low;
  reduced->k_biased = NAME(bits_of)(shifted) & 0xfff;
}

// 2^(k_biased - 2^10) for the k_biased of half an exponent.
ALWAYS_INLINE REAL NAME(power_of_half)(WORD half_biased) {
  return NAME(real_of)((half_biased - 1024 + 1023) << 52);
}

// e^x for any x.
ALWAYS_INLINE REAL NAME(exp)(REAL x) {
  // Beyond these ends the result is +∞ and 0 in any case, and k stays small. Zeros are put in at the
  // end rather than computed, because products that vanish take some processors a hundred cycles.
  REAL clamped = SELECT(x > 710.0, CONSTANT(710.0), x);
  clamped = SELECT(x < -746.0, CONSTANT(0.0), clamped);
  NAME(reduced_exp) e;
  NAME(reduce_exp)(clamped, &e);
  // 2^k in two factors: neither leaves the normal range, and only the second product rounds.
  WORD half = e.k_biased >> 1;
  REAL y = 1.0 + (e.high + e.low);
  y = y * NAME(power_of_half)(half) * NAME(power_of_half)(e.k_biased - half);
  y = SELECT(x < -746.0, CONSTANT(0.0), y);
  return SELECT(x != x, CONSTANT(quiet_nan()), y);
}

// MARK: Logarithm

typedef struct {
  REAL k;  // u = 2^k (1 + f)
  REAL f;  // 1 + f in [√½, √2)
} NAME(reduced_log);

ALWAYS_INLINE void NAME(reduce_log)(REAL normal, NAME(reduced_log) *reduced) {
  const uint64_t sqrt_half = UINT64_C(0x3fe6a09e667f3bcd);
  const uint64_t mantissa = UINT64_C(0x000fffffffffffff);
  const uint64_t two_to_52 = UINT64_C(0x4330000000000000);
  // Moves the boundary between exponents from 1 to √2, so that k = 0 all around 1.
  WORD shifted = NAME(bits_of)(normal) + (UINT64_C(0x3ff0000000000000) - sqrt_half);
  // The exponent becomes the low bits of 2^52: no conversion instruction, which SSE2 and AVX2 lack.
  reduced->k = NAME(real_of)((shifted >> 52) | two_to_52) - (0x1p52 + 1023.0);
  reduced->f = NAME(real_of)((shifted & mantissa) + sqrt_half) - 1.0;
}

// ln(2^k (1 + f)), given k times the low part of ln 2 with corrections that are as small.
//
// With s = f / (2 + f): ln(1 + f) = 2 artanh s = f - f²/2 + s (f²/2 + R(s²)).
ALWAYS_INLINE REAL NAME(log_of)(const NAME(reduced_log) *u, REAL low) {
  REAL f = u->f;
  REAL s = f / (2.0 + f);
  REAL half_square = 0.5 * f * f;
  // R(z) / z, minimax for |s| ≤ (√2 - 1)/(√2 + 1) with relative error 2^-59.4 in ln(1 + f).
  REAL z = s * s, z2 = z * z;
  REAL c01 = 0x1.5555555555593p-1 + z * 0x1.999999997fb31p-2;
  REAL c23 = 0x1.24924942179f1p-2 + z * 0x1.c71c51e7fab3dp-3;
  REAL c45 = 0x1.7466462baabc2p-3 + z * 0x1.39a0f51cc86f0p-3;
  const double c6 = 0x1.2f0d8d7308126p-3;
  REAL rest = z * ((c01 + z2 * c23) + (z2 * z2) * (c45 + z2 * c6));
  REAL small = s * (half_square + rest) + low;
  return u->k * ln2_high + (f - (half_square - small));
}

// ln x; -∞ at ±0, NaN below.
ALWAYS_INLINE REAL NAME(log)(REAL x) {
  NAME(reduced_log) u;
  NAME(reduce_log)(SELECT(x < 0x1p-1022, x * 0x1p54, x), &u);
  u.k -= SELECT(x < 0x1p-1022, CONSTANT(54.0), CONSTANT(0.0));
  REAL y = NAME(log_of)(&u, u.k * ln2_low);
  y = SELECT(x == 0.0, CONSTANT(-__builtin_inf()), y);
  y = SELECT(x == __builtin_inf(), x, y);
  return SELECT(x >= 0.0, y, CONSTANT(quiet_nan()));
}
