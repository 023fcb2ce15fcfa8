/** Frames from tables with the same layout, such as those in the store of the original program. */
import {
  type Clock,
  createFrame,
  DataError,
  type LabelCode,
  parseLabel,
  parseLabelNumber,
  type TimeSeriesFrame,
  UNKNOWN_LABEL,
} from '@anodec/core';
import type { TableChunk, TableColumn, TableReader } from '../table.js';
import type { BlockTableReader } from './column-blocks.js';
import { ELAPSED_COLUMN } from './pandas-index.js';

const UNKNOWN = UNKNOWN_LABEL as LabelCode;

/**
 * Reads a table whose first column is its index, or that has none, whose labels are in the
 * column `labelColumn` (0, 1, or -1 where unknown), and whose other columns are channels.
 *
 * @param clock what a first column called `time [s]` or `row` means, where it is no date
 * @param offsets what is to be subtracted from the readings of a channel, by its name
 * @throws DataError when a channel holds texts, or rows are not in order
 */
export function readForeignFrame(
  table: BlockTableReader,
  labelColumn: string,
  clock?: Clock,
  offsets?: ReadonlyMap<string, number>,
): TimeSeriesFrame {
  const { source, columns, rows } = table;
  const index = indexOf(columns[0], clock);
  const channels = columns.filter(({ name }, k) => name !== labelColumn && !(index && k === 0));
  checkChannels(source, channels, labelColumn);
  const labelled = columns.length > channels.length + (index ? 1 : 0);
  const parts = {
    values: new Float32Array(rows * channels.length),
    channels: channels.map(({ name }) => name),
    offsets: Float64Array.from(channels, ({ name }) => offsets?.get(name) ?? 0),
    ...(index && { timestamps: new Float64Array(rows), clock: index.clock }),
    ...(labelled && { labels: new Uint8Array(rows) }),
  };
  const places = numericPlaces(table);
  let t = 0;
  for (const chunk of table.pieces()) {
    for (let r = 0; r < chunk.rows; r++, t++) {
      const at = r * places.size;
      if (index && parts.timestamps) parts.timestamps[t] = chunk.numbers[at] * index.factor;
      if (parts.labels) parts.labels[t] = labelOf(source, labelColumn, chunk, r, places);
      for (const [c, name] of parts.channels.entries()) {
        const reading = chunk.numbers[at + (places.get(name) ?? 0)];
        parts.values[t * parts.channels.length + c] = reading - parts.offsets[c];
      }
    }
  }
  return createFrame(parts);
}

/** The kind of times in the first column; undefined where it is a channel. */
function indexOf(first: TableColumn | undefined, clock: Clock | undefined) {
  if (first?.kind === 'time') return { clock: 'utc', factor: 1 } as const;
  if (clock === 'elapsed' && (first?.name === ELAPSED_COLUMN || first?.name === 'time'))
    return { clock, factor: 1000 } as const;
  return clock === 'rows' && first?.name === 'row' ? ({ clock, factor: 1 } as const) : undefined;
}

function checkChannels(source: string, channels: readonly TableColumn[], labelColumn: string) {
  const odd = channels.find(({ kind }) => kind !== 'number');
  if (!odd && channels.length > 0) return;
  const got = odd ? `${odd.name} of ${odd.kind}s` : 'no channel';
  throw new DataError(
    `${source} must have a column of time, channels of numbers and ${labelColumn}, got ${got}. ` +
      'Read it as a raw table and prepare it.',
  );
}

/** For each column of numbers or times, its index among them. */
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
): LabelCode {
  const cell = { source, row: firstRow + r, column };
  const place = places.get(column);
  if (place === undefined) return parseLabel(texts[0][r], cell).attack;
  const label = numbers[r * places.size + place];
  // a frame of this program keeps an unknown label, 255, in a signed byte, which pandas reads as -1
  return label === -1 ? UNKNOWN : parseLabelNumber(label, cell).attack;
}
