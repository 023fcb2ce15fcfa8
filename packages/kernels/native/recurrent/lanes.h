/*
 * Sixteen sequences side by side: the layout in which recurrent layers compute.
 *
 * A panel (n, 16) holds n values of sixteen sequences, one sequence per lane. Products, nonlinearities and the next
 * step's product all read and write this layout, so nothing is transposed inside a step but the input and the
 * output. The result of a sequence does not depend on its lane or its batch.
 */
#pragma once

#include "../pack.h"

/* Rows that a product may write past the last one it has. */
#define SLACK STRIP

/* Floats of a panel of n rows. */
INLINE size_t panel(int n) { return (size_t)n * LANES; }

/*
 * to (M, 16) = [from +] weights · values (K, 16), for several panels.
 *
 * weights: (M / STRIP, K, STRIP); M is rounded up: rows past the last are overwritten.
 */
INLINE void multiply_lanes(const float *weights, int M, int K, struct columns values, int groups, struct result to) {
  multiply_strips(weights, (M + STRIP - 1) / STRIP, values, groups, K, to);
}

/* How many of the lanes of a group hold sequences. */
INLINE int lanes_of(int group, int B) { return smaller(LANES, B - group * LANES); }

/* Whether every sequence of a group is longer than `row`. Lanes without sequence count as long. */
INLINE int all_reach(const int32_t *lengths, int group, int row) {
  if (!lengths) return 1;
  for (int lane = 0; lane < LANES; lane++)
    if (lengths[group * LANES + lane] <= row) return 0;
  return 1;
}

/* All bits of the lanes whose sequence is longer than `row`. `lengths` are those of the group. */
INLINE vi reach_mask(const int32_t *lengths, size_t at, int row) {
  vi value;
  memcpy(&value, lengths + at % LANES, sizeof value);
  return value > (vi){0} + row;
}
