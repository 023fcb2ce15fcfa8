/*
 * One step of the GRU without its products, forward and backward, over sixteen sequences.
 *
 * n = tanh(x-part + r · q) with q the h-part, h' = (1 − z) · n + z · h. A record (5H, 16) of a step holds q, r, z, n
 * and then h'. In this order each product that backward needs reads rows that lie together: q, r, z belong to the
 * hidden state, r, z, n to the input.
 *
 * Source: Cho et al. 2014, "Learning Phrase Representations using RNN Encoder–Decoder"; the reset after the product
 * as in cuDNN and PyTorch.
 */
#pragma once

#include "../activation.h"
#include "lanes.h"

/* Turns the sums in `record` into q and gates, and the state into that after the step; see `lstm_forward`. */
static void gru_forward(int H, float *record, float *hidden, float *output, const int32_t *lengths, int row) {
  size_t gate = panel(H);
  for (size_t at = 0; at < gate; at += VECTOR) {
    v r = logistic(load(record + at + gate));
    v z = logistic(load(record + at + 2 * gate));
    v n = tangent(madd(r, load(record + at), load(record + at + 3 * gate)));
    v before = load(hidden + at);
    v h = madd(z, before - n, n);
    if (lengths) {
      vi mask = reach_mask(lengths, at, row);
      store(output + at, (v)((vi)h & mask));
      h = choose(mask, h, before);
    }
    store(record + at + gate, r);
    store(record + at + 2 * gate, z);
    store(record + at + 3 * gate, n);
    store(record + at + 4 * gate, h);
    store(hidden + at, h);
  }
}

/* What a step of backward reads and writes, panels (H, 16) all; see `lstm_states`. */
struct gru_states {
  const float *first_hidden;
  const float *d_output;
  /* becomes what goes around the gates */
  float *d_hidden;
  float *previous;
};

/*
 * Turns the gradient of the state after the step into those of q and the gates; see `lstm_backward`.
 *
 * d_gates: (4H, 16), overwritten with those of q, r, z, n.
 */
static void gru_backward(int H, const float *record, const float *before, struct gru_states states, float *d_gates,
                         const int32_t *lengths, int row) {
  size_t gate = panel(H);
  const float *hidden_before = before ? before + 4 * gate : states.first_hidden;
  v one = splat(1);
  for (size_t at = 0; at < gate; at += VECTOR) {
    v carried = load(states.d_hidden + at);
    v dh = carried;
    if (states.d_output) dh += load(states.d_output + at);
    v q = load(record + at);
    v r = load(record + at + gate);
    v z = load(record + at + 2 * gate);
    v n = load(record + at + 3 * gate);
    v h = load(hidden_before + at);
    v dn = dh * (one - z) * (one - n * n);
    v dz = dh * (h - n) * (z * (one - z));
    v around = dh * z;
    if (lengths) {
      vi mask = reach_mask(lengths, at, row);
      dn = (v)((vi)dn & mask);
      dz = (v)((vi)dz & mask);
      around = choose(mask, around, carried);
    }
    v dq = dn * r;
    store(d_gates + at, dq);
    store(d_gates + at + gate, dq * q * (one - r));
    store(d_gates + at + 2 * gate, dz);
    store(d_gates + at + 3 * gate, dn);
    store(states.d_hidden + at, around);
    store(states.previous + at, h);
  }
}
