/** Functions of one float, by `assembly/ops/unary.ts`. */
import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { SimdBackend } from '../backend.js';
import { sizeOf } from '../shapes.js';
import { areFloats, backendOf, type Call, inputsOf, type KernelMaker, shareOf } from './call.js';

/** Approximate cost of a function in simple operations on four values. */
const SIMPLE = 3;
export const EXPONENTIAL = 30;

/** Floats of a cache line; a tensor occupies whole ones. */
const LINE = 16;

/** The kernel for a function of one float, by its name in the compiled kernels. */
function unary(
  name: string,
  cost: number,
  parameters: (call: Call) => readonly number[] = () => [],
): KernelMaker {
  return (stock) => (call) => {
    const { x } = inputsOf<'x'>(call);
    if (!areFloats(x)) return stock(call);
    return runUnary(backendOf(call), name, cost, x, parameters(call));
  };
}

/** f(x) as a new tensor. */
export function runUnary(
  backend: SimdBackend,
  name: string,
  cost: number,
  x: TensorInfo,
  parameters: readonly number[] = [],
): TensorInfo {
  const input = backend.floats(x);
  const out = backend.output(x.shape);
  const size = sizeOf(x.shape);
  const { head, chunks } = shareOf(Math.ceil(size / LINE), (LINE * cost) / SIMPLE);
  backend.runtime.run(name, {
    integers: [...head, backend.floats(out), input],
    floats: parameters,
    chunks,
    work: (size * cost) / 4,
  });
  return out;
}

const alpha = (call: Call) => [(call.attrs as unknown as { alpha: number }).alpha];
const { SELU_SCALE, SELU_SCALEALPHA } = backend_util;

/** By the names of TensorFlow.js. */
export const unaryOperations: Readonly<Record<string, KernelMaker>> = {
  Abs: unary('unaryAbs', SIMPLE),
  Ceil: unary('unaryCeil', SIMPLE),
  ClipByValue: unary('unaryClip', SIMPLE, (call) => {
    const { clipValueMin, clipValueMax } = call.attrs as unknown as {
      clipValueMin: number;
      clipValueMax: number;
    };
    return [clipValueMin, clipValueMax];
  }),
  Elu: unary('unaryElu', EXPONENTIAL),
  Exp: unary('unaryExp', EXPONENTIAL),
  Expm1: unary('unaryExpm1', EXPONENTIAL),
  Floor: unary('unaryFloor', SIMPLE),
  LeakyRelu: unary('unaryLeakyRelu', SIMPLE, alpha),
  Log: unary('unaryLog', EXPONENTIAL),
  Log1p: unary('unaryLog1p', EXPONENTIAL),
  Neg: unary('unaryNeg', SIMPLE),
  Reciprocal: unary('unaryReciprocal', SIMPLE),
  Relu: unary('unaryRelu', SIMPLE),
  Relu6: unary('unaryClip', SIMPLE, () => [0, 6]),
  Round: unary('unaryRound', SIMPLE),
  Rsqrt: unary('unaryRsqrt', SIMPLE),
  Selu: unary('unarySelu', EXPONENTIAL, () => [SELU_SCALE, SELU_SCALEALPHA]),
  Sigmoid: unary('unarySigmoid', EXPONENTIAL),
  Sign: unary('unarySign', SIMPLE),
  Softplus: unary('unarySoftplus', EXPONENTIAL),
  Sqrt: unary('unarySqrt', SIMPLE),
  Square: unary('unarySquare', SIMPLE),
  Step: unary('unaryStep', SIMPLE, alpha),
  Tanh: unary('unaryTanh', EXPONENTIAL),
};
