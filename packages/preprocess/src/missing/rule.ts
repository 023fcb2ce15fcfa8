/** Rules for missing readings: what each entry of their table has. */
import { parseConfig, type Variant, type VariantSettings } from '@anodec/core';
import type { z } from 'zod';
import type { Reach } from '../reach.js';
import { NO_ROWS, type Rows, type RowStream, type StreamParts } from '../rows.js';

/** What a rule knows of a recording before its first row. */
export interface MissingParts extends StreamParts {
  /** What messages call the recording. */
  readonly what: string;
}

/** An entry of the table of rules. */
export interface MissingRule<Settings extends VariantSettings = VariantSettings>
  extends Variant<Settings> {
  /** Whether rows without any reading may be inserted where the recording skips some. */
  readonly takesInsertedRows: boolean;
  /** Longest run of absent rows that is inserted because the rule fills it; undefined for none. */
  hold(settings: unknown): Reach | undefined;
  /** Starts treating the rows of a recording. */
  start(settings: unknown, recording: MissingParts): RowStream;
}

/** What a rule is made from. */
export interface MissingRuleParts<Settings extends VariantSettings> {
  readonly settings: Settings;
  readonly takesInsertedRows: boolean;
  /** See `MissingRule.hold`; absent in rules that insert no rows of their own. */
  readonly hold?: (settings: z.output<Settings>) => Reach | undefined;
  readonly start: (recording: MissingParts, settings: z.output<Settings>) => RowStream;
}

/** Makes a rule from its settings and what it does. */
export function defineMissingRule<Settings extends VariantSettings>({
  settings,
  takesInsertedRows,
  hold,
  start,
}: MissingRuleParts<Settings>): MissingRule<Settings> {
  return {
    settings,
    takesInsertedRows,
    hold: (given) => hold?.(parseConfig(settings, given)),
    start: (given, recording) => start(recording, parseConfig(settings, given)),
  };
}

/** A stream that looks at each push alone and holds no row back. */
export function rowByRow(push: (rows: Rows) => Rows): RowStream {
  return { push, finish: () => NO_ROWS };
}

/** The number of missing readings of all channels. */
export function countMissing({ values }: Pick<Rows, 'values'>): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) count++;
  return count;
}
