/**
 * One step of the GRU without its products, forward and backward, over eight sequences.
 *
 * n = tanh(x-part + r · q) with q the h-part, h' = (1 − z) · n + z · h. A record (5H, 8) of a step
 * holds q, r, z, n and then h'. In this order each product that backward needs reads rows that lie
 * together: q, r, z belong to the hidden state, r, z, n to the input.
 *
 * Source: Cho et al. 2014, "Learning Phrase Representations using RNN Encoder–Decoder"; the reset
 * after the product as in cuDNN and PyTorch.
 */
import { LOGISTIC, squash, TANGENT } from '../activation';
import { EIGHT, madd, VECTOR } from '../vector';
import { reachMask } from './lanes';

/** Turns the sums in `record` into q and gates, and the state into that after the step. */
export function gruForward(
  H: i32,
  record: usize,
  hidden: usize,
  output: usize,
  lengths: usize,
  row: i32,
): void {
  const gate = (<usize>H) * EIGHT;
  squash(LOGISTIC, record + gate, record + gate, 2 * gate); // r, z
  for (let to = record; to < record + gate; to += VECTOR) {
    const sum = madd(v128.load(to + gate), v128.load(to), v128.load(to + 3 * gate));
    v128.store(to + 3 * gate, sum);
  }
  squash(TANGENT, record + 3 * gate, record + 3 * gate, gate); // n
  for (let at: usize = 0; at < gate; at += VECTOR) {
    const to = record + at;
    const z = v128.load(to + 2 * gate);
    const n = v128.load(to + 3 * gate);
    const before = v128.load(hidden + at);
    let h = madd(z, f32x4.sub(before, n), n);
    if (lengths != 0) {
      const mask = reachMask(lengths + (at & VECTOR), row);
      v128.store(output + at, v128.and(h, mask));
      h = v128.bitselect(h, before, mask);
    }
    v128.store(to + 4 * gate, h);
    v128.store(hidden + at, h);
  }
}

/**
 * Turns the gradient of the state after the step into those of q and the gates; see `lstmBackward`.
 *
 * @param dHidden (H, 8), becomes what goes around the gates
 * @param dGates (4H, 8), overwritten with those of q, r, z, n
 */
export function gruBackward(
  H: i32,
  record: usize,
  before: usize,
  firstHidden: usize,
  dOutput: usize,
  dHidden: usize,
  dGates: usize,
  previous: usize,
  lengths: usize,
  row: i32,
): void {
  const gate = (<usize>H) * EIGHT;
  const hiddenBefore = before != 0 ? before + 4 * gate : firstHidden;
  const one = f32x4.splat(1);
  for (let at: usize = 0; at < gate; at += VECTOR) {
    const carried = v128.load(dHidden + at);
    let dh = carried;
    if (dOutput != 0) dh = f32x4.add(dh, v128.load(dOutput + at));
    const q = v128.load(record + at);
    const r = v128.load(record + at + gate);
    const z = v128.load(record + at + 2 * gate);
    const n = v128.load(record + at + 3 * gate);
    const h = v128.load(hiddenBefore + at);
    let dn = f32x4.mul(f32x4.mul(dh, f32x4.sub(one, z)), f32x4.sub(one, f32x4.mul(n, n)));
    let dz = f32x4.mul(f32x4.mul(dh, f32x4.sub(h, n)), f32x4.mul(z, f32x4.sub(one, z)));
    let around = f32x4.mul(dh, z);
    if (lengths != 0) {
      const mask = reachMask(lengths + (at & VECTOR), row);
      dn = v128.and(dn, mask);
      dz = v128.and(dz, mask);
      around = v128.bitselect(around, carried, mask);
    }
    const dq = f32x4.mul(dn, r);
    v128.store(dGates + at, dq);
    v128.store(dGates + at + gate, f32x4.mul(f32x4.mul(dq, q), f32x4.sub(one, r)));
    v128.store(dGates + at + 2 * gate, dz);
    v128.store(dGates + at + 3 * gate, dn);
    v128.store(dHidden + at, around);
    v128.store(previous + at, h);
  }
}
