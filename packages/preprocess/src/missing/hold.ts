/** The setting of rules that fill: how long a reading may stand for missing ones. */
import { z } from 'zod';
import { lengthOf, Reach } from '../reach.js';
import type { MissingParts } from './rule.js';

/** Schema of `hold`. */
export const Hold = z
  .union([z.literal('none'), Reach])
  .default('none')
  .describe(
    'Longest run of missing readings that is filled, as a duration or in rows; absent rows are ' +
      'inserted up to this length; none: no limit, no rows inserted',
  );

/** Settings with `hold`. */
interface Holding {
  readonly hold: Reach;
}

/** Longest run of absent rows to be inserted; undefined for `none`. */
export function insertedUpTo({ hold }: Holding): Reach | undefined {
  return hold === 'none' ? undefined : hold;
}

/** Largest age of a reading that stands for missing ones, in the clock; no limit for `none`. */
export function largestAge({ hold }: Holding, recording: MissingParts): number {
  return hold === 'none' ? Infinity : lengthOf(hold, recording, 'hold');
}
