/**
 * One step of the LSTM without its products, forward and backward, over eight sequences.
 *
 * c' = f · c + i · g, h' = o · tanh(c'), gates in PyTorch's order i, f, g, o. A record (5H, 8) of a
 * step holds the four gates and then c'; h' is o · tanh(c') again when backward needs it.
 *
 * Source: Gers, Schmidhuber & Cummins 2000, "Learning to Forget: Continual Prediction with LSTM".
 */
import { LOGISTIC, squash, TANGENT } from '../activation';
import { EIGHT, madd, VECTOR, zero } from '../vector';
import { reachMask } from './lanes';

/**
 * Turns the sums in `record` into gates, and the states into those after the step.
 *
 * @param lengths of the eight sequences, or 0 when all of them reach this row
 * @param output (H, 8), the output of the row where it is not `hidden` itself, or 0
 */
export function lstmForward(
  H: i32,
  record: usize,
  cell: usize,
  hidden: usize,
  output: usize,
  lengths: usize,
  row: i32,
): void {
  const gate = (<usize>H) * EIGHT;
  squash(LOGISTIC, record, record, 2 * gate); // i, f
  squash(TANGENT, record + 2 * gate, record + 2 * gate, gate); // g
  squash(LOGISTIC, record + 3 * gate, record + 3 * gate, gate); // o
  if (lengths == 0) forwardAll(gate, record, cell, hidden);
  else forwardSome(gate, record, cell, hidden, output, lengths, row);
}

function forwardAll(gate: usize, record: usize, cell: usize, hidden: usize): void {
  for (let at: usize = 0; at < gate; at += EIGHT) {
    const c0 = cellAfter(record + at, gate, v128.load(cell + at));
    const c1 = cellAfter(record + at + VECTOR, gate, v128.load(cell + at, VECTOR));
    storeEight(cell + at, c0, c1);
    storeEight(record + at + 4 * gate, c0, c1);
  }
  squash(TANGENT, cell, hidden, gate);
  for (let at: usize = 0; at < gate; at += EIGHT) {
    const o = record + at + 3 * gate;
    const h0 = f32x4.mul(v128.load(o), v128.load(hidden + at));
    const h1 = f32x4.mul(v128.load(o, VECTOR), v128.load(hidden + at, VECTOR));
    storeEight(hidden + at, h0, h1);
  }
}

/** The same where some sequences have ended: their states stand still, their output is 0. */
function forwardSome(
  gate: usize,
  record: usize,
  cell: usize,
  hidden: usize,
  output: usize,
  lengths: usize,
  row: i32,
): void {
  for (let at: usize = 0; at < gate; at += VECTOR) {
    const mask = reachMask(lengths + (at & VECTOR), row);
    const before = v128.load(cell + at);
    const c = v128.bitselect(cellAfter(record + at, gate, before), before, mask);
    v128.store(cell + at, c);
    v128.store(record + at + 4 * gate, c);
  }
  squash(TANGENT, cell, output, gate);
  for (let at: usize = 0; at < gate; at += VECTOR) {
    const mask = reachMask(lengths + (at & VECTOR), row);
    const h = f32x4.mul(v128.load(record + at + 3 * gate), v128.load(output + at));
    v128.store(output + at, v128.and(h, mask));
    v128.store(hidden + at, v128.bitselect(h, v128.load(hidden + at), mask));
  }
}

/** f · c + i · g */
@inline
function cellAfter(at: usize, gate: usize, before: v128): v128 {
  const input = f32x4.mul(v128.load(at), v128.load(at + 2 * gate));
  return madd(v128.load(at + gate), before, input);
}

@inline
function storeEight(to: usize, first: v128, second: v128): void {
  v128.store(to, first);
  v128.store(to, second, VECTOR);
}

