/*
 * The innermost loops of every matrix product: a strip of rows by one or two panels of 16 columns of the result
 * in registers. AVX-512 holds 8 × 32 or 16 × 16 sums, AVX2 6 × 16, NEON 6 × 16.
 *
 * The columns are packed in panels (K, 16), so that a step of k reads whole vectors. The rows are read one float
 * at a time and may lie in any way: packed in strips (K, STRIP), as rows, or as columns of a matrix.
 *
 * Every sum runs over k in ascending order, whatever the tile, and so has the same bits.
 */
#pragma once

#include "vector.h"

/* Columns of a panel, and sequences that a recurrent layer computes side by side. */
#define LANES 16
/* Rows of a strip. */
#define STRIP (VECTOR == 16 ? 8 : 6)
/* Vectors of a panel. */
#define WIDTH (LANES / VECTOR)

/* Where the factor of the rows lies: element (row, k) at `at[row * row_step + k * k_step]`. */
struct rows {
  const float *at;
  size_t row_step;
  size_t k_step;
  /* from one strip to the next */
  size_t strip_step;
  /* k comes in `runs` of K steps each, which begin so many floats behind `at` */
  int runs;
  const size_t *run_offsets;
};

/* For k in one run. */
static const size_t at_once[] = {0};

/* Panels (runs · K, 16), `step` floats apart. */
struct columns {
  const float *at;
  size_t step;
};

/* The result: rows `stride` floats apart, panels `step`. Sums start at the values of `from`, which lie in the same way
 * with `from_step`, or at zero where it is NULL. */
struct result {
  float *at;
  size_t stride;
  size_t step;
  const float *from;
  size_t from_step;
};

/* A result whose sums start at zero, or at what it holds. */
INLINE struct result result_at(float *at, size_t stride, size_t step, int continued) {
  return (struct result){at, stride, step, continued ? at : 0, step};
}

/*
 * One tile of `strips` × STRIP rows from strip m on by `panels` panels from panel n on. The two counts are constants where this is called, so that all
 * loops but those over k vanish.
 */
INLINE void tile(struct rows rows, size_t row_step, size_t k_step, int strips, int m, struct columns columns, int panels,
                 int n, int K, struct result to) {
  const float *a = rows.at + m * rows.strip_step;
  const float *b = columns.at + n * columns.step;
  float *out = to.at + n * to.step + m * STRIP * to.stride;
  const float *from = to.from ? to.from + n * to.from_step + m * STRIP * to.stride : 0;
  v sums[2 * STRIP][2 * WIDTH];
#pragma GCC unroll 16
  for (int r = 0; r < strips * STRIP; r++)
#pragma GCC unroll 8
    for (int j = 0; j < panels * WIDTH; j++) {
      sums[r][j] = (v){0};
      if (from) sums[r][j] = load(from + r * to.stride + (j / WIDTH) * to.from_step + (j % WIDTH) * VECTOR);
    }
  // the sums of the next tile below are not in the first-level cache: they are fetched meanwhile
  if (from)
    for (int r = 0; r < strips * STRIP; r++)
      for (int j = 0; j < panels; j++)
        __builtin_prefetch(from + (r + strips * STRIP) * to.stride + j * to.from_step, 1);
  for (int run = 0; run < rows.runs; run++) {
    const float *at = a + rows.run_offsets[run];
    for (int k = 0; k < K; k++) {
      v column[2 * WIDTH];
#pragma GCC unroll 8
      for (int j = 0; j < panels * WIDTH; j++)
        column[j] = load(b + (j / WIDTH) * columns.step + (j % WIDTH) * VECTOR);
#pragma GCC unroll 16
      for (int r = 0; r < strips * STRIP; r++) {
        v row = splat(at[(r / STRIP) * rows.strip_step + (r % STRIP) * row_step]);
#pragma GCC unroll 8
        for (int j = 0; j < panels * WIDTH; j++) sums[r][j] = madd(row, column[j], sums[r][j]);
      }
      at += k_step;
      b += LANES;
    }
  }
#pragma GCC unroll 16
  for (int r = 0; r < strips * STRIP; r++)
#pragma GCC unroll 8
    for (int j = 0; j < panels * WIDTH; j++)
      store(out + r * to.stride + (j / WIDTH) * to.step + (j % WIDTH) * VECTOR, sums[r][j]);
}

/* All tiles: so many whole strips by so many whole panels. A panel is multiplied with all strips before the next one,
 * and so stays in the first-level cache. */
INLINE void multiply_all(struct rows rows, size_t row_step, size_t k_step, int strips, struct columns columns,
                         int panels, int K, struct result to) {
  int n = 0;
#if VECTOR == 16
  for (; n + 2 <= panels; n += 2)
    for (int m = 0; m < strips; m++) tile(rows, row_step, k_step, 1, m, columns, 2, n, K, to);
#endif
  for (; n < panels; n++) {
    int m = 0;
#if VECTOR == 16
    for (; m + 2 <= strips; m += 2) tile(rows, row_step, k_step, 2, m, columns, 1, n, K, to);
#endif
    for (; m < strips; m++) tile(rows, row_step, k_step, 1, m, columns, 1, n, K, to);
  }
}

/* The same for rows that are packed in strips, (strips, K, STRIP). */
static __attribute__((noinline)) void multiply_strips(const float *strips_at, int strips, struct columns columns,
                                                      int panels, int K, struct result to) {
  struct rows rows = {strips_at, 1, STRIP, (size_t)K * STRIP, 1, at_once};
  multiply_all(rows, 1, STRIP, strips, columns, panels, K, to);
}

/* The same for rows that lie side by side in memory, their k one after the other: `rows.k_step` is 1. */
static __attribute__((noinline)) void multiply_rows(struct rows rows, int strips, struct columns columns, int panels,
                                                    int K, struct result to) {
  rows.strip_step = STRIP * rows.row_step;
  multiply_all(rows, rows.row_step, 1, strips, columns, panels, K, to);
}

/* The same for rows of a panel (rows, 16), in runs of so many of its lanes. */
static __attribute__((noinline)) void multiply_lanes_of(struct rows rows, int strips, struct columns columns, int panels,
                                                        int lanes, struct result to) {
  rows.strip_step = STRIP * LANES;
  multiply_all(rows, LANES, 1, strips, columns, panels, lanes, to);
}

/* The same for a transposed matrix, whose rows are columns: `rows.row_step` is 1. */
static __attribute__((noinline)) void multiply_columns(struct rows rows, int strips, struct columns columns,
                                                       int panels, int K, struct result to) {
  rows.strip_step = STRIP;
  multiply_all(rows, 1, rows.k_step, strips, columns, panels, K, to);
}
