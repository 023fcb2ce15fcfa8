/** Selection of rows by index, as in an embedding, and its gradient. By `assembly/ops/rows.ts`. */
import { backend_util, util } from '@tensorflow/tfjs-core';
import { sizeOf } from '../shapes.js';
import { areFloats, backendOf, inputsOf, type KernelMaker, shareOf } from './call.js';
import { fillFloats } from './copy.js';

/** `GatherV2`: slices along an axis by index. */
export const gatherV2: KernelMaker = (stock) => (call) => {
  const { x, indices } = inputsOf<'x' | 'indices'>(call);
  const { axis, batchDims } = call.attrs as unknown as { axis: number; batchDims?: number };
  const backend = backendOf(call);
  const values = backend.data.get(indices.dataId).values;
  const [along] = util.parseAxisParam(axis, x.shape);
  const rows = x.shape[along];
  const isPlain = areFloats(x) && values instanceof Int32Array && !batchDims;
  // the stock kernel reports which index is out of bounds
  if (!isPlain || values.some((index) => index < 0 || index >= rows)) return stock(call);
  const info = backend_util.segment_util.collectGatherOpShapeInfo(x, indices, along, 0);
  const [input, places] = [backend.floats(x), backend.integers(indices)];
  const out = backend.output(info.outputShape);
  const n = info.sliceSize;
  const units = info.outerSize * values.length;
  const { head, chunks } = shareOf(units, n);
  backend.runtime.run('gatherRows', {
    integers: [...head, backend.floats(out), input, n, places, rows, values.length],
    chunks,
    work: units * (n + 4),
  });
  return out;
};

/** `UnsortedSegmentSum`: the sum of the rows with the same index; the gradient of `GatherV2`. */
export const unsortedSegmentSum: KernelMaker = (stock) => (call) => {
  const { x, segmentIds } = inputsOf<'x' | 'segmentIds'>(call);
  const { numSegments } = call.attrs as unknown as { numSegments: number };
  const backend = backendOf(call);
  const values = backend.data.get(segmentIds.dataId).values;
  const isPlain = areFloats(x) && values instanceof Int32Array && segmentIds.shape.length === 1;
  if (!isPlain || values.length !== x.shape[0]) return stock(call);
  const inner = x.shape.slice(1);
  const n = sizeOf(inner);
  const [input, places] = [backend.floats(x), backend.integers(segmentIds)];
  const out = backend.output([numSegments, ...inner]);
  fillFloats(backend, out, 0);
  const perChunk = Math.max(64, Math.ceil(n / 8));
  const addresses = [backend.floats(out), input, n, places, numSegments, values.length];
  backend.runtime.run('addUpRows', {
    integers: [n, perChunk, ...addresses],
    chunks: Math.ceil(n / perChunk),
    work: values.length * n,
  });
  return out;
};
