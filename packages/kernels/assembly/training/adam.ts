/** One step of Adam over a weight and its moments. */
import { address, float } from '../job';
import { FLOAT, madd, VECTOR } from '../vector';
import { countOf, firstByte, OWN } from './chunk';

const GRADIENT: i32 = OWN;
const WEIGHT: i32 = OWN + 1;
const FIRST: i32 = OWN + 2;
const SECOND: i32 = OWN + 3;
const LARGEST: i32 = OWN + 4;
const NEW_WEIGHT: i32 = OWN + 5;
const NEW_FIRST: i32 = OWN + 6;
const NEW_SECOND: i32 = OWN + 7;
const NEW_LARGEST: i32 = OWN + 8;

/** Floats of the job; see `AdamCoefficients`. */
const FACTOR: i32 = 0;
const BETA1: i32 = 1;
const REST1: i32 = 2;
const BETA2: i32 = 3;
const REST2: i32 = 4;
const RATE: i32 = 5;
const CORRECTION: i32 = 6;
const EPSILON: i32 = 7;
const KEPT: i32 = 8;
const DECAY: i32 = 9;

/**
 * Job: N, per chunk (a multiple of four), gradient, then weight, first, second and largest second moment,
 * and where the new ones go; factor of the gradient, β₁, 1 − β₁, β₂, 1 − β₂, rate, one over the correction,
 * ε, kept, decay. The address of the largest moment is 0 without AMSGrad.
 *
 * Works on whole vectors: blocks of the shared memory are multiples of 64 bytes, so up to three
 * values past the end belong to the same block and are ignored.
 */
export function adamChunk(job: usize, chunk: i32): void {
  // two loops: a choice inside of one would cost every weight a little
  if (float(job, DECAY) == 0 && address(job, LARGEST) == 0) step(job, chunk, true);
  else step(job, chunk, false);
}

/** @param plain whether there is neither decay nor a largest moment, a constant where it is inlined */
@inline
function step(job: usize, chunk: i32, plain: bool): void {
  const beta1 = f32x4.splat(float(job, BETA1));
  const rest1 = f32x4.splat(float(job, REST1));
  const beta2 = f32x4.splat(float(job, BETA2));
  const rest2 = f32x4.splat(float(job, REST2));
  const rate = f32x4.splat(float(job, RATE));
  const correction = f32x4.splat(float(job, CORRECTION));
  const epsilon = f32x4.splat(float(job, EPSILON));
  const kept = f32x4.splat(float(job, KEPT));
  const factor = f32x4.splat(float(job, FACTOR));
  const decays = float(job, DECAY) != 0;
  const decay = f32x4.splat(float(job, DECAY));
  const weight = address(job, WEIGHT);
  const first = address(job, FIRST);
  const second = address(job, SECOND);
  const largest = address(job, LARGEST);
  const gradient = address(job, GRADIENT);
  const newWeight = address(job, NEW_WEIGHT);
  const newFirst = address(job, NEW_FIRST);
  const newSecond = address(job, NEW_SECOND);
  const newLargest = address(job, NEW_LARGEST);
  let i = firstByte(job, chunk);
  const end = i + (<usize>countOf(job, chunk)) * FLOAT;
  for (; i < end; i += VECTOR) {
    let g = f32x4.mul(v128.load(gradient + i), factor);
    if (!plain && decays) g = madd(v128.load(weight + i), decay, g);
    const m = madd(g, rest1, f32x4.mul(v128.load(first + i), beta1));
    const v = madd(f32x4.mul(g, rest2), g, f32x4.mul(v128.load(second + i), beta2));
    let square = v;
    if (!plain && largest != 0) {
      square = f32x4.max(v, v128.load(largest + i));
      v128.store(newLargest + i, square);
    }
    const size = madd(f32x4.sqrt(square), correction, epsilon);
    const change = f32x4.div(f32x4.mul(m, rate), size);
    v128.store(newFirst + i, m);
    v128.store(newSecond + i, v);
    v128.store(newWeight + i, f32x4.sub(f32x4.mul(v128.load(weight + i), kept), change));
  }
}
