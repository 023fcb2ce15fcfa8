/** Writes the jobs of `assembly/recurrent/backward.ts` and `blocks.ts`. */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SequenceSizes } from '../../recurrent/kernel.js';
import type { SimdBackend } from '../backend.js';
import { BLOCK_ROOM, groupsOf, panelBytes, SLACK } from './layout.js';
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
  const { perChunk, chunks } = groupsOf(B);
  const plan = planGradients(cell, sizes);
  const K = cell === 'lstm' ? 4 * H : 3 * H;
  const hiddenWeights = Math.ceil(H / 4) * K * 16;
  const inputWeights = outputs.input ? Math.ceil(I / 4) * K * 16 : 0;
  const scratch = scratchBytes(sizes, plan, perChunk);
  const sums = chunks * plan.sumBytes;
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
      ...plan.sections.flatMap((one) => Object.values(one)),
    ];
    const work = B * W * H * (2 * (I + H) + H + 20);
    runtime.run('recurrentBackward', { integers, chunks, work });
    addGradients(backend, call, plan, { sumsAt, chunks }, outputs);
  });
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

function planGradients(cell: SimdCell, { I, H }: SequenceSizes): GradientPlan {
  const inputPanels = Math.floor(I / 8) + 1; // with the 1 behind the input
  const hiddenPanels = Math.ceil(H / 8);
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
  const gatePanels = sections.reduce((sum, { rows }) => sum + Math.ceil(rows / 4), 0);
  const rowBytes = panelBytes(inputPanels + hiddenPanels);
  const sumBytes = gatePanels * 4 * rowBytes;
  return { sections, inputPanels, hiddenPanels, gatePanels, rowBytes, sumBytes };
}

/** Bytes that a thread works on: states of each group, and a block of both factors. */
function scratchBytes({ I, H }: SequenceSizes, plan: GradientPlan, perChunk: number): number {
  const { gatePanels, inputPanels, hiddenPanels } = plan;
  const states = 2 * (4 * H + SLACK) + 7 * (H + SLACK) + I + SLACK;
  const block = BLOCK_ROOM * 16 * (gatePanels + 2 * (inputPanels + hiddenPanels));
  return panelBytes(states) * perChunk + block;
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
  const weightHh = backend.floats(inputs.weightHh);
  // q, r, z: the last third of PyTorch's rows comes first
  const runs = isLstm
    ? [weightHh, 4 * H, weightHh, 0]
    : [weightHh + 2 * H * H * 4, H, weightHh, 2 * H];
  runtime.run('packTransposed', {
    integers: [to.hidden, H, K, ...runs],
    chunks: Math.ceil(H / 4),
    work: H * K,
  });
  if (to.input === 0) return;
  const weightIh = backend.floats(inputs.weightIh);
  runtime.run('packTransposed', {
    integers: [to.input, I, K, weightIh, K, weightIh, 0],
    chunks: Math.ceil(I / 4),
    work: I * K,
  });
}

/** Rows of a section among the sums, whose panels have four. */
function padded(rows: number): number {
  return Math.ceil(rows / 4) * 4;
}

function addGradients(
  backend: SimdBackend,
  { cell, sizes: { I, H } }: BackwardCall,
  plan: GradientPlan,
  { sumsAt, chunks }: { sumsAt: number; chunks: number },
  outputs: BackwardOutputs,
): void {
  const GH = (cell === 'lstm' ? 4 : 3) * H;
  // rows of the sums that belong to PyTorch's rows: r and z, then n of the input's part and q
  const rows = cell === 'lstm' ? [GH, 0, 0, 0] : [2 * H, padded(H), padded(H) + padded(2 * H), 0];
  const { weightIh, weightHh, biasIh, biasHh } = outputs;
  backend.runtime.run('addGradients', {
    integers: [
      sumsAt,
      chunks,
      plan.sumBytes,
      plan.rowBytes,
      GH,
      I,
      H,
      plan.inputPanels * 8,
      backend.floats(weightIh),
      backend.floats(weightHh),
      backend.floats(biasIh),
      backend.floats(biasHh),
      ...rows,
    ],
    chunks: Math.ceil(GH / 16),
    work: (chunks * GH * (I + H)) / 2,
  });
}
