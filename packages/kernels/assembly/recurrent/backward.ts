/**
 * A recurrent layer over a whole sequence, backward: each chunk walks some sequences back through all
 * steps, as in `forward.ts`, and sums up their share of the gradients of the weights.
 */
import { address, int } from '../job';
import { FROM_OUT, FROM_ZERO } from '../tile-start';
import { FLOAT, VECTOR } from '../vector';
import {
  BLOCK,
  leftBytes,
  multiplyBlocks,
  packGradients,
  packInputs,
  packState,
  rightBytes,
} from './blocks';
import { loadState, LSTM, recordRows, storeState } from './forward';
import { gruBackward } from './gru';
import { allReach, fromLanes, LANES, lanesOf, multiplyLanes, panelBytes, SLACK, toLanes } from './lanes';
import { lstmBackward, lstmTangent } from './lstm';

// the integers of the job, which `src/simd/recurrent/backward.ts` writes
const CELL: i32 = 0;
const SEQUENCES: i32 = 1;
const STEPS: i32 = 2;
/** I, whether the input is constant or not. */
const INPUTS: i32 = 3;
const HIDDEN: i32 = 4;
const REVERSE: i32 = 5;
/** Whether the gradient comes for all rows, (B, W, H), or for the last state, (B, H). */
const SEQUENCE: i32 = 6;
const CONSTANT: i32 = 7;
const GROUPS_PER_CHUNK: i32 = 8;
const INPUT: i32 = 9;
const INITIAL_HIDDEN: i32 = 10;
const INITIAL_CELL: i32 = 11;
const D_VALUE: i32 = 12;
const D_FINAL_CELL: i32 = 13;
const RECORD: i32 = 14;
const LENGTHS: i32 = 15;
const SCRATCH: i32 = 16;
const SCRATCH_PER_THREAD: i32 = 17;
/** (H / 4, K, 4) over the first K rows of the gates. */
const HIDDEN_WEIGHTS: i32 = 18;
const HIDDEN_K: i32 = 19;
/** (I / 4, K, 4) over the last K rows of the gates, and the address of the result; 0 where it is not needed. */
const INPUT_WEIGHTS: i32 = 20;
const INPUT_K: i32 = 21;
const D_INPUT: i32 = 22;
const D_INITIAL_HIDDEN: i32 = 23;
const D_INITIAL_CELL: i32 = 24;
/** (chunks, gate rows, columns), the chunks' shares of the gradients of the weights. */
const SUMS: i32 = 25;
const SUMS_PER_CHUNK: i32 = 26;
/** Columns of the sums in panels of eight: those of [x | 1], those of h. */
const INPUT_PANELS: i32 = 27;
const HIDDEN_PANELS: i32 = 28;
/** Panels of four gate rows in all sections. */
const GATE_PANELS: i32 = 29;
const SECTIONS: i32 = 30;
/** Then for each: first gate row, rows, first panel of [x | 1] and how many, panels of h. */
const SECTION: i32 = 31;
const SECTION_WORDS: i32 = 5;

