/**
 * A recurrent layer over a whole sequence, forward: each chunk takes some sequences through all steps,
 * so that no thread waits for another.
 *
 * Beside the sequences' own values a panel holds the constant 1, whose weight is the bias. One panel
 * is [x | 1 | h] of a step: x is fetched from the rows of the input, h is where the last step left it,
 * and the product with all weights gives the sums of all gates at once.
 *
 * A cell is cut into sections, runs of rows that read the same stretch of the panel. An LSTM is one
 * section, a GRU three: q reads [1 | h], r and z all, n reads [x | 1].
 */
import { address, int } from '../job';
import { FLOAT } from '../vector';
import { gruForward } from './gru';
import { allReach, fromLanes, LANES, lanesOf, multiplyLanes, panelBytes, SLACK, toLanes } from './lanes';
import { lstmForward } from './lstm';
import { FROM_OUT, FROM_ZERO } from '../tile-start';

/** Code of the LSTM in a job; a GRU has 1. */
export const LSTM: i32 = 0;

// the integers of the job, which `src/simd/recurrent/forward.ts` writes
const CELL: i32 = 0;
const SEQUENCES: i32 = 1;
const STEPS: i32 = 2;
/** Inputs that change from step to step: I, or 0 where the input is constant. */
const INPUTS: i32 = 3;
const HIDDEN: i32 = 4;
const REVERSE: i32 = 5;
const WANTS_SEQUENCE: i32 = 6;
const CONSTANT_INPUTS: i32 = 7;
const GROUPS_PER_CHUNK: i32 = 8;
const INPUT: i32 = 9;
const INITIAL_HIDDEN: i32 = 10;
const INITIAL_CELL: i32 = 11;
const VALUE: i32 = 12;
const FINAL_CELL: i32 = 13;
/** (groups, W, record) for backward, or 0 in scoring. */
const RECORD: i32 = 14;
const LENGTHS: i32 = 15;
const SCRATCH: i32 = 16;
const SCRATCH_PER_THREAD: i32 = 17;
/** How many sections every step has, and how many those of a constant input, computed once. */
const STEP_SECTIONS: i32 = 18;
const CONSTANT_SECTIONS: i32 = 19;
/** For each: weights, rows, first value of the panel, values, first row of the result. */
const STEP_SECTION: i32 = 20;
const SECTION_WORDS: i32 = 5;
const CONSTANT_SECTION: i32 = STEP_SECTION + 3 * SECTION_WORDS;

/** Rows of a record: four gates, the state, and room for what the last product writes too much. */
@inline
export function recordRows(H: i32): i32 {
  return 4 * H + max(H, SLACK);
}

/** All steps of the sequences of a chunk. */
export function recurrentForward(job: usize, chunk: i32, thread: i32): void {
  const B = int(job, SEQUENCES);
  const W = int(job, STEPS);
  const perChunk = int(job, GROUPS_PER_CHUNK);
  const first = chunk * perChunk;
  const groups = min(perChunk, (B + LANES - 1) / LANES - first);
  const I = int(job, INPUTS);
  const H = int(job, HIDDEN);
  const one = panelBytes(I);
  const state = panelBytes(H + SLACK);
  const recordBytes = panelBytes(recordRows(H));
  const panelStep = panelBytes(max(I, int(job, CONSTANT_INPUTS)) + 1 + H + SLACK);
  const panel = address(job, SCRATCH) + (<usize>thread) * address(job, SCRATCH_PER_THREAD);
  const cell = panel + (<usize>perChunk) * panelStep;
  const output = cell + (<usize>perChunk) * state;
  const constant = output + (<usize>perChunk) * state;
  const aside = constant + (<usize>perChunk) * recordBytes;
  const kept = address(job, RECORD);
  const keptStep = (<usize>W) * recordBytes;
  const hidden = panel + one + panelBytes(1);

  const constants = int(job, CONSTANT_INPUTS);
  if (constants > 0) constantSums(job, first, groups, panel, panelStep, constant, recordBytes);
  for (let g = 0; g < groups; g++) {
    const at = panel + (<usize>g) * panelStep;
    fillOne(at + one);
    loadState(job, INITIAL_HIDDEN, first + g, B, H, hidden + (<usize>g) * panelStep);
    loadState(job, INITIAL_CELL, first + g, B, H, cell + (<usize>g) * state);
  }
  for (let step = 0; step < W; step++) {
    const row = int(job, REVERSE) ? W - 1 - step : step;
    const record =
      kept != 0
        ? kept + (<usize>first) * keptStep + (<usize>step) * recordBytes
        : aside;
    const recordStep = kept != 0 ? keptStep : recordBytes;
    if (I > 0) loadRow(job, first, groups, row, panel, panelStep);
    if (constants > 0) {
      for (let g = 0; g < groups; g++) {
        const from = constant + (<usize>g) * recordBytes;
        memory.copy(record + (<usize>g) * recordStep, from, panelBytes(4 * H));
      }
    }
    const from = constants > 0 ? FROM_OUT : FROM_ZERO;
    const sections = int(job, STEP_SECTIONS);
    multiplySections(job, STEP_SECTION, sections, panel, panelStep, record, recordStep, groups, from);
    for (let g = 0; g < groups; g++) {
      finishStep(
        job,
        first + g,
        row,
        record + (<usize>g) * recordStep,
        cell + (<usize>g) * state,
        hidden + (<usize>g) * panelStep,
        output + (<usize>g) * state,
      );
    }
  }
  for (let g = 0; g < groups; g++) {
    if (!int(job, WANTS_SEQUENCE)) {
      storeState(job, VALUE, first + g, B, H, hidden + (<usize>g) * panelStep);
    }
    storeState(job, FINAL_CELL, first + g, B, H, cell + (<usize>g) * state);
  }
}

