/*
 * One step of the LSTM without its products, forward and backward, over sixteen sequences.
 *
 * c' = f · c + i · g, h' = o · tanh(c'), gates in PyTorch's order i, f, g, o. A record (5H, 16) of a step holds the
 * four gates and then c'; h' is o · tanh(c') again when backward needs it.
 *
 * Source: Gers, Schmidhuber & Cummins 2000, "Learning to Forget: Continual Prediction with LSTM".
 */
#pragma once

#include "../activation.h"
#include "lanes.h"

/*
 * Turns the sums in `record` into gates, and the states into those after the step.
 *
 * lengths: of the sixteen sequences, or NULL when all of them reach this row.
 * output: (H, 16), the output of the row where it is not `hidden` itself.
 */
static void lstm_forward(int H, float *record, float *cell, float *hidden, float *output, const int32_t *lengths,
                         int row) {
  size_t gate = panel(H);
  for (size_t at = 0; at < gate; at += VECTOR) {
    v i = logistic(load(record + at));
    v f = logistic(load(record + at + gate));
    v g = tangent(load(record + at + 2 * gate));
    v o = logistic(load(record + at + 3 * gate));
    v before = load(cell + at);
    v c = madd(f, before, i * g);
    store(record + at, i);
    store(record + at + gate, f);
    store(record + at + 2 * gate, g);
    store(record + at + 3 * gate, o);
    if (lengths) {
      vi mask = reach_mask(lengths, at, row);
      c = choose(mask, c, before);
      v h = o * tangent(c);
      store(output + at, (v)((vi)h & mask));
      store(hidden + at, choose(mask, h, load(hidden + at)));
    } else {
      store(hidden + at, o * tangent(c));
    }
    store(cell + at, c);
    store(record + at + 4 * gate, c);
  }
}

/* What a step of backward reads and writes, panels (H, 16) all. */
struct lstm_states {
  /* the initial states */
  const float *first_hidden, *first_cell;
  /* tanh of the cell after the step; becomes that before it */
  float *tangent;
  /* gradient of the output of this row, or NULL for none */
  const float *d_output;
  /* becomes what goes around the gates: 0 but where the state stands still */
  float *d_hidden;
  /* becomes the gradient of the cell before the step */
  float *d_cell;
  /* overwritten with the hidden state before the step */
  float *previous;
};

/*
 * Turns the gradients of the states after the step into those of the gates and of the cell before.
 *
 * before: record of the step before, or NULL at the first.
 * d_gates: (4H, 16), overwritten.
 * reverse: whether sequences begin at their last row, so that a step may be the first of some.
 */
static void lstm_backward(int H, const float *record, const float *before, struct lstm_states states, float *d_gates,
                          const int32_t *lengths, int row, int reverse) {
  size_t gate = panel(H);
  const float *cell_before = before ? before + 4 * gate : states.first_cell;
  v one = splat(1);
  for (size_t at = 0; at < gate; at += VECTOR) {
    // dh and dc of the state after the step
    v carried_hidden = load(states.d_hidden + at);
    v dh = carried_hidden;
    if (states.d_output) dh += load(states.d_output + at);
    v carried_cell = load(states.d_cell + at);
    v i = load(record + at);
    v f = load(record + at + gate);
    v g = load(record + at + 2 * gate);
    v o = load(record + at + 3 * gate);
    v t = load(states.tangent + at);
    v c = load(cell_before + at);
    // dc + dh · o · (1 − tanh²)
    v dho = dh * o;
    v dc = carried_cell + (dho - dho * t * t);
    v di = dc * g * (i * (one - i));
    v df = dc * c * (f * (one - f));
    v dg = dc * i * (one - g * g);
    v d_o = dho * t * (one - o);
    v dc_before = dc * f;
    v around = {0};
    if (lengths) {
      vi mask = reach_mask(lengths, at, row);
      di = (v)((vi)di & mask);
      df = (v)((vi)df & mask);
      dg = (v)((vi)dg & mask);
      d_o = (v)((vi)d_o & mask);
      dc_before = choose(mask, dc_before, carried_cell);
      around = (v)((vi)carried_hidden & ~mask);
    }
    store(d_gates + at, di);
    store(d_gates + at + gate, df);
    store(d_gates + at + 2 * gate, dg);
    store(d_gates + at + 3 * gate, d_o);
    store(states.d_cell + at, dc_before);
    store(states.d_hidden + at, around);
    if (!before) {
      store(states.previous + at, load(states.first_hidden + at));
      continue;
    }
    // the hidden state before the step, o · tanh(c)
    v t_before = tangent(c);
    v h = load(before + 3 * gate + at) * t_before;
    store(states.tangent + at, t_before);
    if (lengths && reverse) h = choose(reach_mask(lengths, at, row + 1), h, load(states.first_hidden + at));
    store(states.previous + at, h);
  }
}

/* tangent (H, 16) = tanh of the cell in a record, where backward begins. */
static void lstm_tangent(int H, const float *record, float *to) {
  size_t gate = panel(H);
  for (size_t at = 0; at < gate; at += VECTOR) store(to + at, tangent(load(record + 4 * gate + at)));
}
