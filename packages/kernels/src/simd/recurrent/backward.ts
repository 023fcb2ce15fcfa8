/** Writes the jobs of `assembly/recurrent/backward.ts` and `blocks.ts`. */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SequenceSizes } from '../../recurrent/kernel.js';
import type { SimdBackend } from '../backend.js';
import type { KernelLayout } from '../layout.js';
import { BLOCK_ROOM, panelBytes, summedGroupsOf, wholeLines } from './layout.js';
import type { SimdCell } from './sections.js';

/** The inputs of backward. */
export interface BackwardInputs {
  readonly input: TensorInfo;
  readonly weightIh: TensorInfo;
  readonly weightHh: TensorInfo;
  readonly initialHidden: TensorInfo;
  readonly initialCell: TensorInfo;
  readonly record: TensorInfo;
  /** (B, W, H), or (B, H) of the last state. */
  readonly dValue: TensorInfo;
  readonly dFinalCell?: TensorInfo;
}

/** The gradients that backward writes, in the shapes of their tensors. */
export interface BackwardOutputs {
  readonly weightIh: TensorInfo;
  readonly weightHh: TensorInfo;
  readonly biasIh: TensorInfo;
  readonly biasHh: TensorInfo;
  readonly initialHidden: TensorInfo;
  readonly initialCell: TensorInfo;
  readonly input?: TensorInfo;
}

/** How the layer was called. */
export interface BackwardCall {
  readonly cell: SimdCell;
  readonly sizes: SequenceSizes;
  readonly output: 'sequence' | 'last';
  readonly reverse: boolean;
  /** Address of the lengths, or 0. */
  readonly lengths: number;
}

/** A run of gate rows, and the columns of [x | 1] and h that they are multiplied with. */
interface GradientSection {
  readonly row: number;
  readonly rows: number;
  readonly firstInputPanel: number;
  readonly inputPanels: number;
  readonly hiddenPanels: number;
}

/** Integers that describe the at most three sections of a cell. */
const MOST_SECTION_WORDS = 15;

/** Runs a layer backward. */
export function runBackward(
  backend: SimdBackend,
  call: BackwardCall,
  inputs: BackwardInputs,
  outputs: BackwardOutputs,
): void {
  const { runtime } = backend;
  const { cell, sizes } = call;
  const { B, W, I, H } = sizes;
  const { layout } = runtime;
  const { perChunk, chunks, sequencesPerSum, sums: count } = summedGroupsOf(B, layout);
  const plan = planGradients(cell, sizes, layout);
  const K = cell === 'lstm' ? 4 * H : 3 * H;
  const hiddenWeights = wholeLines(padded(H, layout) * K * 4);
  const inputWeights = outputs.input ? wholeLines(padded(I, layout) * K * 4) : 0;
  const scratch = scratchBytes(sizes, plan, perChunk, layout);
  const sums = count * plan.sumBytes;
  const bytes = hiddenWeights + inputWeights + sums + scratch * runtime.threads;
  runtime.withScratch(bytes, (start) => {
    const packed = { hidden: start, input: outputs.input ? start + hiddenWeights : 0 };
    packWeights(backend, call, inputs, packed);
    const sumsAt = start + hiddenWeights + inputWeights;
    const address = (tensor: TensorInfo | undefined) => (tensor ? backend.floats(tensor) : 0);
    const integers = [
      cell === 'lstm' ? 0 : 1,
      B,
      W,
      I,
      H,
      Number(call.reverse),
      Number(call.output === 'sequence'),
      Number(sizes.constantInput),
      perChunk,
      address(inputs.input),
      address(inputs.initialHidden),
      address(inputs.initialCell),
      address(inputs.dValue),
      address(inputs.dFinalCell),
      address(inputs.record),
      call.lengths,
      sumsAt + sums,
      scratch,
      packed.hidden,
      K,
      packed.input,
      K,
      address(outputs.input),
      address(outputs.initialHidden),
      address(outputs.initialCell),
      sumsAt,
      plan.sumBytes,
      plan.inputPanels,
      plan.hiddenPanels,
      plan.gatePanels,
      plan.sections.length,
      ...padWords(plan.sections.flatMap((one) => Object.values(one))),
      sequencesPerSum, // for native kernels: in WebAssembly that is a chunk
    ];
    const work = B * W * H * (2 * (I + H) + H + 20);
    runtime.run('recurrentBackward', { integers, chunks, work });
    addGradients(backend, call, plan, { sumsAt, count }, outputs);
  });
}

/** The integers of all sections, and zeros for those that a cell does not have. */
function padWords(words: readonly number[]): number[] {
  return Array.from({ length: MOST_SECTION_WORDS }, (_, i) => words[i] ?? 0);
}

