/**
 * Finds numbers that stand for a lost reading, such as -9999, -999.25 or 65535.
 *
 * Such a number is far off the readings, comes again and again, and stands alone: nothing lies between
 * it and them. That is true of an on/off valve as well, and of a pump at rest; so it must also look
 * like a code (nines, the limits of whole numbers in 16 or 32 bits), or be far beyond what is measured.
 */

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

/**
 * The number among the readings of a channel that is likely to mean a lost one; undefined where there is
 * none.
 *
 * @param values (T), in any order; NaN is skipped
 */
export function findSentinel(values: ArrayLike<number>): Sentinel | undefined {
  const ends = findEnds(values);
  if (!ends) return undefined;
  const { lowest, second, secondHighest, highest } = ends;
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
  for (const value of [...(isLow ? [lowest] : []), ...(isHigh ? [highest] : [])]) {
    const { count, distinct } = countBeside(values, value);
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

/** The two smallest and the two largest different readings; undefined where there are fewer than three. */
function findEnds(values: ArrayLike<number>) {
  let [lowest, second] = [Infinity, Infinity];
  let [highest, secondHighest] = [-Infinity, -Infinity];
  for (let t = 0; t < values.length; t++) {
    const value = values[t];
    if (value < lowest) [lowest, second] = [value, lowest];
    else if (value > lowest && value < second) second = value;
    if (value > highest) [highest, secondHighest] = [value, highest];
    else if (value < highest && value > secondHighest) secondHighest = value;
  }
  return second < highest ? { lowest, second, secondHighest, highest } : undefined;
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
