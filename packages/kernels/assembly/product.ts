/**
 * Matrix products, out (M, N) = A (M, K) · B (K, N) [+ bias] [then an activation], batched, either
 * operand given as it is or transposed.
 *
 * B is packed once, all threads at it; then each chunk computes one block of the result, in blocks
 * of k whose panels stay in the first-level cache. Every sum runs over k in ascending order, so the
 * result does not depend on how the work was cut.
 */
import { address, float, int } from './job';
import { activate } from './activation';
import { packColumns, packEightColumns, packRows } from './pack';
import { multiplyTiles, tile } from './tile';
import { FROM_OUT, FROM_ZERO } from './tile-start';
import { EIGHT, FLOAT, VECTOR } from './vector';

/** Steps of k whose panel of eight columns, 8 KB, leaves room beside it in the first-level cache. */
const BLOCK_K: i32 = 256;

/** A tile beyond the edge of the result, (4, 8). */
const EDGE: usize = 4 * EIGHT;

/**
 * Packs panels of eight columns of B into (N / 8, K, 8). One chunk is `perChunk` panels.
 *
 * Job: B, packed, K, N, transposed, panels in all batches, panels per batch, panels per chunk.
 */
export function packRightSide(job: usize, chunk: i32, thread: i32): void {
  const b = address(job, 0);
  const packed = address(job, 1);
  const K = int(job, 2);
  const N = int(job, 3);
  const transposed = int(job, 4);
  const perBatch = int(job, 6);
  const perChunk = int(job, 7);
  const end = min((chunk + 1) * perChunk, int(job, 5));
  for (let p = chunk * perChunk; p < end; p++) {
    const batch = p / perBatch;
    const n = (p - batch * perBatch) * 8;
    const matrix = b + (<usize>batch) * (<usize>K) * (<usize>N) * FLOAT;
    const to = packed + (<usize>p) * (<usize>K) * EIGHT;
    if (!transposed && n + 8 <= N) {
      packEightColumns(matrix + (<usize>n) * FLOAT, (<usize>N) * FLOAT, K, to);
      continue;
    }
    packStrip(matrix, transposed, K, N, n, K, 0, to, EIGHT);
    packStrip(matrix, transposed, K, N, n + 4, K, 0, to + VECTOR, EIGHT);
  }
}

/**
 * Packs four lanes from `lane` on, steps k0 to k0 + count.
 *
 * @param alongRows the lanes are rows of a matrix (lanes, K), else columns of one (K, lanes)
 */
@inline
function packStrip(
  matrix: usize,
  alongRows: i32,
  K: i32,
  width: i32,
  lane: i32,
  count: i32,
  k0: i32,
  to: usize,
  step: usize,
): void {
  const lanes = max(0, min(4, width - lane));
  if (alongRows) {
    const first = min(lane, width - 1);
    const from = matrix + ((<usize>first) * (<usize>K) + (<usize>k0)) * FLOAT;
    packRows(from, (<usize>K) * FLOAT, lanes, count, to, step);
  } else {
    const from = matrix + ((<usize>k0) * (<usize>width) + (<usize>lane)) * FLOAT;
    packColumns(from, (<usize>width) * FLOAT, lanes, count, to, step);
  }
}

/**
 * Computes one block of one product of the batch.
 *
 * Job: A, packed B, out, bias (N) or 0, M, K, N, A transposed, batches of A (1 is used for all),
 * batches of B, rows and columns of a block, blocks along M and N, activation, scratch, bytes of
 * scratch per thread. Floats: slope of the activation.
 */
export function multiplyBlock(job: usize, chunk: i32, thread: i32): void {
  const M = int(job, 4);
  const K = int(job, 5);
  const N = int(job, 6);
  const blocksM = int(job, 12);
  const blocksN = int(job, 13);
  const scratch = address(job, 15) + (<usize>thread) * address(job, 16);
  const perBatch = blocksM * blocksN;
  const batch = chunk / perBatch;
  const block = chunk - batch * perBatch;
  const blockM = int(job, 10);
  const blockN = int(job, 11);
  const m0 = (block / blocksN) * blockM;
  const n0 = (block % blocksN) * blockN;
  const m1 = min(m0 + blockM, M);
  const n1 = min(n0 + blockN, N);
  const aSize = (<usize>M) * (<usize>K) * FLOAT;
  const a = address(job, 0) + (<usize>(batch % int(job, 8))) * aSize;
  const panels = (<usize>((N + 7) >> 3)) * (<usize>K) * EIGHT;
  const b = address(job, 1) + (<usize>(batch % int(job, 9))) * panels;
  const out = address(job, 2) + (<usize>batch) * (<usize>M) * (<usize>N) * FLOAT;
  const bias = address(job, 3);
  if (bias != 0) startFromBias(out, bias, m0, m1, n0, n1, N);
  let from = bias != 0 ? FROM_OUT : FROM_ZERO;
  for (let k0 = 0; k0 < K; k0 += BLOCK_K) {
    const count = min(BLOCK_K, K - k0);
    packLeftSide(a, int(job, 7), M, K, m0, m1, k0, count, scratch + EDGE);
    multiplyPanels(scratch, b, out, m0, m1, n0, n1, k0, count, K, N, from);
    from = FROM_OUT;
  }
  if (K == 0 && bias == 0) clearBlock(out, m0, m1, n0, n1, N);
  const activation = int(job, 14);
  if (activation != 0) {
    for (let m = m0; m < m1; m++) {
      const row = out + ((<usize>m) * (<usize>N) + (<usize>n0)) * FLOAT;
      activate(activation, row, n1 - n0, float(job, 0));
    }
  }
}

