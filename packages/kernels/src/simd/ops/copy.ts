/** Moving elements between arrays of any strides, by `assembly/ops/copy.ts` and `transpose.ts`. */
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend.js';
import { sizeOf } from '../shapes.js';
import { shareOf } from './call.js';
import { mergeDimensions, padDimensions, rowMajor, type Strides, type Walk } from './dimensions.js';

/** Dimensions that the kernels support around a row, and around a matrix. */
const ROW_RANK = 5;
const MATRIX_RANK = 3;

/** A box of `dims` to move, with the strides and the first element of both arrays. */
export interface Move {
  readonly dims: readonly number[];
  /** Address of the first element in the result, and strides in elements. */
  readonly to: number;
  readonly toStrides: Strides;
  /** Address of the first element that is read, and strides, which may be 0 or negative. */
  readonly from: number;
  readonly fromStrides: Strides;
}

/** Bytes of an element. */
export const ELEMENT = 4;

/**
 * Moves a box of 32-bit elements.
 *
 * @returns false, with nothing done, when the strides need more dimensions than the kernels support
 */
export function moveElements(
  backend: SimdBackend,
  { dims, to, toStrides, from, fromStrides }: Move,
): boolean {
  if (sizeOf(dims) === 0) return true;
  const merged = withContiguousRows(mergeDimensions({ dims, strides: [toStrides, fromStrides] }));
  const [, strides] = merged.strides;
  const unit = strides.indexOf(1);
  const last = strides.length - 1;
  const isTransposed = unit >= 0 && unit !== last && strides[last] > 1;
  if (isTransposed && moveMatrices(backend, merged, unit, to, from)) return true;
  return moveRows(backend, merged, to, from);
}

/** The same walk with an innermost dimension along which the result has no gaps. */
function withContiguousRows({ dims, strides }: Walk): Walk {
  if (strides[0].at(-1) === 1) return { dims, strides };
  return { dims: [...dims, 1], strides: strides.map((each) => [...each, 1]) };
}

function moveRows(backend: SimdBackend, walk: Walk, to: number, from: number): boolean {
  const n = walk.dims[walk.dims.length - 1];
  const step = walk.strides[1][walk.dims.length - 1];
  const outer = padDimensions(withoutDimensions(walk, walk.dims.length - 1), ROW_RANK);
  if (!outer) return false;
  const rows = sizeOf(outer.dims);
  const { head, chunks } = shareOf(rows, n);
  backend.runtime.run('copyRows', {
    integers: [...head, to, from, n, step, ...outer.dims.slice(1), ...outer.strides.flat()],
    chunks,
    work: rows * (n + 8),
  });
  return true;
}

/** @param unit the dimension along which the source has no gaps */
function moveMatrices(
  backend: SimdBackend,
  walk: Walk,
  unit: number,
  to: number,
  from: number,
): boolean {
  const last = walk.dims.length - 1;
  const outer = padDimensions(withoutDimensions(walk, unit, last), MATRIX_RANK);
  if (!outer) return false;
  const [toStrides, fromStrides] = walk.strides;
  const [rows, columns] = [walk.dims[last], walk.dims[unit]];
  const units = sizeOf(outer.dims) * Math.ceil(rows / 4);
  const { head, chunks } = shareOf(units, 4 * columns);
  const matrix = [rows, columns, fromStrides[last], toStrides[unit]];
  backend.runtime.run('transposeMatrices', {
    integers: [...head, to, from, ...matrix, ...outer.dims.slice(1), ...outer.strides.flat()],
    chunks,
    work: units * 4 * columns,
  });
  return true;
}

function withoutDimensions({ dims, strides }: Walk, ...dropped: readonly number[]): Walk {
  const keep = (values: readonly number[]) => values.filter((_, d) => !dropped.includes(d));
  return { dims: keep(dims), strides: strides.map(keep) };
}

/** Part of an array: its shape and its offset in the whole. */
export interface Part {
  readonly shape: readonly number[];
  /** Shape of the whole, of the same rank. */
  readonly whole: readonly number[];
  readonly begin: readonly number[];
}

/** Address of the first element of a part, and its strides. */
export function placeOf(address: number, { whole, begin }: Part): [number, Strides] {
  const strides = rowMajor(whole);
  const offset = begin.reduce((sum, at, d) => sum + at * strides[d], 0);
  return [address + offset * ELEMENT, strides];
}

/** Copies a part of x into a new tensor; undefined when its strides need too many dimensions. */
export function copyPart(
  backend: SimdBackend,
  x: TensorInfo,
  begin: readonly number[],
  shape: readonly number[],
): TensorInfo | undefined {
  const [from, fromStrides] = placeOf(backend.floats(x), { shape, whole: x.shape, begin });
  const out = backend.output(shape);
  const to = backend.floats(out);
  if (moveElements(backend, { dims: shape, to, toStrides: rowMajor(shape), from, fromStrides })) {
    return out;
  }
  backend.disposeData(out.dataId);
  return undefined;
}

/** Fills a tensor of floats with one of them. */
export function fillFloats(backend: SimdBackend, out: TensorInfo, value: number): void {
  const size = sizeOf(out.shape);
  const { head, chunks } = shareOf(size);
  const [bits] = new Int32Array(Float32Array.of(value).buffer);
  backend.runtime.run('fillWith', {
    integers: [...head, backend.floats(out), bits],
    chunks,
    work: size / 2,
  });
}
