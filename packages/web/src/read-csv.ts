/**
 * A CSV table with a header as a recording, for browsers. The command line reads many more dialects; here a
 * separator is a comma, semicolon or tab, numbers have a point, and times are ISO.
 */
import { countOf, createFrame, DataError, formatTime, type TimeSeriesFrame } from '@anodec/core';

/** What a recording must have. */
export interface CsvChannels {
  /** (C), in the order of the frame. */
  readonly channels: readonly string[];
  /** (C), what is subtracted from the readings; nothing where absent. */
  readonly offsets?: readonly number[];
}

const ISO = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?Z?$/;
const MISSING = ['', 'nan', 'null', 'na'];

/**
 * Reads the channels of a table, in any order of columns; a column of ISO times, taken as UTC, makes the clock.
 * Further columns are not looked at.
 *
 * @param origin of the text, for messages: a file name
 * @throws DataError when a channel is missing, a cell is no number, a row has more or fewer cells than the header, or there
 *   are no rows
 */
export function readCsv(
  text: string,
  { channels, offsets }: CsvChannels,
  origin = 'the table',
): TimeSeriesFrame {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  while (lines.length > 0 && lines[lines.length - 1].trim() === '') lines.pop();
  const separator = [',', ';', '\t'].find((one) => lines[0]?.includes(one)) ?? ',';
  const rows = lines.map((line) => splitLine(line, separator));
  const [head = [], ...body] = rows;
  if (body.length === 0) throw new DataError(`${origin} must have a header and rows, got none.`);
  const columns = channels.map((name) => head.indexOf(name));
  const absent = channels.filter((_, c) => columns[c] < 0);
  if (absent.length > 0) {
    throw new DataError(
      `${origin} must have a column for each channel, got none for ${absent.join(', ')}.`,
    );
  }
  const uneven = body.findIndex((cells) => cells.length !== head.length);
  if (uneven >= 0) {
    throw new DataError(
      `Each row of ${origin} must have ${countOf(head.length, 'cell')} as the header, got ${body[uneven].length} in row ` +
        `${uneven + 2}.`,
    );
  }
  const C = channels.length;
  const values = new Float32Array(body.length * C);
  for (const [t, cells] of body.entries()) {
    for (let c = 0; c < C; c++) {
      const cell = cells[columns[c]] ?? '';
      values[t * C + c] =
        numberOf(cell, `row ${t + 2}, column ${channels[c]} of ${origin}`) - (offsets?.[c] ?? 0);
    }
  }
  const times = head.findIndex((name, i) => !channels.includes(name) && ISO.test(body[0][i] ?? ''));
  return createFrame({
    values,
    channels,
    ...(offsets && { offsets: Float64Array.from(offsets) }),
    ...(times >= 0 && {
      timestamps: Float64Array.from(body, (cells, t) => timeOf(cells[times] ?? '', t, origin)),
      clock: 'utc' as const,
    }),
  });
}

/** Cells of a line; a quoted one may hold the separator, and a quote as two. */
function splitLine(line: string, separator: string): string[] {
  if (!line.includes('"')) return line.split(separator).map((cell) => cell.trim());
  const cells: string[] = [];
  let [cell, quoted] = ['', false];
  for (let i = 0; i < line.length; i++) {
    if (quoted && line[i] === '"' && line[i + 1] === '"') cell += line[i++];
    else if (line[i] === '"') quoted = !quoted;
    else if (line[i] === separator && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += line[i];
  }
  return [...cells, cell.trim()];
}

function numberOf(cell: string, place: string): number {
  if (MISSING.includes(cell.toLowerCase())) return NaN;
  const value = Number(cell);
  if (Number.isFinite(value)) return value;
  throw new DataError(`A reading must be a number, got "${cell}" in ${place}.`);
}

function timeOf(cell: string, t: number, origin: string): number {
  const time = ISO.test(cell) ? Date.parse(`${cell.replace(' ', 'T').replace(/Z$/, '')}Z`) : NaN;
  const day = cell.slice(0, 'YYYY-MM-DD'.length);
  // a day beyond the end of a month would be read as one of the next
  if (!Number.isNaN(time) && formatTime(Date.parse(day)).startsWith(day)) return time;
  throw new DataError(
    `A time must be ISO, as in the first row, got "${cell}" in row ${t + 2} of ${origin}.`,
  );
}