/** Everything a thread works on lies in its scratch, in this order; the states per group. */
export function recurrentBackward(job: usize, chunk: i32, thread: i32): void {
  const B = int(job, SEQUENCES);
  const W = int(job, STEPS);
  const H = int(job, HIDDEN);
  const perChunk = int(job, GROUPS_PER_CHUNK);
  const first = chunk * perChunk;
  const groups = min(perChunk, (B + LANES - 1) / LANES - first);
  const gates = panelBytes(4 * H + SLACK);
  const group = groupBytes(job);
  const scratch = address(job, SCRATCH) + (<usize>thread) * address(job, SCRATCH_PER_THREAD);
  const left = scratch + (<usize>perChunk) * group;
  const right = left + leftBytes(int(job, GATE_PANELS));
  const dHidden = scratch + statesAt(job, D_HIDDEN_STATE);

  for (let g = 0; g < groups; g++) begin(job, first + g, scratch + (<usize>g) * group);
  let rows = 0;
  let fresh = true;
  for (let step = W - 1; step >= 0; step--) {
    for (let g = 0; g < groups; g++) {
      stepBack(job, first + g, step, scratch + (<usize>g) * group);
      rows = addRows(job, first + g, step, scratch + (<usize>g) * group, left, right, rows);
    }
    const from = int(job, CELL) == LSTM && address(job, LENGTHS) == 0 ? FROM_ZERO : FROM_OUT;
    const weights = address(job, HIDDEN_WEIGHTS);
    multiplyLanes(weights, H, int(job, HIDDEN_K), scratch, group, dHidden, group, groups, from);
    if (address(job, INPUT_WEIGHTS) != 0 && !int(job, CONSTANT)) {
      inputGradient(job, first, groups, rowOf(job, step), scratch, gates);
    }
    if (rows + groups * LANES > BLOCK || step == 0) {
      multiplySections(job, chunk, left, right, rows, fresh, int(job, CONSTANT) ? HIDDEN_PART : BOTH);
      rows = 0;
      fresh = false;
    }
  }
  if (int(job, CONSTANT)) constantGradients(job, chunk, first, groups, scratch, left, right);
  for (let g = 0; g < groups; g++) {
    const at = scratch + (<usize>g) * group;
    storeState(job, D_INITIAL_HIDDEN, first + g, B, H, at + statesAt(job, D_HIDDEN_STATE));
    storeState(job, D_INITIAL_CELL, first + g, B, H, at + statesAt(job, D_CELL_STATE));
  }
}

// the states of a group, each (H, 8), behind its gradients of the gates
const D_HIDDEN_STATE: i32 = 0;
const D_CELL_STATE: i32 = 1;
const TANGENT: i32 = 2;
const PREVIOUS: i32 = 3;
const FIRST_HIDDEN: i32 = 4;
const FIRST_CELL: i32 = 5;
const D_OUTPUT: i32 = 6;
const STATES: i32 = 7;

/** Where a state of a group lies, from the beginning of the group. */
@inline
function statesAt(job: usize, state: i32): usize {
  const H = int(job, HIDDEN);
  return panelBytes(4 * H + SLACK) + (<usize>state) * panelBytes(H + SLACK);
}

/** Behind the states: the gradient of the input, (I, 8), then sums of gate gradients, (4H, 8). */
function groupBytes(job: usize): usize {
  const gates = panelBytes(4 * int(job, HIDDEN) + SLACK);
  return statesAt(job, STATES) + panelBytes(int(job, INPUTS) + SLACK) + gates;
}

@inline
function rowOf(job: usize, step: i32): i32 {
  return int(job, REVERSE) ? int(job, STEPS) - 1 - step : step;
}

@inline
function recordOf(job: usize, group: i32, step: i32): usize {
  const bytes = panelBytes(recordRows(int(job, HIDDEN)));
  return address(job, RECORD) + ((<usize>group) * (<usize>int(job, STEPS)) + (<usize>step)) * bytes;
}

/** The gradients of the states after the last step. */
function begin(job: usize, group: i32, at: usize): void {
  const B = int(job, SEQUENCES);
  const H = int(job, HIDDEN);
  const dHidden = at + statesAt(job, D_HIDDEN_STATE);
  if (int(job, SEQUENCE)) memory.fill(dHidden, 0, panelBytes(H));
  else loadState(job, D_VALUE, group, B, H, dHidden);
  loadState(job, D_FINAL_CELL, group, B, H, at + statesAt(job, D_CELL_STATE));
  loadState(job, INITIAL_HIDDEN, group, B, H, at + statesAt(job, FIRST_HIDDEN));
  loadState(job, INITIAL_CELL, group, B, H, at + statesAt(job, FIRST_CELL));
  const last = recordOf(job, group, int(job, STEPS) - 1);
  if (int(job, CELL) == LSTM) lstmTangent(H, last, at + statesAt(job, TANGENT));
  memory.fill(at + groupBytes(job) - panelBytes(4 * H + SLACK), 0, panelBytes(4 * H));
}

