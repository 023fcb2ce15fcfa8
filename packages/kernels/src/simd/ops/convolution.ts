/**
 * Two-dimensional convolution and its two gradients as matrix products of patches, channels last; in
 * one dimension TensorFlow.js calls them with a height of 1. By `assembly/ops/patches.ts`.
 *
 * Source: Chellapilla, Puri & Simard 2006, "High Performance Convolutional Neural Networks for
 * Document Processing", section 3.
 */
import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend.js';
import { epilogueOf, type Epilogue, type Product, runProduct } from '../matrix-product.js';
import { sizeOf } from '../shapes.js';
import { areFloats, backendOf, type Call, inputsOf, type KernelMaker, shareOf } from './call.js';

/** Bytes of patches in memory at a time. */
const MOST_BYTES = 2 ** 26;

interface Attributes {
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding;
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dilations?: number | [number, number];
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

type Shape4D = [number, number, number, number];

/** Sizes of one convolution, and how many images are computed at a time. */
interface Plan {
  readonly info: backend_util.Conv2DInfo;
  /** Rows of patches that an image has, and floats in a row. */
  readonly rows: number;
  readonly width: number;
  readonly groups: readonly { readonly first: number; readonly count: number }[];
  /** Whether the images are the patches. */
  readonly isPointwise: boolean;
}

/** `Conv2D`, channels last. */
export const conv2D: KernelMaker = (stock) => (call) => {
  const { x, filter } = inputsOf<'x' | 'filter'>(call);
  const plan = planOf(call, x.shape, filter.shape);
  if (!plan || !areFloats(x, filter)) return stock(call);
  return convolve(backendOf(call), plan, x, filter);
};

/** With bias and activation in the product; unsupported ones go to the stock kernel. */
export const fusedConv2D: KernelMaker = (stock) => (call) => {
  const { x, filter } = inputsOf<'x' | 'filter'>(call);
  const { bias } = call.inputs;
  const { activation, leakyreluAlpha } = call.attrs as unknown as {
    activation?: string;
    leakyreluAlpha?: number;
  };
  const plan = planOf(call, x.shape, filter.shape);
  const epilogue = epilogueOf(filter.shape[3], bias, activation, leakyreluAlpha);
  if (!plan || !epilogue || !areFloats(x, filter)) return stock(call);
  return convolve(backendOf(call), plan, x, filter, epilogue);
};

/** `Conv2DBackpropInput`: the gradient with respect to the images. */
export const conv2DBackpropInput: KernelMaker = (stock) => (call) => {
  const { dy, filter } = inputsOf<'dy' | 'filter'>(call);
  const { inputShape } = call.attrs as unknown as { inputShape: number[] };
  const plan = planOf(call, inputShape, filter.shape);
  if (!plan || !areFloats(dy, filter) || !fits(plan, dy)) return stock(call);
  const backend = backendOf(call);
  const [gradients, weights] = [backend.floats(dy), backend.floats(filter)];
  const out = backend.output(inputShape);
  const { info, rows, width, groups } = plan;
  for (const { first, count } of groups) {
    backend.runtime.withScratch(count * rows * width * 4, (patches) => {
      const a = gradients + first * rows * info.outChannels * 4;
      const sizes = { M: count * rows, K: info.outChannels, N: width };
      runProduct(backend, product(sizes, { transposeB: true }), { a, b: weights, out: patches });
      const images = backend.floats(out) + first * imageSize(info) * 4;
      const { head, chunks } = shareOf(count * info.inHeight, imageSize(info) / info.inHeight);
      backend.runtime.run('addPatches', {
        integers: [...head, patches, images, ...geometryOf(info)],
        chunks,
        work: count * rows * width,
      });
    });
  }
  return out;
};

/** `Conv2DBackpropFilter`: the gradient with respect to the filter. */
export const conv2DBackpropFilter: KernelMaker = (stock) => (call) => {
  const { x, dy } = inputsOf<'x' | 'dy'>(call);
  const { filterShape } = call.attrs as unknown as { filterShape: Shape4D };
  const plan = planOf(call, x.shape, filterShape);
  if (!plan || !areFloats(x, dy) || !fits(plan, dy)) return stock(call);
  const backend = backendOf(call);
  const [images, gradients] = [backend.floats(x), backend.floats(dy)];
  const out = backend.output(filterShape);
  const { info, rows, width, groups } = plan;
  for (const { first, count } of groups) {
    withPatches(backend, plan, images, first, count, (a) => {
      const b = gradients + first * rows * info.outChannels * 4;
      const sizes = { M: width, K: count * rows, N: info.outChannels };
      const part = product(sizes, { transposeA: true });
      if (first === 0) runProduct(backend, part, { a, b, out: backend.floats(out) });
      else addProduct(backend, part, { a, b }, backend.floats(out));
    });
  }
  return out;
};

/** The stock kernels also accept gradients of another shape, and use part of them. */
function fits({ info }: Plan, { shape }: TensorInfo): boolean {
  return util.arraysEqual(info.outShape, shape);
}

/** The sizes of the convolution; undefined for cases that the stock kernels compute. */
function planOf(
  call: Call,
  inShape: readonly number[],
  filterShape: readonly number[],
): Plan | undefined {
  const { strides, pad, dataFormat, dilations, dimRoundingMode } =
    call.attrs as unknown as Attributes;
  const format = backend_util.convertConv2DDataFormat(dataFormat);
  const info = backend_util.computeConv2DInfo(
    inShape as Shape4D,
    filterShape as Shape4D,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    false,
    format,
  );
  const rows = info.outHeight * info.outWidth;
  const width = info.filterHeight * info.filterWidth * info.inChannels;
  const isEmpty = sizeOf(info.inShape) * sizeOf(info.outShape) * width === 0;
  if (format !== 'channelsLast' || isEmpty) return undefined;
  const { top, bottom, left, right } = info.padInfo;
  const reach = [info.filterHeight, info.filterWidth, info.strideHeight, info.strideWidth];
  const isPointwise = reach.every((one) => one === 1) && top + bottom + left + right === 0;
  const most = Math.max(1, Math.floor(MOST_BYTES / (rows * width * 4)));
  const groups = Array.from({ length: Math.ceil(info.batchSize / most) }, (_, group) => ({
    first: group * most,
    count: Math.min(most, info.batchSize - group * most),
  }));
  return { info, rows, width, groups, isPointwise };
}

function convolve(
  backend: SimdBackend,
  plan: Plan,
  x: TensorInfo,
  filter: TensorInfo,
  epilogue?: Epilogue,
): TensorInfo {
  const { info, rows, width, groups } = plan;
  const [images, weights] = [backend.floats(x), backend.floats(filter)];
  const bias = epilogue?.bias ? backend.floats(epilogue.bias) : 0;
  const out = backend.output(info.outShape);
  for (const { first, count } of groups) {
    withPatches(backend, plan, images, first, count, (a) => {
      const result = backend.floats(out) + first * rows * info.outChannels * 4;
      const sizes = { M: count * rows, K: width, N: info.outChannels };
      runProduct(backend, product(sizes), { a, b: weights, out: result, bias }, epilogue);
    });
  }
  return out;
}

/** Lays the patches of some images out, (count · rows, width), for as long as `compute` takes. */
function withPatches(
  backend: SimdBackend,
  { info, rows, width, isPointwise }: Plan,
  images: number,
  first: number,
  count: number,
  compute: (patches: number) => void,
): void {
  const from = images + first * imageSize(info) * 4;
  if (isPointwise) {
    compute(from);
    return;
  }
  backend.runtime.withScratch(count * rows * width * 4, (patches) => {
    const { head, chunks } = shareOf(count * rows, width);
    backend.runtime.run('takePatches', {
      integers: [...head, patches, from, ...geometryOf(info)],
      chunks,
      work: count * rows * width,
    });
    compute(patches);
  });
}

/** out += a · b. */
function addProduct(
  backend: SimdBackend,
  part: Product,
  { a, b }: { readonly a: number; readonly b: number },
  out: number,
): void {
  const size = part.M * part.N;
  backend.runtime.withScratch(size * 4, (result) => {
    runProduct(backend, part, { a, b, out: result });
    const { head, chunks } = shareOf(size);
    const walk = [size, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0];
    const integers = [...head, out, out, result, ...walk];
    backend.runtime.run('binaryAdd', { integers, chunks, work: size });
  });
}

function product(
  sizes: Pick<Product, 'M' | 'K' | 'N'>,
  { transposeA = false, transposeB = false } = {},
): Product {
  return { ...sizes, batchesA: 1, batchesB: 1, transposeA, transposeB };
}

function imageSize({ inHeight, inWidth, inChannels }: backend_util.Conv2DInfo): number {
  return inHeight * inWidth * inChannels;
}

/** The integers of a job that `assembly/ops/patches.ts` reads after the two addresses. */
function geometryOf(info: backend_util.Conv2DInfo): number[] {
  const input = [info.inHeight, info.inWidth, info.inChannels];
  const output = [info.filterHeight, info.filterWidth, info.outHeight, info.outWidth];
  const steps = [info.strideHeight, info.strideWidth, info.dilationHeight, info.dilationWidth];
  return [...input, ...output, ...steps, info.padInfo.top, info.padInfo.left];
}
