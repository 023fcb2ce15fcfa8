/** Which channels and rows of a recording a chart shows. */
import { z } from 'zod';

/** The four signals of the original's chart. */
const SWAT_SIGNALS = ['AIT503', 'AIT203', 'FIT501', 'LIT401'];

/** The four signals of the original's chart where the table has them, else its first four channels. */
export function defaultSignals(channels: readonly string[]): readonly string[] {
  return SWAT_SIGNALS.every((name) => channels.includes(name))
    ? SWAT_SIGNALS
    : channels.slice(0, 4);
}

/** Channels and day of a chart. */
export const ChartChoice = z.strictObject({
  signals: z
    .array(z.string())
    .min(1)
    .optional()
    .describe(
      'Channels, drawn one above the other (default: AIT503, AIT203, FIT501 and LIT401 where the ' +
        'table has them, else its first four channels)',
    ),
  day: z
    .string()
    .regex(/^(all|\d{4}-\d{2}-\d{2})$/, 'must be a day such as 2015-12-28, or all')
    .default('all')
    .describe('Day to draw, in UTC, such as 2015-12-28; all = the whole recording'),
});
