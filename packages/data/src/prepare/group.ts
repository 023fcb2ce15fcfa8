/** A table of several units, split into one table for each, in memory. */
import { ConfigError, DataError } from '@anodec/core';
import type { TableChunk, TableReader } from '@anodec/tables';

/** The rows of one unit. */
export interface UnitTable {
  /** As the cells name it. */
  readonly unit: string;
  readonly rows: number;
  readonly table: TableReader;
}

/**
 * Splits a table by a column and closes it. Rows keep their order and their row numbers.
 *
 * @param group the name of the column
 * @returns in the order in which the units first occur
 * @throws ConfigError when there is no such column; DataError at a row that names no unit
 */
export async function splitByUnit(table: TableReader, group: string): Promise<UnitTable[]> {
  try {
    const { source, columns } = table;
    const k = columns.findIndex(({ name }) => name.trim() === group.trim());
    if (k < 0) {
      throw new ConfigError(
        `\`group\` must be a column of ${source}, got "${group}". It has ` +
          `${columns.map(({ name }) => name.trim()).join(', ')}.`,
      );
    }
    const isText = columns[k].kind === 'text';
    const place = columns.slice(0, k).filter(({ kind }) => (kind === 'text') === isText).length;
    const pieces = new Map<string, TableChunk[]>();
    for await (const chunk of table.chunks()) {
      for (const { unit, piece } of cutByUnit(source, group, chunk, isText, place)) {
        const own = pieces.get(unit);
        if (own) own.push(piece);
        else pieces.set(unit, [piece]);
      }
    }
    return [...pieces].map(([unit, own]) => unitTable(table, unit, own));
  } finally {
    await table.close();
  }
}

/** Runs of rows of one unit, as views on the chunk. */
function* cutByUnit(
  source: string,
  group: string,
  chunk: TableChunk,
  isText: boolean,
  place: number,
) {
  const { firstRow, rows, numbers, texts } = chunk;
  const K = rows > 0 ? numbers.length / rows : 0;
  const unitOf = (r: number): string => {
    const unit = isText ? texts[place][r].trim() : String(numbers[r * K + place]);
    if (unit !== '' && unit !== 'NaN') return unit;
    throw new DataError(
      `The column ${group} of ${source} must name a unit in every row, got an empty cell in row ` +
        `${firstRow + r}.`,
    );
  };
  for (let start = 0; start < rows; ) {
    const unit = unitOf(start);
    let end = start + 1;
    while (end < rows && unitOf(end) === unit) end++;
    const piece = {
      firstRow: firstRow + start,
      rows: end - start,
      numbers: numbers.subarray(start * K, end * K),
      texts: texts.map((cells) => cells.slice(start, end)),
    };
    yield { unit, piece };
    start = end;
  }
}

function unitTable(
  { source, columns, notes }: TableReader,
  unit: string,
  pieces: readonly TableChunk[],
): UnitTable {
  return {
    unit,
    rows: pieces.reduce((sum, { rows }) => sum + rows, 0),
    table: {
      source,
      columns,
      ...(notes && { notes }),
      async *chunks() {
        yield* pieces;
      },
      close: () => Promise.resolve(),
    },
  };
}
