/** A check of data that came from outside, such as parsed JSON. */

/** Whether the value is an object with named fields: no array, no null. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
