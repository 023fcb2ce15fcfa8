/** Rearranging values: transpose, reverse, tile and pad. */
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend.js';
import { areFloats, backendOf, inputsOf, type KernelMaker } from './call.js';
import { ELEMENT, fillFloats, moveElements, placeOf } from './copy.js';
import { rowMajor, type Strides } from './dimensions.js';

/** `Transpose` by any permutation. */
export const transpose: KernelMaker = (stock) => (call) => {
  const { x } = inputsOf<'x'>(call);
  const { perm } = call.attrs as unknown as { perm: number[] };
  if (!areFloats(x)) return stock(call);
  const strides = rowMajor(x.shape);
  const dims = perm.map((axis) => x.shape[axis]);
  const read = { strides: perm.map((axis) => strides[axis]), offset: 0 };
  return rearranged(backendOf(call), x, dims, dims, read) ?? stock(call);
};

/** `Reverse` along any axes. */
export const reverse: KernelMaker = (stock) => (call) => {
  const { x } = inputsOf<'x'>(call);
  const { dims: asked } = call.attrs as unknown as { dims: number[] };
  if (!areFloats(x) || x.shape.length === 0) return stock(call);
  const axes = new Set(util.parseAxisParam(asked, x.shape));
  const strides = rowMajor(x.shape);
  const read = {
    strides: strides.map((stride, d) => (axes.has(d) ? -stride : stride)),
    offset: strides.reduce(
      (sum, stride, d) => sum + (axes.has(d) ? stride * (x.shape[d] - 1) : 0),
      0,
    ),
  };
  return rearranged(backendOf(call), x, x.shape, x.shape, read) ?? stock(call);
};

/** `Tile`: repetition along any axes. */
export const tile: KernelMaker = (stock) => (call) => {
  const { x } = inputsOf<'x'>(call);
  const { reps } = call.attrs as unknown as { reps: number[] };
  if (!areFloats(x)) return stock(call);
  const strides = rowMajor(x.shape);
  const shape = x.shape.map((dim, d) => dim * reps[d]);
  // each dimension becomes two: the repetitions, along which the source has stride 0, and itself
  const dims = x.shape.flatMap((dim, d) => [reps[d], dim]);
  const read = { strides: strides.flatMap((stride) => [0, stride]), offset: 0 };
  return rearranged(backendOf(call), x, shape, dims, read) ?? stock(call);
};

/** `PadV2`: padding with a constant. */
export const padV2: KernelMaker = (stock) => (call) => {
  const { x } = inputsOf<'x'>(call);
  const { paddings, constantValue } = call.attrs as unknown as {
    paddings: [number, number][];
    constantValue: number;
  };
  if (!areFloats(x)) return stock(call);
  const backend = backendOf(call);
  const whole = x.shape.map((dim, d) => paddings[d][0] + dim + paddings[d][1]);
  const begin = paddings.map(([before]) => before);
  const from = backend.floats(x);
  const out = backend.output(whole);
  fillFloats(backend, out, constantValue);
  const [to, toStrides] = placeOf(backend.floats(out), { shape: x.shape, whole, begin });
  const fromStrides = rowMajor(x.shape);
  if (moveElements(backend, { dims: x.shape, to, toStrides, from, fromStrides })) return out;
  backend.disposeData(out.dataId);
  return stock(call);
};

/** A tensor of shape `dims` whose elements come from x with these strides. */
function rearranged(
  backend: SimdBackend,
  x: TensorInfo,
  shape: readonly number[],
  dims: readonly number[],
  read: { readonly strides: Strides; readonly offset: number },
): TensorInfo | undefined {
  const from = backend.floats(x) + read.offset * ELEMENT;
  const out = backend.output(shape);
  const to = backend.floats(out);
  const toStrides = rowMajor(dims);
  if (moveElements(backend, { dims, to, toStrides, from, fromStrides: read.strides })) return out;
  backend.disposeData(out.dataId);
  return undefined;
}
