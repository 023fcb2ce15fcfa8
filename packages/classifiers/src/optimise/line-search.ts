/**
 * A step along a line that lowers the value enough and flattens the slope.
 *
 * Source: Moré & Thuente 1994, "Line Search Algorithms with Guaranteed Sufficient Decrease", as in MINPACK-2
 * (dcsrch, dcstep), with the constants of L-BFGS-B, so that the steps are those of SciPy.
 */

/** A point on the line: how far, the value and the slope there. */
interface Point {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

/** What lies between the best point so far and another one. */
interface Interval {
  /** The best point. */
  readonly best: Point;
  readonly other: Point;
  /** Whether a minimum lies between them. */
  readonly isBracketed: boolean;
}

const DECREASE = 1e-3;
const CURVATURE = 0.9;
const NARROWEST = 0.1;
const LONGEST = 1e10;

/**
 * Searches along a line.
 *
 * @param start value and slope at step 0; the slope must be negative
 * @param first the first step tried
 * @param evaluate value and slope at a step; its last call is at the step that is returned
 * @param limit largest number of evaluations
 * @returns the step, or undefined when none was found within the limit
 */
export function searchLine(
  start: { value: number; slope: number },
  first: number,
  evaluate: (step: number) => { value: number; slope: number },
  limit = 20,
): number | undefined {
  const origin: Point = { step: 0, ...start };
  const floorSlope = DECREASE * start.slope;
  let interval: Interval = { best: origin, other: origin, isBracketed: false };
  let [width, widthBefore] = [LONGEST, 2 * LONGEST];
  let [least, most] = [0, 5 * first];
  let step = first;
  let isSecondStage = false;
  for (let evaluations = 0; evaluations < limit; evaluations++) {
    const point: Point = { step, ...evaluate(step) };
    const ceiling = start.value + step * floorSlope;
    if (!isSecondStage && point.value <= ceiling && point.slope >= 0) isSecondStage = true;
    if (isEnough(point, ceiling, start.slope, interval.isBracketed, least, most)) return step;
    const isModified =
      !isSecondStage && point.value <= interval.best.value && point.value > ceiling;
    const shift = isModified ? floorSlope : 0;
    ({ interval, step } = nextStep(tilt(interval, shift), lower(point, shift), least, most));
    interval = tilt(interval, -shift);
    const { best, other, isBracketed } = interval;
    if (isBracketed) {
      const distance = Math.abs(other.step - best.step);
      if (distance >= 0.66 * widthBefore) step = best.step + 0.5 * (other.step - best.step);
      [widthBefore, width] = [width, distance];
      [least, most] = [Math.min(best.step, other.step), Math.max(best.step, other.step)];
    } else {
      [least, most] = [step + 1.1 * (step - best.step), step + 4 * (step - best.step)];
    }
    step = clamp(step, 0, LONGEST);
    if (isBracketed && isExhausted(step, least, most)) step = best.step;
  }
  return undefined;
}

/** Whether the step is good, or no better one can be told from it. */
function isEnough(
  { step, value, slope }: Point,
  ceiling: number,
  startSlope: number,
  isBracketed: boolean,
  least: number,
  most: number,
): boolean {
  if (value <= ceiling && Math.abs(slope) <= CURVATURE * -startSlope) return true;
  if (isBracketed && isExhausted(step, least, most)) return true;
  return step === LONGEST && value <= ceiling && slope <= DECREASE * startSlope;
}

function isExhausted(step: number, least: number, most: number): boolean {
  return step <= least || step >= most || most - least <= NARROWEST * most;
}

/** The point with a line of this slope subtracted. */
function lower({ step, value, slope }: Point, shift: number): Point {
  return { step, value: value - step * shift, slope: slope - shift };
}

function tilt({ best, other, isBracketed }: Interval, shift: number): Interval {
  return { best: lower(best, shift), other: lower(other, shift), isBracketed };
}

/** The next trial step by cubic and quadratic interpolation, and the interval that the point narrows. */
function nextStep(
  { best, other, isBracketed }: Interval,
  point: Point,
  least: number,
  most: number,
): { interval: Interval; step: number } {
  const isHigher = point.value > best.value;
  const isTurned = Math.sign(point.slope) * Math.sign(best.slope) < 0;
  const step = isHigher
    ? stepBelow(best, point)
    : isTurned
      ? stepAtTurn(best, point)
      : Math.abs(point.slope) < Math.abs(best.slope)
        ? stepOnward({ best, other, isBracketed }, point, least, most)
        : stepFar({ best, other, isBracketed }, point, least, most);
  const interval = isHigher
    ? { best, other: point, isBracketed: true }
    : { best: point, other: isTurned ? best : other, isBracketed: isBracketed || isTurned };
  return { interval, step };
}

/** The parts of a cubic through two points: θ and γ of Moré and Thuente, γ without its sign. */
function cubic(from: Point, to: Point): { theta: number; gamma: number } {
  const theta = (3 * (from.value - to.value)) / (to.step - from.step) + from.slope + to.slope;
  const s = Math.max(Math.abs(theta), Math.abs(from.slope), Math.abs(to.slope));
  const inside = (theta / s) ** 2 - (from.slope / s) * (to.slope / s);
  return { theta, gamma: s * Math.sqrt(Math.max(0, inside)) };
}

/** The value is higher: a minimum lies between. */
function stepBelow(best: Point, point: Point): number {
  const { theta, gamma: size } = cubic(best, point);
  const gamma = point.step < best.step ? -size : size;
  const ratio = (gamma - best.slope + theta) / (gamma - best.slope + gamma + point.slope);
  const far = point.step - best.step;
  const byCubic = best.step + ratio * far;
  const secant = (best.value - point.value) / far + best.slope;
  const byQuadratic = best.step + (best.slope / secant / 2) * far;
  const isCubicNearer = Math.abs(byCubic - best.step) <= Math.abs(byQuadratic - best.step);
  return isCubicNearer ? byCubic : byCubic + (byQuadratic - byCubic) / 2;
}

/** The value is lower and the slope has turned: a minimum lies between. */
function stepAtTurn(best: Point, point: Point): number {
  const { theta, gamma: size } = cubic(best, point);
  const gamma = point.step > best.step ? -size : size;
  const ratio = (gamma - point.slope + theta) / (gamma - point.slope + gamma + best.slope);
  const byCubic = point.step + ratio * (best.step - point.step);
  const bySecant = secantStep(best, point);
  const isCubicFarther = Math.abs(byCubic - point.step) > Math.abs(bySecant - point.step);
  return isCubicFarther ? byCubic : bySecant;
}

/** The value is lower and the slope flatter in the same direction: on, but not too far. */
function stepOnward(
  { best, other, isBracketed }: Interval,
  point: Point,
  least: number,
  most: number,
): number {
  const { theta, gamma: size } = cubic(best, point);
  const isForward = point.step > best.step;
  const gamma = isForward ? -size : size;
  const ratio = (gamma - point.slope + theta) / (gamma + (best.slope - point.slope) + gamma);
  const onward = isForward ? most : least;
  const byCubic = ratio < 0 && gamma !== 0 ? point.step + ratio * (best.step - point.step) : onward;
  const bySecant = secantStep(best, point);
  const isCubicNearer = Math.abs(byCubic - point.step) < Math.abs(bySecant - point.step);
  if (isBracketed) {
    const nearer = isCubicNearer ? byCubic : bySecant;
    const bound = point.step + 0.66 * (other.step - point.step);
    return isForward ? Math.min(bound, nearer) : Math.max(bound, nearer);
  }
  const isCubicFarther = Math.abs(byCubic - point.step) > Math.abs(bySecant - point.step);
  return clamp(isCubicFarther ? byCubic : bySecant, least, most);
}

/** The value is lower and the slope no flatter: as far as the other end. */
function stepFar(
  { best, other, isBracketed }: Interval,
  point: Point,
  least: number,
  most: number,
): number {
  if (!isBracketed) return point.step > best.step ? most : least;
  const { theta, gamma: size } = cubic(other, point);
  const gamma = point.step > other.step ? -size : size;
  const ratio = (gamma - point.slope + theta) / (gamma - point.slope + gamma + other.slope);
  return point.step + ratio * (other.step - point.step);
}

function secantStep(best: Point, point: Point): number {
  const share = point.slope / (point.slope - best.slope);
  return point.step + share * (best.step - point.step);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
