/** Power out of the payload of a reading. */

/** Steps of the meter in two units of power. */
const STEPS = 1018.1944;

/**
 * The power of a reading: the whole part of twice the eight hexadecimal digits from the fifth on, over 1018.1944.
 *
 * @returns a whole number; undefined where the payload has no such digits
 */
export function decodePower(payload: string): number | undefined {
  const digits = payload.slice(4, 12);
  if (!/^[\da-f]{8}$/i.test(digits)) return undefined;
  return Math.floor((2 * Number.parseInt(digits, 16)) / STEPS);
}
