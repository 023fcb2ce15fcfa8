/**
 * Functions of one float, four at a time: out[i] = f(x[i]).
 *
 * One exported function for each f; the shared loop is inlined into it, and with it the choice of f.
 * NaN stays NaN wherever TensorFlow.js's own kernels keep it.
 */
import { address, float } from '../job';
import { VECTOR } from '../vector';
import { exp, expm1, log, log1p, sigmoid, softplus, tanh } from './exponential';
import { mish } from './mish';
import { endOf, firstOf, OWN } from './share';

/**
 * Job: result, x; two parameters of f as floats. A unit is a cache line of 16 floats: tensors begin with
 * one and own their last one whole, so that there is no rest to treat apart.
 */
const OUT: i32 = OWN;
const X: i32 = OWN + 1;

const LINE: usize = 64;

enum F {
  Abs,
  Ceil,
  Clip,
  Elu,
  Exp,
  Expm1,
  Floor,
  LeakyRelu,
  Log,
  Log1p,
  Mish,
  Neg,
  Reciprocal,
  Relu,
  Round,
  Rsqrt,
  Selu,
  Sigmoid,
  Sign,
  Softplus,
  Sqrt,
  Square,
  Step,
  Tanh,
}

@inline
function positive(x: v128): v128 {
  return f32x4.gt(x, f32x4.splat(0));
}

@inline
function apply(f: F, x: v128, p: v128, q: v128): v128 {
  if (f == F.Abs) return f32x4.abs(x);
  if (f == F.Ceil) return f32x4.ceil(x);
  if (f == F.Clip) return f32x4.pmax(f32x4.pmin(x, q), p); // NaN as first operand stays
  if (f == F.Elu) return v128.bitselect(x, expm1(x), positive(x));
  if (f == F.Exp) return exp(x);
  if (f == F.Expm1) return expm1(x);
  if (f == F.Floor) return f32x4.floor(x);
  if (f == F.LeakyRelu) {
    return v128.bitselect(f32x4.mul(x, p), x, f32x4.lt(x, f32x4.splat(0)));
  }
  if (f == F.Log) return log(x);
  if (f == F.Log1p) return log1p(x);
  if (f == F.Mish) return mish(x);
  if (f == F.Neg) return f32x4.neg(x);
  if (f == F.Reciprocal) return f32x4.div(f32x4.splat(1), x);
  if (f == F.Relu) return f32x4.add(f32x4.pmax(x, f32x4.splat(0)), f32x4.splat(0)); // no -0
  if (f == F.Round) return f32x4.nearest(x);
  if (f == F.Rsqrt) return f32x4.div(f32x4.splat(1), f32x4.sqrt(x));
  if (f == F.Selu) {
    return v128.bitselect(f32x4.mul(x, p), f32x4.mul(expm1(x), q), positive(x));
  }
  if (f == F.Sigmoid) return sigmoid(x);
  if (f == F.Sign) {
    const one = f32x4.splat(1);
    const below = f32x4.lt(x, f32x4.splat(0));
    return v128.or(v128.and(positive(x), one), v128.and(below, f32x4.neg(one)));
  }
  if (f == F.Softplus) return softplus(x);
  if (f == F.Sqrt) return f32x4.sqrt(x);
  if (f == F.Square) return f32x4.mul(x, x);
  if (f == F.Step) {
    const stepped = v128.bitselect(f32x4.splat(1), p, positive(x));
    return v128.bitselect(stepped, x, f32x4.eq(x, x));
  }
  return tanh(x);
}

@inline
function each(f: F, job: usize, chunk: i32): void {
  const p = f32x4.splat(float(job, 0));
  const q = f32x4.splat(float(job, 1));
  const first = <usize>firstOf(job, chunk) * LINE;
  let x = address(job, X) + first;
  let out = address(job, OUT) + first;
  const end = address(job, OUT) + <usize>endOf(job, chunk) * LINE;
  for (; out < end; out += VECTOR, x += VECTOR) v128.store(out, apply(f, v128.load(x), p, q));
}

export function unaryAbs(job: usize, chunk: i32): void {
  each(F.Abs, job, chunk);
}
export function unaryCeil(job: usize, chunk: i32): void {
  each(F.Ceil, job, chunk);
}
export function unaryClip(job: usize, chunk: i32): void {
  each(F.Clip, job, chunk);
}
export function unaryElu(job: usize, chunk: i32): void {
  each(F.Elu, job, chunk);
}
export function unaryExp(job: usize, chunk: i32): void {
  each(F.Exp, job, chunk);
}
export function unaryExpm1(job: usize, chunk: i32): void {
  each(F.Expm1, job, chunk);
}
export function unaryFloor(job: usize, chunk: i32): void {
  each(F.Floor, job, chunk);
}
export function unaryLeakyRelu(job: usize, chunk: i32): void {
  each(F.LeakyRelu, job, chunk);
}
export function unaryLog(job: usize, chunk: i32): void {
  each(F.Log, job, chunk);
}
export function unaryLog1p(job: usize, chunk: i32): void {
  each(F.Log1p, job, chunk);
}
export function unaryMish(job: usize, chunk: i32): void {
  each(F.Mish, job, chunk);
}
export function unaryNeg(job: usize, chunk: i32): void {
  each(F.Neg, job, chunk);
}
export function unaryReciprocal(job: usize, chunk: i32): void {
  each(F.Reciprocal, job, chunk);
}
export function unaryRelu(job: usize, chunk: i32): void {
  each(F.Relu, job, chunk);
}
export function unaryRound(job: usize, chunk: i32): void {
  each(F.Round, job, chunk);
}
export function unaryRsqrt(job: usize, chunk: i32): void {
  each(F.Rsqrt, job, chunk);
}
export function unarySelu(job: usize, chunk: i32): void {
  each(F.Selu, job, chunk);
}
export function unarySigmoid(job: usize, chunk: i32): void {
  each(F.Sigmoid, job, chunk);
}
export function unarySign(job: usize, chunk: i32): void {
  each(F.Sign, job, chunk);
}
export function unarySoftplus(job: usize, chunk: i32): void {
  each(F.Softplus, job, chunk);
}
export function unarySqrt(job: usize, chunk: i32): void {
  each(F.Sqrt, job, chunk);
}
export function unarySquare(job: usize, chunk: i32): void {
  each(F.Square, job, chunk);
}
export function unaryStep(job: usize, chunk: i32): void {
  each(F.Step, job, chunk);
}
export function unaryTanh(job: usize, chunk: i32): void {
  each(F.Tanh, job, chunk);
}
