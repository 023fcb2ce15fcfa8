/** Memory of a controller: set and reset at different levels, so that noise does not toggle it. */

/** A two-point latch. */
export interface Latch {
  on: boolean;
  /** Takes a reading and returns whether the latch is set. */
  update(reading: number): boolean;
}

/** Set below `low`, reset above `high`, as it was in between. */
export function setBelow(low: number, high: number, on = false): Latch {
  const latch: Latch = {
    on,
    update(reading) {
      if (reading > high) latch.on = false;
      else if (reading < low) latch.on = true;
      return latch.on;
    },
  };
  return latch;
}

/** Set from `high` on, reset below `low`, as it was in between. */
export function setAbove(high: number, low: number, on = false): Latch {
  const latch: Latch = {
    on,
    update(reading) {
      if (reading >= high) latch.on = true;
      else if (reading < low) latch.on = false;
      return latch.on;
    },
  };
  return latch;
}
