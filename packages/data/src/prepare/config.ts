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
    .describe('swat demands its 51 tags; auto takes it for SWaT when most of them are there'),
  timeColumn: z
    .string()
    .default('auto')
    .describe(
      'Column of times, or of dates and of times of day, as in Date,Time; auto finds them, none takes none',
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
    .describe('Zone of times that name none, such as Asia/Singapore; left out: they are UTC'),
  period: z
    .string()
    .optional()
    .describe('How far rows without times lie apart, such as 300s; left out, rows are numbered'),
  labelColumn: z
    .string()
    .default('auto')
    .describe('Column of labels, Normal/Attack or 0/1; auto finds one by name, none takes none'),
  exclude: z.array(z.string()).default([]).describe('Columns to leave out'),
  from: moment.optional().describe('Rows must come after this moment, UTC, itself excluded'),
  to: moment.optional().describe('Rows must come before this moment, UTC, itself excluded'),
  startup: z
    .string()
    .default('auto')
    .describe(
      'Beginning of normal recordings to leave out, such as 2h; auto takes 6h of SWaT recordings above 12h; none',
    ),
  dropConstant: z
    .boolean()
    .default(false)
    .describe('Leaves out channels that never move in normal operation'),
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
    .describe('Leaves the wrong years of the attack list as they are, as the original did'),
});

export type PrepareConfig = z.output<typeof PrepareConfig>;

/** The date window of the original, which loses 2 January 2016 and with it five attacks. */
export const ORIGINAL_DATES = { from: '2015-12-22', to: '2016-01-02' } as const;
