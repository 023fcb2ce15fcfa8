/**
 * Minimises a smooth function plus a penalty on absolute values, which makes numbers exactly 0.
 *
 * Source: Beck & Teboulle 2009, "A Fast Iterative Shrinkage-Thresholding Algorithm for Linear Inverse Problems", with
 * the restart of O'Donoghue & Candès 2015, "Adaptive Restart for Accelerated Gradient Schemes".
 */
import type { Objective } from './lbfgs.js';

/**
 * Minimises `objective(x) + Σ penalties[i] |x[i]|`.
 *
 * @param x the start; overwritten with the minimum
 * @param tolerance largest distance, over the step size, of a step at which the search is over
 */
export async function minimiseSparse(
  objective: Objective,
  penalties: Float64Array,
  x: Float64Array,
  { maxIterations, tolerance }: { maxIterations: number; tolerance: number },
  onIteration: (iterations: number) => Promise<void>,
): Promise<void> {
  const gradient = new Float64Array(x.length);
  const unused = new Float64Array(x.length);
  let ahead = x.slice(); // where the gradient is taken, a little beyond x
  let momentum = 1;
  let rate = 1;
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    const value = objective(ahead, gradient);
    let next = shrink(ahead, gradient, penalties, rate);
    while (objective(next, unused) > bound(value, gradient, ahead, next, rate)) {
      rate /= 2;
      next = shrink(ahead, gradient, penalties, rate);
    }
    const moved = largestStep(next, ahead) / rate;
    const following = (1 + Math.sqrt(1 + 4 * momentum ** 2)) / 2;
    // momentum that points against the step is dropped
    const isAgainst = next.reduce((sum, v, i) => sum + (ahead[i] - v) * (v - x[i]), 0) > 0;
    const share = isAgainst ? 0 : (momentum - 1) / following;
    ahead = next.map((v, i) => v + share * (v - x[i]));
    momentum = isAgainst ? 1 : following;
    rate *= 1.1; // so that one steep place does not slow down all that follow
    x.set(next);
    await onIteration(iteration);
    if (moved <= tolerance) return;
  }
}

/** A gradient step, then every number towards 0 by its penalty. */
function shrink(
  at: Float64Array,
  gradient: Float64Array,
  penalties: Float64Array,
  rate: number,
): Float64Array {
  return at.map((value, i) => {
    const stepped = value - rate * gradient[i];
    return Math.sign(stepped) * Math.max(0, Math.abs(stepped) - rate * penalties[i]);
  });
}

/** The parabola over the step that the smooth part must stay under. */
function bound(
  value: number,
  gradient: Float64Array,
  from: Float64Array,
  to: Float64Array,
  rate: number,
): number {
  let sum = value + 1e-15 * Math.abs(value); // rounding
  for (let i = 0; i < from.length; i++) {
    const step = to[i] - from[i];
    sum += gradient[i] * step + (step * step) / (2 * rate);
  }
  return sum;
}

function largestStep(a: Float64Array, b: Float64Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}
