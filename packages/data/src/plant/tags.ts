/**
 * Where each reading of the plant stands in a row.
 *
 * The first 51 places are the columns of the recordings, in their order; two more are things the
 * plant has but nobody records.
 */
import { SWAT_CHANNELS, type SwatTagName } from '../swat/tags.js';

/** The valve of the flush line of the reverse osmosis, and the speed of P501 in Hz. */
const UNRECORDED = ['MV504', 'SPEED501'] as const;

/** A reading or an actuator of the plant. */
export type PlantTag = SwatTagName | (typeof UNRECORDED)[number];

/** Places in a row of readings, and in a row of orders. */
export const at = Object.fromEntries(
  [...SWAT_CHANNELS, ...UNRECORDED].map((tag, place) => [tag, place]),
) as Readonly<Record<PlantTag, number>>;

/** How many columns a recording has. */
export const tagCount = SWAT_CHANNELS.length;

/** Places in a row, the unrecorded ones included. */
export const rowSize = tagCount + UNRECORDED.length;

/** Pumps and lamps. */
export const OFF = 1;
export const ON = 2;

/** Valves; between the two they report that they are moving. */
export const MOVING = 0;
export const CLOSED = 1;
export const OPEN = 2;
