/** Power out of the payload of a reading. */

/** Characters of a payload, as the meters write it. */
export const LONGEST = 16;

/** Steps of the meter in two units of power. */
const STEPS = 1018.1944;

/**
 * The power of a reading: the whole part of twice the eight hexadecimal digits from the fifth on, over 1018.1944.
 *
 * @param payload of at most 16 characters; a longer one is two payloads run together, or of another meter
 * @returns a whole number; undefined where the payload has no such digits or is longer
 */
export function decodePower(payload: string): number | undefined {
  const digits = /^.{4}([\da-f]{8})/i.exec(payload)?.[1];
  return digits === undefined || payload.length > LONGEST
    ? undefined
    : Math.floor((2 * Number.parseInt(digits, 16)) / STEPS);
}
