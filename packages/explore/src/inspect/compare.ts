/**
 * Two tables side by side: columns, rows, and every cell of the rows that both have.
 *
 * Rows belong together when they have the same time, or, in tables without times, the same number.
 * Both tables run through memory a chunk at a time, so that their size does not matter.
 */
import { type Clock, ConfigError, parseConfig } from '@anodec/core';
import { parseDate, PrepareConfig } from '@anodec/data';
import type { TableReader } from '@anodec/tables';
import { compareSchemas, type SchemaComparison } from './compare-schemas.js';
import type { PlacedColumn, PlacedColumns, ReadingConfig } from './read-columns.js';
import { type RowStream, streamRows } from './row-stream.js';

/** Options of a comparison. */
export interface CompareOptions {
  readonly reading?: Partial<ReadingConfig>;
  /** Only rows after this time are compared, UTC, exclusive, as in 2015-12-22 17:00. */
  readonly from?: string;
  /** Only rows before this time are compared, exclusive. */
  readonly to?: string;
  /** Numbers that differ by no more are equal. Default 0. */
  readonly tolerance?: number;
  readonly signal?: AbortSignal;
  /** Receives the number of rows of both tables so far. */
  readonly onRows?: (rows: number) => void;
}

/** A column in which cells differ. */
export interface ColumnDifference {
  readonly name: string;
  readonly cells: number;
  /** Largest distance of two numbers; NaN for texts, and where one of the two was always missing. */
  readonly largest: number;
  readonly first: {
    readonly time: number;
    readonly a: string | number;
    readonly b: string | number;
  };
}

/** One of the two tables. */
export interface ComparedTable {
  readonly source: string;
  readonly rows: number;
  /** Rows between `from` and `to`, and those of them that are missing in the other table. */
  readonly rowsInRange: number;
  readonly alone: number;
  /** Times of the first and last row of the whole table; NaN without rows. */
  readonly first: number;
  readonly last: number;
}

/** The result of comparing two tables. */
export interface TableComparison {
  readonly a: ComparedTable;
  readonly b: ComparedTable;
  readonly clock: Clock;
  readonly schema: SchemaComparison;
  /** Rows that both have between `from` and `to`, and cells compared in them. */
  readonly rowsInBoth: number;
  readonly cells: number;
  /** Columns that differ, the most different first. */
  readonly different: readonly ColumnDifference[];
}

/**
 * Compares two tables and closes them.
 *
 * @throws DataError when a table cannot be read or its times step back; ConfigError when dates are
 *   given for tables without dates, or only one has times
 */
export async function compareTables(
  a: TableReader,
  b: TableReader,
  options: CompareOptions = {},
): Promise<TableComparison> {
  try {
    const config = { ...parseConfig(PrepareConfig, {}), ...options.reading };
    const rowsA = await streamRows(a, config, options.signal);
    const rowsB = await streamRows(b, config, options.signal);
    const schema = compareSchemas(a, b);
    const pairs = pairColumns(schema, rowsA.placed, rowsB.placed);
    const sides = [createSide(a, rowsA), createSide(b, rowsB)] as const;
    const widths = [rowsA.placed.width, rowsB.placed.width] as const;
    const tally = createTally(pairs, widths, options.tolerance ?? 0);
    const clock = await walk(sides, tally, options);
    return {
      a: sides[0].report(),
      b: sides[1].report(),
      clock,
      schema,
      rowsInBoth: tally.rows(),
      cells: tally.rows() * pairs.length,
      different: tally.differences(),
    };
  } finally {
    await a.close();
    await b.close();
  }
}

/** One table while it is read. */
function createSide({ source }: TableReader, stream: RowStream) {
  let [alone, rowsInRange, first, last] = [0, 0, NaN, NaN];
  return {
    source,
    stream,
    async fill(): Promise<boolean> {
      const more = await stream.fill();
      if (more && stream.at === 0) {
        if (Number.isNaN(first)) first = stream.times[0];
        last = stream.times[stream.times.length - 1];
      }
      return more;
    },
    count(isAlone: boolean): void {
      rowsInRange++;
      if (isAlone) alone++;
    },
    report: (): ComparedTable => ({ source, rows: stream.rows, rowsInRange, alone, first, last }),
  };
}

type Side = ReturnType<typeof createSide>;

