/** Selection by condition, conversion of types, and constants. By `assembly/ops/choose.ts`. */
import { type DataType, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend.js';
import { sizeOf } from '../shapes.js';
import { areFloats, backendOf, inputsOf, type KernelMaker, shareOf } from './call.js';
import { fillFloats } from './copy.js';

/** `Select`: element-wise choice by a condition of the same shape. */
export const select: KernelMaker = (stock) => (call) => {
  const { condition, t, e } = inputsOf<'condition' | 't' | 'e'>(call);
  const backend = backendOf(call);
  const isAlike = util.arraysEqual(condition.shape, t.shape) && util.arraysEqual(t.shape, e.shape);
  if (!areFloats(t, e) || !isAlike || !hasBytes(backend, condition)) return stock(call);
  const inputs = [backend.bytes(condition), backend.floats(t), backend.floats(e)];
  return elementwise(backend, 'choose', t.shape, inputs);
};

/** `Cast` to floats; other types go to the stock kernel. */
export const cast: KernelMaker = (stock) => (call) => {
  const { x } = inputsOf<'x'>(call);
  const { dtype } = call.attrs as unknown as { dtype: DataType };
  const backend = backendOf(call);
  if (dtype !== 'float32' || x.dtype === 'float32') return stock(call);
  if (x.dtype === 'bool' && hasBytes(backend, x)) {
    return elementwise(backend, 'bytesToFloats', x.shape, [backend.bytes(x)]);
  }
  if (backend.data.get(x.dataId).values instanceof Int32Array) {
    return elementwise(backend, 'integersToFloats', x.shape, [backend.integers(x)]);
  }
  return stock(call);
};

/** `Fill` with floats. */
export const fill: KernelMaker = (stock) => (call) => {
  const { shape, value, dtype } = call.attrs as unknown as {
    shape: number[];
    value: number | string;
    dtype?: DataType;
  };
  if (typeof value !== 'number' || (dtype ?? 'float32') !== 'float32') return stock(call);
  return filled(backendOf(call), shape, value);
};

/** A tensor of the same shape as x, all of whose values are the same. */
export function filledLike(value: number): KernelMaker {
  return (stock) => (call) => {
    const { x } = inputsOf<'x'>(call);
    return areFloats(x) ? filled(backendOf(call), x.shape, value) : stock(call);
  };
}

function filled(backend: SimdBackend, shape: readonly number[], value: number): TensorInfo {
  const out = backend.output(shape);
  fillFloats(backend, out, value);
  return out;
}

/** Other kernels may have stored integers under a tensor of booleans. */
function hasBytes(backend: SimdBackend, { dataId }: TensorInfo): boolean {
  return backend.data.get(dataId).values instanceof Uint8Array;
}

function elementwise(
  backend: SimdBackend,
  name: string,
  shape: readonly number[],
  inputs: readonly number[],
): TensorInfo {
  const out = backend.output(shape);
  const size = sizeOf(shape);
  const { head, chunks } = shareOf(size);
  backend.runtime.run(name, {
    integers: [...head, backend.floats(out), ...inputs],
    chunks,
    work: size,
  });
  return out;
}
