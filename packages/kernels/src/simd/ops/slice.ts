/** Parts of a tensor: slice, split and unstack. */
import { backend_util, slice_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { areFloats, backendOf, inputsOf, type KernelMaker } from './call.js';
import { copyPart } from './copy.js';

/** `Slice`: a contiguous part. */
export const slice: KernelMaker = (stock) => (call) => {
  const { x } = inputsOf<'x'>(call);
  const { begin, size } = call.attrs as unknown as { begin: number[]; size: number[] };
  if (!areFloats(x)) return stock(call);
  const [from, shape] = slice_util.parseSliceParams(x, begin, size);
  slice_util.assertParamsValid(x, from, shape);
  return copyPart(backendOf(call), x, from, shape) ?? stock(call);
};

/** `SplitV`: parts along an axis. */
export const splitV: KernelMaker = (stock) => (call) => {
  const { x } = inputsOf<'x'>(call);
  const { numOrSizeSplits, axis } = call.attrs as unknown as {
    numOrSizeSplits: number | number[];
    axis: number;
  };
  if (!areFloats(x)) return stock(call);
  const [along] = util.parseAxisParam(axis, x.shape);
  const sizes = backend_util.prepareSplitSize(x, numOrSizeSplits, along);
  let at = 0;
  const parts = sizes.map((size) => {
    const part = copyPart(
      backendOf(call),
      x,
      x.shape.map((_, d) => (d === along ? at : 0)),
      x.shape.map((dim, d) => (d === along ? size : dim)),
    );
    at += size;
    return part;
  });
  return allOrStock(parts) ?? stock(call);
};

/** `Unpack`: slices along an axis, without that axis. */
export const unpack: KernelMaker = (stock) => (call) => {
  const { value } = inputsOf<'value'>(call);
  const { axis } = call.attrs as unknown as { axis: number };
  if (!areFloats(value)) return stock(call);
  const along = axis < 0 ? axis + value.shape.length : axis;
  const parts = Array.from({ length: value.shape[along] }, (_, index) => {
    const part = copyPart(
      backendOf(call),
      value,
      value.shape.map((_dim, d) => (d === along ? index : 0)),
      value.shape.map((dim, d) => (d === along ? 1 : dim)),
    );
    return part && { ...part, shape: value.shape.filter((_dim, d) => d !== along) };
  });
  return allOrStock(parts) ?? stock(call);
};

/** All parts have the same strides: either each was copied, or none. */
function allOrStock(parts: readonly (TensorInfo | undefined)[]): TensorInfo[] | undefined {
  const copied = parts.filter((part) => part !== undefined);
  return copied.length === parts.length ? copied : undefined;
}
