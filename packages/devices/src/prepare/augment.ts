/** Days made a little different each time that a network sees them. */
import type { Random } from '@anodec/core';
import { SLOTS } from '../day-table.js';

/** Noise in deviations of the values that are not zero. */
const NOISE = 0.01;

/** Deviation of the shift, in slots of twelve minutes. */
const SHIFT = 2;

/**
 * Adds noise where a value is not zero, and turns each day by some slots: what leaves it at one end comes in at the other.
 *
 * @param days (B, 120), left as they are
 * @param random two draws for each value that is not zero, then two for each day
 * @returns (B, 120)
 */
export function augmentDays(days: Float32Array, random: Random): Float32Array {
  const deviation = NOISE * deviationOfNonZero(days);
  const noisy = days.map((value) => (value === 0 ? 0 : value + deviation * random.normal()));
  const turned = new Float32Array(days.length);
  for (let start = 0; start < days.length; start += SLOTS) {
    const shift = Math.round(SHIFT * random.normal());
    for (let slot = 0; slot < SLOTS; slot++) {
      turned[start + ((((slot + shift) % SLOTS) + SLOTS) % SLOTS)] = noisy[start + slot];
    }
  }
  return turned;
}

/** Population deviation of the values that are not zero; 0 where there is none. */
function deviationOfNonZero(values: Float32Array): number {
  const used = values.filter((value) => value !== 0);
  if (used.length === 0) return 0;
  const mean = used.reduce((sum, value) => sum + value, 0) / used.length;
  return Math.sqrt(used.reduce((sum, value) => sum + (value - mean) ** 2, 0) / used.length);
}
