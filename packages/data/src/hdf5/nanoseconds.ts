/** Points in time as pandas keeps them: int64 nanoseconds since 1970. */

/** From milliseconds; exact for whole nanoseconds, which all dates of recordings are. */
export function nanosecondsOf(milliseconds: Float64Array): BigInt64Array {
  return BigInt64Array.from(milliseconds, (time) => {
    const whole = Math.floor(time);
    // apart, because their product with a million needs more digits than a double has
    return BigInt(whole) * 1_000_000n + BigInt(Math.round((time - whole) * 1e6));
  });
}

/** To milliseconds, the inverse of `nanosecondsOf`. */
export function millisecondsOf(nanoseconds: BigInt64Array): Float64Array {
  return Float64Array.from(nanoseconds, (time) => {
    const rest = ((time % 1_000_000n) + 1_000_000n) % 1_000_000n;
    return Number((time - rest) / 1_000_000n) + Number(rest) / 1e6;
  });
}
