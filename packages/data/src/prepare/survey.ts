/**
 * A first pass over a raw table that summarises the contents of each column in memory that does not
 * grow with the rows. The role of a column (sensor, label, counter …) is decided from it before
 * cleaning.
 */
import { checkStopped } from '@anodec/core';
import type { ColumnKind, TableChunk, TableReader } from '@anodec/tables';
import { findTimeColumn } from './find-time.js';

/** How the numbers of a column change from row to row. */
export interface StepSurvey {
  /** The smallest rise between two rows; NaN where none rises. */
  readonly step: number;
  /** How many rises are the smallest one, to rounding. */
  readonly equal: number;
  readonly rises: number;
  /** Rows that repeat the value of the row above. */
  readonly level: number;
  readonly falls: number;
  /** Rises and falls that float32 gets wrong by more than half. */
  readonly rounded: number;
  /** Value of the first row. */
  readonly first: number;
  /** The largest value that follows a fall; −Infinity without one. */
  readonly restart: number;
}

/** Contents of one column. */
export interface ColumnSurvey {
  /** Without the blanks around it. */
  readonly name: string;
  readonly kind: ColumnKind;
  /** Cells that are not empty. */
  readonly readings: number;
  /** The different values, trimmed, and how often each occurs: all of them unless there are `more`. */
  readonly values: ReadonlyMap<string | number, number>;
  /** Whether there are more; of numbers that are no times, counting stops there. */
  readonly more: boolean;
  /** Row numbers in the file at which the value differs from the row above; the first few. */
  readonly changes: readonly number[];
  readonly changeCount: number;
  /** Row numbers at which a number falls; the first few. */
  readonly fallRows: readonly number[];
  /** Of numbers: whether all are whole. */
  readonly whole: boolean;
  readonly smallest: number;
  readonly largest: number;
  readonly steps: StepSurvey;
}

/** Contents of a table. */
export interface TableSurvey {
  readonly source: string;
  readonly rows: number;
  readonly columns: readonly ColumnSurvey[];
  /** Names of its columns of times: none, one, or a date and a time of day. */
  readonly times: readonly string[];
}

/** Different values that are counted per column. */
const MOST_VALUES = 1000;
/** Rows that are remembered by number. */
const MOST_ROWS = 1000;

/**
 * Reads a table to its end and closes it.
 *
 * @param timeColumn the setting of this name
 * @throws DataError when it cannot be read
 */
export async function surveyTable(
  table: TableReader,
  timeColumn: string,
  signal?: AbortSignal,
): Promise<TableSurvey> {
  try {
    const { source } = table;
    const K = table.columns.filter(({ kind }) => kind !== 'text').length;
    const tallies = createTallies(table);
    let times: readonly string[] = [];
    let rows = 0;
    for await (const chunk of table.chunks()) {
      checkStopped(signal, `surveying ${source}`);
      if (rows === 0) {
        times = timesOf(table, timeColumn, chunk);
        for (const tally of tallies) if (times.includes(tally.name)) tally.countAll();
      }
      for (const tally of tallies) tally.add(chunk, K);
      rows += chunk.rows;
    }
    return { source, rows, columns: tallies.map((tally) => tally.report()), times };
  } finally {
    await table.close();
  }
}

function timesOf(table: TableReader, timeColumn: string, first: TableChunk): readonly string[] {
  const places = { texts: 0, numbers: 0 };
  const placed = table.columns.map(({ name, kind }) => ({
    name: name.trim(),
    kind,
    place: kind === 'text' ? places.texts++ : places.numbers++,
  }));
  const time = findTimeColumn(table.source, placed, timeColumn, first);
  return time ? [time.name, ...(time.timeOfDay ? [time.timeOfDay.name] : [])] : [];
}

/** The survey of a column of numbers that lies in memory; rows are counted from 1. */
export function surveyNumbers(name: string, values: Float32Array | Float64Array): ColumnSurvey {
  const tally = createNumberTally(name, 'number', 0);
  tally.add({ firstRow: 1, rows: values.length, numbers: Float64Array.from(values), texts: [] }, 1);
  return tally.report();
}

