/*
 * A recurrent layer over a whole sequence, forward: each chunk takes some sequences through all steps, so that no
 * thread waits for another.
 *
 * Beside the sequences' own values a panel holds the constant 1, whose weight is the bias. One panel is [x | 1 | h]
 * of a step: x is fetched from the rows of the input, h is where the last step left it, and the product with all
 * weights gives the sums of all gates at once.
 *
 * A cell is cut into sections, runs of rows that read the same stretch of the panel. An LSTM is one section, a GRU
 * three: q reads [1 | h], r and z all, n reads [x | 1].
 */
#pragma once

#include "gru.h"
#include "lstm.h"
#include "sections.h"

/* The integers of the job behind those of `sections.h`. RECORD is (groups, W, record) for backward, 0 in scoring. */
enum { VALUE = INITIAL_CELL + 1, FINAL_CELL, RECORD, LENGTHS, SCRATCH, SCRATCH_PER_THREAD,
       STEP_SECTIONS, CONSTANT_SECTIONS, STEP_SECTION, SECTION_WORDS = 5,
       CONSTANT_SECTION = STEP_SECTION + 3 * SECTION_WORDS };

/* The groups of a chunk, and where their panels lie in the scratch of the thread, `step` floats apart. */
struct walk {
  const struct job *job;
  int first, groups;
  int B, W, I, H, constants;
  float *panel, *cell, *output, *constant, *aside;
  size_t panel_step, state_step, record_step;
};

static struct walk begin_walk(const struct job *job, int chunk, int thread) {
  int per_chunk = integer(job, GROUPS_PER_CHUNK);
  int B = integer(job, SEQUENCES), I = integer(job, INPUTS), H = integer(job, HIDDEN);
  int first = chunk * per_chunk;
  struct walk walk = {.job = job, .first = first, .B = B, .I = I, .H = H};
  walk.groups = smaller(per_chunk, (B + LANES - 1) / LANES - first);
  walk.W = integer(job, STEPS);
  walk.constants = integer(job, CONSTANT);
  walk.panel_step = panel(larger(I, walk.constants) + 1 + H + SLACK);
  walk.state_step = panel(H + SLACK);
  walk.record_step = panel(record_rows(H));
  walk.panel = (float *)(job->memory + bytes(job, SCRATCH) + thread * bytes(job, SCRATCH_PER_THREAD));
  walk.cell = walk.panel + per_chunk * walk.panel_step;
  walk.output = walk.cell + per_chunk * walk.state_step;
  walk.constant = walk.output + per_chunk * walk.state_step;
  walk.aside = walk.constant + per_chunk * walk.record_step;
  return walk;
}

static void fill_one(float *row) {
  for (int lane = 0; lane < LANES; lane++) row[lane] = 1;
}

/* The products of all sections, the first of which the job describes at `word`. */
static void multiply_sections(const struct walk *walk, int word, int sections, struct result to) {
  const struct job *job = walk->job;
  for (int s = 0; s < sections; s++, word += SECTION_WORDS) {
    struct columns values = {walk->panel + panel(integer(job, word + 2)), walk->panel_step};
    struct result rows = to;
    rows.at += panel(integer(job, word + 4));
    if (rows.from) rows.from += panel(integer(job, word + 4));
    multiply_lanes(floats(job, word), integer(job, word + 1), integer(job, word + 3), values, walk->groups, rows);
  }
}

/* The sums of a constant input and the biases, which every step begins with: (4H, 16) per group. */
static void constant_sums(const struct walk *walk) {
  int I = walk->constants;
  for (int g = 0; g < walk->groups; g++) {
    float *at = walk->panel + g * walk->panel_step;
    const float *rows = floats(walk->job, INPUT) + (size_t)(walk->first + g) * LANES * I;
    to_lanes(rows, I, lanes_of(walk->first + g, walk->B), I, at);
    fill_one(at + panel(I));
  }
  struct result to = result_at(walk->constant, LANES, walk->record_step, 0);
  multiply_sections(walk, CONSTANT_SECTION, integer(walk->job, CONSTANT_SECTIONS), to);
}

