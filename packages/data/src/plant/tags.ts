/**
 * Where each reading of the plant stands in a row.
 *
 * The first 51 places are the columns of the recordings, in their order; two more are things the
 * plant has but nobody records.
 */

/** How many columns a recording has. */
export const tagCount = 51;

/** Places in a row of readings, and in a row of orders. */
export const at = {
  FIT101: 0,
  LIT101: 1,
  MV101: 2,
  P101: 3,
  P102: 4,
  AIT201: 5,
  AIT202: 6,
  AIT203: 7,
  FIT201: 8,
  MV201: 9,
  P201: 10,
  P202: 11,
  P203: 12,
  P204: 13,
  P205: 14,
  P206: 15,
  DPIT301: 16,
  FIT301: 17,
  LIT301: 18,
  MV301: 19,
  MV302: 20,
  MV303: 21,
  MV304: 22,
  P301: 23,
  P302: 24,
  AIT401: 25,
  AIT402: 26,
  FIT401: 27,
  LIT401: 28,
  P401: 29,
  P402: 30,
  P403: 31,
  P404: 32,
  UV401: 33,
  AIT501: 34,
  AIT502: 35,
  AIT503: 36,
  AIT504: 37,
  FIT501: 38,
  FIT502: 39,
  FIT503: 40,
  FIT504: 41,
  P501: 42,
  P502: 43,
  PIT501: 44,
  PIT502: 45,
  PIT503: 46,
  FIT601: 47,
  P601: 48,
  P602: 49,
  P603: 50,
  /** Valve of the flush line of the reverse osmosis; has no column. */
  MV504: 51,
  /** Speed of P501 in Hz; has no column. */
  SPEED501: 52,
} as const;

/** The columns of a recording, in order. */
export const plantTags: readonly string[] = Object.keys(at).slice(0, tagCount);

/** A reading or an actuator of the plant. */
export type PlantTag = keyof typeof at;

/** Places in a row, the unrecorded ones included. */
export const rowSize = 53;

/** Pumps and lamps. */
export const OFF = 1;
export const ON = 2;

/** Valves; between the two they report that they are moving. */
export const MOVING = 0;
export const CLOSED = 1;
export const OPEN = 2;
