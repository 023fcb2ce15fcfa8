/**
 * Reads a table of any source into columns.
 *
 * Numbers lie in blocks of rows, column after column, so that a table of unknown length
 * grows without being copied; columns that were kept as float32 stay float32.
 */
import { checkStopped, DataError, parseConfig } from '@anodec/core';
import type { z } from 'zod';
import {
  createRowTimes,
  describeRepair,
  findTimeColumn,
  isLabelName,
  LABEL_NAMES,
  plainName,
  PrepareConfig,
  type RowTimes,
  type TimeColumn,
} from '@anodec/data';
import type { ColumnKind, TableChunk, TableReader } from '@anodec/tables';
import type { ColumnTable } from './columns.js';
import { createGrowingTimes, createNumberBlocks } from './number-blocks.js';
import { createTextTally, type TextTally } from './text-tally.js';

/** Settings that select the columns of times and labels in a raw table; those of `prepare`. */
export const ReadingConfig = PrepareConfig.pick({
  timeColumn: true,
  timeFormat: true,
  period: true,
  labelColumn: true,
});

export type ReadingConfig = z.output<typeof ReadingConfig>;

/** Options of reading a table into columns. */
export interface ReadColumnsOptions {
  readonly reading?: ReadingConfig;
  readonly signal?: AbortSignal;
  /** Receives the number of rows so far. */
  readonly onRows?: (rows: number) => void;
}

/** A column and where its cells lie in a chunk. */
export interface PlacedColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly place: number;
  readonly stored?: 'float32' | 'int8';
}

/** The columns of a table by their role in exploration. */
export interface PlacedColumns {
  readonly time?: TimeColumn;
  readonly label?: PlacedColumn;
  /** Numbers and date cells that are not the time. */
  readonly numbers: readonly PlacedColumn[];
  readonly texts: readonly PlacedColumn[];
  /** Numbers of a row in a chunk. */
  readonly width: number;
}

/**
 * Reads a table to its end and closes it. A label column whose every cell is a label becomes
 * the labels; otherwise it stays a column like the rest.
 *
 * @throws DataError when a time cannot be read, or a named column is missing
 */
export async function readColumns(
  table: TableReader,
  { reading, signal, onRows }: ReadColumnsOptions = {},
): Promise<ColumnTable> {
  const config = { ...parseConfig(PrepareConfig, {}), ...reading };
  try {
    const times = createGrowingTimes();
    let begun = begin(placeColumns(table, config));
    let clock: RowTimes | undefined;
    let rows = 0;
    for await (const chunk of table.chunks()) {
      checkStopped(signal, `reading ${table.source}`);
      if (!clock) {
        begun = begin(placeColumns(table, config, chunk));
        clock = createRowTimes(table.source, begun.placed.time, chunk, config);
      }
      const { placed, blocks, tallies } = begun;
      clock.fill(chunk, times.reserve(chunk.rows), rows);
      blocks.add(chunk);
      for (const [j, tally] of tallies.entries()) tally.add(chunk.texts[placed.texts[j].place]);
      rows += chunk.rows;
      onRows?.(rows);
    }
    const found = clock?.finish(times.whole()) ?? [];
    const notes = [
      ...(table.notes ?? []),
      ...found.map((repair) => describeRepair({ ...repair, count: 1 })),
    ];
    const { placed, blocks, tallies } = begun;
    const head = { source: table.source, rows, clock: clock?.clock ?? 'rows' } as const;
    const cells = assemble(placed, blocks, tallies, rows);
    return { ...head, times: times.whole(), ...cells, ...(notes.length > 0 && { notes }) };
  } finally {
    await table.close();
  }
}

/** Room for the cells of the columns. */
function begin(placed: PlacedColumns) {
  const blocks = createNumberBlocks(placed.numbers, placed.width);
  const tallies = placed.texts.map((column) =>
    createTextTally(column.name, column === placed.label),
  );
  return { placed, blocks, tallies };
}

/**
 * Finds the columns of time and labels; names lose the blanks around them.
 *
 * @param first the first rows, from which a column of times without a usual name is recognised
 * @throws DataError when a named column is missing
 */
export function placeColumns(
  { source, columns }: Pick<TableReader, 'source' | 'columns'>,
  { timeColumn, labelColumn }: Pick<PrepareConfig, 'timeColumn' | 'labelColumn'>,
  first?: TableChunk,
): PlacedColumns {
  const counts = { texts: 0, numbers: 0 };
  const placed = columns.map(({ name, kind, stored }): PlacedColumn => {
    const place = kind === 'text' ? counts.texts++ : counts.numbers++;
    return { name: name.trim(), kind, place, ...(stored && { stored }) };
  });
  const time = findTimeColumn(source, placed, timeColumn, first);
  const label = findLabel(source, placed, labelColumn);
  const rest = placed.filter(({ name }) => name !== time?.name && name !== time?.timeOfDay?.name);
  return {
    ...(time && { time }),
    ...(label && { label }),
    numbers: rest.filter(({ kind }) => kind !== 'text'),
    texts: rest.filter(({ kind }) => kind === 'text'),
    width: counts.numbers,
  };
}

function findLabel(
  source: string,
  columns: readonly PlacedColumn[],
  wanted: string,
): PlacedColumn | undefined {
  if (wanted === 'none') return undefined;
  if (wanted === 'auto') {
    return findUsual(columns, LABEL_NAMES) ?? columns.find(({ name }) => isLabelName(name));
  }
  const found = columns.find(({ name }) => name === wanted.trim());
  if (found) return found;
  throw new DataError(
    `The column "${wanted}" must be in ${source}, which has ` +
      `${columns.map(({ name }) => name).join(', ')}. Give another labelColumn.`,
  );
}

function findUsual(columns: readonly PlacedColumn[], usual: readonly string[]) {
  for (const name of usual) {
    const found = columns.find((column) => plainName(column.name) === name);
    if (found) return found;
  }
  return undefined;
}

function assemble(
  { numbers, texts, label }: PlacedColumns,
  blocks: ReturnType<typeof createNumberBlocks>,
  tallies: readonly TextTally[],
  rows: number,
): Pick<ColumnTable, 'labels' | 'channels' | 'dates' | 'column' | 'read' | 'texts'> {
  const inNumbers = label ? numbers.indexOf(label) : -1;
  const inTexts = label ? texts.indexOf(label) : -1;
  const labels =
    inNumbers >= 0 ? flagsOf(blocks.column(inNumbers, rows)) : tallies[inTexts]?.flags();
  const kept = numbers.map((_, k) => k).filter((k) => !(labels && k === inNumbers));
  return {
    ...(labels && { labels }),
    channels: kept.map((k) => numbers[k].name),
    dates: numbers.filter(({ kind }) => kind === 'time').map(({ name }) => name),
    column: (c) => blocks.column(kept[c], rows),
    read: (c, start, out) => blocks.read(kept[c], start, out),
    texts: tallies.filter((_, j) => !(labels && j === inTexts)).map((tally) => tally.report()),
  };
}

/** The cells as labels, or undefined where one is neither 0 nor 1. */
function flagsOf(values: ArrayLike<number>): Uint8Array | undefined {
  const flags = new Uint8Array(values.length);
  for (let t = 0; t < flags.length; t++) {
    if (values[t] !== 0 && values[t] !== 1) return undefined;
    flags[t] = values[t];
  }
  return flags;
}
