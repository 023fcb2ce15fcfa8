/**
 * Dates and times of day as Python pickles them: their fields as bytes.
 *
 * Source: CPython, Lib/_pydatetime.py, `time.__getstate`, `datetime.__getstate`.
 */

const DAY_ZERO = Date.UTC(1899, 11, 30);

/**
 * A time of day, on the day from which sheets count.
 *
 * @param state hour, minute, second, microseconds in three bytes
 */
export function clockTime(state: Uint8Array): Date {
  if (state.length !== 6) throw new RangeError('no time');
  return new Date(DAY_ZERO + clockMilliseconds(state, 0));
}

/**
 * A date with its time, as if it were written in UTC.
 *
 * @param state year in two bytes, month, day, then as in `clockTime`
 */
export function dateTime(state: Uint8Array): Date {
  if (state.length !== 10) throw new RangeError('no date');
  const [high, low, month, day] = state;
  // the highest bit of the month distinguishes two passes of the same hour
  return new Date(
    Date.UTC(high * 256 + low, (month & 0x7f) - 1, day) + clockMilliseconds(state, 4),
  );
}

function clockMilliseconds(state: Uint8Array, at: number): number {
  const [hour, minute, second, high, middle, low] = state.subarray(at, at + 6);
  const microseconds = (high << 16) | (middle << 8) | low;
  return (((hour & 0x7f) * 60 + minute) * 60 + second) * 1000 + microseconds / 1000;
}
