/* The job of a layer: what forward and backward share. The numbers are those of `src/simd/recurrent`. */
#pragma once

#include "../job.h"
#include "lanes.h"

/* Code of the LSTM in a job; a GRU has 1. */
#define LSTM 0

/* The integers that both jobs begin with; INPUTS is 0 in forward where the input is constant. */
enum { CELL, SEQUENCES, STEPS, INPUTS, HIDDEN, REVERSE, WANTS_SEQUENCE, CONSTANT, GROUPS_PER_CHUNK, INPUT,
       INITIAL_HIDDEN, INITIAL_CELL };

/* Rows of a record: four gates, the state, and room for what the last product writes too much. */
INLINE int record_rows(int H) { return 4 * H + larger(H, SLACK); }

/* A state (B, H) of the group's sequences as a panel; zeros where there is none. */
static void load_state(const struct job *job, int word, int group, int B, int H, float *to) {
  const float *from = floats(job, word);
  if (from) to_lanes(from + (size_t)group * LANES * H, H, lanes_of(group, B), H, to);
  else memset(to, 0, panel(H) * sizeof(float));
}

/* Writes a panel back as a state (B, H), unless the address is 0. */
static void store_state(const struct job *job, int word, int group, int B, int H, const float *from) {
  float *to = floats(job, word);
  if (to) from_lanes(from, H, to + (size_t)group * LANES * H, H, lanes_of(group, B));
}

INLINE const int32_t *lengths_of(const struct job *job, int word) { return (const int32_t *)floats(job, word); }
