/**
 * Tables whose times repeat: one row per reading (tag, time, value), or the rows of several units
 * under one another. Keeping the first row of each time would throw all but one sensor away.
 */
import { DataError } from '@anodec/core';
import type { PrepareConfig } from './config.js';
import type { ColumnDecision } from './decide-columns.js';
import type { ColumnSurvey, TableSurvey } from './survey.js';

/** Share of the times that must occur equally often. */
const ALIKE = 0.9;
/** Names that a message lists. */
const LISTED = 5;

/**
 * Refuses a table in which the times repeat equally often, and says which column names the tags or
 * the units.
 *
 * @param time the name of its column of times
 * @throws DataError as described
 */
export function checkRepeatedTimes(
  survey: TableSurvey,
  time: string,
  { label, leftOut }: ColumnDecision,
  { exclude, duplicates }: Pick<PrepareConfig, 'exclude' | 'duplicates'>,
): void {
  const { source, columns } = survey;
  const repeats = usualRepeats(columns.find(({ name }) => name === time));
  if (repeats < 2) return;
  const rest = columns.filter(({ name }) => name !== time && name !== label);
  const kept = rest.filter(({ name }) => {
    return (!leftOut.has(name) || leftOut.get(name) === 'column-unit') && !exclude.includes(name);
  });
  const numbersBeside = (column: ColumnSurvey) =>
    kept.filter((other) => other !== column && other.kind === 'number');
  const tag =
    kept.find((column) => namesRows(column, repeats)) ??
    // even if excluded, the tags of a table with one reading per row are still its tags
    rest.find((column) => namesRows(column, repeats) && numbersBeside(column).length === 1);
  if (tag) throw refuse(source, tag, repeats, numbersBeside(tag).length);
  if (duplicates === 'keep-first') return;
  throw new DataError(
    `Times must not repeat, got each of them ${repeats} times in ${source}. If they are written ` +
      'too coarsely, number the rows with `timeColumn: none` and give their `period`; if the table ' +
      'holds several recordings, add a column that names them, and name it in `group`.',
  );
}

/** How often nearly all times occur; 1 where they do not occur equally often. */
function usualRepeats(time: ColumnSurvey | undefined): number {
  if (!time || time.values.size < 2) return 1;
  const counts = new Map<number, number>();
  for (const count of time.values.values()) counts.set(count, (counts.get(count) ?? 0) + 1);
  const [usual, share] = [...counts].sort(([, a], [, b]) => b - a)[0];
  return share >= ALIKE * time.values.size ? usual : 1;
}

/**
 * Whether a column can tell the rows of one time apart: about as many texts or whole numbers as each
 * time has rows, all of them about equally often.
 */
function namesRows(
  { kind, whole, values, more, readings }: ColumnSurvey,
  repeats: number,
): boolean {
  if (!(kind === 'text' || whole) || more || values.size < repeats) return false;
  const mean = readings / values.size;
  const usual = [...values.values()].filter((count) => Math.abs(count - mean) <= 0.2 * mean);
  return usual.length >= 0.8 * values.size && values.size <= 2 * repeats;
}

function refuse(
  source: string,
  { name, values }: ColumnSurvey,
  repeats: number,
  numbers: number,
): DataError {
  const names = [...values.keys()].slice(0, LISTED).join(', ');
  const more = values.size > LISTED ? ' …' : '';
  const start = `Times must not repeat, got each of them ${repeats} times in ${source}`;
  if (numbers === 1) {
    return new DataError(
      `${start}, whose column ${name} names ${values.size} tags (${names}${more}): a table with one ` +
        `row per reading. Make a channel of each tag with \`pivot: ${name}\`.`,
    );
  }
  return new DataError(
    `${start}, whose column ${name} names ${values.size} units (${names}${more}). Make a recording ` +
      `of each with \`group: ${name}\`.`,
  );
}
