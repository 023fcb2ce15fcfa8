/** Settings of a live scoring. */
import { isDuration } from '@anodec/core';
import { PrepareConfig } from '@anodec/data';
import { z } from 'zod';

const { timeColumn, timeFormat, timeZone } = PrepareConfig.shape;

const duration = (such: string) =>
  z
    .string()
    .refine(isDuration, { error: `must be a duration such as ${such}` })
    .optional();

/** Where rows come from, where results go, and how rows are taken. */
export const WatchConfig = z.strictObject({
  from: z
    .string()
    .default('-')
    .describe('Source of rows: - for standard input, a file that grows, or an address'),
  to: z
    .array(z.string())
    .default([])
    .describe(
      'Further places for results: stdout for JSON lines on standard output, or an address',
    ),
  name: z
    .string()
    .default('live')
    .describe('Name of the live scoring: its folder in the run is live/NAME'),
  out: z.string().optional().describe('Folder of the live scoring, in place of one in the run'),
  fresh: z
    .boolean()
    .default(false)
    .describe(
      'Begin anew: remove the results and the state of a live scoring that the folder holds',
    ),
  once: z
    .boolean()
    .default(false)
    .describe('End at the end of what the source holds now, in place of waiting for more'),
  wait: duration('5s').describe('Time to wait for rows that come late, such as 5s (default: none)'),
  badRows: z
    .enum(['skip', 'refuse'])
    .default('skip')
    .describe('Handling of records that cannot be read: leave out and count, or stop'),
  period: duration('1s').describe('Usual time between rows, such as 1s (default: as in training)'),
  adapt: z
    .enum(['none', 'spot', 'dspot', 'dynamic-window'])
    .default('none')
    .describe(
      'Threshold that moves with the rows, learned anew from the normal scores of the run (none: the threshold of the run)',
    ),
  fitOver: z
    .string()
    .regex(/^\s*(none|\d+|\d+(\.\d+)?\s*[a-z]+)\s*$/i, {
      error: 'must be rows, a duration such as 6h, or none',
    })
    .default('6h')
    .describe(
      'Rows whose scores are compared with normal ones to see whether the model still fits, as a duration or in rows, 500 at least; none: not at all',
    ),
  columns: z
    .array(z.string())
    .default([])
    .describe('Names of the columns, for lines without a header'),
  timeColumn: timeColumn.unwrap().optional().describe('Time column (default: as in training)'),
  timeFormat: timeFormat.unwrap().optional().describe('Format of times (default: as in training)'),
  timeZone: timeZone
    .unwrap()
    .optional()
    .describe('Time zone of timestamps without one (default: as in training)'),
});

/** Settings of a live scoring, complete. */
export type WatchConfig = z.output<typeof WatchConfig>;
