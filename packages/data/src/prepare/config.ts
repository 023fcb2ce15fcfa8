/** Settings of cleaning. */
import { z } from 'zod';
import { isMoment, isTimeFormat } from '@anodec/tables';

/** A day or a moment, as in 2015-12-22 or 2015-12-22 16:30:00. */
const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?$/, {
    error: 'must be a date such as 2015-12-22 or 2015-12-22 16:30:00',
    abort: true,
  })
  .refine(isMoment, { error: 'must be a date that the calendar has' });

/** How to clean raw tables into frames. Kept with the processed store. */
export const PrepareConfig = z.strictObject({
  layout: z
    .enum(['auto', 'swat', 'table'])
    .default('auto')
    .describe('swat demands the 51 SWaT tags; auto chooses it when most of them are there'),
  timeColumn: z
    .string()
    .default('auto')
    .describe(
      'Time column, or date and time of day as in Date,Time; auto finds them by name or contents, none takes none',
    ),
  timeFormat: z
    .string()
    .default('auto')
    .refine((name) => name === 'auto' || isTimeFormat(name), {
      error: 'must be auto, a known format such as ISO 8601, or a pattern such as dd/MM/yy HH:mm',
    })
    .describe(
      'How times are written: a pattern such as "dd/MM/yy HH:mm" or a known format; auto decides by steady steps',
    ),
  timeZone: z
    .string()
    .optional()
    .describe('Time zone of timestamps without one, such as Asia/Singapore; default: UTC'),
  period: z
    .string()
    .optional()
    .describe('Time between rows without timestamps, such as 300s; without it rows are numbered'),
  labelColumn: z
    .string()
    .default('auto')
    .describe(
      'Column of labels, needed in test recordings only; auto finds one by name and contents, none takes none',
    ),
  labelMap: z
    .string()
    .optional()
    .describe(
      'Meaning of label values, such as "NORMAL=normal,BROKEN=attack,RECOVERING=unknown" or "1=normal,-1=attack"',
    ),
  exclude: z.array(z.string()).default([]).describe('Columns to leave out'),
  include: z
    .array(z.string())
    .default([])
    .describe('Columns to keep as channels though they look like labels, counters or unit ids'),
  keepCounters: z
    .boolean()
    .default(false)
    .describe('Keeps columns that only count up, such as row numbers, as channels'),
  group: z
    .string()
    .optional()
    .describe('Column that names the unit of a row, such as unit; makes a recording of each unit'),
  pivot: z
    .string()
    .optional()
    .describe('Column of tags in a table with one row per reading; makes a channel of each tag'),
  pivotValue: z
    .string()
    .optional()
    .describe('Column of the readings in such a table; default: the only other column of numbers'),
  from: moment.optional().describe('Rows must come after this moment, UTC, itself excluded'),
  to: moment.optional().describe('Rows must come before this moment, UTC, itself excluded'),
  startup: z
    .string()
    .default('auto')
    .describe(
      'Start of normal recordings to leave out, such as 2h; auto leaves out 6h of SWaT recordings longer than 12h; none keeps all',
    ),
  dropConstant: z
    .boolean()
    .default(false)
    .describe('Leaves out channels that never change in normal operation'),
  unordered: z
    .enum(['refuse', 'sort'])
    .default('refuse')
    .describe('What to do with rows that come before the row above them'),
  duplicates: z
    .enum(['refuse', 'keep-first'])
    .default('refuse')
    .describe('What to do with rows that repeat a time'),
  keepYearErrors: z
    .boolean()
    .default(false)
    .describe('Keeps the wrong years of the SWaT attack list, as the original program did'),
});

export type PrepareConfig = z.output<typeof PrepareConfig>;

/** The date window of the original, which loses 2 January 2016 and with it five attacks. */
export const ORIGINAL_DATES = { from: '2015-12-22', to: '2016-01-02' } as const;
