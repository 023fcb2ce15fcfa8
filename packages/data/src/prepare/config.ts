/** Settings of cleaning. */
import { z } from 'zod';
import { isMoment, isTimeFormat } from '@anodec/tables';

/** A day or a point in time, as in 2015-12-22 or 2015-12-22 16:30:00. */
const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?$/, {
    error: 'must be a date such as 2015-12-22 or 2015-12-22 16:30:00',
    abort: true,
  })
  .refine(isMoment, { error: 'must be a date that the calendar has' });

/** Settings of cleaning raw tables into frames; kept with the processed store. */
export const PrepareConfig = z.strictObject({
  layout: z
    .enum(['auto', 'swat', 'table'])
    .default('auto')
    .describe(
      'Column layout: swat = the 51 SWaT tags, table = any columns, auto = swat if most tags are present',
    ),
  timeColumn: z
    .string()
    .default('auto')
    .describe(
      'Time column, or date and time of day as in Date,Time (auto = by name or contents, none = no times)',
    ),
  timeFormat: z
    .string()
    .default('auto')
    .refine((name) => name === 'auto' || isTimeFormat(name), {
      error: 'must be auto, a known format such as ISO 8601, or a pattern such as dd/MM/yy HH:mm',
    })
    .describe(
      'Format of times: a pattern such as "dd/MM/yy HH:mm" or a known format (auto = the one with the steadiest steps)',
    ),
  timeZone: z
    .string()
    .optional()
    .describe('Time zone of timestamps without one, such as Asia/Singapore (default: UTC)'),
  period: z
    .string()
    .optional()
    .describe(
      'Time between rows without timestamps, such as 300s (default: rows are only numbered)',
    ),
  labelColumn: z
    .string()
    .default('auto')
    .describe(
      'Label column, required in test recordings only (auto = by name and contents, none = no labels)',
    ),
  labelMap: z
    .string()
    .optional()
    .describe(
      'Meaning of label values, such as "NORMAL=normal,BROKEN=attack,RECOVERING=unknown" or "1=normal,-1=attack"; the column that holds them is the label column',
    ),
  exclude: z.array(z.string()).default([]).describe('Columns to exclude'),
  include: z
    .array(z.string())
    .default([])
    .describe('Columns to keep as channels even if they look like labels, counters or unit ids'),
  keepCounters: z
    .boolean()
    .default(false)
    .describe('Keep columns that only count up, such as row numbers, as channels'),
  group: z
    .string()
    .optional()
    .describe('Column with the unit of each row, such as unit; makes a recording of each unit'),
  pivot: z
    .string()
    .optional()
    .describe('Column of tags in a table with one row per reading; makes a channel of each tag'),
  pivotValue: z
    .string()
    .optional()
    .describe(
      'Column of readings in a table with one row per reading (default: the only other column of numbers)',
    ),
  from: date.optional().describe('Keep only rows after this date or time (UTC, exclusive)'),
  to: date.optional().describe('Keep only rows before this date or time (UTC, exclusive)'),
  startup: z
    .string()
    .default('auto')
    .describe(
      'Start of normal recordings to exclude, such as 2h (auto = 6h of SWaT recordings longer than 12h, none = keep all)',
    ),
  dropConstant: z
    .boolean()
    .default(false)
    .describe('Exclude channels that never change in normal operation'),
  unordered: z
    .enum(['refuse', 'sort'])
    .default('refuse')
    .describe('Handling of rows that are earlier than the row above them'),
  duplicates: z
    .enum(['refuse', 'keep-first'])
    .default('refuse')
    .describe('Handling of rows that repeat a time'),
  keepYearErrors: z
    .boolean()
    .default(false)
    .describe('Keep the wrong years of the SWaT attack list, as the original program did'),
});

export type PrepareConfig = z.output<typeof PrepareConfig>;
