/** A recording as rows of cells, as exported by the historian of the plant. */
import { PLANT_CHANNELS } from '../plant/tags.js';
import type { Cell } from '@anodec/tables';
import type { DirtConfig, Span } from './config.js';
import type { LabelRun } from './label-runs.js';
import { createTimestampWriter } from './timestamp-text.js';

/** The tags whose names begin with a blank in the attack workbook. */
const padded = new Set(['MV101', 'AIT201', 'MV201', 'P201', 'P202', 'P204', 'MV303']);

/** Rows handed over at a time. */
const CHUNK = 1000;

/** The rows above the readings: the stages, where they are wanted, and the names. */
export function headRows(kind: 'normal' | 'attack', dirt: DirtConfig): Cell[][] {
  const blank = dirt.paddedHeaders ? ' ' : '';
  const names = PLANT_CHANNELS.map((tag) =>
    kind === 'attack' && padded.has(tag) ? blank + tag : tag,
  );
  const header = [`${blank}Timestamp`, ...names, 'Normal/Attack'];
  return dirt.bannerRow ? [bannerRow(), header] : [header];
}

/** Each stage once, above its first tag. */
function bannerRow(): Cell[] {
  const stages = PLANT_CHANNELS.map((tag) => `P${tag.replace(/\D/g, '')[0]}`);
  return [null, ...stages.map((stage, i) => (stage === stages[i - 1] ? null : stage)), null];
}

/** Options of the rows of a recording. */
export interface SheetOptions {
  readonly kind: 'normal' | 'attack';
  readonly span: Span;
  readonly dirt: DirtConfig;
  /** Sorted, none overlapping another. */
  readonly labels?: readonly LabelRun[];
  /** Seconds without rows, `end` not included. */
  readonly missing?: { readonly start: number; readonly end: number };
}

/**
 * Turns readings into rows, a thousand at a time.
 *
 * @param seconds (51) for each second, as `simulatePlant` gives them
 * @returns rows that the next ones overwrite
 */
export function* sheetRows(
  seconds: Iterable<Float64Array>,
  { kind, span, dirt, labels = [], missing = { start: 0, end: 0 } }: SheetOptions,
): Generator<readonly (readonly Cell[])[], void, void> {
  const stamp = createTimestampWriter(kind === 'normal');
  const chunk = Array.from({ length: CHUNK }, () =>
    Array.from({ length: PLANT_CHANNELS.length + 2 }, (): Cell => null),
  );
  let filled = 0;
  let second = 0;
  let run = 0;
  for (const readings of seconds) {
    while (run < labels.length && second > labels[run].end) run++;
    if (second < missing.start || second >= missing.end) {
      const row = chunk[filled++];
      const time = span.start + second * 1000;
      row[0] = dirt.textTimestamps ? stamp(time) : new Date(time);
      for (let c = 0; c < readings.length; c++) row[c + 1] = readings[c];
      const labelled = run < labels.length && second >= labels[run].start;
      row[readings.length + 1] = labelled ? labels[run].text : 'Normal';
      if (filled === CHUNK) {
        yield chunk;
        filled = 0;
      }
    }
    second++;
  }
  if (filled > 0) yield chunk.slice(0, filled);
}
