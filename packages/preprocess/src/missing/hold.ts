/** The setting of rules that fill: how long a reading may stand for missing ones. */
import { z } from 'zod';
import { Reach } from '../reach.js';

/** Schema of `hold`. */
export const Hold = z
  .union([z.literal('none'), Reach])
  .default('none')
  .describe(
    'Longest run of missing readings that is filled, as a duration or in rows; absent rows are ' +
      'inserted up to this length (missing forward-fill and linear); none: no limit, no rows inserted',
  );