/** The element-wise part of one step of one group. */
function stepBack(job: usize, group: i32, step: i32, at: usize): void {
  const H = int(job, HIDDEN);
  const W = int(job, STEPS);
  const row = rowOf(job, step);
  let dOutput: usize = 0;
  if (int(job, SEQUENCE)) {
    dOutput = at + statesAt(job, D_OUTPUT);
    const stride = (<usize>W) * (<usize>H) * FLOAT;
    const rows =
      address(job, D_VALUE) +
      (<usize>(group * LANES)) * stride +
      (<usize>row) * (<usize>H) * FLOAT;
    toLanes(rows, stride, lanesOf(group, int(job, SEQUENCES)), H, dOutput);
  }
  const record = recordOf(job, group, step);
  const before: usize = step > 0 ? recordOf(job, group, step - 1) : 0;
  const all = address(job, LENGTHS);
  const reverse = int(job, REVERSE) != 0;
  // walking in reverse, the row before must be reached too, or this one is the first of a sequence
  const whole = allReach(all, group, reverse ? min(row + 1, W - 1) : row);
  const lengths: usize = whole ? 0 : all + panelBytes(group);
  const firstHidden = at + statesAt(job, FIRST_HIDDEN);
  const dHidden = at + statesAt(job, D_HIDDEN_STATE);
  const previous = at + statesAt(job, PREVIOUS);
  if (int(job, CELL) == LSTM) {
    const firstCell = at + statesAt(job, FIRST_CELL);
    const tangent = at + statesAt(job, TANGENT);
    const dCell = at + statesAt(job, D_CELL_STATE);
    lstmBackward(
      H,
      record,
      before,
      firstHidden,
      firstCell,
      tangent,
      dOutput,
      dHidden,
      dCell,
      at,
      previous,
      lengths,
      row,
      reverse,
    );
  } else {
    gruBackward(
      H,
      record,
      before,
      firstHidden,
      dOutput,
      dHidden,
      at,
      previous,
      lengths,
      row,
    );
  }
}

/** Adds the rows of one step of one group to the block. @returns how many rows it has then */
function addRows(
  job: usize,
  group: i32,
  step: i32,
  at: usize,
  left: usize,
  right: usize,
  rows: i32,
): i32 {
  const lanes = lanesOf(group, int(job, SEQUENCES));
  packSections(job, at, left, rows);
  const inputPanels = int(job, INPUT_PANELS);
  packState(
    at + statesAt(job, PREVIOUS),
    int(job, HIDDEN),
    right + rightBytes(inputPanels),
    rows,
  );
  if (int(job, CONSTANT)) {
    addTo(at + groupBytes(job) - panelBytes(4 * int(job, HIDDEN) + SLACK), at, 4 * int(job, HIDDEN));
  } else {
    const I = int(job, INPUTS);
    const W = int(job, STEPS);
    const stride = (<usize>W) * (<usize>I) * FLOAT;
    const row = (<usize>rowOf(job, step)) * (<usize>I) * FLOAT;
    const from = address(job, INPUT) + (<usize>(group * LANES)) * stride + row;
    packInputs(from, stride, lanes, I, right, rows);
  }
  return rows + lanes;
}

/** Packs the gate gradients of a panel (4H, 8), section by section. */
function packSections(job: usize, gates: usize, left: usize, rows: i32): void {
  const sections = int(job, SECTIONS);
  for (let s = 0; s < sections; s++) {
    const at = SECTION + s * SECTION_WORDS;
    const count = int(job, at + 1);
    packGradients(gates + panelBytes(int(job, at)), count, left, rows);
    left += leftBytes((count + 3) >> 2);
  }
}

/** sums += panel, both (n, 8). */
function addTo(sums: usize, panel: usize, n: i32): void {
  const end = sums + panelBytes(n);
  for (; sums < end; sums += VECTOR) {
    v128.store(sums, f32x4.add(v128.load(sums), v128.load(panel)));
    panel += VECTOR;
  }
}

