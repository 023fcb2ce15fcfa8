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
import {
  type CleanedFrame,
  isLabelName,
  type PrepareConfig,
  readFrame,
  type Repair,
} from '@anodec/data';
import {
  applyAlarmPolicy,
  type Detection,
  type LabelledThresholdSettings,
  withLabelledThreshold,
} from '@anodec/eval';
import type { UnscoredRows } from '@anodec/metrics';
import {
  checkInterval,
  collectRecordings,
  countScored,
  prepareFrame,
  remedyForGaps,
} from '@anodec/preprocess';
import { localTable } from '@anodec/tables';
import { readingFor } from '../data/table-settings.js';
import { scoreFrame } from '../detectors/score-frame.js';
import type { TrainedRun } from '../runs/trained-run.js';
import { scoredPart } from './score-files.js';
import type { ScoredPart } from './scores-csv.js';

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
  /** Further notes, a sentence each: rows aggregated, an interval assumed. */
  readonly notes: readonly string[];
  /** What files of scores and alarms are written from. */
  readonly part: ScoredPart;
}

/**
 * Scores a table of any supported format with the primary detector of a run, also one on an HTTP server or `-`,
 * standard input. Times, missing words and
 * columns that are no sensors are read as in the run's own tables; labels are not looked at. Rows finer
 * than those of training are aggregated to their interval.
 *
 * @throws DataError when the table cannot be read, lacks a channel of the run or has one it does not
 *   know, or has coarser rows than training
 */
export async function scoreTable(
  trained: TrainedRun,
  given: string,
  listeners: Listeners = {},
): Promise<TableScores> {
  const path = await localTable(given, listeners);
  const { alarmPolicy, lookback, frame, scores, ...rest } = await scoresOf(
    trained,
    path,
    listeners,
  );
  const source = basename(path);
  const detection = applyAlarmPolicy(alarmPolicy, { frame, scores });
  const { rows, scored, unscored } = countScored(scores.rows, frame, lookback + 1);
  const remedy = remedyForGaps(frame, { rows, unscored }, lookback + 1);
  const notes = remedy === undefined ? rest.notes : [...rest.notes, remedy];
  const part = scoredPart({ name: source, frame, detection }, lookback);
  return { source, frame, detection, rows, scoredRows: scored, unscored, ...rest, notes, part };
}

/**
 * A run whose primary detector has the best threshold on a labelled table: normal rows and known attacks that
 * are neither those of training nor those to be scored.
 *
 * @param settings of the threshold, with its `kind`; see `labelledThresholds`
 * @throws DataError as `scoreTable`, or when rows of both kinds are not there
 */
export async function withLabelledTable(
  trained: TrainedRun,
  path: string,
  settings: LabelledThresholdSettings,
  listeners: Listeners = {},
): Promise<TrainedRun> {
  const [primary, ...others] = trained.detectors;
  const table = await localTable(path, listeners);
  const { alarmPolicy, frame, scores } = await scoresOf(trained, table, listeners, 'read');
  const labelled = withLabelledThreshold(alarmPolicy, settings, [{ frame, scores }]);
  return { ...trained, detectors: [{ ...primary, alarmPolicy: labelled }, ...others] };
}

/** A table and its scores by the primary detector, before the alarm policy. */
async function scoresOf(
  trained: TrainedRun,
  path: string,
  listeners: Listeners,
  labels: 'ignored' | 'read' = 'ignored',
) {
  const { preprocessing, detectors, run, settings } = trained;
  const [primary] = detectors;
  if (!primary)
    throw new DataError(`${run.path} must be a finished run to score a table. Score it first.`);
  const source = basename(path);
  const { frame: given, repairs } = await readTable(trained, path, listeners, labels);
  const { period } = preprocessing;
  const read = withTimes(given, period);
  const { note } = checkInterval(period, read, settings.preprocess, source);
  const { frames } = collectRecordings([read], settings.preprocess, () => source, {
    trained: period,
  });
  const prepared = prepareFrame(frames[0], preprocessing);
  const { detector, input, alarmPolicy } = primary;
  const scores = await scoreFrame(detector, prepared, input, preprocessing, listeners);
  const notes = note === undefined ? [] : [note];
  if (read !== given) {
    notes.push(
      `${source} has no times: its rows count as ${formatDuration(period ?? 0)} apart, as in training.`,
    );
  }
  return { alarmPolicy, lookback: detector.lookback, frame: prepared.raw, scores, repairs, notes };
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
  labels: 'ignored' | 'read',
): Promise<CleanedFrame> {
  const { prepare, leftOut } = tables;
  const { channels, offsets } = preprocessing;
  // among what training left out may be the labels: they were read, and are no channel
  const isLabels = (name: string): boolean => labels === 'read' && isLabelName(name);
  // a window of dates, or constant channels, were about the training tables
  const { from: _, to: __, ...rest } = prepare;
  const config: PrepareConfig = {
    ...rest,
    labelColumn: labels === 'read' ? prepare.labelColumn : 'none',
    exclude: [...prepare.exclude, ...leftOut.filter((name) => !isLabels(name))].filter(
      (name) => !channels.includes(name),
    ),
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