/* The input of one row, x of the panels. */
static void load_row(const struct walk *walk, int row) {
  size_t stride = (size_t)walk->W * walk->I;
  for (int g = 0; g < walk->groups; g++) {
    int group = walk->first + g;
    const float *rows = floats(walk->job, INPUT) + group * LANES * stride + (size_t)row * walk->I;
    to_lanes(rows, stride, lanes_of(group, walk->B), walk->I, walk->panel + g * walk->panel_step);
  }
}

/* The gate n of a GRU, to which h adds nothing. */
static void copy_panel(const float *from, int n, float *to) { memcpy(to, from, panel(n) * sizeof(float)); }

/* The nonlinearities of one step of one group, and its output. */
static void finish_step(const struct walk *walk, int g, int row, float *record) {
  const struct job *job = walk->job;
  int H = walk->H, group = walk->first + g;
  const int32_t *all = lengths_of(job, LENGTHS);
  int whole = all_reach(all, group, row);
  const int32_t *lengths = whole ? 0 : all + group * LANES;
  float *cell = walk->cell + g * walk->state_step;
  float *output = walk->output + g * walk->state_step;
  float *hidden = walk->panel + g * walk->panel_step + panel(walk->I + 1);
  if (integer(job, CELL) == LSTM) lstm_forward(H, record, cell, hidden, output, lengths, row);
  else gru_forward(H, record, hidden, output, lengths, row);
  if (!integer(job, WANTS_SEQUENCE)) return;
  size_t stride = (size_t)walk->W * H;
  float *rows = floats(job, VALUE) + group * LANES * stride + (size_t)row * H;
  from_lanes(whole ? hidden : output, H, rows, stride, lanes_of(group, walk->B));
}

/* All steps of the sequences of a chunk. */
static void recurrentForward(const struct job *job, int chunk, int thread) {
  struct walk walk = begin_walk(job, chunk, thread);
  int B = walk.B, W = walk.W, I = walk.I, H = walk.H;
  float *hidden = walk.panel + panel(I + 1);
  if (walk.constants > 0) constant_sums(&walk);
  for (int g = 0; g < walk.groups; g++) {
    fill_one(walk.panel + g * walk.panel_step + panel(I));
    load_state(job, INITIAL_HIDDEN, walk.first + g, B, H, hidden + g * walk.panel_step);
    load_state(job, INITIAL_CELL, walk.first + g, B, H, walk.cell + g * walk.state_step);
  }
  float *kept = floats(job, RECORD);
  size_t step_of_record = kept ? W * walk.record_step : walk.record_step;
  for (int step = 0; step < W; step++) {
    int row = integer(job, REVERSE) ? W - 1 - step : step;
    float *record = kept ? kept + walk.first * step_of_record + step * walk.record_step : walk.aside;
    if (I > 0) load_row(&walk, row);
    struct result sums = {record, LANES, step_of_record, walk.constants > 0 ? walk.constant : 0, walk.record_step};
    multiply_sections(&walk, STEP_SECTION, integer(job, STEP_SECTIONS), sums);
    for (int g = 0; g < walk.groups && walk.constants > 0 && integer(job, CELL) != LSTM; g++)
      copy_panel(walk.constant + g * walk.record_step + panel(3 * H), H, record + g * step_of_record + panel(3 * H));
    for (int g = 0; g < walk.groups; g++) finish_step(&walk, g, row, record + g * step_of_record);
  }
  for (int g = 0; g < walk.groups; g++) {
    if (!integer(job, WANTS_SEQUENCE))
      store_state(job, VALUE, walk.first + g, B, H, hidden + g * walk.panel_step);
    store_state(job, FINAL_CELL, walk.first + g, B, H, walk.cell + g * walk.state_step);
  }
}
