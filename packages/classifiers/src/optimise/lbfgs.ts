/**
 * Minimises a smooth function of many numbers by limited-memory BFGS.
 *
 * Source: Liu & Nocedal 1989, "On the Limited Memory BFGS Method for Large Scale Optimization", with the scaling,
 * the line search and the stopping rules of L-BFGS-B (Byrd, Lu, Nocedal & Zhu 1995) without bounds, so that the
 * steps are those of SciPy up to rounding.
 */
import { searchLine } from './line-search.js';

/**
 * The value of a function.
 *
 * @param at where, left as it is
 * @param gradient overwritten with the gradient there
 */
export type Objective = (at: Float64Array, gradient: Float64Array) => number;

/** When to stop. */
export interface MinimiserLimits {
  readonly maxIterations: number;
  /** Largest slope by any one number at which the search is over. */
  readonly gradientTolerance: number;
  /** Relative decrease of the value in one step below which the search is over. */
  readonly valueTolerance?: number;
}

const MEMORY = 10;
const USUAL_VALUE_TOLERANCE = 2.220446049250313e-9;

/** A step and how the gradient changed over it. */
interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly product: number;
}

/**
 * Minimises a function.
 *
 * @param x the start; overwritten with the minimum
 * @param onIteration called after every step with the number of steps, may end the search by an error
 * @returns the value there
 */
export async function minimise(
  objective: Objective,
  x: Float64Array,
  { maxIterations, gradientTolerance, valueTolerance = USUAL_VALUE_TOLERANCE }: MinimiserLimits,
  onIteration: (iterations: number) => Promise<void>,
): Promise<number> {
  const gradient = new Float64Array(x.length);
  let pairs: Pair[] = [];
  let value = objective(x, gradient);
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    if (largest(gradient) <= gradientTolerance) break;
    const direction = descentDirection(gradient, pairs);
    const before = { x: x.slice(), gradient: gradient.slice(), value };
    const slope = dot(gradient, direction);
    const moveTo = (step: number): { value: number; slope: number } => {
      for (let i = 0; i < x.length; i++) x[i] = before.x[i] + step * direction[i];
      value = objective(x, gradient);
      return { value, slope: dot(gradient, direction) };
    };
    const first = iteration === 1 ? Math.min(1 / Math.sqrt(dot(direction, direction)), 1e10) : 1;
    const step = slope < 0 ? searchLine({ value, slope }, first, moveTo) : undefined;
    if (step === undefined) {
      x.set(before.x);
      gradient.set(before.gradient);
      ({ value } = before);
      if (pairs.length === 0) break;
      pairs = []; // begins anew along the steepest descent
      continue;
    }
    await onIteration(iteration);
    if (
      before.value - value <=
      valueTolerance * Math.max(Math.abs(before.value), Math.abs(value), 1)
    ) {
      break;
    }
    pairs = remember(pairs, before, { x, gradient }, step * slope);
  }
  return value;
}

/** @param expected the change of the value that the slope at the start promised, negative */
function remember(
  pairs: readonly Pair[],
  before: { x: Float64Array; gradient: Float64Array },
  now: { x: Float64Array; gradient: Float64Array },
  expected: number,
): Pair[] {
  const step = now.x.map((value, i) => value - before.x[i]);
  const change = now.gradient.map((value, i) => value - before.gradient[i]);
  const product = dot(step, change);
  if (product <= Number.EPSILON * -expected) return [...pairs]; // no curvature to learn from
  return [...pairs.slice(1 - MEMORY), { step, change, product }];
}

/** The two-loop recursion: minus the inverse curvature times the gradient. */
function descentDirection(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const direction = gradient.map((slope) => -slope);
  const shares: number[] = [];
  for (const { step, change, product } of pairs.toReversed()) {
    const share = dot(step, direction) / product;
    addScaled(direction, change, -share);
    shares.push(share);
  }
  const last = pairs.at(-1);
  if (last) {
    const scale = last.product / dot(last.change, last.change);
    for (let i = 0; i < direction.length; i++) direction[i] *= scale;
  }
  for (const { step, change, product } of pairs) {
    const share = shares.pop() ?? 0;
    addScaled(direction, step, share - dot(change, direction) / product);
  }
  return direction;
}

function addScaled(sum: Float64Array, values: Float64Array, factor: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] += factor * values[i];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}
