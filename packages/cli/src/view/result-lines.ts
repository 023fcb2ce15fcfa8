/** The results of the steps, each as a line for a terminal. */
import {
  formatCount,
  countOf,
  formatDuration,
  formatTimestamp,
  framePeriod,
  type TimeSeriesFrame,
} from '@anodec/core';
import {
  describeRepair,
  isAboutColumns,
  repairGravity,
  type PreparedTable,
  type Repair,
  type UnpackedArchive,
} from '@anodec/data';
import type { Alarm } from '@anodec/eval';
import type { ChosenBackend } from '@anodec/model';
import type {
  ConvertedData,
  PreparedData,
  Scoring,
  SimulatedData,
  TableScores,
  Training,
} from '@anodec/pipeline';
import { quoted } from './quoted.js';

/** What was simulated, or that the workbooks exist. */
export function simulatedLine({ folder, config }: SimulatedData): string {
  if (!config) return `the workbooks exist in ${folder}`;
  return (
    `${config.normalDuration} of normal operation, ${config.attackDuration} with 41 listed attacks, ` +
    `seed ${config.seed} → ${folder}`
  );
}

/** A line for each file that was written, and for what was not unpacked. */
export function unpackedLines(unpacked: readonly UnpackedArchive[]): readonly string[] {
  return unpacked.flatMap(({ source, written, present, network, leftOut }) => [
    ...written.map((path) => `${source} → ${path}`),
    ...(present.length > 0 ? [`${source}: ${countOf(present.length, 'file')} already there`] : []),
    ...(network.files > 0
      ? [
          `${source}: ${formatCount(network.files)} network captures, ` +
            `${(network.bytes / 1e9).toFixed(1)} GB, which stay packed and are not used`,
        ]
      : []),
    ...(leftOut > 0 ? [`${source}: ${countOf(leftOut, 'file')} of file managers skipped`] : []),
  ]);
}

/** Number of tables and rows that were converted. */
export function convertedLine({ store, tables }: ConvertedData): string {
  if (tables.length === 0) return `${store} is up to date`;
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return `${countOf(tables.length, 'table')}, ${countOf(rows, 'row')} → ${store}`;
}

/** Number of repairs and findings. */
export function preparedLine({ store, tables }: PreparedData): string {
  if (tables.length === 0) return `${store} is up to date`;
  const repairs = tables.flatMap((table) => table.repairs).reduce((sum, r) => sum + r.count, 0);
  return `${formatCount(repairs)} ${repairs === 1 ? 'repair or finding' : 'repairs and findings'} → ${store}`;
}

/** A line for each repair. */
export function repairLines(tables: readonly PreparedTable[]): string[] {
  return tables.flatMap(({ source, rows, repairs }) => [
    `${source}: ${countOf(rows, 'row')}`,
    ...repairs.map((repair) => `  ${describeRepair(repair)}`),
  ]);
}

/** Findings that are shown at least, where there are as many. */
const LEAST_SHOWN = 3;

/**
 * Findings that change what is learned or measured, and those about whole columns, each once, filled up to three by
 * the most frequent others; and where the rest is.
 */
export function notableRepairs({ store, tables }: PreparedData): string[] {
  const all = tables.flatMap(({ repairs }) => repairs);
  const others = all.filter((one) => !isNotable(one)).sort((a, b) => b.count - a.count);
  const notable = new Set(all.filter(isNotable).map(describeRepair));
  const further = [...new Set(others.map(describeRepair))];
  const fill = further.slice(0, Math.max(0, LEAST_SHOWN - notable.size));
  const hidden = further.length - fill.length;
  return [
    ...notable,
    ...fill,
    ...(hidden > 0 ? [`and ${hidden} more: npx anodec data inspect ${quoted(store)}`] : []),
  ];
}

function isNotable(one: Repair): boolean {
  return repairGravity(one) === 'warning' || isAboutColumns(one);
}

/** The backend that computes. */
export function backendLine({ name, reason }: ChosenBackend): string {
  return `Backend: ${name} (${reason})`;
}

