/** Sums, means, products, largest and smallest values over any axes, by `assembly/ops/reduce.ts`. */
import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend.js';
import { sizeOf } from '../shapes.js';
import { areFloats, backendOf, type Call, inputsOf, type KernelMaker, shareOf } from './call.js';

/** Floats of a piece; a row that is not much longer remains whole. */
const PIECE = 16_384;
const COLUMNS = 1_024;
/** Number of rows times blocks of columns that occupies all threads. */
const ENOUGH = 16;

type AxesOf = (call: Call) => number | number[];

/** The kernel for a reduction, by the suffix of its names in the compiled kernels. */
function reduction(name: string, axesOf: AxesOf, isMean = false): KernelMaker {
  return (stock) => (call) => {
    const { x } = inputsOf<'x'>(call);
    const size = sizeOf(x.shape);
    if (!areFloats(x) || size === 0) return stock(call);
    const axes = util.parseAxisParam(axesOf(call), x.shape);
    const { keepDims } = call.attrs as unknown as { keepDims: boolean };
    const [shape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
    const divisor = isMean ? size / sizeOf(shape) : 1;
    const outShape = keepDims ? backend_util.expandShapeToKeepDim(shape, axes) : shape;
    return reduceRuns(backendOf(call), name, x, axes, outShape, divisor);
  };
}

/** One run of adjacent axes after the other, the last one first. */
function reduceRuns(
  backend: SimdBackend,
  name: string,
  x: TensorInfo,
  axes: readonly number[],
  outShape: readonly number[],
  divisor: number,
): TensorInfo {
  let dims = x.shape
    .map((dim, d) => ({ dim, reduced: axes.includes(d) }))
    .filter(({ dim }) => dim > 1);
  let current = x;
  for (;;) {
    const end = dims.findLastIndex(({ reduced }) => reduced) + 1;
    const start = dims.slice(0, end).findLastIndex(({ reduced }) => !reduced) + 1;
    const size = (part: typeof dims) => sizeOf(part.map(({ dim }) => dim));
    const sizes: Sizes = [
      size(dims.slice(0, start)),
      size(dims.slice(start, end)),
      size(dims.slice(end)),
    ];
    dims = [...dims.slice(0, start), ...dims.slice(end)];
    const isLast = dims.every(({ reduced }) => !reduced);
    const shape = isLast ? outShape : dims.map(({ dim }) => dim);
    const next = reduceMiddle(backend, name, current, sizes, shape, isLast ? divisor : 1);
    if (current !== x) backend.disposeData(current.dataId);
    if (isLast) return next;
    current = next;
  }
}

/** Outer, reduced and inner. */
type Sizes = readonly [number, number, number];

/** (outer, R, inner) to (outer, inner). */
function reduceMiddle(
  backend: SimdBackend,
  name: string,
  x: TensorInfo,
  [outer, R, inner]: Sizes,
  shape: readonly number[],
  divisor: number,
): TensorInfo {
  const columns = Math.min(inner, COLUMNS);
  const blocks = Math.ceil(inner / columns);
  const perPiece = Math.max(1, Math.floor(PIECE / columns));
  const isCut = R >= 2 * perPiece && outer * blocks < ENOUGH;
  const rows = isCut ? perPiece : R;
  const pieces = Math.ceil(R / rows);
  const input = backend.floats(x);
  const out = backend.output(shape);
  backend.runtime.withScratch(outer * pieces * inner * 8, (partial) => {
    const first = shareOf(outer * pieces * blocks, rows * columns);
    backend.runtime.run(`reduce${name}`, {
      integers: [...first.head, partial, input, R, inner, rows, pieces, columns, blocks],
      chunks: first.chunks,
      work: outer * R * inner,
    });
    const second = shareOf(outer * inner, pieces);
    backend.runtime.run(`total${name}`, {
      integers: [...second.head, partial, backend.floats(out), R, inner, rows, pieces, divisor],
      chunks: second.chunks,
      work: outer * pieces * inner,
    });
  });
  return out;
}

const axis: AxesOf = (call) => (call.attrs as unknown as { axis: number | number[] }).axis;

/** By the names of TensorFlow.js. */
export const reductions: Readonly<Record<string, KernelMaker>> = {
  Max: reduction(
    'Max',
    (call) => (call.attrs as unknown as { reductionIndices: number | number[] }).reductionIndices,
  ),
  Mean: reduction('Sum', axis, true),
  Min: reduction('Min', axis),
  Prod: reduction('Prod', axis),
  Sum: reduction('Sum', axis),
};
