/**
 * Finds numbers that stand for a lost reading, such as -9999, -999.25 or 65535.
 *
 * Such a number is far off the readings, comes again and again, and stands alone: nothing lies between
 * it and them. That is true of an on/off valve as well, and of a pump at rest; so it must also look
 * like a code (nines, the limits of whole numbers in 16 or 32 bits), or be far beyond what is measured.
 */
import { offsetOf, readingsOf, type TimeSeriesFrame } from '@anodec/core';

/** A number that is suspected, and how many readings have it. */
export interface Sentinel {
  readonly value: number;
  readonly count: number;
}

/** Different readings that a channel must have beside it, so that states are not taken for codes. */
const LEAST_DISTINCT = 10;
/** Nines in any number from three on, two below zero, with a decimal point anywhere; nulls of well logs. */
const NINES = /^(?:-?9{3,}|-99|-99925)$/;
/** Limits of whole numbers with 16 and 32 bits, also where a point was set into them. */
const LIMITS = /^-?(?:32767|32768|65535|2147483647|2147483648|4294967295)$/;

/** The two smallest and the two largest different readings of a channel. */
interface Ends {
  readonly lowest: number;
  readonly second: number;
  readonly secondHighest: number;
  readonly highest: number;
}

/**
 * The number among the readings of a channel that is likely to mean a lost one; undefined where there is
 * none.
 *
 * @param values (T), in any order; NaN is skipped
 */
export function findSentinel(values: Float32Array | Float64Array): Sentinel | undefined {
  const [ends] = findEnds(values, Float64Array.of(0));
  return confirm(suspectsAt(ends), () => values);
}

/** The same for each channel of a frame that has such a number, in one pass over the frame. */
export function findSentinels(frame: TimeSeriesFrame): (Sentinel & { readonly channel: number })[] {
  const offsets = Float64Array.from(frame.channels, (_, c) => offsetOf(frame, c));
  return findEnds(frame.values, offsets).flatMap((ends, channel) => {
    const found = confirm(suspectsAt(ends), () => readingsOf(frame, channel));
    return found ? [{ ...found, channel }] : [];
  });
}

function suspectsAt({ lowest, second, secondHighest, highest }: Ends): number[] {
  if (!(second < highest)) return []; // fewer than three different readings
  const isLow = isSuspect(
    lowest,
    second,
    highest - second,
    Math.max(Math.abs(second), Math.abs(highest)),
  );
  const isHigh = isSuspect(
    highest,
    secondHighest,
    secondHighest - lowest,
    Math.max(Math.abs(lowest), Math.abs(secondHighest)),
  );
  return [...(isLow ? [lowest] : []), ...(isHigh ? [highest] : [])];
}

function confirm(
  suspects: readonly number[],
  readings: () => ArrayLike<number>,
): Sentinel | undefined {
  for (const value of suspects) {
    const { count, distinct } = countBeside(readings(), value);
    if (count > 1 && distinct >= LEAST_DISTINCT) return { value, count };
  }
  return undefined;
}

/**
 * @param nearest the reading next to the suspect
 * @param range of the other readings
 * @param size of the largest of the others
 */
function isSuspect(suspect: number, nearest: number, range: number, size: number): boolean {
  const gap = Math.abs(suspect - nearest);
  if (suspect === 0 || !(gap > range)) return false;
  if (Math.abs(suspect) >= 1000 * size || isCode(suspect)) return true;
  return suspect < 0 && Number.isInteger(suspect) && gap > 3 * range;
}

function isCode(value: number): boolean {
  // seven digits, all that float32 holds, without the point
  const digits = String(Number(value.toPrecision(7))).replace('.', '');
  const whole = Number.isInteger(value) ? String(value) : digits;
  return NINES.test(digits) || LIMITS.test(whole) || value >= 1e20 || value <= -1e20;
}

/**
 * The ends of each channel; infinite where there are too few different readings.
 *
 * @param values (T, C), to which the offsets, (C), are added
 */
function findEnds(values: Float32Array | Float64Array, offsets: Float64Array): Ends[] {
  const C = offsets.length;
  const lowest = new Float64Array(C).fill(Infinity);
  const second = lowest.slice();
  const highest = new Float64Array(C).fill(-Infinity);
  const secondHighest = highest.slice();
  for (let start = 0; start < values.length; start += C) {
    for (let c = 0; c < C; c++) {
      const value = values[start + c] + offsets[c];
      if (value > second[c] && value < secondHighest[c]) continue; // nearly always
      if (value < lowest[c]) {
        second[c] = lowest[c];
        lowest[c] = value;
      } else if (value > lowest[c] && value < second[c]) second[c] = value;
      if (value > highest[c]) {
        secondHighest[c] = highest[c];
        highest[c] = value;
      } else if (value < highest[c] && value > secondHighest[c]) secondHighest[c] = value;
    }
  }
  return Array.from(offsets, (_, c) => ({
    lowest: lowest[c],
    second: second[c],
    secondHighest: secondHighest[c],
    highest: highest[c],
  }));
}

function countBeside(values: ArrayLike<number>, suspect: number) {
  const others = new Set<number>();
  let count = 0;
  for (let t = 0; t < values.length; t++) {
    const value = values[t];
    if (value === suspect) count++;
    else if (others.size < LEAST_DISTINCT && !Number.isNaN(value)) others.add(value);
  }
  return { count, distinct: others.size };
}
