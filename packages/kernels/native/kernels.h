/* The table of the kernels of one instruction set. */
#pragma once

#include "job.h"

struct named_kernel {
  const char *name;
  kernel *compute;
};

struct kernel_table {
  const char *instruction_set;
  /* Sequences side by side and columns of a panel, and rows of a strip: the layouts of `src/simd/layout.ts`. */
  int lanes, strip;
  int count;
  const struct named_kernel *kernels;
};

extern const struct kernel_table kernels_plain;
#if defined(__x86_64__)
extern const struct kernel_table kernels_avx2;
extern const struct kernel_table kernels_avx512;
#endif
