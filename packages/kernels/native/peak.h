/* What a core can do at most, the measure of the other kernels. */
#pragma once

#include "job.h"
#include "vector.h"

/* Independent chains, enough to hide the latency of one. */
#define CHAINS 16

/*
 * Multiplies and adds in registers and nothing else: 2 · 16 · count operations a chunk.
 *
 * Job: where the sums go, 16 floats a chunk; count, a multiple of 16.
 */
static void multiplyAddChains(const struct job *job, int chunk, int thread) {
  (void)thread;
  v sums[CHAINS];
  // too small to change a sum, which is a factor, too, so that nothing can be computed before the loop or has to be copied in it
  v factor = splat(1e-20f);
#pragma GCC unroll 16
  for (int i = 0; i < CHAINS; i++) sums[i] = splat((float)i);
  for (int count = integer(job, 1); count > 0; count -= VECTOR) {
#pragma GCC unroll 16
    for (int i = 0; i < CHAINS; i++) sums[i] = madd(sums[i], factor, sums[i]);
  }
  // of use to nobody, but without it there would be nothing to compute
#pragma GCC unroll 16
  for (int i = 1; i < CHAINS; i++) sums[0] += sums[i];
  store(floats(job, 0) + (size_t)chunk * 16, sums[0]);
}
