/** Scores any table with the artifact of a run. */
import { basename } from 'node:path';
import {
  type Clock,
  DataError,
  frameLength,
  type Listeners,
  selectChannels,
  type TimeSeriesFrame,
} from '@anodec/core';
import { PrepareConfig, readFrame, type Repair } from '@anodec/data';
import {
  alarmsToCsv,
  applyAlarmPolicy,
  type Detection,
  flagsOf,
  type UnscoredRows,
} from '@anodec/eval';
import { collectRecordings, countScored, prepareFrame } from '@anodec/preprocess';
import { scoreFrame } from './score-frame.js';
import { scoresToCsv } from './scores-csv.js';
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
  scoresCsv(): string;
  scoresJson(): string;
  alarmsCsv(): string;
  alarmsJson(): string;
}

/**
 * Scores a table of any supported format with the primary detector of a run. Times, labels and missing
 * words are read with the settings that the run's own tables were read with.
 *
 * @throws DataError when the table cannot be read, lacks a channel of the run or has one it does not know
 */
export async function scoreTable(
  trained: TrainedRun,
  path: string,
  listeners: Listeners = {},
): Promise<TableScores> {
  const { preprocessing, detectors, settings, run } = trained;
  const [primary] = detectors;
  if (!primary)
    throw new DataError(`${run.path} must be a finished run to score a table. Score it first.`);
  const source = basename(path);
  const { frame: read, repairs } = await readFrame(path, prepareFor(trained), listeners);
  const known = orderChannels(read, preprocessing.channels, source);
  const { frames } = collectRecordings([known], settings.preprocess, () => source);
  const prepared = prepareFrame(frames[0], preprocessing);
  const scores = await scoreFrame(
    primary.detector,
    prepared,
    primary.input,
    preprocessing,
    listeners,
  );
  const frame = prepared.raw;
  const detection = applyAlarmPolicy(primary.alarmPolicy, { frame, scores });
  const { rows, scored, unscored } = countScored(scores.rows, frame, primary.detector.lookback + 1);
  const { alarms } = detection;
  const alarmed = flagsOf(alarms, frameLength(frame));
  return {
    source,
    frame,
    detection,
    rows,
    scoredRows: scored,
    unscored,
    repairs,
    scoresCsv: () => scoresToCsv([{ name: source, frame, detection, alarmed }]),
    scoresJson: () => json(scoresDocument(source, frame, detection, alarmed)),
    alarmsCsv: () => alarmsToCsv(alarms, frame.clock),
    alarmsJson: () => json({ source, clock: frame.clock, alarms }),
  };
}

/** Labels are not needed, and columns of the training tables that were left out need not be there. */
function prepareFor({ prepare }: TrainedRun): PrepareConfig {
  const { exclude: _, dropConstant: __, startup: ___, ...rest } = prepare;
  const parsed = PrepareConfig.safeParse({ ...rest, startup: 'none' });
  return parsed.success ? parsed.data : PrepareConfig.parse({ startup: 'none' });
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

function scoresDocument(
  source: string,
  { timestamps, clock }: { timestamps: Float64Array; clock: Clock },
  { score, threshold }: Detection,
  alarmed: Uint8Array,
) {
  const rows = Array.from(score, (value, t) => ({
    time: timestamps[t],
    score: Number.isNaN(value) ? null : value,
    anomaly: Number.isNaN(value) ? null : value > threshold.value,
    alarm: alarmed[t] === 1,
  }));
  return { source, clock, threshold: threshold.value, rows };
}

function json(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