/** Detector, weights, epochs, windows, interval and loss of a training. */
export function trainedLine({ settings, record, metrics, recordings }: Training): string {
  const { start, summary, reports } = record;
  const interval = trainedInterval(recordings);
  if (!start) return `${metrics.detector}, ${interval}`;
  const windowSizes = [settings.detector.windowSize ?? settings.detector.windowSizes].flat();
  const loss = summary ? `, best validation loss ${summary.bestLoss.toPrecision(3)}` : '';
  const epochs = summary?.reports.length ?? reports.length;
  const fallbacks = summary?.fallbacks ?? 0;
  const slow = fallbacks > 0 ? `, ${fallbacks} layers without a kernel, slow` : '';
  return (
    `${metrics.detector}, ${formatCount(start.parameters)} weights: ${countOf(epochs, 'epoch')} of ` +
    `${countOf(start.trainWindows, 'window')} of ${windowSizes.join(', ')} rows, ` +
    `${interval}${loss}${slow}`
  );
}

function trainedInterval({ frames, averaged }: Training['recordings']): string {
  const interval = intervalOf(frames[0]);
  return averaged ? `${interval} (averaged from ${formatDuration(averaged.from)})` : interval;
}

function intervalOf(frame: TimeSeriesFrame): string {
  if (frame.clock === 'rows') return 'without times';
  return `a row every ${formatDuration(framePeriod(frame))}`;
}

/** Rows, rows without a score with the reasons, and alarms. */
export function scoredLine({ recordings, notes }: Scoring): string[] {
  const sum = (of: (one: Scoring['recordings'][number]) => number): number =>
    recordings.reduce((total, one) => total + of(one), 0);
  const rows = sum((one) => one.rows);
  const scored = sum((one) => one.scoredRows);
  const alarms = sum((one) => one.detection.alarms.length);
  const of = recordings.length > 1 ? ` of ${recordings.length} recordings` : '';
  const interval = intervalOf(recordings[0].part.frame);
  const line = `${formatCount(rows)} test rows${of}, ${interval}: ${alarms} ${alarms === 1 ? 'alarm' : 'alarms'}`;
  if (scored === rows) return [line, ...notes];
  const reasons = new Map<string, number>();
  for (const { reason, rows: n } of recordings.flatMap(({ unscored }) => unscored)) {
    reasons.set(reason, (reasons.get(reason) ?? 0) + n);
  }
  const why = [...reasons].map(([reason, n]) => `${reason}: ${formatCount(n)}`).join('; ');
  return [
    line,
    `${formatCount(rows - scored)} of ${formatCount(rows)} rows have no score (${why})`,
    ...notes,
  ];
}

/** Rows and alarms of a table that was scored with an artifact, and what was found and repaired in it. */
export function tableScoresLine({
  source,
  rows,
  scoredRows,
  unscored,
  detection,
  frame,
  notes,
  repairs,
}: TableScores): string[] {
  const { alarms } = detection;
  const line = `${source}: ${countOf(rows, 'row')}, ${intervalOf(frame)}: ${countOf(alarms.length, 'alarm')}`;
  const more = [...notes, ...repairs.map(describeRepair)];
  if (scoredRows === rows) return [line, ...more];
  const why = unscored.map(({ reason, rows: n }) => `${reason}: ${formatCount(n)}`).join('; ');
  return [
    line,
    `${formatCount(rows - scoredRows)} of ${formatCount(rows)} rows have no score (${why})`,
    ...more,
  ];
}

/** Begin, end and first channels of each alarm; a score of whole rows names no channel. */
export function alarmLines(
  alarms: readonly Alarm[],
  clock: Parameters<typeof formatTimestamp>[1],
): string[] {
  return alarms.map(({ start, end, channels }) => {
    const names = channels.slice(0, 3).map(({ channel }) => channel);
    const behind = names.length > 0 ? `  ${names.join(', ')}` : '';
    return `  ${formatTimestamp(start, clock)} to ${formatTimestamp(end, clock)}${behind}`;
  });
}