/** The sums of a constant input and the biases, which every step begins with: (4H, 8) per group. */
function constantSums(
  job: usize,
  first: i32,
  groups: i32,
  panel: usize,
  panelStep: usize,
  sums: usize,
  sumsStep: usize,
): void {
  const I = int(job, CONSTANT_INPUTS);
  const B = int(job, SEQUENCES);
  const stride = (<usize>I) * FLOAT;
  for (let g = 0; g < groups; g++) {
    const at = panel + (<usize>g) * panelStep;
    const rows = address(job, INPUT) + (<usize>((first + g) * LANES)) * stride;
    toLanes(rows, stride, lanesOf(first + g, B), I, at);
    fillOne(at + panelBytes(I));
  }
  const sections = int(job, CONSTANT_SECTIONS);
  multiplySections(job, CONSTANT_SECTION, sections, panel, panelStep, sums, sumsStep, groups, FROM_ZERO);
}

function fillOne(row: usize): void {
  v128.store(row, f32x4.splat(1));
  v128.store(row + 16, f32x4.splat(1));
}

/** The input of one row, x of the panels. */
function loadRow(
  job: usize,
  first: i32,
  groups: i32,
  row: i32,
  panel: usize,
  panelStep: usize,
): void {
  const I = int(job, INPUTS);
  const W = int(job, STEPS);
  const B = int(job, SEQUENCES);
  const stride = (<usize>W) * (<usize>I) * FLOAT;
  for (let g = first; g < first + groups; g++) {
    const rows =
      address(job, INPUT) +
      (<usize>(g * LANES)) * stride +
      (<usize>row) * (<usize>I) * FLOAT;
    toLanes(rows, stride, lanesOf(g, B), I, panel);
    panel += panelStep;
  }
}

function multiplySections(
  job: usize,
  word: i32,
  sections: i32,
  panel: usize,
  panelStep: usize,
  out: usize,
  outStep: usize,
  groups: i32,
  from: i32,
): void {
  for (let s = 0; s < sections; s++) {
    const at = word + s * SECTION_WORDS;
    const columns = panel + panelBytes(int(job, at + 2));
    const to = out + panelBytes(int(job, at + 4));
    const K = int(job, at + 3);
    multiplyLanes(address(job, at), int(job, at + 1), K, columns, panelStep, to, outStep, groups, from);
  }
}

/** The nonlinearities of one step, and its output. */
function finishStep(
  job: usize,
  group: i32,
  row: i32,
  record: usize,
  cell: usize,
  hidden: usize,
  output: usize,
): void {
  const H = int(job, HIDDEN);
  const all = address(job, LENGTHS);
  const whole = allReach(all, group, row);
  const lengths: usize = whole ? 0 : all + panelBytes(group);
  if (int(job, CELL) == LSTM) lstmForward(H, record, cell, hidden, output, lengths, row);
  else gruForward(H, record, hidden, output, lengths, row);
  if (!int(job, WANTS_SEQUENCE)) return;
  const W = int(job, STEPS);
  const stride = (<usize>W) * (<usize>H) * FLOAT;
  const rows =
    address(job, VALUE) + (<usize>(group * LANES)) * stride + (<usize>row) * (<usize>H) * FLOAT;
  fromLanes(whole ? hidden : output, H, rows, stride, lanesOf(group, int(job, SEQUENCES)));
}

/** A state (B, H) of the group's sequences as a panel; zeros where there is none. */
export function loadState(
  job: usize,
  word: i32,
  group: i32,
  B: i32,
  H: i32,
  panel: usize,
): void {
  const from = address(job, word);
  const stride = (<usize>H) * FLOAT;
  if (from == 0) memory.fill(panel, 0, panelBytes(H));
  else toLanes(from + (<usize>(group * LANES)) * stride, stride, lanesOf(group, B), H, panel);
}

/** Writes a panel back as a state (B, H), unless the address is 0. */
export function storeState(
  job: usize,
  word: i32,
  group: i32,
  B: i32,
  H: i32,
  panel: usize,
): void {
  const to = address(job, word);
  const stride = (<usize>H) * FLOAT;
  if (to == 0) return;
  fromLanes(panel, H, to + (<usize>(group * LANES)) * stride, stride, lanesOf(group, B));
}
