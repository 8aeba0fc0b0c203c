#ifndef CMEDIAMIXVECTOR_LEVELS_H
#define CMEDIAMIXVECTOR_LEVELS_H

// Vectors of eight numbers, and functions compiled once per instruction set.
//
// Every kernel is written once, on vectors of eight, and compiled for each level; where registers
// are shorter the compiler takes two or four of them. No addition changes its place by that, so all
// levels give the same bits.

#include <stdint.h>
#include <string.h>

#include "CMediaMixVector.h"

// A fused multiply-add rounds once where a multiplication and an addition round twice, and only
// some machines have it. Without it all of them compute the same bits.
#pragma clang fp contract(off)

// How vectors are passed differs between levels. No call is left in which that could matter: all
// functions that take or return vectors are inlined.
#pragma clang diagnostic ignored "-Wpsabi"

#define ALWAYS_INLINE static inline __attribute__((always_inline))

typedef double real8 __attribute__((vector_size(64)));
typedef uint64_t word8 __attribute__((vector_size(64)));

// The numbers at p: eight, or four twice where an array ends after four. The copies take part in
// the arithmetic, where they can do no harm, and are not stored.
ALWAYS_INLINE real8 load8(const double *p, int whole) {
  real8 x;
  memcpy(&x, p, whole ? 64 : 32);
  if (!whole) memcpy((char *)&x + 32, p, 32);
  return x;
}

ALWAYS_INLINE void store8(double *p, real8 x, int whole) { memcpy(p, &x, whole ? 64 : 32); }

ALWAYS_INLINE void add8(double *p, real8 x, int whole) { store8(p, load8(p, whole) + x, whole); }

ALWAYS_INLINE real8 all8(double x) { return (real8){x, x, x, x, x, x, x, x}; }

// Σ of the lanes: the upper half is added to the lower one until one is left.
ALWAYS_INLINE double sum_of_lanes(real8 x) {
  double a = x[0] + x[4], b = x[1] + x[5], c = x[2] + x[6], d = x[3] + x[7];
  return (a + c) + (b + d);
}

// `yes` where the comparison `mask` holds, else `no`.
#define SELECT8(mask, yes, no) \
  ((real8)(((word8)(mask) & (word8)(yes)) | (~(word8)(mask) & (word8)(no))))

// A plain branch on the processor's features chooses the level, once per array. The attribute
// `target_clones` would need indirect functions, which only Glibc has, which crash under the thread
// sanitizer, and whose clones a test cannot call one by one. The features asked for are exactly the
// ones compiled for, and all of them known to every libgcc and compiler-rt in use.
#if defined(__x86_64__) && defined(__linux__)

#define HAS_LEVELS 1
#define AVX2 __attribute__((target("avx2")))
#define AVX512 __attribute__((target("avx512f,avx512vl,avx512dq,avx512bw")))

// mmv_<name>(level, parameters): what the inlined function `name` makes of the arguments.
#define KERNEL(result, name, parameters, arguments)                                    \
  static result name##_baseline parameters { return name arguments; }                  \
  AVX2 static result name##_avx2 parameters { return name arguments; }                 \
  AVX512 static result name##_avx512 parameters { return name arguments; }             \
  result mmv_##name(mmv_level level, LIST parameters) {                                \
    switch (level) {                                                                   \
      case mmv_level_avx512: return name##_avx512 arguments;                           \
      case mmv_level_avx2: return name##_avx2 arguments;                               \
      case mmv_level_baseline: break;                                                  \
    }                                                                                  \
    return name##_baseline arguments;                                                  \
  }

#else

#define KERNEL(result, name, parameters, arguments)      \
  result mmv_##name(mmv_level level, LIST parameters) {  \
    (void)level;                                         \
    return name arguments;                               \
  }

#endif

#define LIST(...) __VA_ARGS__

#endif
