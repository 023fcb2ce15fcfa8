/** A frame as a table: its first and last rows, shape, interval, time range. */
import { htmlTable } from '@anodec/charts';
import { formatDuration, formatTimestamp, frameLength, type TimeSeriesFrame } from '@anodec/core';

/** Columns of a table that are shown at most. */
const MOST_CHANNELS = 12;

/** Number of rows that are shown at the beginning and at the end. */
export interface FrameTableOptions {
  readonly head?: number;
  readonly tail?: number;
}

/** The table as HTML. */
export function frameHtml(frame: TimeSeriesFrame, options: FrameTableOptions = {}): string {
  const { columns, rows } = frameCells(frame, options);
  return `<p class="soft">${describeFrame(frame)}</p>${htmlTable({ columns, rows, className: 'frame' })}`;
}

/** The table as text. */
export function frameText(frame: TimeSeriesFrame, options: FrameTableOptions = {}): string {
  const { columns, rows } = frameCells(frame, options);
  const lines = [columns, ...rows];
  const widths = columns.map((_, c) => Math.max(...lines.map((line) => line[c].length)));
  const text = lines.map((line) => line.map((cell, c) => cell.padStart(widths[c])).join('  '));
  return [describeFrame(frame), ...text].join('\n');
}

/** Shape, interval and time range in a sentence. */
export function describeFrame(frame: TimeSeriesFrame): string {
  const { channels, timestamps, labels } = frame;
  const T = frameLength(frame);
  const size = `${T.toLocaleString('en')} rows × ${channels.length} channels`;
  if (T === 0) return size;
  const step =
    T > 1 && frame.clock !== 'rows'
      ? `, every ${formatDuration(timestamps[1] - timestamps[0])}`
      : '';
  const times = `, ${timeOf(frame, 0)} to ${timeOf(frame, T - 1)}`;
  const flagged = labels?.reduce((sum, label) => sum + (label === 1 ? 1 : 0), 0);
  const attack =
    flagged === undefined ? '' : `, ${flagged.toLocaleString('en')} of them under attack`;
  return `${size}${step}${times}${attack}`;
}

function frameCells(
  frame: TimeSeriesFrame,
  { head = 5, tail = 5 }: FrameTableOptions,
): { readonly columns: string[]; readonly rows: string[][] } {
  const { channels, values, labels } = frame;
  const [T, C] = [frameLength(frame), channels.length];
  const shown = channels.slice(0, MOST_CHANNELS);
  const more = C > shown.length ? [`${C - shown.length} more`] : [];
  const columns = ['time', ...shown, ...more, ...(labels ? ['label'] : [])];
  const row = (t: number): string[] => [
    timeOf(frame, t),
    ...shown.map((_, c) => numberText(values[t * C + c])),
    ...more.map(() => '…'),
    ...(labels ? [String(labels[t])] : []),
  ];
  const range = (from: number, to: number) =>
    Array.from({ length: Math.max(0, to - from) }, (_, i) => row(from + i));
  if (T <= head + tail) return { columns, rows: range(0, T) };
  return { columns, rows: [...range(0, head), columns.map(() => '⋮'), ...range(T - tail, T)] };
}

function timeOf({ clock, timestamps }: TimeSeriesFrame, t: number): string {
  return formatTimestamp(timestamps[t], clock);
}

function numberText(value: number): string {
  return Number.isNaN(value) ? '–' : String(Number(value.toPrecision(5)));
}
