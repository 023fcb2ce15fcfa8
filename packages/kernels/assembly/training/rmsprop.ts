/** One step of RMSprop over a weight and what is kept for it. */
import { address, float } from '../job';
import { FLOAT, madd, VECTOR, zero } from '../vector';
import { countOf, firstByte, OWN } from './chunk';

const GRADIENT: i32 = OWN;
const WEIGHT: i32 = OWN + 1;
const SQUARE: i32 = OWN + 2;
const MEAN: i32 = OWN + 3;
const VELOCITY: i32 = OWN + 4;
const NEW_WEIGHT: i32 = OWN + 5;
const NEW_SQUARE: i32 = OWN + 6;
const NEW_MEAN: i32 = OWN + 7;
const NEW_VELOCITY: i32 = OWN + 8;

/** Floats of the job; see `RmspropCoefficients`. */
const FACTOR: i32 = 0;
const RATE: i32 = 1;
const ALPHA: i32 = 2;
const REST: i32 = 3;
const EPSILON: i32 = 4;
const MOMENTUM: i32 = 5;
const DECAY: i32 = 6;

/**
 * Job: N, per chunk, gradient, then weight, mean square, mean and velocity, and where the new ones go;
 * factor of the gradient, rate, α, 1 − α, ε, momentum, decay. The address of the mean is 0 where not
 * centred, that of the velocity without momentum. Whole vectors, as `adamChunk`.
 */
export function rmspropChunk(job: usize, chunk: i32): void {
  const factor = f32x4.splat(float(job, FACTOR));
  const rate = f32x4.splat(float(job, RATE));
  const alpha = f32x4.splat(float(job, ALPHA));
  const rest = f32x4.splat(float(job, REST));
  const epsilon = f32x4.splat(float(job, EPSILON));
  const momentum = f32x4.splat(float(job, MOMENTUM));
  const decay = f32x4.splat(float(job, DECAY));
  const gradient = address(job, GRADIENT);
  const weight = address(job, WEIGHT);
  const square = address(job, SQUARE);
  const mean = address(job, MEAN);
  const velocity = address(job, VELOCITY);
  const newWeight = address(job, NEW_WEIGHT);
  const newSquare = address(job, NEW_SQUARE);
  const newMean = address(job, NEW_MEAN);
  const newVelocity = address(job, NEW_VELOCITY);
  let i = firstByte(job, chunk);
  const end = i + (<usize>countOf(job, chunk)) * FLOAT;
  for (; i < end; i += VECTOR) {
    const w = v128.load(weight + i);
    const g = madd(w, decay, f32x4.mul(v128.load(gradient + i), factor));
    const s = madd(f32x4.mul(g, rest), g, f32x4.mul(v128.load(square + i), alpha));
    v128.store(newSquare + i, s);
    let variance = s;
    if (mean != 0) {
      const before = v128.load(mean + i);
      const m = madd(f32x4.sub(g, before), rest, before);
      v128.store(newMean + i, m);
      variance = f32x4.max(zero(), f32x4.sub(s, f32x4.mul(m, m)));
    }
    let step = f32x4.div(g, f32x4.add(f32x4.sqrt(variance), epsilon));
    if (velocity != 0) {
      step = madd(v128.load(velocity + i), momentum, step);
      v128.store(newVelocity + i, step);
    }
    v128.store(newWeight + i, f32x4.sub(w, f32x4.mul(step, rate)));
  }
}