/**
 * Turns the gradients of the states after the step into those of the gates and of the cell before.
 *
 * @param record of this step
 * @param before record of the step before, or 0 at the first
 * @param firstCell (H, 8), the initial states, and `firstHidden`
 * @param tangent (H, 8), tanh of the cell after the step; becomes that before it
 * @param dOutput (H, 8), gradient of the output of this row, or 0 for none
 * @param dHidden (H, 8), becomes what goes around the gates: 0 but where the state stands still
 * @param dCell (H, 8), becomes the gradient of the cell before the step
 * @param dGates (4H, 8), overwritten
 * @param previous (H, 8), overwritten with the hidden state before the step
 * @param reverse whether sequences begin at their last row, so that a step may be the first of some
 */
export function lstmBackward(
  H: i32,
  record: usize,
  before: usize,
  firstHidden: usize,
  firstCell: usize,
  tangent: usize,
  dOutput: usize,
  dHidden: usize,
  dCell: usize,
  dGates: usize,
  previous: usize,
  lengths: usize,
  row: i32,
  reverse: bool,
): void {
  const gate = (<usize>H) * EIGHT;
  const cellBefore = before != 0 ? before + 4 * gate : firstCell;
  for (let at: usize = 0; at < gate; at += VECTOR) {
    // dh and dc of the state after the step
    let dh = v128.load(dHidden + at);
    const carriedHidden = dh;
    if (dOutput != 0) dh = f32x4.add(dh, v128.load(dOutput + at));
    const carriedCell = v128.load(dCell + at);
    const i = v128.load(record + at);
    const f = v128.load(record + at + gate);
    const g = v128.load(record + at + 2 * gate);
    const o = v128.load(record + at + 3 * gate);
    const one = f32x4.splat(1);
    const t = v128.load(tangent + at);
    const c = v128.load(cellBefore + at);
    // dc + dh · o · (1 − tanh²)
    const dho = f32x4.mul(dh, o);
    const dc = f32x4.add(carriedCell, f32x4.sub(dho, f32x4.mul(f32x4.mul(dho, t), t)));
    let di = f32x4.mul(f32x4.mul(dc, g), f32x4.mul(i, f32x4.sub(one, i)));
    let df = f32x4.mul(f32x4.mul(dc, c), f32x4.mul(f, f32x4.sub(one, f)));
    let dg = f32x4.mul(f32x4.mul(dc, i), f32x4.sub(one, f32x4.mul(g, g)));
    let dO = f32x4.mul(f32x4.mul(dho, t), f32x4.sub(one, o));
    let dcBefore = f32x4.mul(dc, f);
    let around = zero();
    if (lengths != 0) {
      const mask = reachMask(lengths + (at & VECTOR), row);
      di = v128.and(di, mask);
      df = v128.and(df, mask);
      dg = v128.and(dg, mask);
      dO = v128.and(dO, mask);
      dcBefore = v128.bitselect(dcBefore, carriedCell, mask);
      around = v128.andnot(carriedHidden, mask);
    }
    v128.store(dGates + at, di);
    v128.store(dGates + at + gate, df);
    v128.store(dGates + at + 2 * gate, dg);
    v128.store(dGates + at + 3 * gate, dO);
    v128.store(dCell + at, dcBefore);
    v128.store(dHidden + at, around);
  }
  if (before == 0) {
    memory.copy(previous, firstHidden, gate);
    return;
  }
  // the hidden state before the step, o · tanh(c)
  squash(TANGENT, cellBefore, tangent, gate);
  for (let at: usize = 0; at < gate; at += VECTOR) {
    const o = v128.load(before + 3 * gate + at);
    let h = f32x4.mul(o, v128.load(tangent + at));
    if (lengths != 0 && reverse) {
      const begins = v128.not(reachMask(lengths + (at & VECTOR), row + 1));
      h = v128.bitselect(v128.load(firstHidden + at), h, begins);
    }
    v128.store(previous + at, h);
  }
}

/** tangent (H, 8) = tanh of the cell in a record, where backward begins. */
export function lstmTangent(H: i32, record: usize, tangent: usize): void {
  const gate = (<usize>H) * EIGHT;
  squash(TANGENT, record + 4 * gate, tangent, gate);
}
