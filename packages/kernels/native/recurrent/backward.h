/*
 * A recurrent layer over a whole sequence, backward: each chunk walks some sequences back through all steps, as in
 * `forward.h`, and sums up their share of the gradients of the weights.
 */
#pragma once

#include "blocks.h"
#include "gru.h"
#include "lstm.h"
#include "sections.h"

/*
 * The integers of the job behind those of `sections.h`, where WANTS_SEQUENCE says whether the gradient comes for all
 * rows, (B, W, H), or for the last state, (B, H). HIDDEN_WEIGHTS are (H / STRIP, K, STRIP) over the first K rows of
 * the gates, INPUT_WEIGHTS (I / STRIP, K, STRIP) over the last; 0 where no gradient of the input is needed. For each
 * section: first gate row, rows, first panel of [x | 1] and how many, panels of h. Each sum is over
 * SEQUENCES_PER_SUM sequences.
 */
enum { B_D_VALUE = INITIAL_CELL + 1, B_D_FINAL_CELL, B_RECORD, B_LENGTHS, B_SCRATCH, B_SCRATCH_PER_THREAD,
       B_HIDDEN_WEIGHTS, B_HIDDEN_K, B_INPUT_WEIGHTS, B_INPUT_K, B_D_INPUT, B_D_INITIAL_HIDDEN, B_D_INITIAL_CELL,
       B_SUMS, B_SUM_BYTES, B_INPUT_PANELS, B_HIDDEN_PANELS, B_GATE_PANELS, B_SECTIONS, B_SECTION,
       B_SECTION_WORDS = 5, B_SEQUENCES_PER_SUM = B_SECTION + 3 * B_SECTION_WORDS };

/* The states of a group, panels (H, 16), in its part of the scratch. */
enum { D_HIDDEN_STATE, D_CELL_STATE, TANGENT_STATE, PREVIOUS, FIRST_HIDDEN, FIRST_CELL, D_OUTPUT, STATES };

/* The groups of a chunk on their way back. Everything a thread works on lies in its scratch, in this order. */
struct walk_back {
  const struct job *job;
  int chunk, first, groups;
  int B, W, I, H;
  /* states, gradient of the input (I, 16), sums of gate gradients (4H, 16), `group_step` floats per group */
  float *groups_at;
  size_t group_step, state_step;
  /* the block: slots of gate gradients, rows of [x | 1 | h] */
  float *slots, *right;
  size_t slot_step;
  int filled, fresh;
  struct block block;
  /* sums of this chunk, and the first of them */
  int sums, first_sum, per_sum;
};

static struct walk_back begin_walk_back(const struct job *job, int chunk, int thread) {
  int per_chunk = integer(job, GROUPS_PER_CHUNK);
  int B = integer(job, SEQUENCES), I = integer(job, INPUTS), H = integer(job, HIDDEN);
  struct walk_back walk = {.job = job, .chunk = chunk, .first = chunk * per_chunk, .B = B, .I = I, .H = H};
  walk.groups = smaller(per_chunk, (B + LANES - 1) / LANES - walk.first);
  walk.W = integer(job, STEPS);
  walk.fresh = 1;
  walk.slot_step = panel(4 * H + SLACK);
  walk.state_step = panel(H + SLACK);
  walk.group_step = STATES * walk.state_step + panel(I + SLACK) + walk.slot_step;
  walk.groups_at = (float *)(job->memory + bytes(job, B_SCRATCH) + thread * bytes(job, B_SCRATCH_PER_THREAD));
  walk.slots = walk.groups_at + per_chunk * walk.group_step;
  walk.right = walk.slots + SLOTS * walk.slot_step;
  walk.per_sum = integer(job, B_SEQUENCES_PER_SUM);
  walk.first_sum = walk.first * LANES / walk.per_sum;
  walk.sums = smaller((per_chunk * LANES) / walk.per_sum, (B + walk.per_sum - 1) / walk.per_sum - walk.first_sum);
  walk.block.run = walk.per_sum % LANES == 0 ? LANES : LANES / 2;
  return walk;
}

