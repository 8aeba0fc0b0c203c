#ifndef CMEDIAMIXVECTOR_ELEMENTARY_H
#define CMEDIAMIXVECTOR_ELEMENTARY_H

// exp_1 and log_1 of one number, exp_8 and log_8 of eight.

#include "Levels.h"

// ln 2 in two parts. The high one has 39 bits, so that its product with an exponent is exact.
static const double ln2_high = 0x1.62e42fefa0000p-1;
static const double ln2_low = 0x1.cf79abc9e3b3ap-40;
static const double log2_e = 0x1.71547652b82fep+0;

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
