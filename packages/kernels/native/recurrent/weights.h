/* Weights in the order in which the walks through time read them: strips (K, STRIP) of rows. */
#pragma once

#include "../job.h"
#include "lanes.h"

/*
 * Packs rows of weights for forward: (rows / STRIP, K, STRIP) with K over [input | bias | hidden], each of which a
 * section may lack. One chunk is a strip.
 *
 * Job: to, rows, K, then addresses of the first row of weightIh, weightHh, of two biases (0 for none), I, H.
 */
static void packGates(const struct job *job, int chunk, int thread) {
  (void)thread;
  int K = integer(job, 2);
  int I = integer(job, 7), H = integer(job, 8);
  int row = chunk * STRIP;
  int height = smaller(STRIP, integer(job, 1) - row);
  const float *weight_ih = floats(job, 3), *weight_hh = floats(job, 4);
  const float *bias_ih = floats(job, 5), *bias_hh = floats(job, 6);
  float *to = floats(job, 0) + (size_t)chunk * K * STRIP;
  if (height < STRIP) memset(to, 0, (size_t)K * STRIP * sizeof(float));
  if (weight_ih) {
    transpose(weight_ih + (size_t)row * I, I, height, I, to, STRIP);
    to += (size_t)I * STRIP;
  }
  if (bias_ih || bias_hh) {
    for (int r = 0; r < height; r++) to[r] = (bias_ih ? bias_ih[row + r] : 0) + (bias_hh ? bias_hh[row + r] : 0);
    to += STRIP;
  }
  if (weight_hh) transpose(weight_hh + (size_t)row * H, H, height, H, to, STRIP);
}

/* Copies `count` rows of up to STRIP columns. */
static void pack_run(const float *from, size_t stride, int width, int count, float *to) {
  for (int k = 0; k < count; k++)
    for (int r = 0; r < STRIP; r++) to[k * STRIP + r] = r < width ? from[k * stride + r] : 0;
}

/*
 * Packs columns of weights for backward: (columns / STRIP, K, STRIP) with K over two runs of rows. One chunk is a
 * strip.
 *
 * Job: to, columns, K, first run, its rows, second run, its rows.
 */
static void packTransposed(const struct job *job, int chunk, int thread) {
  (void)thread;
  int columns = integer(job, 1);
  int column = chunk * STRIP;
  int width = smaller(STRIP, columns - column);
  float *to = floats(job, 0) + (size_t)chunk * integer(job, 2) * STRIP;
  pack_run(floats(job, 3) + column, columns, width, integer(job, 4), to);
  if (integer(job, 6) == 0) return;
  pack_run(floats(job, 5) + column, columns, width, integer(job, 6), to + (size_t)integer(job, 4) * STRIP);
}
