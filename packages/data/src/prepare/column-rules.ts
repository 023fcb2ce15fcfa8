/**
 * Rules for the role of a column of a raw table, by its contents and its name. Each is a pure
 * predicate on the survey of one column.
 */
import { parseTimeOfDay, TIME_READERS } from '@anodec/tables';
import { isClockName, isCounterName, isFlagName, isLabelName, isUnitName } from './column-names.js';
import type { ColumnSurvey, TableSurvey } from './survey.js';

/** Different values that labels have at most. */
const MOST_LABELS = 50;
/** Least rows of a counter, with a name that suggests one and without. */
const FEWEST_ROWS = { named: 3, unnamed: 10 } as const;
/** Share of the steps that must be alike. */
const ALIKE = 0.9;
/** Rows between two restarts of a counter without such a name, on average. */
const SHORTEST_RUN = 5;
/** Milliseconds of the years 2000 and 2100. */
const EPOCH = { from: Date.UTC(2000, 0), to: Date.UTC(2100, 0) } as const;
/** Seconds, milliseconds, microseconds and nanoseconds, in milliseconds. */
const EPOCH_UNITS = [1e3, 1, 1e-3, 1e-6] as const;

/** Whether the cells can be labels: a few whole numbers or words, or nothing. */
export function holdsLabels({ kind, values, more, whole, readings }: ColumnSurvey): boolean {
  if (kind === 'time') return false;
  if (readings === 0) return true;
  return !more && values.size <= MOST_LABELS && (kind === 'text' || whole);
}

const LABEL_WORDS = ['normal', 'benign', 'attack', 'anomaly', 'anomalous', 'abnormal'];

/** Whether the cells are words such as "normal": labels, whatever the name of the column. */
function holdsLabelWords(column: ColumnSurvey): boolean {
  if (column.kind !== 'text' || !holdsLabels(column)) return false;
  const words = [...column.values.keys()].map((word) => String(word).toLowerCase());
  return words.length > 1 && words.some((word) => LABEL_WORDS.includes(word));
}

/** Whether a column is one of labels by its name and its cells. */
export function isLabelColumn(column: ColumnSurvey): boolean {
  if (isLabelName(column.name)) return column.kind === 'text' || holdsLabels(column);
  return holdsLabelWords(column);
}

/** Whether a flag such as `is_open` could be a label: it holds 0 and 1, or words, and is called so. */
export function isFlagColumn(column: ColumnSurvey): boolean {
  return isFlagName(column.name) && holdsLabels(column) && column.values.size <= 2;
}

/** Whether the cells are dates: date cells, texts of dates or times of day, numbers since 1970. */
export function holdsDates(column: ColumnSurvey): boolean {
  if (column.kind === 'time') return true;
  return column.kind === 'text' ? holdsDateTexts(column) : holdsEpoch(column);
}

function holdsDateTexts({ values, readings }: ColumnSurvey): boolean {
  const sample = [...values.keys()].slice(0, 20).map(String);
  if (readings === 0) return false;
  return [...TIME_READERS, parseTimeOfDay].some((parse) =>
    sample.every((text) => !Number.isNaN(parse(text))),
  );
}

function holdsEpoch({ name, readings, smallest, largest, steps }: ColumnSurvey): boolean {
  const enough = readings >= FEWEST_ROWS[isClockName(name) ? 'named' : 'unnamed'];
  if (!enough || steps.falls > 0 || steps.rises === 0) return false;
  return EPOCH_UNITS.some((unit) => smallest * unit >= EPOCH.from && largest * unit <= EPOCH.to);
}

/** Whether the rows only count up, by equal steps, each row further than the one above. */
function countsUp({ steps, readings }: ColumnSurvey, rows: number): boolean {
  const { rises, equal, level, falls } = steps;
  return readings === rows && rises > 0 && level === 0 && falls === 0 && equal >= ALIKE * rises;
}

/**
 * Whether the rows count up by one and start again after some rows, or after a few where the name says that
 * it counts: a valve that steps through 0, 1, 2, 3 is no counter.
 */
export function restarts(column: ColumnSurvey, rows: number): boolean {
  const { step, rises, equal, level, falls, first, restart } = column.steps;
  if (!(falls > 0 && level === 0 && column.whole && column.readings === rows)) return false;
  const long = isCounterName(column.name) || rows >= SHORTEST_RUN * (falls + 1);
  return long && step === 1 && equal >= ALIKE * rises && restart <= Math.max(1, first);
}

/** Whether a named counter stands still now and then, as cycles of units that take turns do. */
function countsSlowly({ steps, readings, whole, name }: ColumnSurvey, rows: number): boolean {
  const { step, rises, equal, level, falls } = steps;
  const counts = step === 1 && equal === rises && falls === 0 && level > 0;
  return counts && whole && readings === rows && isCounterName(name);
}

/** A column in each of the tables that have it. */
export interface ColumnInTables {
  readonly name: string;
  readonly tables: readonly { readonly survey: TableSurvey; readonly column: ColumnSurvey }[];
}

/**
 * Whether a column counts up in every table: `counter` where its name says so too or it begins at 0
 * or 1, else `suspected`.
 */
export function counterIn({ name, tables }: ColumnInTables): 'counter' | 'suspected' | undefined {
  const named = isCounterName(name) || isClockName(name);
  const fewest = FEWEST_ROWS[named ? 'named' : 'unnamed'];
  const long = tables.filter(({ survey }) => survey.rows >= fewest);
  const counts = tables.every(
    ({ column, survey }) =>
      countsUp(column, survey.rows) ||
      restarts(column, survey.rows) ||
      countsSlowly(column, survey.rows) ||
      (survey.rows < 2 && column.kind === 'number'),
  );
  if (long.length === 0 || !counts) return undefined;
  const [{ column }] = tables;
  return named || column.steps.first === 0 || column.steps.first === 1 ? 'counter' : 'suspected';
}

/**
 * Whether a column says which unit a row is of: whole numbers or words that change where a counter
 * of the table starts again, or in blocks of rows under a name such as `unit` or `asset_id`.
 */
export function isUnitIn(column: ColumnSurvey, { columns, rows }: TableSurvey): boolean {
  const { kind, whole, values, more, changeCount, changes, readings } = column;
  if (kind === 'time' || (kind === 'number' && !whole) || readings < rows || more) return false;
  const inBlocks = changeCount === values.size - 1 && values.size < rows;
  const follows = columns.some(
    (other) =>
      other !== column &&
      restarts(other, rows) &&
      values.size > 1 &&
      String(other.fallRows) === String(changes),
  );
  if (follows && inBlocks) return true;
  if (!isUnitName(column.name)) return false;
  if (kind === 'text' || values.size === 1) return true;
  return isStrong(column) ? values.size * 2 <= rows : inBlocks && values.size > 2;
}

/** Names that no state of a machine has, as `run` and `engine` may. */
function isStrong({ name }: ColumnSurvey): boolean {
  return /unit|asset|entity|simulationrun|id$/i.test(name);
}
