/** A frame from a DataFrame that another program stored: the processed store of the original. */
import { createFrame, DataError, type TimeSeriesFrame } from '@anodec/core';
import { parseLabel, parseLabelNumber } from '../swat/labels.js';
import type { TableChunk, TableReader } from '../table.js';
import type { BlockTableReader } from './column-blocks.js';

/**
 * Reads a table whose first column is its time, or that has none, whose labels are in the column
 * `labelColumn`, and whose other columns are channels.
 *
 * @throws DataError when a channel holds texts, or rows are not in order
 */
export function readForeignFrame(table: BlockTableReader, labelColumn: string): TimeSeriesFrame {
  const { source, columns, rows } = table;
  const timed = columns[0]?.kind === 'time';
  const channels = columns.filter(({ name }, k) => name !== labelColumn && !(timed && k === 0));
  const odd = channels.find(({ kind }) => kind !== 'number');
  if (odd || channels.length === 0) {
    const got = odd ? `${odd.name} of ${odd.kind}s` : 'no channel';
    throw new DataError(
      `${source} must have a column of time, channels of numbers and ${labelColumn}, got ${got}. ` +
        'Read it as a raw table and prepare it.',
    );
  }
  const labelled = columns.length > channels.length + Number(timed);
  const parts = {
    values: new Float32Array(rows * channels.length),
    channels: channels.map(({ name }) => name),
    ...(timed && { timestamps: new Float64Array(rows) }),
    ...(labelled && { labels: new Uint8Array(rows) }),
  };
  const places = numericPlaces(table);
  let t = 0;
  for (const chunk of table.pieces()) {
    for (let r = 0; r < chunk.rows; r++, t++) {
      const at = r * places.size;
      if (parts.timestamps) parts.timestamps[t] = chunk.numbers[at];
      if (parts.labels) parts.labels[t] = labelOf(source, labelColumn, chunk, r, places);
      for (const [c, name] of parts.channels.entries()) {
        parts.values[t * parts.channels.length + c] = chunk.numbers[at + (places.get(name) ?? 0)];
      }
    }
  }
  return createFrame(parts);
}

/** For each column of numbers or times, its place among them. */
function numericPlaces({ columns }: TableReader): ReadonlyMap<string, number> {
  const numeric = columns.filter(({ kind }) => kind !== 'text');
  return new Map(numeric.map(({ name }, place) => [name, place]));
}

function labelOf(
  source: string,
  column: string,
  { numbers, texts, firstRow }: TableChunk,
  r: number,
  places: ReadonlyMap<string, number>,
): 0 | 1 {
  const cell = { source, row: firstRow + r, column };
  const place = places.get(column);
  if (place === undefined) return parseLabel(texts[0][r], cell).attack;
  return parseLabelNumber(numbers[r * places.size + place], cell).attack;
}
