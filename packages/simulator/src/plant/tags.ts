/**
 * Positions of the readings of the plant in a row.
 *
 * The first 51 are the columns of the recordings, in their order; two more are not recorded.
 */
/** The recorded tags in the order of the columns of SWaT's workbooks, a line for each stage. */
export const PLANT_CHANNELS = [
  'FIT101',
  'LIT101',
  'MV101',
  'P101',
  'P102',
  'AIT201',
  'AIT202',
  'AIT203',
  'FIT201',
  'MV201',
  'P201',
  'P202',
  'P203',
  'P204',
  'P205',
  'P206',
  'DPIT301',
  'FIT301',
  'LIT301',
  'MV301',
  'MV302',
  'MV303',
  'MV304',
  'P301',
  'P302',
  'AIT401',
  'AIT402',
  'FIT401',
  'LIT401',
  'P401',
  'P402',
  'P403',
  'P404',
  'UV401',
  'AIT501',
  'AIT502',
  'AIT503',
  'AIT504',
  'FIT501',
  'FIT502',
  'FIT503',
  'FIT504',
  'P501',
  'P502',
  'PIT501',
  'PIT502',
  'PIT503',
  'FIT601',
  'P601',
  'P602',
  'P603',
] as const;

/** The valve of the flush line of the reverse osmosis, and the speed of P501 in Hz. */
const UNRECORDED = ['MV504', 'SPEED501'] as const;

/** A reading or an actuator of the plant. */
export type PlantTag = (typeof PLANT_CHANNELS)[number] | (typeof UNRECORDED)[number];

/** Places in a row of readings, and in a row of orders. */
export const at = Object.fromEntries(
  [...PLANT_CHANNELS, ...UNRECORDED].map((tag, place) => [tag, place]),
) as Readonly<Record<PlantTag, number>>;

/** How many columns a recording has. */
export const tagCount = PLANT_CHANNELS.length;

/** Places in a row, the unrecorded ones included. */
export const rowSize = tagCount + UNRECORDED.length;

/** Pumps and lamps. */
export const OFF = 1;
export const ON = 2;

/** Valves; between the two they report that they are moving. */
export const MOVING = 0;
export const CLOSED = 1;
export const OPEN = 2;
