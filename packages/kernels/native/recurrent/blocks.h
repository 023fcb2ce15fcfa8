/*
 * Gradients of the weights: dGatesᵀ · [x | 1 | h], summed over all steps and sequences.
 *
 * While backward walks through time, the gradients of the gates of each step and group stay in a slot of a block, as
 * the panel (4H, 16) that they are; the rows of the other factor are packed beside them. A full block, which stays in
 * the second-level cache, is multiplied and added to sums. The sums are added up in order at the end.
 *
 * A sum is over as many sequences as a chunk of the WebAssembly kernels has, so that the bits are the same: half a
 * group, or one and a half. So the rows of a block come in runs, lanes of one slot that belong to one sum.
 *
 * Columns come in panels of 16: first those of [x | 1], then those of h. Columns and rows past the last are computed
 * with whatever lies there and never read.
 */
#pragma once

#include "../job.h"
#include "lanes.h"

/* Slots of a block, 16 rows each. */
#define SLOTS 8
/* Sums of a chunk, at most. */
#define MOST_SUMS 2
/* Runs of a sum in a block, at most: of eight lanes each. */
#define MOST_RUNS (2 * SLOTS)

/* Floats of a panel of a block's rows. */
INLINE size_t right_panel(void) { return panel(SLOTS * LANES); }

/* The rows that a block has for each of its sums. Those of sum s begin at row s · SLOTS · 16 / sums. */
struct block {
  /* lanes of a run, 8 or 16, and runs so far */
  int run, runs[MOST_SUMS];
  /* where the gate gradients of a run lie among the slots */
  size_t offsets[MOST_SUMS][MOST_RUNS];
};

/* Adds lanes of a state (H, 16) to the block, as rows from `right` on. */
static void pack_state(const float *state, int H, int lanes, float *right) {
  for (int unit = 0; unit < H; unit += LANES) {
    transpose(state + panel(unit), LANES, smaller(LANES, H - unit), lanes, right, LANES);
    right += right_panel();
  }
}

/* Adds rows of the input, each with a 1 behind it, to the block, and rows of zeros up to `room`. */
static void pack_inputs(const float *rows, size_t stride, int lanes, int I, float *right, int room) {
  for (int column = 0; column <= I; column += LANES) {
    int width = smaller(LANES, I - column);
    for (int lane = 0; lane < lanes; lane++) {
      float *to = right + panel(lane);
      const float *from = rows + lane * stride + column;
      if (width == LANES) memcpy(to, from, LANES * sizeof(float));
      else for (int j = 0; j < width; j++) to[j] = from[j];
      if (width < LANES) to[width] = 1;
    }
    // gradients of 0 meet these: a NaN that lies there would come through
    memset(right + panel(lanes), 0, panel(room - lanes) * sizeof(float));
    right += right_panel();
  }
}

/* to (count) = the sum of all sums, in their order. */
static void add_up(const struct job *job, const float *from, int count, float *to) {
  int sums = integer(job, 1);
  size_t step = bytes(job, 2) / sizeof(float);
  int i = 0;
  for (; i + VECTOR <= count; i += VECTOR) {
    v sum = load(from + i);
    for (int s = 1; s < sums; s++) sum += load(from + s * step + i);
    store(to + i, sum);
  }
  for (; i < count; i++) {
    float sum = from[i];
    for (int s = 1; s < sums; s++) sum += from[s * step + i];
    to[i] = sum;
  }
}

/*
 * Adds up all sums and writes them out in PyTorch's layout. A chunk of this job is sixteen gate rows.
 *
 * Job: sums, how many, bytes of one, bytes of a row, GH, I, H, first column of h, outputs weightIh,
 * weightHh, biasIh, biasHh, rows that differ (GRU: 2H, else GH), then where a row below those lies among the sums, and
 * where one from there on does for the input's and the hidden part.
 */
static void addGradients(const struct job *job, int chunk, int thread) {
  (void)thread;
  int GH = integer(job, 4), I = integer(job, 5), H = integer(job, 6);
  size_t stride = bytes(job, 3) / sizeof(float);
  int common = integer(job, 12);
  for (int row = chunk * 16; row < smaller(GH, chunk * 16 + 16); row++) {
    int input_row = row < common ? integer(job, 13) + row : integer(job, 14) + row - common;
    int hidden_row = row < common ? integer(job, 13) + row : integer(job, 15) + row - common;
    const float *input = floats(job, 0) + input_row * stride;
    const float *hidden = floats(job, 0) + hidden_row * stride;
    add_up(job, input, I, floats(job, 8) + (size_t)row * I);
    add_up(job, hidden + integer(job, 7), H, floats(job, 9) + (size_t)row * H);
    add_up(job, input + I, 1, floats(job, 10) + row);
    add_up(job, hidden + I, 1, floats(job, 11) + row);
  }
}
