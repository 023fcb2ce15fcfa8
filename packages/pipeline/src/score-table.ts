/** Scores any table with the artifact of a run. */
import { basename } from 'node:path';
import {
  createFrame,
  DataError,
  formatDuration,
  type Listeners,
  selectChannels,
  type TimeSeriesFrame,
} from '@anodec/core';
import { type CleanedFrame, type PrepareConfig, readFrame, type Repair } from '@anodec/data';
import { applyAlarmPolicy, type Detection, type UnscoredRows } from '@anodec/eval';
import { checkInterval, collectRecordings, countScored, prepareFrame } from '@anodec/preprocess';
import { scoreFrame } from './score-frame.js';
import { scoredPart } from './score-files.js';
import type { ScoredPart } from './scores-csv.js';
import { readingFor } from './table-settings.js';
import type { TrainedRun } from './trained-run.js';

/** The scores of a table. */
export interface TableScores {
  /** Name of the file. */
  readonly source: string;
  /** The rows at the interval of training, with the channels of the run in its order. */
  readonly frame: TimeSeriesFrame;
  readonly detection: Detection;
  readonly rows: number;
  readonly scoredRows: number;
  readonly unscored: readonly UnscoredRows[];
  /** What reading the table found and repaired. */
  readonly repairs: readonly Repair[];
  /** What is worth knowing besides, a sentence each: rows aggregated, an interval assumed. */
  readonly notes: readonly string[];
  /** What files of scores and alarms are written from. */
  readonly part: ScoredPart;
}

/**
 * Scores a table of any supported format with the primary detector of a run. Times, missing words and
 * columns that are no sensors are read as in the run's own tables; labels are not looked at. Rows finer
 * than those of training are aggregated to their interval.
 *
 * @throws DataError when the table cannot be read, lacks a channel of the run or has one it does not
 *   know, or has coarser rows than training
 */
export async function scoreTable(
  trained: TrainedRun,
  path: string,
  listeners: Listeners = {},
): Promise<TableScores> {
  const { preprocessing, detectors, run, settings } = trained;
  const [primary] = detectors;
  if (!primary)
    throw new DataError(`${run.path} must be a finished run to score a table. Score it first.`);
  const source = basename(path);
  const { frame: given, repairs } = await readTable(trained, path, listeners);
  const { period } = preprocessing;
  const read = withTimes(given, period);
  const { note } = checkInterval(period, read, settings.preprocess, source);
  const { frames } = collectRecordings([read], settings.preprocess, () => source, {
    trained: period,
  });
  const prepared = prepareFrame(frames[0], preprocessing);
  const { detector, input, alarmPolicy } = primary;
  const scores = await scoreFrame(detector, prepared, input, preprocessing, listeners);
  const frame = prepared.raw;
  const detection = applyAlarmPolicy(alarmPolicy, { frame, scores });
  const { rows, scored, unscored } = countScored(scores.rows, frame, detector.lookback + 1);
  const notes = note === undefined ? [] : [note];
  if (read !== given) {
    notes.push(
      `${source} has no times: its rows count as ${formatDuration(period ?? 0)} apart, as in training.`,
    );
  }
  const counts = { rows, scoredRows: scored, unscored };
  return {
    source,
    frame,
    detection,
    ...counts,
    repairs,
    notes,
    part: scoredPart({ name: source, frame, detection }, detector.lookback),
  };
}

/** Numbered rows at the interval of training, where that is known, as durations are set in time. */
function withTimes(frame: TimeSeriesFrame, period: number | undefined): TimeSeriesFrame {
  if (frame.clock !== 'rows' || period === undefined) return frame;
  const timestamps = frame.timestamps.map((row) => row * period);
  return createFrame({ ...frame, timestamps, clock: 'elapsed' });
}

/** Reads a table with the channels of the run in its order. */
async function readTable(
  { preprocessing, tables }: TrainedRun,
  path: string,
  listeners: Listeners,
): Promise<CleanedFrame> {
  const { prepare, leftOut } = tables;
  const { channels, offsets } = preprocessing;
  // a window of dates, or constant channels, were about the training tables
  const { from: _, to: __, ...rest } = prepare;
  const config: PrepareConfig = {
    ...rest,
    labelColumn: 'none',
    exclude: [...prepare.exclude, ...leftOut].filter((name) => !channels.includes(name)),
    include: [...channels],
    dropConstant: false,
    startup: 'none',
  };
  const { frame, repairs } = await readFrame(path, config, {
    ...listeners,
    ...readingFor(tables, path),
    // those of training, so that scores do not depend on what else is in the table
    offsets: new Map(channels.map((name, c) => [name, offsets?.[c] ?? 0])),
  });
  return { frame: orderChannels(frame, channels, basename(path)), repairs };
}

/** @throws DataError that names the channels that are missing, and those that are not known */
function orderChannels(
  frame: TimeSeriesFrame,
  channels: readonly string[],
  source: string,
): TimeSeriesFrame {
  const missing = channels.filter((name) => !frame.channels.includes(name));
  const unknown = frame.channels.filter((name) => !channels.includes(name));
  if (missing.length === 0 && unknown.length === 0) return selectChannels(frame, channels);
  const faults = [
    ...(missing.length > 0 ? [`lacks ${missing.join(', ')}`] : []),
    ...(unknown.length > 0 ? [`has ${unknown.join(', ')} besides`] : []),
  ];
  throw new DataError(
    `${source} must have the ${channels.length} channels that the run was trained on, in any order, but ` +
      `${faults.join(' and ')}. Rename, add or remove columns.`,
  );
}
