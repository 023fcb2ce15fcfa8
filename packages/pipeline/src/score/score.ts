/** The scoring step: scores and alarms of the test recordings. */
import { resolve } from 'node:path';
import {
  checkStopped,
  DataError,
  type Listeners,
  parseConfig,
  parseDuration,
  type Scores,
  type TimeSeriesFrame,
} from '@anodec/core';
import { applyAlarmPolicy, type Detection } from '@anodec/eval';
import type { UnscoredRows } from '@anodec/metrics';
import {
  countScored,
  describeAveraging,
  keptChannels,
  type PreparedFrame,
  prepareFrame,
  remedyForGaps,
} from '@anodec/preprocess';
import type { Run } from '@anodec/runs';
import { readErrorsOwner, type StoredErrors, writeErrors } from '@anodec/tables';
import { describeChange, type RecordedFrame } from '../data/recorded-frame.js';
import { readRecordings, type StoredRecordings } from '../data/recordings.js';
import { scoreFrame } from '../detectors/score-frame.js';
import type { ArtifactDetector } from '../runs/artifact.js';
import { StoredScoring } from '../runs/stored-scoring.js';
import { checkTrainedData, type TrainedRun } from '../runs/trained-run.js';
import { describeUnfinished } from '../runs/unfinished-training.js';
import { ATTACK_KEY, processedStore } from '../settings/paths.js';
import { isUnfinished, recoverRun } from '../train/recover.js';
import { alarmsCsvOf, listedAlarms, scoredPart } from './score-files.js';
import { type ScoredPart, scoresCsvPieces } from './scores-csv.js';

/** One test recording that was scored. */
export interface ScoredRecording {
  readonly recorded: RecordedFrame;
  /** Made when it is asked for: inputs are as large as the recording. */
  readonly prepared: PreparedFrame;
  /** Of the primary detector. */
  readonly detection: Detection;
  readonly rows: number;
  readonly scoredRows: number;
  /** Rows without a score, and why. */
  readonly unscored: readonly UnscoredRows[];
  /** What files of scores and alarms are written from. */
  readonly part: ScoredPart;
  /** Key of its scores in the processed store; absent where they were not copied there. */
  readonly errorsKey?: string;
}

/** The scores of a run, as they were written. */
export interface Scoring {
  readonly trained: TrainedRun;
  readonly recordings: readonly ScoredRecording[];
  /** Further notes, a sentence each: rows aggregated, scores not copied. */
  readonly notes: readonly string[];
}

/**
 * Scores the test recordings of a run's data set with all of its detectors, and writes the scores into
 * the run and, as the original program did, those of the primary detector into the processed store
 * under `df_errors_N`. A run whose training was stopped is completed from its best checkpoint first.
 *
 * @throws DataError when the data set is not the one that the run was trained on, or has no test
 *   recording, or one that lacks a channel or has coarser rows than training
 * @throws StoppedError when the signal was raised; the run must then be scored again
 */
export async function scoreRun(given: TrainedRun, listeners: Listeners = {}): Promise<Scoring> {
  await checkTrainedData(given);
  const trained = isUnfinished(given) ? await recoverRun(given, listeners) : given;
  const { run, settings, preprocessing } = trained;
  const tests = await readTests(trained);
  const frames = tests.frames.map((frame) => keptChannels(preprocessing, frame));
  const replaced = await replacedScores(run, tests.recorded);
  // until all scores are there, the run has none: old and new ones must not be mixed
  await run.writeScoring({ formatVersion: 1, recordings: [] } satisfies StoredScoring);
  const scored: Scored[] = [];
  for (const [index, frame] of frames.entries()) {
    scored.push(
      await scoreRecording(trained, frame, { recorded: tests.recorded[index], index }, listeners),
    );
  }
  checkStopped(listeners.signal, 'scoring');
  const copies = await copyErrors(trained, scored);
  const recordings = scored.map(({ result }, i) => Object.assign(result, copies.keys[i]));
  await writeResults(trained, recordings);
  const asked = settings.preprocess.sampleFreq;
  const unfinished = await describeUnfinished(run);
  return {
    trained,
    recordings,
    notes: [
      ...(unfinished ? [unfinished] : []),
      ...replaced,
      ...intervalNotes(tests, asked),
      ...gapNotes(recordings, trained.detectors[0].detector.lookback + 1),
      ...copies.notes,
    ],
  };
}

/** A recording with the scores of the primary detector. */
interface Scored {
  /** (T), before the alarm policy. */
  readonly rows: Float32Array;
  readonly result: ScoredRecording;
}

/** The test recordings at the interval of training. */
function readTests({ settings, preprocessing }: TrainedRun): Promise<StoredRecordings> {
  const { paths, preprocess } = settings;
  return readRecordings(processedStore(paths), ATTACK_KEY, preprocess, preprocessing.period);
}

/** Says so where the scores that a run had were about other recordings. */
async function replacedScores(run: Run, now: readonly RecordedFrame[]): Promise<string[]> {
  const stored = await run.readScoring();
  if (stored === undefined) return [];
  const { recordings } = parseConfig(StoredScoring, stored, `scoring.json of ${run.path}`);
  const use = { run: run.path, did: 'scored' };
  const change = recordings.length > 0 ? describeChange(recordings, now, use) : undefined;
  return change === undefined ? [] : [`${change} The former scores and alarms are replaced.`];
}

