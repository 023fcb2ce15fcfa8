/*
 * Between rows of a matrix and panels (n, 16), in which one row of the matrix is one lane: see `tile.h`.
 *
 * Lanes that the matrix does not have are filled with zeros.
 */
#pragma once

#include "tile.h"

typedef float four __attribute__((vector_size(16), may_alias));
typedef int32_t four_places __attribute__((vector_size(16)));
typedef float unaligned_four __attribute__((vector_size(16), may_alias, aligned(4)));

/* Four of the floats of both vectors, the second one's counted from 4 on; GCC knows clang's name from 12 on. */
#if defined(__clang__)
#define SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
#define SHUFFLE(a, b, ...) __builtin_shuffle(a, b, (four_places){__VA_ARGS__})
#endif

/* to (4, 4) = from (4, 4) transposed; rows `from_step` and `to_step` floats apart. */
INLINE void transpose_four(const float *from, size_t from_step, float *to, size_t to_step) {
  four a = *(const unaligned_four *)from;
  four b = *(const unaligned_four *)(from + from_step);
  four c = *(const unaligned_four *)(from + 2 * from_step);
  four d = *(const unaligned_four *)(from + 3 * from_step);
  four ab = SHUFFLE(a, b, 0, 4, 1, 5);
  four cd = SHUFFLE(c, d, 0, 4, 1, 5);
  four ef = SHUFFLE(a, b, 2, 6, 3, 7);
  four gh = SHUFFLE(c, d, 2, 6, 3, 7);
  *(unaligned_four *)to = SHUFFLE(ab, cd, 0, 1, 4, 5);
  *(unaligned_four *)(to + to_step) = SHUFFLE(ab, cd, 2, 3, 6, 7);
  *(unaligned_four *)(to + 2 * to_step) = SHUFFLE(ef, gh, 0, 1, 4, 5);
  *(unaligned_four *)(to + 3 * to_step) = SHUFFLE(ef, gh, 2, 3, 6, 7);
}

/* to (columns, rows) = from (rows, columns) transposed, of any sizes. */
static void transpose(const float *from, size_t from_step, int rows, int columns, float *to, size_t to_step) {
  int column = 0;
  for (; column + 4 <= columns; column += 4) {
    int row = 0;
    for (; row + 4 <= rows; row += 4)
      transpose_four(from + row * from_step + column, from_step, to + column * to_step + row, to_step);
    for (; row < rows; row++)
      for (int c = column; c < column + 4; c++) to[c * to_step + row] = from[row * from_step + c];
  }
  for (; column < columns; column++)
    for (int row = 0; row < rows; row++) to[column * to_step + row] = from[row * from_step + column];
}

/* Makes a panel (n, 16) of up to 16 rows of n values, `stride` floats apart. */
static void to_lanes(const float *rows, size_t stride, int lanes, int n, float *panel) {
  if (lanes < LANES) memset(panel, 0, (size_t)n * LANES * sizeof(float));
  transpose(rows, stride, lanes, n, panel, LANES);
}

/* Writes a panel (n, 16) to up to 16 rows of n values. */
static void from_lanes(const float *panel, int n, float *rows, size_t stride, int lanes) {
  transpose(panel, LANES, n, lanes, rows, stride);
}

/* Makes a panel (K, 16) of up to 16 columns of a matrix whose rows are `stride` floats apart. */
static void pack_columns(const float *from, size_t stride, int lanes, int K, float *panel) {
  if (lanes >= LANES) {
    for (int k = 0; k < K; k++)
      for (int j = 0; j < LANES; j += VECTOR) store(panel + k * LANES + j, load(from + k * stride + j));
    return;
  }
  for (int k = 0; k < K; k++)
    for (int j = 0; j < LANES; j++) panel[k * LANES + j] = j < lanes ? from[k * stride + j] : 0;
}