// which columns of the sums a block brings
const BOTH: i32 = 0;
const HIDDEN_PART: i32 = 1;
const INPUT_PART: i32 = 2;

function multiplySections(
  job: usize,
  chunk: i32,
  left: usize,
  right: usize,
  rows: i32,
  fresh: bool,
  part: i32,
): void {
  const inputPanels = int(job, INPUT_PANELS);
  const stride = panelBytes(inputPanels + int(job, HIDDEN_PANELS));
  let sums = address(job, SUMS) + (<usize>chunk) * address(job, SUMS_PER_CHUNK);
  const sections = int(job, SECTIONS);
  for (let s = 0; s < sections; s++) {
    const at = SECTION + s * SECTION_WORDS;
    const gatePanels = (int(job, at + 1) + 3) >> 2;
    const firstInput = int(job, at + 2);
    if (part != HIDDEN_PART) {
      const from = right + rightBytes(firstInput);
      const to = sums + panelBytes(firstInput);
      multiplyBlocks(left, gatePanels, from, int(job, at + 3), rows, to, stride, fresh);
    }
    if (part != INPUT_PART) {
      const from = right + rightBytes(inputPanels);
      const to = sums + panelBytes(inputPanels);
      multiplyBlocks(left, gatePanels, from, int(job, at + 4), rows, to, stride, fresh);
    }
    left += leftBytes(gatePanels);
    sums += (<usize>(4 * gatePanels)) * stride;
  }
}

/** dx of one row of all groups. */
function inputGradient(
  job: usize,
  first: i32,
  groups: i32,
  row: i32,
  scratch: usize,
  gates: usize,
): void {
  const I = int(job, INPUTS);
  const W = int(job, STEPS);
  const H = int(job, HIDDEN);
  const K = int(job, INPUT_K);
  const group = groupBytes(job);
  const dGates = scratch + panelBytes(4 * H - K);
  const out = scratch + statesAt(job, STATES);
  multiplyLanes(address(job, INPUT_WEIGHTS), I, K, dGates, group, out, group, groups, FROM_ZERO);
  const stride = (<usize>W) * (<usize>I) * FLOAT;
  for (let g = 0; g < groups; g++) {
    const rows =
      address(job, D_INPUT) +
      (<usize>((first + g) * LANES)) * stride +
      (<usize>row) * (<usize>I) * FLOAT;
    fromLanes(out + (<usize>g) * group, I, rows, stride, lanesOf(first + g, int(job, SEQUENCES)));
  }
}

/** What a constant input has met: the sum of the gradients of all steps. */
function constantGradients(
  job: usize,
  chunk: i32,
  first: i32,
  groups: i32,
  scratch: usize,
  left: usize,
  right: usize,
): void {
  const I = int(job, INPUTS);
  const H = int(job, HIDDEN);
  const B = int(job, SEQUENCES);
  const K = int(job, INPUT_K);
  const group = groupBytes(job);
  const sums = scratch + group - panelBytes(4 * H + SLACK);
  const stride = (<usize>I) * FLOAT;
  let rows = 0;
  for (let g = 0; g < groups; g++) {
    const lanes = lanesOf(first + g, B);
    packSections(job, sums + (<usize>g) * group, left, rows);
    const from = address(job, INPUT) + (<usize>((first + g) * LANES)) * stride;
    packInputs(from, stride, lanes, I, right, rows);
    rows += lanes;
  }
  multiplySections(job, chunk, left, right, rows, true, INPUT_PART);
  const weights = address(job, INPUT_WEIGHTS);
  if (weights == 0) return;
  const out = scratch + statesAt(job, STATES);
  const dGates = sums + panelBytes(4 * H - K);
  multiplyLanes(weights, I, K, dGates, group, out, group, groups, FROM_ZERO);
  for (let g = 0; g < groups; g++) {
    const to = address(job, D_INPUT) + (<usize>((first + g) * LANES)) * stride;
    fromLanes(out + (<usize>g) * group, I, to, stride, lanesOf(first + g, B));
  }
}