function createTallies({ columns }: TableReader) {
  const places = { texts: 0, numbers: 0 };
  return columns.map(({ name, kind }) =>
    kind === 'text'
      ? createTextTally(name.trim(), places.texts++)
      : createNumberTally(name.trim(), kind, places.numbers++),
  );
}

/** Counts different values and the rows where they change. */
function createCounts<Value extends string | number>() {
  const values = new Map<Value, number>();
  const changes: number[] = [];
  let before: Value | undefined;
  const counts = { values, changes, more: false, readings: 0, changeCount: 0, add };
  function add(value: Value, row: number): void {
    counts.readings++;
    if (before !== undefined && before !== value) {
      counts.changeCount++;
      if (changes.length < MOST_ROWS) changes.push(row);
    }
    before = value;
    const count = values.get(value);
    if (count !== undefined) values.set(value, count + 1);
    else if (values.size < MOST_VALUES) values.set(value, 1);
    else counts.more = true;
  }
  return counts;
}

const NO_STEPS: StepSurvey = {
  step: NaN,
  equal: 0,
  rises: 0,
  level: 0,
  falls: 0,
  rounded: 0,
  first: NaN,
  restart: -Infinity,
};

function createTextTally(name: string, place: number) {
  const counts = createCounts<string>();
  return {
    name,
    countAll(): void {}, // texts always are
    add({ firstRow, rows, texts }: TableChunk): void {
      const cells = texts[place];
      for (let r = 0; r < rows; r++) {
        const text = cells[r].trim();
        if (text !== '') counts.add(text, firstRow + r);
      }
    },
    report(): ColumnSurvey {
      const { values, more, readings, changes, changeCount } = counts;
      const range = { whole: false, smallest: NaN, largest: NaN, steps: NO_STEPS, fallRows: [] };
      return { name, kind: 'text', readings, values, more, changes, changeCount, ...range };
    },
  };
}

function createNumberTally(name: string, kind: ColumnKind, place: number) {
  const counts = createCounts<number>();
  const steps = { ...NO_STEPS };
  const fallRows: number[] = [];
  let [readings, whole, smallest, largest, before] = [0, true, Infinity, -Infinity, NaN];
  const compare = (value: number, row: number): void => {
    if (isStepRounded(before, value)) steps.rounded++;
    if (value === before) steps.level++;
    else if (value < before) {
      steps.falls++;
      steps.restart = Math.max(steps.restart, value);
      if (fallRows.length < MOST_ROWS) fallRows.push(row);
    } else addRise(steps, value - before, Math.abs(value));
  };
  let countsAll = false;
  return {
    name,
    countAll(): void {
      countsAll = true;
    },
    add({ firstRow, rows, numbers }: TableChunk, K: number): void {
      for (let r = 0; r < rows; r++) {
        const value = numbers[r * K + place];
        if (Number.isNaN(value)) continue;
        if (Number.isNaN(before)) steps.first = value;
        else compare(value, firstRow + r);
        if (countsAll || !counts.more) counts.add(value, firstRow + r);
        readings++;
        whole &&= Number.isInteger(value);
        if (value < smallest) smallest = value;
        if (value > largest) largest = value;
        before = value;
      }
    },
    report(): ColumnSurvey {
      const { values, more, changes, changeCount } = counts;
      const range = { whole: whole && readings > 0, smallest, largest, steps, fallRows };
      return { name, kind, readings, values, more, changes, changeCount, ...range };
    },
  };
}

/** Whether float32 gets the step between two readings wrong by more than half. */
function isStepRounded(before: number, after: number): boolean {
  const step = after - before;
  const rounded = Math.fround(after) - Math.fround(before);
  return Math.abs(rounded - step) > Math.abs(step) / 2;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** @param size magnitude of the values, which the rounding of their difference goes by */
function addRise(steps: Writable<StepSurvey>, rise: number, size: number): void {
  const slack = 1e-6 * rise + 4 * Number.EPSILON * size;
  steps.rises++;
  if (Math.abs(rise - steps.step) <= slack) steps.equal++;
  else if (!(rise > steps.step)) {
    steps.step = rise;
    steps.equal = 1;
  }
}
