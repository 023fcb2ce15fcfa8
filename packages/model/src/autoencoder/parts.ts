/** Parts of a batch of windows. */
import type { BatchPart } from '../training/accumulate.js';
import type { WindowBatch } from './batches.js';

/**
 * Cuts a batch into parts of at most B windows, each with the number of its readings that are not missing.
 *
 * A part without readings is left out, unless all are. Each has dropout masks of its own.
 */
export function partsOf(batch: WindowBatch, B: number): readonly BatchPart<WindowBatch>[] {
  if (batch.size <= B) return [{ batch, weight: 1 }];
  const parts = Array.from({ length: Math.ceil(batch.size / B) }, (_, i) => partOf(batch, B, i));
  const known = parts.filter(({ weight }) => weight > 0);
  return known.length > 0 ? known : parts.slice(0, 1);
}

function partOf(batch: WindowBatch, B: number, i: number): BatchPart<WindowBatch> {
  const { input, target, mask, dropout } = batch;
  const size = Math.min(B, batch.size - i * B);
  const perWindow = input.length / batch.size; // W · C
  const cut = (array: Float32Array): Float32Array =>
    array.subarray(i * B * perWindow, (i * B + size) * perWindow);
  const readings = cut(input);
  const part = {
    ...batch,
    size,
    input: readings,
    target: target === input ? readings : cut(target), // one array is uploaded once
    ...(mask && { mask: cut(mask) }),
    ...(dropout && { dropout: dropout.stream(`part ${i}`) }),
  };
  const weight = part.mask ? part.mask.reduce((sum, one) => sum + one, 0) : readings.length;
  return { batch: part, weight };
}
