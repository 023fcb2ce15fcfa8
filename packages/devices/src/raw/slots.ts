/** From readings to the 120 values of a day, aligned to the clock. */
import { SLOT_MINUTES, SLOTS } from '../day-table.js';
import type { PowerReading } from './raw-log.js';

/** The values of a day. */
export interface SlotValues {
  /** (120), in units of the payload. */
  readonly values: Float32Array;
  /** Slots with a reading; the others were filled. */
  readonly measured: number;
}

/**
 * The value of each twelve minutes of the clock: the mean of its readings; between readings a straight line; before the
 * first and after the last their values.
 *
 * @param readings of one day in any order, at least one
 */
export function slotValues(readings: readonly PowerReading[]): SlotValues {
  const sums = new Float64Array(SLOTS);
  const counts = new Int32Array(SLOTS);
  for (const { time, power } of readings) {
    const slot = Math.floor(time / 60 / SLOT_MINUTES);
    sums[slot] += power;
    counts[slot]++;
  }
  const known = Array.from(counts, (_, slot) => slot).filter((slot) => counts[slot] > 0);
  const means = sums.map((sum, slot) => sum / counts[slot]);
  const values = new Float32Array(SLOTS);
  let next = 0; // index of the first known slot that is not before this one
  for (let slot = 0; slot < SLOTS; slot++) {
    if (next < known.length && known[next] < slot) next++;
    const after = known[Math.min(next, known.length - 1)];
    const before = known[next] === slot ? slot : known[Math.max(0, next - 1)];
    const share = after === before ? 0 : (slot - before) / (after - before);
    values[slot] = means[before] + share * (means[after] - means[before]);
  }
  return { values, measured: known.length };
}
