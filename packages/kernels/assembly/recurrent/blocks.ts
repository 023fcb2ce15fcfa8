/**
 * Gradients of the weights: dGatesᵀ · [x | 1 | h], summed over all steps and sequences.
 *
 * While backward walks through time, the rows of both factors are packed into blocks that stay in the
 * second-level cache; a full block is multiplied and added to the chunk's own sums. The sums of all
 * chunks are added up in order at the end.
 *
 * Columns come in panels of eight: first those of [x | 1], filled up with zeros, then those of h.
 */
import { address, int } from '../job';
import { packColumns, packEightColumns, packRows, transposeFour } from '../pack';
import { multiplyTiles } from '../tile';
import { FROM_OUT, FROM_ZERO } from '../tile-start';
import { EIGHT, FLOAT, VECTOR } from '../vector';

/** Rows of a block, of which every step adds one per sequence. */
export const BLOCK: i32 = 128;
/** Rows that lie allocated: the last step writes whole panels of eight. */
const ROOM: i32 = BLOCK + 8;

/** Bytes of the packed gradients of so many panels of four gate rows. */
@inline
export function leftBytes(panels: i32): usize {
  return (<usize>panels) * (<usize>ROOM) * VECTOR;
}

/** Bytes of the packed values of so many panels of eight columns. */
@inline
export function rightBytes(panels: i32): usize {
  return (<usize>panels) * (<usize>ROOM) * EIGHT;
}

/** Adds the gradients of one step, rows (count, 8) from `gates` on, to the block at row `at`. */
export function packGradients(gates: usize, count: i32, left: usize, at: i32): void {
  let to = left + (<usize>at) * VECTOR;
  const whole = count & ~3;
  for (let row = 0; row < whole; row += 4) {
    // written out: most of what is packed at all, in pieces too small for calls
    const row1 = gates + EIGHT;
    const row2 = row1 + EIGHT;
    const row3 = row2 + EIGHT;
    transposeFour(gates, row1, row2, row3, to, VECTOR);
    const second = to + 4 * VECTOR;
    transposeFour(gates + VECTOR, row1 + VECTOR, row2 + VECTOR, row3 + VECTOR, second, VECTOR);
    gates += 4 * EIGHT;
    to += leftBytes(1);
  }
  if (whole < count) packRows(gates, EIGHT, count - whole, LANES_OF_PANEL, to, VECTOR);
}

/** A panel has eight lanes, each of which becomes a row of the block. */
const LANES_OF_PANEL: i32 = 8;

/** Adds a state (H, 8) to the block. */
export function packState(panel: usize, H: i32, right: usize, at: i32): void {
  let to = right + (<usize>at) * EIGHT;
  for (let unit = 0; unit < H; unit += 8) {
    const left = H - unit;
    packRows(panel, EIGHT, min(4, left), LANES_OF_PANEL, to, EIGHT);
    const second = left > 4 ? panel + 4 * EIGHT : panel;
    packRows(second, EIGHT, max(0, min(4, left - 4)), LANES_OF_PANEL, to + VECTOR, EIGHT);
    panel += 8 * EIGHT;
    to += rightBytes(1);
  }
}

/** Adds rows of the input, each with a 1 behind it, to the block. */
export function packInputs(
  rows: usize,
  stride: usize,
  lanes: i32,
  I: i32,
  right: usize,
  at: i32,
): void {
  let to = right + (<usize>at) * EIGHT;
  for (let column = 0; column <= I; column += 8) {
    const left = I - column;
    const from = rows + (<usize>column) * FLOAT;
    if (left >= 8) {
      packEightColumns(from, stride, lanes, to);
    } else {
      packColumns(from, stride, min(4, left), lanes, to, EIGHT);
      packColumns(from + VECTOR, stride, max(0, left - 4), lanes, to + VECTOR, EIGHT);
      for (let lane = 0; lane < lanes; lane++) {
        store<f32>(to + (<usize>lane) * EIGHT + (<usize>left) * FLOAT, 1);
      }
    }
    to += rightBytes(1);
  }
}

/**
 * Multiplies a block: sums (gate rows, columns) = [sums +] leftᵀ · right.
 *
 * @param rows how many rows of the block count
 * @param sums first gate row and first column
 * @param stride bytes from one gate row to the next
 * @param fresh whether the sums start here
 */
export function multiplyBlocks(
  left: usize,
  panelsLeft: i32,
  right: usize,
  panelsRight: i32,
  rows: i32,
  sums: usize,
  stride: usize,
  fresh: bool,
): void {
  const from = fresh ? FROM_ZERO : FROM_OUT;
  const leftStep = leftBytes(1);
  const rightStep = rightBytes(1);
  multiplyTiles(left, leftStep, panelsLeft, right, rightStep, panelsRight, rows, sums, stride, EIGHT, from);
}

/**
 * Adds up the sums of all chunks and writes them out in PyTorch's layout. A chunk of this job is
 * sixteen gate rows.
 *
 * Job: sums, chunks, bytes of the sums of a chunk, bytes of a row, GH, I, H, first column of h,
 * outputs weightIh, weightHh, biasIh, biasHh, rows that differ (GRU: 2H, else GH), then where a row
 * below those lies among the sums, and where one from there on does for the input's and the hidden
 * part.
 */
export function addGradients(job: usize, chunk: i32, thread: i32): void {
  const GH = int(job, 4);
  const I = int(job, 5);
  const H = int(job, 6);
  const stride = address(job, 3);
  const column = (<usize>int(job, 7)) * FLOAT;
  const common = int(job, 12);
  const end = min(GH, chunk * 16 + 16);
  for (let row = chunk * 16; row < end; row++) {
    const same = row < common;
    const inputRow = same ? int(job, 13) + row : int(job, 14) + row - common;
    const hiddenRow = same ? int(job, 13) + row : int(job, 15) + row - common;
    const input = address(job, 0) + (<usize>inputRow) * stride;
    const hidden = address(job, 0) + (<usize>hiddenRow) * stride;
    const at = (<usize>row) * FLOAT;
    const one = (<usize>I) * FLOAT;
    addUp(job, input, I, address(job, 8) + at * (<usize>I));
    addUp(job, hidden + column, H, address(job, 9) + at * (<usize>H));
    addUp(job, input + one, 1, address(job, 10) + at);
    addUp(job, hidden + one, 1, address(job, 11) + at);
  }
}

/** to (count) = the sum over the chunks, in their order. */
function addUp(job: usize, from: usize, count: i32, to: usize): void {
  const chunks = int(job, 1);
  const step = address(job, 2);
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    let at = from;
    let sum = v128.load(at);
    for (let c = 1; c < chunks; c++) {
      at += step;
      sum = f32x4.add(sum, v128.load(at));
    }
    v128.store(to, sum);
    from += VECTOR;
    to += VECTOR;
  }
  for (; i < count; i++) {
    let at = from;
    let sum = load<f32>(at);
    for (let c = 1; c < chunks; c++) {
      at += step;
      sum += load<f32>(at);
    }
    store<f32>(to, sum);
    from += FLOAT;
    to += FLOAT;
  }
}