/** What aggregating the test recordings did beyond what the settings asked for. */
function intervalNotes({ averaged, recorded }: StoredRecordings, asked: string): string[] {
  if (!averaged || (asked !== 'none' && parseDuration(asked) === averaged.to)) return [];
  return [describeAveraging(averaged, recorded.map(({ source }) => source).join(', '))];
}

/** What would give more rows a score, of each recording where gaps take it from many. @param windowSize W */
function gapNotes(recordings: readonly ScoredRecording[], windowSize: number): string[] {
  return recordings.flatMap((one) => {
    const remedy = remedyForGaps(one.part.frame, one, windowSize);
    if (remedy === undefined) return [];
    return recordings.length > 1 ? [`${one.recorded.source}: ${remedy}`] : [remedy];
  });
}

/** Scores one recording; what comes back no longer holds the scores of channels, which are as large as it. */
async function scoreRecording(
  trained: TrainedRun,
  frame: TimeSeriesFrame,
  { recorded, index }: { readonly recorded: RecordedFrame; readonly index: number },
  listeners: Listeners,
): Promise<Scored> {
  const scores = await scoreAll(trained, frame, index, listeners);
  return { rows: scores.rows, result: resultOf(trained, frame, scores, recorded) };
}

/**
 * Scores one recording with every detector and writes the scores into the run.
 *
 * @returns those of the primary, which comes last, so that they do not wait in memory for the others
 */
async function scoreAll(
  { run, detectors: [primary, ...others], preprocessing }: TrainedRun,
  frame: TimeSeriesFrame,
  index: number,
  listeners: Listeners,
): Promise<Scores> {
  if (!primary) throw new DataError(`${run.path} must have a detector, got none. Train anew.`);
  const prepared = prepareFrame(frame, preprocessing);
  const score = async ({ name, title, detector, input }: ArtifactDetector): Promise<Scores> => {
    checkStopped(listeners.signal, `scoring with ${title}`);
    const scores = await scoreFrame(detector, prepared, input, preprocessing, listeners);
    await run.writeScores({ detector: name, side: 'test', index }, scores);
    return scores;
  };
  for (const other of others) await score(other);
  return score(primary);
}

/** Applies the alarm policy and counts rows. */
function resultOf(
  { detectors, preprocessing }: TrainedRun,
  frame: TimeSeriesFrame,
  scores: Scores,
  recorded: RecordedFrame,
): ScoredRecording {
  const [{ alarmPolicy, detector }] = detectors;
  const detection = applyAlarmPolicy(alarmPolicy, { frame, scores });
  const { rows, scored, unscored } = countScored(scores.rows, frame, detector.lookback + 1);
  const part = scoredPart({ name: recorded.source, frame, detection }, detector.lookback);
  return {
    recorded,
    get prepared() {
      return prepareFrame(frame, preprocessing);
    },
    detection,
    rows,
    scoredRows: scored,
    unscored,
    part,
  };
}

/**
 * Copies scores into the processed store, unless another run of the same number has its own there.
 *
 * @returns for each recording the key, and why there is none
 */
async function copyErrors({ run, settings, detectors }: TrainedRun, scored: readonly Scored[]) {
  const keys: { readonly errorsKey?: string }[] = [];
  const notes: string[] = [];
  if (run.version === undefined) return { keys, notes };
  const store = processedStore(settings.paths);
  const path = resolve(run.path);
  for (const [index, one] of scored.entries()) {
    const place = { version: run.version, run: path, index };
    const owner = await readErrorsOwner(store, place);
    if (owner !== undefined && owner !== path) {
      notes.push(
        `The scores are in ${run.path} only: ${store} has those of ${owner} under the same number, ` +
          'which were kept.',
      );
      break;
    }
    keys.push({
      errorsKey: await writeErrors(store, place, errorsOf(one, perWindow(detectors[0]))),
    });
  }
  return { keys, notes };
}

/** Whether a detector gives scores to windows, so that rows between them have none. */
function perWindow({ detector }: ArtifactDetector): boolean {
  return detector.state().config.fold === 'window';
}

/** Time, score and predicted flag of each row, or of each window as in the original program. */
function errorsOf({ rows, result }: Scored, windows: boolean): StoredErrors {
  const { part, detection } = result;
  const { timestamps, clock } = part.frame;
  const isKept = (_: unknown, t: number): boolean => !windows || !Number.isNaN(rows[t]);
  return {
    timestamps: timestamps.filter(isKept),
    clock,
    mse: rows.filter(isKept),
    predicted: detection.exceeds.filter(isKept),
  };
}

async function writeResults(
  { run }: TrainedRun,
  recordings: readonly ScoredRecording[],
): Promise<void> {
  const parts = recordings.map(({ part }) => part);
  await run.writeAlarms({ alarms: listedAlarms(parts) }, alarmsCsvOf(parts));
  await run.writeScoresCsv(scoresCsvPieces(parts));
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
