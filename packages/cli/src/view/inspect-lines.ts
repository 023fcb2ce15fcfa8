/** An overview of a table, for the terminal. */
import { type Clock, formatCount, countOf, formatDuration, formatTimestamp } from '@anodec/core';
import {
  channelNotes,
  type ChannelReport,
  formatNumber,
  type Gap,
  type LabelReport,
  type TableReport,
  type TextColumn,
  type TimeLine,
} from '@anodec/explore';
import { textTable } from './text-table.js';

/** Gaps, steps back and texts that are listed. */
const LISTED = 5;

/** A few lines about the table, then one for each channel. */
export function tableLines(report: TableReport, times: Float64Array): string[] {
  const { rows, time, labels, channels, texts, notes = [] } = report;
  return [
    `  ${countOf(rows, 'row')}${spanOf(rows, time)}`,
    ...timeLines(time),
    ...(labels ? [labelLine(labels)] : []),
    ...notes.map((note) => `  ${note}`),
    ...channelLines(channels, time, times),
    ...textLines(texts, rows),
  ];
}

function labelLine({ rows, runs }: LabelReport): string {
  if (rows === 0) return '  no row labelled as attack';
  return `  ${countOf(rows, 'row')} labelled as attack in ${countOf(runs, 'run')}`;
}

function spanOf(rows: number, { clock, first, last, period }: TimeLine): string {
  if (rows === 0) return '';
  const span = `, ${formatTimestamp(first, clock)} to ${formatTimestamp(last, clock)}`;
  return clock === 'rows' || rows < 2 ? span : `${span}, every ${formatDuration(period)}`;
}

function timeLines(time: TimeLine): string[] {
  const { clock, gaps, stepsBack, duplicates, repeated, intervals, differentIntervals } = time;
  if (clock === 'rows') return []; // numbers of rows are in order by themselves
  const steps = intervals.map(
    ({ length, count: n }) => `${stepOf(clock, length)} × ${formatCount(n)}`,
  );
  const more = differentIntervals - intervals.length;
  const order =
    stepsBack.length === 0
      ? 'sorted by time'
      : `not sorted: time steps back ${stepsBack.length === 1 ? 'once' : `${formatCount(stepsBack.length)} times`}`;
  const repeats =
    duplicates === 0
      ? 'no repeated times'
      : `${formatCount(duplicates)} ${duplicates === 1 ? 'row repeats' : 'rows repeat'} a time, first ${formatTimestamp(repeated[0], clock)}`;
  return [
    ...(differentIntervals > 1
      ? [
          `  steps between rows: ${steps.join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}`,
        ]
      : []),
    `  ${order}, ${repeats}`,
    ...stepLines('step back', clock, stepsBack),
    ...stepLines('gap', clock, gaps),
  ];
}

function stepLines(kind: string, clock: Clock, steps: readonly Gap[]): string[] {
  const named = steps
    .slice(0, LISTED)
    .map(
      ({ from, to }) =>
        `  ${kind} from ${formatTimestamp(from, clock)} to ${formatTimestamp(to, clock)}`,
    );
  return steps.length > LISTED
    ? [...named, `  and ${formatCount(steps.length - LISTED)} more`]
    : named;
}

function stepOf(clock: Clock, length: number): string {
  if (clock === 'rows') return String(length);
  return length < 0 ? `−${formatDuration(-length)}` : formatDuration(length);
}

function channelLines(
  channels: readonly ChannelReport[],
  time: TimeLine,
  times: Float64Array,
): string[] {
  if (channels.length === 0) return [];
  const timeOf = (row: number) => formatTimestamp(times[row], time.clock);
  const head = ['channel', 'kind', 'min', 'max', 'mean', 'deviation', 'distinct', 'notes'];
  const lines = channels.map((channel) => {
    const { name, kind, smallest, largest, mean, deviation, distinct } = channel;
    const show = kind === 'date' ? (value: number) => formatTimestamp(value, 'utc') : formatNumber;
    const statistics = [
      ...[smallest, largest, mean].map(show),
      kind === 'date' ? '–' : formatNumber(deviation),
    ];
    return [
      name,
      kind,
      ...statistics,
      formatCount(distinct),
      channelNotes(channel, time, timeOf).join('; '),
    ];
  });
  return textTable([head, ...lines], [2, 3, 4, 5, 6]).map((line) => `  ${line}`);
}

function textLines(texts: readonly TextColumn[], rows: number): string[] {
  if (texts.length === 0) return [];
  const lines = texts.map(({ name, missing, distinct, more, frequent }) => [
    name,
    'text',
    formatCount(rows - missing),
    more ? `${formatCount(distinct)}+` : formatCount(distinct),
    frequent
      .slice(0, 3)
      .map(
        ([text, n]) =>
          `${JSON.stringify(text.length > 30 ? `${text.slice(0, 29)}…` : text)} × ${formatCount(n)}`,
      )
      .join(', '),
  ]);
  const head = ['column', 'kind', 'not empty', 'distinct', 'most frequent'];
  return textTable([head, ...lines], [2, 3]).map((line) => `  ${line}`);
}
