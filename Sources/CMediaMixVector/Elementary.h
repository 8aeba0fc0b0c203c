#ifndef CMEDIAMIXVECTOR_ELEMENTARY_H
#define CMEDIAMIXVECTOR_ELEMENTARY_H

// exp_1, log_1 and mills_1 of one number, exp_8, log_8 and mills_8 of eight.

#include "Levels.h"

// ln 2 in two parts. The high one has 39 bits, so that its product with an exponent is exact.
static const double ln2_high = 0x1.62e42fefa0000p-1;
static const double ln2_low = 0x1.cf79abc9e3b3ap-40;
static const double log2_e = 0x1.71547652b82fep+0;

// Chebyshev coefficients 25 to 1, and 0, of (x + 4) times Mills' ratio (the idea is Schonfelder's,
// "Chebyshev expansions for the error and related functions", Mathematics of Computation 32, 1978; the
// coefficients were computed for this ratio with 60 digits).
#define MILLS_TERMS 25
static const double mills_coefficients[MILLS_TERMS] = {
    1.7562442280533558103e-17, 1.016955239803854198e-16, -7.1701955014225876978e-17,
    -2.0183740275707353204e-15, -3.0532395587325665276e-15, 3.2414173582086781336e-14,
    1.2300711839232774249e-13, -4.3653840438097299451e-13, -3.290856124224384926e-12,
    4.6184141791552192723e-12, 7.9572487194488463885e-11, -2.4919454968275671215e-11,
    -1.948656637889107601e-9, -2.8281293276602497733e-10, 5.1853386010946722596e-8,
    -8.4749606300616958916e-9, -1.5404069839912999192e-6, 2.5325891365988258147e-6,
    0.000047383719270581173533, -0.00025203493480543532543, -0.00080362120072996560518,
    0.017360708143727771424, -0.121615972144204572, 0.55695664909638164919, -1.8842545745794834571};
static const double mills_constant = 2.4325604285150405662;

ALWAYS_INLINE double quiet_nan(void) {
  const uint64_t bits = UINT64_C(0x7ff8000000000000);
  double nan;
  memcpy(&nan, &bits, sizeof nan);
  return nan;
}

#define REAL double
#define WORD uint64_t
#define NAME(function) function##_1
#define SELECT(mask, yes, no) ((mask) ? (yes) : (no))
#define CONSTANT(number) (number)
#include "ElementaryFunctions.h"
#undef REAL
#undef WORD
#undef NAME
#undef SELECT
#undef CONSTANT

#define REAL real8
#define WORD word8
#define NAME(function) function##_8
#define SELECT SELECT8
#define CONSTANT(number) all8(number)
#include "ElementaryFunctions.h"
#undef REAL
#undef WORD
#undef NAME
#undef SELECT
#undef CONSTANT

#endif