/** Reads both in the order of time. @returns the clock of both */
async function walk(
  [a, b]: readonly [Side, Side],
  tally: Tally,
  { from, to, onRows }: CompareOptions,
): Promise<Clock> {
  const after = parseDate(from, -Infinity);
  const before = parseDate(to, Infinity);
  if (after >= before) {
    throw new ConfigError(
      `\`from\` must be before \`to\`, got ${from} and ${to}: no row lies between them.`,
    );
  }
  const within = (time: number) => time > after && time < before;
  let more = [await a.fill(), await b.fill()];
  const { clock } = a.stream;
  if (more[0] && more[1]) checkClocks(a, b, from ?? to);
  while (more[0] && more[1]) {
    const [s, t] = [a.stream, b.stream];
    while (s.at < s.chunk.rows && t.at < t.chunk.rows) {
      const [timeA, timeB] = [s.times[s.at], t.times[t.at]];
      const time = Math.min(timeA, timeB);
      const [hasA, hasB] = [timeA === time, timeB === time];
      if (within(time)) {
        if (hasA) a.count(!hasB);
        if (hasB) b.count(!hasA);
        if (hasA && hasB) tally.compare(s, t, time);
      }
      if (hasA) s.at++;
      if (hasB) t.at++;
    }
    more = [await a.fill(), await b.fill()];
    onRows?.(s.rows + t.rows);
  }
  for (const side of [a, b]) {
    while (await side.fill()) {
      const { stream } = side;
      for (; stream.at < stream.chunk.rows; stream.at++) {
        if (within(stream.times[stream.at])) side.count(true);
      }
      onRows?.(a.stream.rows + b.stream.rows);
    }
  }
  return clock;
}

function checkClocks(a: Side, b: Side, date: string | undefined): void {
  const [clockA, clockB] = [a.stream.clock, b.stream.clock];
  if (clockA !== clockB) {
    const [timed, untimed] = clockA === 'rows' ? [b, a] : [a, b];
    throw new ConfigError(
      `Both tables must have the same kind of times, but ${timed.source} differs from ` +
        `${untimed.source}. Compare them by row number with \`timeColumn: none\`.`,
    );
  }
  if (date === undefined || clockA === 'utc') return;
  throw new ConfigError(
    `Rows must have dates to be selected by ${date}, but ${a.source} has none. Omit \`from\` and \`to\`.`,
  );
}

/** The same column in both tables. */
interface Pair {
  readonly name: string;
  readonly kind: PlacedColumn['kind'];
  readonly a: number;
  readonly b: number;
  /** One of the two was kept as float32. */
  readonly narrow: boolean;
}

function pairColumns({ comparable }: SchemaComparison, a: PlacedColumns, b: PlacedColumns): Pair[] {
  const inB = new Map([...b.numbers, ...b.texts].map((column) => [column.name, column]));
  return [...a.numbers, ...a.texts].flatMap((column) => {
    const other = inB.get(column.name);
    if (!other || !comparable.includes(column.name)) return [];
    const narrow = column.stored !== undefined || other.stored !== undefined;
    const { name, kind } = column;
    return [{ name, kind, a: column.place, b: other.place, narrow }];
  });
}

/** The differences in a column so far. */
interface Finding {
  cells: number;
  largest: number;
  first: ColumnDifference['first'];
}

function newFinding(): Finding {
  return { cells: 0, largest: NaN, first: { time: NaN, a: '', b: '' } };
}

type Tally = ReturnType<typeof createTally>;

/** A counter of differences between rows. */
function createTally(
  pairs: readonly Pair[],
  [widthA, widthB]: readonly [number, number],
  tolerance: number,
) {
  let rows = 0;
  const found = pairs.map(newFinding);
  const note = (p: number, time: number, a: string | number, b: string | number): void => {
    const entry = found[p];
    if (entry.cells++ === 0) entry.first = { time, a, b };
    if (typeof a !== 'number' || typeof b !== 'number') return;
    const distance = Math.abs(a - b);
    if (!(distance <= entry.largest) && !Number.isNaN(distance)) entry.largest = distance;
  };
  return {
    compare(s: RowStream, t: RowStream, time: number): void {
      rows++;
      const [rowA, rowB] = [s.at * widthA, t.at * widthB];
      for (let p = 0; p < pairs.length; p++) {
        const { kind, a, b, narrow } = pairs[p];
        if (kind === 'text') {
          const [x, y] = [s.chunk.texts[a][s.at], t.chunk.texts[b][t.at]];
          if (x !== y) note(p, time, x, y);
          continue;
        }
        let [x, y] = [s.chunk.numbers[rowA + a], t.chunk.numbers[rowB + b]];
        if (x === y || (Number.isNaN(x) && Number.isNaN(y))) continue;
        if (narrow) [x, y] = [Math.fround(x), Math.fround(y)];
        if (x !== y && !(Math.abs(x - y) <= tolerance)) note(p, time, x, y);
      }
    },
    rows: () => rows,
    differences: (): ColumnDifference[] =>
      found
        .map((entry, p) => ({ name: pairs[p].name, ...entry }))
        .filter(({ cells }) => cells > 0)
        .sort((x, y) => y.cells - x.cells),
  };
}
