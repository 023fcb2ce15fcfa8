/** Batch normalisation with given moments, by `assembly/ops/normalize.ts`. */
import { util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend.js';
import { sizeOf } from '../shapes.js';
import { areFloats, backendOf, inputsOf, type KernelMaker, shareOf } from './call.js';

/** TensorFlow.js's own, where the attribute is missing. */
const DEFAULT_EPSILON = 0.001;

/** `FusedBatchNorm`: batch normalisation with given moments, channels last. */
export const fusedBatchNorm: KernelMaker = (stock) => (call) => {
  const inputs = inputsOf<'x' | 'mean' | 'variance'>(call);
  const { scale, offset } = call.inputs;
  const { x, mean, variance } = inputs;
  const channels = [x.shape.at(-1) ?? 0];
  const moments = [mean, variance, scale, offset].filter((each) => each !== undefined);
  const isByChannel = moments.every((each) => util.arraysEqual(each.shape, channels));
  if (!areFloats(x, ...moments) || !isByChannel) return stock(call);
  const { varianceEpsilon = DEFAULT_EPSILON } = call.attrs as unknown as {
    varianceEpsilon?: number;
  };
  return normalize(backendOf(call), x, { mean, variance, scale, offset }, varianceEpsilon);
};

interface Moments {
  readonly mean: TensorInfo;
  readonly variance: TensorInfo;
  readonly scale?: TensorInfo;
  readonly offset?: TensorInfo;
}

function normalize(
  backend: SimdBackend,
  x: TensorInfo,
  { mean, variance, scale, offset }: Moments,
  epsilon: number,
): TensorInfo {
  const { memory } = backend.runtime;
  const C = mean.shape[0];
  const input = backend.floats(x);
  const out = backend.output(x.shape);
  const rows = C === 0 ? 0 : sizeOf(x.shape) / C;
  backend.runtime.withScratch(2 * C * 4, (scratch) => {
    const valuesOf = (tensor: TensorInfo) => backend.readSync(tensor.dataId) as Float32Array;
    const variances = valuesOf(variance);
    const scales = scale && valuesOf(scale);
    const factors = memory.floats(scratch, C);
    for (let c = 0; c < C; c++) factors[c] = (scales?.[c] ?? 1) / Math.sqrt(variances[c] + epsilon);
    const offsets = memory.floats(scratch + 4 * C, C);
    if (offset) offsets.set(valuesOf(offset));
    else offsets.fill(0);
    const { head, chunks } = shareOf(rows, C);
    const parameters = [backend.floats(mean), scratch, scratch + 4 * C];
    backend.runtime.run('normalizeRows', {
      integers: [...head, backend.floats(out), input, C, ...parameters],
      chunks,
      work: rows * C,
    });
  });
  return out;
}
