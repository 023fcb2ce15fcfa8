/** Writes the job of `assembly/recurrent/forward.ts`. */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { RecurrentCall, SequenceSizes } from '../../recurrent/kernel.js';
import type { SimdBackend } from '../backend.js';
import type { KernelLayout } from '../layout.js';
import { groupsOf, panelBytes, recordRows, wholeLines } from './layout.js';
import { type SimdCell, firstValueOf, planSections, type Section, valueCount } from './sections.js';

/** Integers that describe the at most three sections of a cell. */
const MOST_SECTION_WORDS = 15;

/** Addresses of the results of forward; 0 for results that are not needed. */
export interface ForwardOutputs {
  readonly value: number;
  readonly finalCell: number;
  readonly record: number;
}

/** Runs a layer forward. */
export function runForward(
  backend: SimdBackend,
  cell: SimdCell,
  call: RecurrentCall,
  lengths: number,
  outputs: ForwardOutputs,
): void {
  const { runtime } = backend;
  const { sizes, tensors } = call;
  const { B, W, I, H, constantInput } = sizes;
  const { layout } = runtime;
  const { perChunk, chunks } = groupsOf(B, layout, layout.leastGroups);
  const { step, constant } = planSections(cell, sizes);
  const scratch = scratchBytes(sizes, layout) * perChunk;
  const weightBytes = wholeLines(bytesOf([...step, ...constant], sizes, layout));
  runtime.withScratch(weightBytes + scratch * runtime.threads, (start) => {
    const stepWords = packSections(backend, call, step, start, constantInput ? 0 : I);
    const behind = start + bytesOf(step, sizes, layout);
    const constantWords = packSections(backend, call, constant, behind, I);
    const head = [
      cell === 'lstm' ? 0 : 1,
      B,
      W,
      constantInput ? 0 : I,
      H,
      Number(call.reverse),
      Number(call.output === 'sequence'),
      constantInput ? I : 0,
      perChunk,
      backend.floats(tensors.input),
      backend.floats(tensors.initialHidden),
      backend.floats(tensors.initialCell),
      outputs.value,
      outputs.finalCell,
      outputs.record,
      lengths,
      start + weightBytes,
      scratch,
      step.length,
      constant.length,
    ];
    const room = Array.from({ length: MOST_SECTION_WORDS - stepWords.length }, () => 0);
    runtime.run('recurrentForward', {
      integers: [...head, ...stepWords, ...room, ...constantWords],
      chunks,
      work: B * W * H * (I + H + 20),
    });
  });
}

/** Bytes that one group of sequences works on: panel, cell, output, constant sums, a record. */
function scratchBytes({ I, H }: SequenceSizes, layout: KernelLayout): number {
  const state = H + layout.strip;
  return panelBytes(I + 1 + 3 * state + 2 * recordRows(H, layout), layout);
}

function packedBytes(section: Section, sizes: SequenceSizes, { strip }: KernelLayout): number {
  return Math.ceil(section.rows / strip) * strip * valueCount(section, sizes) * 4;
}

function bytesOf(sections: readonly Section[], sizes: SequenceSizes, layout: KernelLayout): number {
  return sections.reduce((sum, section) => sum + packedBytes(section, sizes, layout), 0);
}

/**
 * Packs the weights of sections from `start` on.
 *
 * @param inputs how many values of x a panel holds
 * @returns the integers of the job that describe the sections
 */
function packSections(
  backend: SimdBackend,
  { sizes, tensors }: RecurrentCall,
  sections: readonly Section[],
  start: number,
  inputs: number,
): number[] {
  const { I, H } = sizes;
  const { layout } = backend.runtime;
  const rowAddress = (tensor: TensorInfo, row: number | undefined, width: number) =>
    row === undefined ? 0 : backend.floats(tensor) + row * width * 4;
  let to = start;
  return sections.flatMap((section) => {
    const { rows, gateRow, weightIh, weightHh, biasIh, biasHh } = section;
    const K = valueCount(section, sizes);
    const addresses = [
      rowAddress(tensors.weightIh, weightIh, I),
      rowAddress(tensors.weightHh, weightHh, H),
      rowAddress(tensors.biasIh, biasIh, 1),
      rowAddress(tensors.biasHh, biasHh, 1),
    ];
    backend.runtime.run('packGates', {
      integers: [to, rows, K, ...addresses, I, H],
      chunks: Math.ceil(rows / layout.strip),
      work: rows * K,
    });
    const integers = [to, rows, firstValueOf(section, inputs), K, gateRow];
    to += packedBytes(section, sizes, layout);
    return integers;
  });
}
