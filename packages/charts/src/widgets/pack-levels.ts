/** Readings as levels of one byte. */
import type { PackedSignal } from './content.js';

/**
 * Packs a channel: 0 to 254 from its smallest to its largest reading, 255 where there is none.
 *
 * @param recorded any length
 * @param expected of the same length
 */
export function packLevels(
  name: string,
  recorded: Float64Array | Float32Array,
  expected?: Float64Array | Float32Array,
): PackedSignal {
  let [least, most] = [Infinity, -Infinity];
  for (const values of [recorded, ...(expected ? [expected] : [])]) {
    for (const value of values) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  const encode = (values: Float64Array | Float32Array): string =>
    Buffer.from(Uint8Array.from(values, (value) => levelOf(value, least, most))).toString('base64');
  return {
    name,
    least: Number.isFinite(least) ? least : 0,
    most: Number.isFinite(most) ? most : 0,
    recorded: encode(recorded),
    ...(expected && { expected: encode(expected) }),
  };
}

function levelOf(value: number, least: number, most: number): number {
  if (!Number.isFinite(value)) return 255;
  return Math.round((254 * (value - least)) / (most - least || 1));
}