INLINE float *state_of(const struct walk_back *walk, int g, int state) {
  return walk->groups_at + g * walk->group_step + state * walk->state_step;
}
INLINE float *d_input_of(const struct walk_back *walk, int g) { return state_of(walk, g, STATES); }
INLINE float *gate_sums_of(const struct walk_back *walk, int g) {
  return d_input_of(walk, g) + panel(walk->I + SLACK);
}

INLINE int row_of(const struct walk_back *walk, int step) {
  return integer(walk->job, REVERSE) ? walk->W - 1 - step : step;
}

INLINE const float *record_of(const struct walk_back *walk, int g, int step) {
  size_t index = (size_t)(walk->first + g) * walk->W + step;
  return floats(walk->job, B_RECORD) + index * panel(record_rows(walk->H));
}

/* The gradients of the states after the last step. */
static void begin_group(const struct walk_back *walk, int g) {
  const struct job *job = walk->job;
  int B = walk->B, H = walk->H, group = walk->first + g;
  float *d_hidden = state_of(walk, g, D_HIDDEN_STATE);
  if (integer(job, WANTS_SEQUENCE)) memset(d_hidden, 0, panel(H) * sizeof(float));
  else load_state(job, B_D_VALUE, group, B, H, d_hidden);
  load_state(job, B_D_FINAL_CELL, group, B, H, state_of(walk, g, D_CELL_STATE));
  load_state(job, INITIAL_HIDDEN, group, B, H, state_of(walk, g, FIRST_HIDDEN));
  load_state(job, INITIAL_CELL, group, B, H, state_of(walk, g, FIRST_CELL));
  if (integer(job, CELL) == LSTM)
    lstm_tangent(H, record_of(walk, g, walk->W - 1), state_of(walk, g, TANGENT_STATE));
  memset(gate_sums_of(walk, g), 0, panel(4 * H) * sizeof(float));
}

/* The element-wise part of one step of one group: fills a slot with the gradients of its gates. */
static void step_back(const struct walk_back *walk, int g, int step, float *d_gates) {
  const struct job *job = walk->job;
  int H = walk->H, W = walk->W, group = walk->first + g;
  int row = row_of(walk, step);
  const float *d_output = 0;
  if (integer(job, WANTS_SEQUENCE)) {
    size_t stride = (size_t)W * H;
    const float *rows = floats(job, B_D_VALUE) + group * LANES * stride + (size_t)row * H;
    to_lanes(rows, stride, lanes_of(group, walk->B), H, state_of(walk, g, D_OUTPUT));
    d_output = state_of(walk, g, D_OUTPUT);
  }
  const float *record = record_of(walk, g, step);
  const float *before = step > 0 ? record_of(walk, g, step - 1) : 0;
  int reverse = integer(job, REVERSE);
  const int32_t *all = lengths_of(job, B_LENGTHS);
  // walking in reverse, the row before must be reached too, or this one is the first of a sequence
  int whole = all_reach(all, group, reverse ? smaller(row + 1, W - 1) : row);
  const int32_t *lengths = whole ? 0 : all + group * LANES;
  float *d_hidden = state_of(walk, g, D_HIDDEN_STATE);
  float *previous = state_of(walk, g, PREVIOUS);
  const float *first_hidden = state_of(walk, g, FIRST_HIDDEN);
  if (integer(job, CELL) == LSTM) {
    struct lstm_states states = {first_hidden, state_of(walk, g, FIRST_CELL), state_of(walk, g, TANGENT_STATE),
                                 d_output, d_hidden, state_of(walk, g, D_CELL_STATE), previous};
    lstm_backward(H, record, before, states, d_gates, lengths, row, reverse);
  } else {
    struct gru_states states = {first_hidden, d_output, d_hidden, previous};
    gru_backward(H, record, before, states, d_gates, lengths, row);
  }
}

/* sums += values, both (n, 16). */
static void add_to(float *sums, const float *values, int n) {
  for (size_t i = 0; i < panel(n); i += VECTOR) store(sums + i, load(sums + i) + load(values + i));
}

