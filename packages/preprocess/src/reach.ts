/** Lengths in settings: a duration such as `5min`, or a number of rows. */
import { ConfigError, parseDuration } from '@anodec/core';
import { z } from 'zod';
import type { StreamParts } from './rows.js';

/** Schema of a length: text with a unit is a duration, a number counts rows. */
export const Reach = z.union([
  z.int().min(0),
  z.string().regex(/^\s*\d+(\.\d+)?\s*([a-z]+\s*)?$/i, 'must be rows or a duration such as 5min'),
]);

/** A duration such as `5min`, or a number of rows. */
export type Reach = z.output<typeof Reach>;

/**
 * The length of a reach in the clock of a recording.
 *
 * @param setting its name, for the message
 * @throws ConfigError when it is a duration and rows are only numbered
 */
export function lengthOf(
  reach: Reach,
  { clock, period }: Pick<StreamParts, 'clock' | 'period'>,
  setting: string,
): number {
  const rows = Number(reach);
  if (!Number.isNaN(rows)) return rows * period;
  if (clock !== 'rows') return parseDuration(String(reach));
  throw new ConfigError(
    `${setting} must be a number of rows in a recording without times, got "${reach}".`,
  );
}
