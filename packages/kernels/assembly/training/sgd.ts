/** One step of stochastic gradient descent over a weight and its velocity. */
import { address, float } from '../job';
import { FLOAT, madd, VECTOR } from '../vector';
import { countOf, firstByte, OWN } from './chunk';

const GRADIENT: i32 = OWN;
const WEIGHT: i32 = OWN + 1;
const VELOCITY: i32 = OWN + 2;
const NEW_WEIGHT: i32 = OWN + 3;
const NEW_VELOCITY: i32 = OWN + 4;

/** Floats of the job; see `SgdCoefficients`. */
const FACTOR: i32 = 0;
const RATE: i32 = 1;
const MOMENTUM: i32 = 2;
const NESTEROV: i32 = 3;
const DECAY: i32 = 4;

/**
 * Job: N, per chunk, gradient, then weight and velocity, and where the new ones go; factor of the
 * gradient, rate, momentum, 1 with Nesterov's momentum, decay. The address of the velocity is 0 without
 * momentum. Whole vectors, as `adamChunk`.
 */
export function sgdChunk(job: usize, chunk: i32): void {
  const factor = f32x4.splat(float(job, FACTOR));
  const rate = f32x4.splat(float(job, RATE));
  const momentum = f32x4.splat(float(job, MOMENTUM));
  const nesterov = float(job, NESTEROV) != 0;
  const decay = f32x4.splat(float(job, DECAY));
  const gradient = address(job, GRADIENT);
  const weight = address(job, WEIGHT);
  const velocity = address(job, VELOCITY);
  const newWeight = address(job, NEW_WEIGHT);
  const newVelocity = address(job, NEW_VELOCITY);
  let i = firstByte(job, chunk);
  const end = i + (<usize>countOf(job, chunk)) * FLOAT;
  for (; i < end; i += VECTOR) {
    const w = v128.load(weight + i);
    const g = madd(w, decay, f32x4.mul(v128.load(gradient + i), factor));
    let direction = g;
    if (velocity != 0) {
      const v = madd(v128.load(velocity + i), momentum, g);
      v128.store(newVelocity + i, v);
      direction = nesterov ? madd(v, momentum, g) : v;
    }
    v128.store(newWeight + i, f32x4.sub(w, f32x4.mul(direction, rate)));
  }
}