/* The row of the block where the rows of a sum begin. */
INLINE int first_row(const struct walk_back *walk, int sum) {
  int most = integer(walk->job, GROUPS_PER_CHUNK) * LANES / walk->per_sum;
  return sum * (SLOTS * LANES / most);
}

/*
 * Adds the lanes of a group to the block: where their gate gradients lie, and rows of the other factor.
 *
 * gates: offset of their panel. rows: of the input, `stride` floats apart, or NULL. state: the hidden state, or NULL.
 */
static void fill_block(struct walk_back *walk, int g, size_t gates, const float *rows, size_t stride,
                       const float *state) {
  struct block *block = &walk->block;
  int lanes = lanes_of(walk->first + g, walk->B);
  float *hidden = walk->right + integer(walk->job, B_INPUT_PANELS) * right_panel();
  for (int lane = 0; lane < LANES; lane += block->run) {
    int sum = (g * LANES + lane) / walk->per_sum;
    if (sum >= walk->sums) return;
    size_t at = panel(first_row(walk, sum) + block->runs[sum] * block->run);
    block->offsets[sum][block->runs[sum]++] = gates + lane;
    if (state) pack_state(state + lane, walk->H, block->run, hidden + at);
    int some = larger(0, smaller(block->run, lanes - lane));
    if (rows) pack_inputs(rows + lane * stride, stride, some, walk->I, walk->right + at, block->run);
  }
}

/* Adds a step of a group to the block. */
static void add_step(struct walk_back *walk, int g, int step) {
  const struct job *job = walk->job;
  size_t slot = (walk->filled + g) * walk->slot_step;
  const float *state = state_of(walk, g, PREVIOUS);
  if (integer(job, CONSTANT)) {
    add_to(gate_sums_of(walk, g), walk->slots + slot, 4 * walk->H);
    fill_block(walk, g, slot, 0, 0, state);
    return;
  }
  size_t stride = (size_t)walk->W * walk->I;
  const float *rows = floats(job, INPUT) + (walk->first + g) * LANES * stride + (size_t)row_of(walk, step) * walk->I;
  fill_block(walk, g, slot, rows, stride, state);
}

/* Which columns of the sums a block brings. */
enum { BOTH, HIDDEN_PART, INPUT_PART };

/* One sum (gate rows, columns) = [sum +] dGatesᵀ · [x | 1 | h], over the runs of the block. */
static void multiply_block(const struct walk_back *walk, const float *gates_at, int sum, int part) {
  const struct job *job = walk->job;
  const struct block *block = &walk->block;
  int input_panels = integer(job, B_INPUT_PANELS);
  size_t stride = panel(input_panels + integer(job, B_HIDDEN_PANELS));
  size_t index = walk->first_sum + sum;
  float *sums = (float *)(job->memory + bytes(job, B_SUMS) + index * bytes(job, B_SUM_BYTES));
  const float *right = walk->right + panel(first_row(walk, sum));
  for (int s = 0; s < integer(job, B_SECTIONS); s++) {
    int at = B_SECTION + s * B_SECTION_WORDS;
    int strips = (integer(job, at + 1) + STRIP - 1) / STRIP;
    struct rows gates = {gates_at + panel(integer(job, at)), LANES, 1, 0, block->runs[sum], block->offsets[sum]};
    int first = integer(job, at + 2);
    if (part != HIDDEN_PART) {
      struct columns inputs = {right + first * right_panel(), right_panel()};
      struct result to = result_at(sums + panel(first), stride, LANES, !walk->fresh);
      multiply_lanes_of(gates, strips, inputs, integer(job, at + 3), block->run, to);
    }
    if (part != INPUT_PART) {
      struct columns hidden = {right + input_panels * right_panel(), right_panel()};
      struct result to = result_at(sums + panel(input_panels), stride, LANES, !walk->fresh);
      multiply_lanes_of(gates, strips, hidden, integer(job, at + 4), block->run, to);
    }
    sums += (size_t)strips * STRIP * stride;
  }
}

