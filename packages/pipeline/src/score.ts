/** The scoring step: scores and alarms of the test recordings. */
import { resolve } from 'node:path';
import { DataError, frameLength, type Listeners, type Scores } from '@anodec/core';
import {
  alarmsToCsv,
  applyAlarmPolicy,
  type Detection,
  flagsOf,
  type UnscoredRows,
} from '@anodec/eval';
import { countScored, type PreparedFrame, prepareFrame } from '@anodec/preprocess';
import { writeErrors } from '@anodec/tables';
import { ATTACK_KEY, processedStore } from './paths.js';
import { readRecordings } from './recordings.js';
import type { RecordedFrame } from './recorded-frame.js';
import { isUnfinished, recoverRun } from './recover.js';
import { scoreFrame } from './score-frame.js';
import { scoresToCsv } from './scores-csv.js';
import type { StoredScoring } from './stored-scoring.js';
import type { TrainedRun } from './trained-run.js';

/** One test recording that was scored. */
export interface ScoredRecording {
  readonly recorded: RecordedFrame;
  readonly prepared: PreparedFrame;
  /** Of the primary detector. */
  readonly detection: Detection;
  readonly rows: number;
  readonly scoredRows: number;
  /** Rows without a score, and why. */
  readonly unscored: readonly UnscoredRows[];
  /** Key of its scores in the processed store; absent for runs that have no number. */
  readonly errorsKey?: string;
}

/** The scores of a run, as they were written. */
export interface Scoring {
  readonly trained: TrainedRun;
  readonly recordings: readonly ScoredRecording[];
}

/**
 * Scores the test recordings of a run's data set with all of its detectors, and writes the scores into
 * the run and, as the original program did, those of the primary detector into the processed store
 * under `df_errors_N`. A run whose training was stopped is completed from its best checkpoint first.
 *
 * @throws DataError when there is no test recording, it lacks a channel, or its rows have another interval
 */
export async function scoreRun(given: TrainedRun, listeners: Listeners = {}): Promise<Scoring> {
  const trained = isUnfinished(given) ? await recoverRun(given, listeners) : given;
  const { settings, preprocessing } = trained;
  const store = processedStore(settings.paths);
  const { frames, recorded } = await readRecordings(store, ATTACK_KEY, settings.preprocess);
  const recordings: ScoredRecording[] = [];
  for (const [index, frame] of frames.entries()) {
    const prepared = prepareFrame(frame, preprocessing);
    const scores = await scoreAll(trained, prepared, index, listeners);
    recordings.push(await finish(trained, { prepared, index, scores, recorded: recorded[index] }));
  }
  await writeResults(trained, recordings);
  return { trained, recordings };
}

/** Scores one recording with every detector and keeps the scores. @returns the primary's */
async function scoreAll(
  { run, detectors, preprocessing }: TrainedRun,
  prepared: PreparedFrame,
  index: number,
  listeners: Listeners,
): Promise<Scores> {
  const all: Scores[] = [];
  for (const { name, detector, input } of detectors) {
    const scores = await scoreFrame(detector, prepared, input, preprocessing, listeners);
    await run.writeScores({ detector: name, side: 'test', index }, scores);
    all.push(scores);
  }
  const [primary] = all;
  if (!primary) throw new DataError(`${run.path} must have a detector, got none. Train anew.`);
  return primary;
}

interface Part {
  readonly prepared: PreparedFrame;
  readonly index: number;
  readonly scores: Scores;
  readonly recorded: RecordedFrame;
}

/** Applies the alarm policy, counts rows, and writes the scores into the processed store. */
async function finish(
  { run, settings, detectors }: TrainedRun,
  { prepared, index, scores, recorded }: Part,
): Promise<ScoredRecording> {
  const [{ alarmPolicy, detector }] = detectors;
  const { raw } = prepared;
  const detection = applyAlarmPolicy(alarmPolicy, { frame: raw, scores });
  const { rows, scored, unscored } = countScored(scores.rows, raw, detector.lookback + 1);
  const common = { recorded, prepared, detection, rows, scoredRows: scored, unscored };
  if (run.version === undefined) return common;
  const { timestamps, clock } = raw;
  const { value } = detection.threshold;
  const errorsKey = await writeErrors(
    processedStore(settings.paths),
    { version: run.version, run: resolve(run.path), index },
    {
      timestamps,
      clock,
      mse: scores.rows,
      predicted: Uint8Array.from(detection.score, (score) => (score > value ? 1 : 0)),
    },
  );
  return { ...common, errorsKey };
}

async function writeResults(
  { run }: TrainedRun,
  recordings: readonly ScoredRecording[],
): Promise<void> {
  const several = recordings.length > 1;
  const alarms = recordings.flatMap(({ recorded, detection }) =>
    detection.alarms.map((alarm) => ({ ...(several && { recording: recorded.source }), ...alarm })),
  );
  const [{ prepared }] = recordings;
  await run.writeAlarms({ alarms }, alarmsToCsv(alarms, prepared.raw.clock));
  await run.writeScoresCsv(
    scoresToCsv(
      recordings.map(({ recorded, detection, prepared: { raw } }) => ({
        name: recorded.source,
        frame: raw,
        detection,
        alarmed: flagsOf(detection.alarms, frameLength(raw)),
      })),
    ),
  );
  const stored: StoredScoring = {
    formatVersion: 1,
    recordings: recordings.map(({ recorded, rows, scoredRows, unscored }) => ({
      ...recorded,
      rows,
      scoredRows,
      unscored: [...unscored],
    })),
  };
  await run.writeScoring(stored);
}
