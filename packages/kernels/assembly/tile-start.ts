/** Where the sums of a tile start. */

/** At zero. */
export const FROM_ZERO: i32 = 0;
/** At the values that `out` holds. */
export const FROM_OUT: i32 = 1;
