/*
 * Matrix products, out (M, N) = A (M, K) · B (K, N) [+ bias] [then an activation], batched, either operand given
 * as it is or transposed: the jobs of `src/simd/matrix-product.ts`.
 *
 * B is packed once, all threads at it; then each chunk computes one block of the result, A being read where it
 * lies. Every sum runs over k in ascending order, so the result does not depend on how the work was cut.
 */
#pragma once

#include "activation.h"
#include "job.h"
#include "pack.h"

/* Steps of k whose two panels, 16 KB, leave room beside them in the first-level cache. */
#define BLOCK_K 128
/* Rows that a block has at most, see `blocksOf` of `matrix-product.ts`. */
#define MOST_ROWS 128

/*
 * Packs panels of 16 columns of B into (N / 16, K, 16). One chunk is `perChunk` panels.
 *
 * Job: B, packed, K, N, transposed, panels in all batches, panels per batch, panels per chunk.
 */
static void packRightSide(const struct job *job, int chunk, int thread) {
  (void)thread;
  const float *b = floats(job, 0);
  float *packed = floats(job, 1);
  int K = integer(job, 2);
  int N = integer(job, 3);
  int transposed = integer(job, 4);
  int per_batch = integer(job, 6);
  int per_chunk = integer(job, 7);
  int end = smaller((chunk + 1) * per_chunk, integer(job, 5));
  for (int p = chunk * per_chunk; p < end; p++) {
    int batch = p / per_batch;
    int n = (p % per_batch) * LANES;
    int lanes = smaller(LANES, N - n);
    const float *matrix = b + (size_t)batch * K * N;
    float *to = packed + (size_t)p * K * LANES;
    if (transposed) to_lanes(matrix + (size_t)n * K, K, lanes, K, to);
    else pack_columns(matrix + n, N, lanes, K, to);
  }
}

/* Rows of A from m on, steps of k from k0 on. */
INLINE struct rows rows_of(const float *a, int transposed, int M, int K, int m, int k0) {
  struct rows rows = {transposed ? a + (size_t)k0 * M + m : a + (size_t)m * K + k0, 1, 1, 0, 1, at_once};
  if (transposed) rows.k_step = M;
  else rows.row_step = K;
  return rows;
}

INLINE void multiply(int transposed, struct rows rows, int strips, struct columns columns, int panels, int K,
                     struct result to) {
  if (transposed) multiply_columns(rows, strips, columns, panels, K, to);
  else multiply_rows(rows, strips, columns, panels, K, to);
}

/* Copies the part of a result that exists. */
static void copy_rows(const float *from, size_t from_stride, float *to, size_t to_stride, int height, int width) {
  for (int r = 0; r < height; r++) memcpy(to + r * to_stride, from + r * from_stride, width * sizeof(float));
}

/* The last panel, of fewer than 16 columns: computed aside. */
static void narrow_panel(int transposed, struct rows rows, int strips, struct columns columns, int width, int K,
                         struct result to) {
  float aside[MOST_ROWS * LANES] __attribute__((aligned(64))) = {0};
  struct result result = result_at(aside, LANES, 0, to.from != 0);
  if (to.from) copy_rows(to.at, to.stride, aside, LANES, strips * STRIP, width);
  multiply(transposed, rows, strips, columns, 1, K, result);
  copy_rows(aside, LANES, to.at, to.stride, strips * STRIP, width);
}

/* The last strip, of fewer than STRIP rows: computed aside from a copy of its rows. */
static void low_strip(struct rows rows, int height, struct columns columns, int width, int K, struct result to) {
  float aside[STRIP * LANES] __attribute__((aligned(64))) = {0};
  float strip[STRIP * BLOCK_K] __attribute__((aligned(64)));
  for (int k = 0; k < K; k++)
    for (int r = 0; r < STRIP; r++)
      strip[k * STRIP + r] = r < height ? rows.at[r * rows.row_step + k * rows.k_step] : 0;
  for (int n = 0; n < width; n += LANES) {
    int lanes = smaller(LANES, width - n);
    if (to.from) copy_rows(to.at + n, to.stride, aside, LANES, height, lanes);
    multiply_strips(strip, 1, columns, 1, K, result_at(aside, LANES, 0, to.from != 0));
    copy_rows(aside, LANES, to.at + n, to.stride, height, lanes);
    columns.at += columns.step;
  }
}

/* The tiles of a block: first the whole ones, then the partial ones at its edges. */
static void multiply_panels(int transposed, struct rows rows, int height, struct columns columns, int width, int K,
                            struct result to) {
  int strips = height / STRIP;
  int panels = width / LANES;
  multiply(transposed, rows, strips, columns, panels, K, to);
  if (width % LANES > 0 && strips > 0) {
    struct columns last = {columns.at + panels * columns.step, columns.step};
    struct result edge = result_at(to.at + panels * LANES, to.stride, 0, to.from != 0);
    narrow_panel(transposed, rows, strips, last, width % LANES, K, edge);
  }
  if (height % STRIP == 0) return;
  rows.at += (size_t)strips * STRIP * rows.row_step;
  to = result_at(to.at + (size_t)strips * STRIP * to.stride, to.stride, LANES, to.from != 0);
  low_strip(rows, height % STRIP, columns, width, K, to);
}

/*
 * Computes one block of one product of the batch.
 *
 * Job: A, packed B, out, bias (N) or 0, M, K, N, A transposed, batches of A (1 is used for all), batches of B,
 * rows and columns of a block, blocks along M and N, activation. Floats: slope of the activation.
 */
static void multiplyBlock(const struct job *job, int chunk, int thread) {
  (void)thread;
  int M = integer(job, 4), K = integer(job, 5), N = integer(job, 6);
  int transposed = integer(job, 7);
  int blocks_n = integer(job, 13);
  int per_batch = integer(job, 12) * blocks_n;
  int batch = chunk / per_batch;
  int m0 = chunk % per_batch / blocks_n * integer(job, 10);
  int n0 = chunk % per_batch % blocks_n * integer(job, 11);
  int height = smaller(integer(job, 10), M - m0);
  int width = smaller(integer(job, 11), N - n0);
  const float *a = floats(job, 0) + (size_t)(batch % integer(job, 8)) * M * K;
  size_t panels = (size_t)((N + LANES - 1) / LANES) * K * LANES;
  const float *b = floats(job, 1) + (batch % integer(job, 9)) * panels + (size_t)(n0 / LANES) * K * LANES;
  float *out = floats(job, 2) + (size_t)batch * M * N + (size_t)m0 * N + n0;
  const float *bias = floats(job, 3);
  for (int m = 0; m < height && (bias || K == 0); m++) {
    if (bias) memcpy(out + (size_t)m * N, bias + n0, width * sizeof(float));
    else memset(out + (size_t)m * N, 0, width * sizeof(float));
  }
  for (int k0 = 0; k0 < K; k0 += BLOCK_K) {
    struct columns columns = {b + (size_t)k0 * LANES, (size_t)K * LANES};
    struct result to = result_at(out, N, LANES, bias != 0 || k0 > 0);
    int count = smaller(BLOCK_K, K - k0);
    multiply_panels(transposed, rows_of(a, transposed, M, K, m0, k0), height, columns, width, count, to);
  }
  int activation = integer(job, 14);
  if (activation != 0)
    for (int m = 0; m < height; m++) activate(activation, out + (size_t)m * N, width, number(job, 0));
}
