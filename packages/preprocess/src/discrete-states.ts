/**
 * Discrete channels: those that show states rather than quantities, such as valves, pumps, modes and
 * counters of few steps.
 *
 * Only the readings decide, as most tables come without a list of tags. A channel is
 * discrete when it takes few values again and again. Codes are whole numbers near zero, so a dozen
 * of them is enough evidence; a handful of any other values, as codes look after scaling, has to
 * come back far more often. A level in whole millimetres that happened to move over eight of them
 * is not discrete: it lies far from zero and has no jumps.
 */
import { offsetOf, readingsOf, type TimeSeriesFrame } from '@anodec/core';

/** Whole numbers a channel may take, and how often it takes each on average. */
const CODES = { most: 12, repeats: 3 } as const;
/** Values of any other kind, with more evidence. */
const LEVELS = { most: 5, repeats: 100 } as const;
/** Adjacent whole numbers beyond a byte are a quantity that moved a little. */
const LARGEST_DENSE_CODE = 255;

/**
 * The states of every discrete channel.
 *
 * @returns by name, in the order of the channels; states increasing. Channels of quantities, and
 *   those without any reading, are not in it; a channel that always reads the same whole number is,
 *   with that one state. Readings decide, but states are values of the frame, less its offsets
 */
export function discreteStates(frame: TimeSeriesFrame): Map<string, readonly number[]> {
  const C = frame.channels.length;
  const found = new Map<string, readonly number[]>();
  for (const [c, name] of frame.channels.entries()) {
    const offset = offsetOf(frame, c);
    const states = offset === 0 ? statesOf(frame.values, c, C) : statesOf(readingsOf(frame, c));
    if (states) found.set(name, offset === 0 ? states : states.map((state) => state - offset));
  }
  return found;
}

/**
 * The states of one channel, increasing, or undefined where it is not discrete.
 *
 * @param values read from `start` on, every `stride`th; NaN is no state
 */
export function statesOf(
  values: ArrayLike<number>,
  start = 0,
  stride = 1,
): readonly number[] | undefined {
  const found = new Set<number>();
  let readings = 0;
  let last = NaN; // most readings repeat the one before
  for (let i = start; i < values.length; i += stride) {
    const value = values[i];
    if (value === last || !Number.isNaN(value)) readings++;
    if (value === last || Number.isNaN(value)) continue;
    found.add(value);
    last = value;
    if (found.size > CODES.most) return undefined;
  }
  const states = [...found].sort((a, b) => a - b);
  return areStates(states, readings) ? states : undefined;
}

/** Whether these different values, increasing, among so many readings are states. */
export function areStates(values: readonly number[], readings: number): boolean {
  if (values.length === 0 || values.length > CODES.most) return false;
  if (!values.every(Number.isInteger)) {
    const { most, repeats } = LEVELS;
    return values.length > 1 && values.length <= most && readings >= repeats * values.length;
  }
  if (values.length === 1) return true;
  return readings >= CODES.repeats * values.length && !isStretch(values);
}

/** Whether whole numbers far from zero follow one another. */
function isStretch(values: readonly number[]): boolean {
  const last = values[values.length - 1];
  const far = Math.max(Math.abs(values[0]), Math.abs(last)) > LARGEST_DENSE_CODE;
  // two codes may well be adjacent, three in a row are a movement
  return far && values.length > 2 && last - values[0] === values.length - 1;
}
