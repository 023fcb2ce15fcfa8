/** Points in time as pandas keeps them: int64 nanoseconds since 1970. */

/** From milliseconds; exact for whole nanoseconds, which all dates of recordings are. */
export function nanosecondsOf(milliseconds: Float64Array): BigInt64Array {
  return BigInt64Array.from(milliseconds, (time) => {
    const whole = Math.floor(time);
    // apart, because their product with a million needs more digits than a double has
    return BigInt(whole) * 1_000_000n + BigInt(Math.round((time - whole) * 1e6));
  });
}

/**
 * To milliseconds, the inverse of `nanosecondsOf`.
 *
 * In halves of 32 bits, each of which a double holds: as whole numbers of 64 bits the times of a
 * recording would take ten times their memory on the way. 2³² is 4294 million and 967,296.
 */
export function millisecondsOf(nanoseconds: BigInt64Array): Float64Array {
  const halves = new Int32Array(nanoseconds.buffer, nanoseconds.byteOffset, 2 * nanoseconds.length);
  return Float64Array.from({ length: nanoseconds.length }, (_, t) => {
    const high = halves[2 * t + 1];
    const rest = high * 967_296 + (halves[2 * t] >>> 0);
    const whole = Math.floor(rest / 1e6);
    return high * 4294 + whole + (rest - whole * 1e6) / 1e6;
  });
}
