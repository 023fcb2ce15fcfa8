/** Functions of two floats with broadcasting, by `assembly/ops/binary.ts`. */
import { broadcast_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend.js';
import { sizeOf } from '../shapes.js';
import { areFloats, backendOf, inputsOf, type KernelMaker, shareOf } from './call.js';
import { broadcastStrides, mergeDimensions, padDimensions, type Walk } from './dimensions.js';

/** Dimensions that the kernels support. */
const RANK = 4;

/** The kernel for a function of two floats, by its name in the compiled kernels. */
function binary(
  name: string,
  [first, second]: readonly [string, string],
  dtype: 'float32' | 'bool' = 'float32',
): KernelMaker {
  return (stock) => (call) => {
    const { [first]: a, [second]: b } = inputsOf<string>(call);
    if (!areFloats(a, b)) return stock(call);
    return runBinary(backendOf(call), name, a, b, dtype) ?? stock(call);
  };
}

/** f(a, b) as a new tensor; undefined when broadcasting alternates over more dimensions than RANK. */
export function runBinary(
  backend: SimdBackend,
  name: string,
  a: TensorInfo,
  b: TensorInfo,
  dtype: 'float32' | 'bool' = 'float32',
): TensorInfo | undefined {
  const shape = broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
  const walk = walkOf(a.shape, b.shape, shape);
  if (!walk) return undefined;
  const out = backend.output(shape, dtype);
  const result = dtype === 'bool' ? backend.bytes(out) : backend.floats(out);
  const addresses = [result, backend.floats(a), backend.floats(b)];
  const [, d1, d2, n] = walk.dims;
  const [stridesA, stridesB] = walk.strides;
  const steps = [n, stridesA[3], stridesB[3], d1, d2];
  const size = sizeOf(shape);
  const { head, chunks } = shareOf(size);
  backend.runtime.run(name, {
    integers: [...head, ...addresses, ...steps, ...stridesA.slice(0, 3), ...stridesB.slice(0, 3)],
    chunks,
    work: size,
  });
  return out;
}

function walkOf(
  a: readonly number[],
  b: readonly number[],
  shape: readonly number[],
): Walk | undefined {
  const strides = [broadcastStrides(a, shape), broadcastStrides(b, shape)];
  return padDimensions(mergeDimensions({ dims: shape, strides }), RANK);
}

const ab = ['a', 'b'] as const;

/** By the names of TensorFlow.js. */
export const binaryOperations: Readonly<Record<string, KernelMaker>> = {
  Add: binary('binaryAdd', ab),
  EluGrad: binary('binaryEluGrad', ['dy', 'y']),
  Equal: binary('binaryEqual', ab, 'bool'),
  Greater: binary('binaryGreater', ab, 'bool'),
  GreaterEqual: binary('binaryGreaterEqual', ab, 'bool'),
  Less: binary('binaryLess', ab, 'bool'),
  LessEqual: binary('binaryLessEqual', ab, 'bool'),
  Maximum: binary('binaryMaximum', ab),
  Minimum: binary('binaryMinimum', ab),
  Multiply: binary('binaryMul', ab),
  NotEqual: binary('binaryNotEqual', ab, 'bool'),
  Prelu: binary('binaryPrelu', ['x', 'alpha']),
  RealDiv: binary('binaryDiv', ab),
  SquaredDifference: binary('binarySquaredDifference', ab),
  Sub: binary('binarySub', ab),
};
