/** Weights in the order in which the walks through time read them. */
import { address, int } from '../job';
import { packColumns, packRows } from '../pack';
import { FLOAT, VECTOR } from '../vector';

/**
 * Packs rows of weights for forward: (rows / 4, K, 4) with K over [input | bias | hidden], each of
 * which a section may lack. One chunk is a panel of four rows.
 *
 * Job: to, rows, K, then addresses of the first row of weightIh, weightHh, of two biases (0 for
 * none), I, H.
 */
export function packGates(job: usize, chunk: i32, thread: i32): void {
  const K = int(job, 2);
  const weightIh = address(job, 3);
  const weightHh = address(job, 4);
  const I = int(job, 7);
  const H = int(job, 8);
  const row = chunk * 4;
  const lanes = min(4, int(job, 1) - row);
  let to = address(job, 0) + (<usize>chunk) * (<usize>K) * VECTOR;
  if (weightIh != 0) {
    const stride = (<usize>I) * FLOAT;
    packRows(weightIh + (<usize>row) * stride, stride, lanes, I, to, VECTOR);
    to += (<usize>I) * VECTOR;
  }
  const biases = address(job, 5) | address(job, 6);
  if (biases != 0) {
    for (let lane = 0; lane < 4; lane++) {
      let sum: f32 = 0;
      const at = (<usize>(row + lane)) * FLOAT;
      if (lane < lanes) sum = bias(address(job, 5), at) + bias(address(job, 6), at);
      store<f32>(to + (<usize>lane) * FLOAT, sum);
    }
    to += VECTOR;
  }
  if (weightHh != 0) {
    const stride = (<usize>H) * FLOAT;
    packRows(weightHh + (<usize>row) * stride, stride, lanes, H, to, VECTOR);
  }
}

@inline
function bias(from: usize, at: usize): f32 {
  return from != 0 ? load<f32>(from + at) : 0;
}

/**
 * Packs columns of weights for backward: (columns / 4, K, 4) with K over two runs of rows. One chunk
 * is a panel of four columns.
 *
 * Job: to, columns, K, first run, its rows, second run, its rows.
 */
export function packTransposed(job: usize, chunk: i32, thread: i32): void {
  const columns = int(job, 1);
  const stride = (<usize>columns) * FLOAT;
  const column = (<usize>(chunk * 4)) * FLOAT;
  const lanes = min(4, columns - chunk * 4);
  let to = address(job, 0) + (<usize>chunk) * (<usize>int(job, 2)) * VECTOR;
  packColumns(address(job, 3) + column, stride, lanes, int(job, 4), to, VECTOR);
  to += (<usize>int(job, 4)) * VECTOR;
  packColumns(address(job, 5) + column, stride, lanes, int(job, 6), to, VECTOR);
}
