/** Joining tensors: concat and stack. */
import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend.js';
import { sizeOf } from '../shapes.js';
import { areFloats, backendOf, type KernelMaker } from './call.js';
import { moveElements, placeOf } from './copy.js';
import { rowMajor } from './dimensions.js';

/** `Concat` along any axis. */
export const concat: KernelMaker = (stock) => (call) => {
  const tensors = call.inputs as unknown as TensorInfo[];
  const { axis } = call.attrs as unknown as { axis: number };
  const filled = tensors.filter(({ shape }) => sizeOf(shape) > 0);
  if (!areFloats(...tensors) || filled.length < 2) return stock(call);
  const [along] = util.parseAxisParam(axis, tensors[0].shape);
  const shapes = tensors.map(({ shape }) => shape);
  backend_util.assertParamsConsistent(shapes, along);
  const shape = backend_util.computeOutShape(shapes, along);
  return join(backendOf(call), filled, along, shape) ?? stock(call);
};

/** `Pack`: tensors stacked along a new axis. */
export const pack: KernelMaker = (stock) => (call) => {
  const tensors = call.inputs as unknown as TensorInfo[];
  const { axis } = call.attrs as unknown as { axis: number };
  const [{ shape }] = tensors;
  const isAlike = tensors.every((tensor) => util.arraysEqual(tensor.shape, shape));
  // the stock kernel reports shapes that do not match
  if (!areFloats(...tensors) || !isAlike || tensors.length < 2 || sizeOf(shape) === 0) {
    return stock(call);
  }
  const insert = (dim: number) => [...shape.slice(0, axis), dim, ...shape.slice(axis)];
  const expanded = tensors.map((tensor) => ({ ...tensor, shape: insert(1) }));
  return join(backendOf(call), expanded, axis, insert(tensors.length)) ?? stock(call);
};

/** Each tensor moves to its place along an axis of the whole. */
function join(
  backend: SimdBackend,
  tensors: readonly TensorInfo[],
  along: number,
  whole: readonly number[],
): TensorInfo | undefined {
  const out = backend.output(whole);
  let at = 0;
  for (const tensor of tensors) {
    const { shape } = tensor;
    const begin = whole.map((_, d) => (d === along ? at : 0));
    const [to, toStrides] = placeOf(backend.floats(out), { shape, whole, begin });
    const fromStrides = rowMajor(shape);
    const from = backend.floats(tensor);
    if (!moveElements(backend, { dims: shape, to, toStrides, from, fromStrides })) {
      backend.disposeData(out.dataId);
      return undefined;
    }
    at += shape[along];
  }
  return out;
}