/* Multiplies the block for all sums and empties it. */
static void flush_block(struct walk_back *walk, const float *gates, int part) {
  for (int sum = 0; sum < walk->sums; sum++) {
    multiply_block(walk, gates, sum, part);
    walk->block.runs[sum] = 0;
  }
  walk->filled = 0;
  walk->fresh = 0;
}

/* dx of one row of all groups. */
static void input_gradient(const struct walk_back *walk, int row) {
  const struct job *job = walk->job;
  int I = walk->I, K = integer(job, B_INPUT_K);
  struct columns gates = {walk->slots + walk->filled * walk->slot_step + panel(4 * walk->H - K), walk->slot_step};
  multiply_lanes(floats(job, B_INPUT_WEIGHTS), I, K, gates, walk->groups,
                 result_at(d_input_of(walk, 0), LANES, walk->group_step, 0));
  size_t stride = (size_t)walk->W * I;
  for (int g = 0; g < walk->groups; g++) {
    int group = walk->first + g;
    float *rows = floats(job, B_D_INPUT) + group * LANES * stride + (size_t)row * I;
    from_lanes(d_input_of(walk, g), I, rows, stride, lanes_of(group, walk->B));
  }
}

/* What a constant input has met: the sum of the gradients of all steps. */
static void constant_gradients(struct walk_back *walk) {
  const struct job *job = walk->job;
  int I = walk->I, K = integer(job, B_INPUT_K);
  for (int g = 0; g < walk->groups; g++)
    fill_block(walk, g, g * walk->group_step, floats(job, INPUT) + (size_t)(walk->first + g) * LANES * I, I, 0);
  walk->fresh = 1; // these columns have no sums yet
  flush_block(walk, gate_sums_of(walk, 0), INPUT_PART);
  const float *weights = floats(job, B_INPUT_WEIGHTS);
  if (!weights) return;
  struct columns gates = {gate_sums_of(walk, 0) + panel(4 * walk->H - K), walk->group_step};
  multiply_lanes(weights, I, K, gates, walk->groups,
                 result_at(d_input_of(walk, 0), LANES, walk->group_step, 0));
  for (int g = 0; g < walk->groups; g++) {
    int group = walk->first + g;
    float *to = floats(job, B_D_INPUT) + (size_t)group * LANES * I;
    from_lanes(d_input_of(walk, g), I, to, I, lanes_of(group, walk->B));
  }
}

/* All steps of the sequences of a chunk, from the last to the first. */
static void recurrentBackward(const struct job *job, int chunk, int thread) {
  struct walk_back walk = begin_walk_back(job, chunk, thread);
  int H = walk.H, constant = integer(job, CONSTANT);
  int continued = integer(job, CELL) != LSTM || lengths_of(job, B_LENGTHS) != 0;
  for (int g = 0; g < walk.groups; g++) begin_group(&walk, g);
  for (int step = walk.W - 1; step >= 0; step--) {
    float *slots = walk.slots + walk.filled * walk.slot_step;
    for (int g = 0; g < walk.groups; g++) {
      step_back(&walk, g, step, slots + g * walk.slot_step);
      add_step(&walk, g, step);
    }
    multiply_lanes(floats(job, B_HIDDEN_WEIGHTS), H, integer(job, B_HIDDEN_K),
                   (struct columns){slots, walk.slot_step}, walk.groups,
                   result_at(state_of(&walk, 0, D_HIDDEN_STATE), LANES, walk.group_step, continued));
    if (bytes(job, B_INPUT_WEIGHTS) != 0 && !constant) input_gradient(&walk, row_of(&walk, step));
    walk.filled += walk.groups;
    if (walk.filled + walk.groups <= SLOTS && step > 0) continue;
    flush_block(&walk, walk.slots, constant ? HIDDEN_PART : BOTH);
  }
  if (constant) constant_gradients(&walk);
  for (int g = 0; g < walk.groups; g++) {
    store_state(job, B_D_INITIAL_HIDDEN, walk.first + g, walk.B, H, state_of(&walk, g, D_HIDDEN_STATE));
    store_state(job, B_D_INITIAL_CELL, walk.first + g, walk.B, H, state_of(&walk, g, D_CELL_STATE));
  }
}