interface GradientPlan {
  readonly sections: readonly GradientSection[];
  readonly inputPanels: number;
  readonly hiddenPanels: number;
  readonly gatePanels: number;
  /** Bytes of a row of the sums, and of the sums of a chunk. */
  readonly rowBytes: number;
  readonly sumBytes: number;
}

function planGradients(
  cell: SimdCell,
  { I, H }: SequenceSizes,
  layout: KernelLayout,
): GradientPlan {
  const { lanes, strip } = layout;
  const inputPanels = Math.floor(I / lanes) + 1; // with the 1 behind the input
  const hiddenPanels = Math.ceil(H / lanes);
  const all = { firstInputPanel: 0, inputPanels, hiddenPanels };
  // q is multiplied with h and the 1, n with the input and the 1
  const sections: GradientSection[] =
    cell === 'lstm'
      ? [{ row: 0, rows: 4 * H, ...all }]
      : [
          { row: 0, rows: H, firstInputPanel: inputPanels - 1, inputPanels: 1, hiddenPanels },
          { row: H, rows: 2 * H, ...all },
          { row: 3 * H, rows: H, ...all, hiddenPanels: 0 },
        ];
  const gatePanels = sections.reduce((sum, { rows }) => sum + Math.ceil(rows / strip), 0);
  const rowBytes = panelBytes(inputPanels + hiddenPanels, layout);
  const sumBytes = gatePanels * strip * rowBytes;
  return { sections, inputPanels, hiddenPanels, gatePanels, rowBytes, sumBytes };
}

/** Bytes that a thread works on: states of each group, and a block of both factors. */
function scratchBytes(
  { I, H }: SequenceSizes,
  { gatePanels, inputPanels, hiddenPanels }: GradientPlan,
  perChunk: number,
  layout: KernelLayout,
): number {
  const { lanes, strip } = layout;
  const states = 2 * (4 * H + strip) + 7 * (H + strip) + I + strip;
  const gates = (gatePanels + 1) * strip;
  const block = BLOCK_ROOM * 4 * (gates + (inputPanels + hiddenPanels) * lanes);
  return panelBytes(states, layout) * perChunk + block;
}

/** Packs the weights by columns; rows in the order of the gates in a panel. */
function packWeights(
  backend: SimdBackend,
  { cell, sizes: { I, H } }: BackwardCall,
  inputs: BackwardInputs,
  to: { hidden: number; input: number },
): void {
  const isLstm = cell === 'lstm';
  const K = isLstm ? 4 * H : 3 * H;
  const { runtime } = backend;
  const { strip } = runtime.layout;
  const weightHh = backend.floats(inputs.weightHh);
  // q, r, z: the last third of PyTorch's rows comes first
  const runs = isLstm
    ? [weightHh, 4 * H, weightHh, 0]
    : [weightHh + 2 * H * H * 4, H, weightHh, 2 * H];
  runtime.run('packTransposed', {
    integers: [to.hidden, H, K, ...runs],
    chunks: Math.ceil(H / strip),
    work: H * K,
  });
  if (to.input === 0) return;
  const weightIh = backend.floats(inputs.weightIh);
  runtime.run('packTransposed', {
    integers: [to.input, I, K, weightIh, K, weightIh, 0],
    chunks: Math.ceil(I / strip),
    work: I * K,
  });
}

/** Rows of a section among the sums, and of packed weights, in whole strips. */
function padded(rows: number, { strip }: KernelLayout): number {
  return Math.ceil(rows / strip) * strip;
}

function addGradients(
  backend: SimdBackend,
  { cell, sizes: { I, H } }: BackwardCall,
  plan: GradientPlan,
  { sumsAt, count }: { sumsAt: number; count: number },
  outputs: BackwardOutputs,
): void {
  const GH = (cell === 'lstm' ? 4 : 3) * H;
  // rows of the sums that belong to PyTorch's rows: r and z, then n of the input's part and q
  const { layout } = backend.runtime;
  const q = padded(H, layout);
  const rows = cell === 'lstm' ? [GH, 0, 0, 0] : [2 * H, q, q + padded(2 * H, layout), 0];
  const { weightIh, weightHh, biasIh, biasHh } = outputs;
  backend.runtime.run('addGradients', {
    integers: [
      sumsAt,
      count,
      plan.sumBytes,
      plan.rowBytes,
      GH,
      I,
      H,
      plan.inputPanels * layout.lanes,
      backend.floats(weightIh),
      backend.floats(weightHh),
      backend.floats(biasIh),
      backend.floats(biasHh),
      ...rows,
    ],
    chunks: Math.ceil(GH / 16),
    work: (count * GH * (I + H)) / 2,
  });
}