function packLeftSide(
  a: usize,
  transposed: i32,
  M: i32,
  K: i32,
  m0: i32,
  m1: i32,
  k0: i32,
  count: i32,
  to: usize,
): void {
  for (let m = m0; m < m1; m += 4) {
    packStrip(a, transposed ? 0 : 1, K, M, m, count, k0, to, VECTOR);
    to += (<usize>count) * VECTOR;
  }
}

/** The tiles of a block: first the whole ones, then the partial ones at its edges. */
function multiplyPanels(
  scratch: usize,
  b: usize,
  out: usize,
  m0: i32,
  m1: i32,
  n0: i32,
  n1: i32,
  k0: i32,
  count: i32,
  K: i32,
  N: i32,
  from: i32,
): void {
  const stride = (<usize>N) * FLOAT;
  const rowsStep = (<usize>count) * VECTOR;
  const columnsStep = (<usize>K) * EIGHT;
  const rows = scratch + EDGE;
  const columns = b + (<usize>(n0 >> 3)) * columnsStep + (<usize>k0) * EIGHT;
  const to = out + (<usize>m0) * stride + (<usize>n0) * FLOAT;
  const strips = (m1 - m0) >> 2;
  const panels = (n1 - n0) >> 3;
  multiplyTiles(rows, rowsStep, strips, columns, columnsStep, panels, count, to, stride, EIGHT, from);
  const height = m1 - m0 - 4 * strips;
  const width = n1 - n0 - 8 * panels;
  for (let m = 0; m < strips && width > 0; m++) {
    const at = to + (<usize>(4 * m)) * stride + panelsBytes(panels);
    const last = columns + (<usize>panels) * columnsStep;
    edgeTile(rows + (<usize>m) * rowsStep, last, count, at, stride, from, 4, width, scratch);
  }
  for (let n = 0; n0 + 8 * n < n1 && height > 0; n++) {
    const at = to + (<usize>(4 * strips)) * stride + panelsBytes(n);
    const panel = columns + (<usize>n) * columnsStep;
    const lowest = rows + (<usize>strips) * rowsStep;
    edgeTile(lowest, panel, count, at, stride, from, height, min(8, n1 - n0 - 8 * n), scratch);
  }
}

@inline
function panelsBytes(panels: i32): usize {
  return (<usize>panels) * EIGHT;
}

/** A partial tile at the edge: computed in scratch memory, of which the part within `out` is copied. */
function edgeTile(
  rows: usize,
  columns: usize,
  K: i32,
  out: usize,
  stride: usize,
  from: i32,
  height: i32,
  width: i32,
  aside: usize,
): void {
  const bytes = (<usize>width) * FLOAT;
  if (from == FROM_OUT) {
    for (let r = 0; r < height; r++) {
      memory.copy(aside + (<usize>r) * EIGHT, out + (<usize>r) * stride, bytes);
    }
  }
  tile(rows, columns, K, aside, EIGHT, from);
  for (let r = 0; r < height; r++) {
    memory.copy(out + (<usize>r) * stride, aside + (<usize>r) * EIGHT, bytes);
  }
}

function startFromBias(out: usize, bias: usize, m0: i32, m1: i32, n0: i32, n1: i32, N: i32): void {
  const bytes = (<usize>(n1 - n0)) * FLOAT;
  for (let m = m0; m < m1; m++) {
    const row = out + ((<usize>m) * (<usize>N) + (<usize>n0)) * FLOAT;
    memory.copy(row, bias + (<usize>n0) * FLOAT, bytes);
  }
}

/** A product over no terms is zero. */
function clearBlock(out: usize, m0: i32, m1: i32, n0: i32, n1: i32, N: i32): void {
  for (let m = m0; m < m1; m++) {
    const row = out + ((<usize>m) * (<usize>N) + (<usize>n0)) * FLOAT;
    memory.fill(row, 0, (<usize>(n1 - n0)) * FLOAT);
  }
}
