/**
 * Do labels of test rows change anything? The settings of the run are trained for one epoch on a short
 * part of normal operation and applied to a short part of a test recording, once with the labels as they
 * are and once with them shuffled; parameters, threshold, scores and alarms must stay the same.
 */
import { isDeepStrictEqual } from 'node:util';
import {
  createFrame,
  createRandom,
  DataError,
  formatCount,
  countOf,
  frameLength,
  type Listeners,
  shuffle,
  sliceFrame,
  type TimeSeriesFrame,
} from '@anodec/core';
import { applyAlarmPolicy, type Detection, type FittedAlarmPolicy } from '@anodec/eval';
import { encodeState } from '@anodec/model';
import {
  calibrate,
  fitPrimary,
  prepareNormalData,
  scoreFrame,
  startComputing,
  type StoredRecordings,
  type TrainSettings,
} from '@anodec/pipeline';
import { prepareFrame, type Preprocessing } from '@anodec/preprocess';
import { type AuditCheck, passedIf } from './check.js';

/** Rows of each part, at most. */
const ROWS = 5000;

/** All that a training and a scoring produce. */
interface Outcome {
  readonly preprocessing: Preprocessing;
  readonly weights: Uint8Array;
  readonly alarmPolicy: FittedAlarmPolicy;
  readonly detection: Detection;
}

export const shuffledLabels: AuditCheck = {
  key: 'shuffledLabels',
  title: 'Shuffled test labels change no parameter, threshold or score',
  async run({ trained: { settings }, recordings: { normal, tests, prepared }, listeners }) {
    const short = { ...settings, detector: await briefDetector(settings.detector) };
    const part = { ...normal, frames: [start(normal.frames[0])] };
    const test = partWithAttack(tests.frames[0]);
    const shuffled = withShuffledLabels(test);
    const compared =
      `one epoch on ${formatCount(frameLength(part.frames[0]))} normal rows, applied to ` +
      `${formatCount(frameLength(test))} of ${formatCount(frameLength(prepared[0].raw))} test rows, twice`;
    try {
      const given = await runOnce(short, part, test, listeners);
      const other = await runOnce(short, part, shuffled.frame, listeners);
      const changed = outcomeDifferences(given, other);
      return {
        compared,
        result: passedIf(changed.length === 0),
        finding:
          `${countOf(shuffled.changed, 'label')} changed; ` +
          (changed.length === 0 ? 'all results equal to the bit' : `${changed.join(', ')} differ`),
      };
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      return { compared, result: 'not checked', finding: error.message };
    }
  },
};

/** The detector with a single epoch, on the backend of the run. */
async function briefDetector(detector: TrainSettings['detector']) {
  const { config } = await startComputing(detector);
  return 'maxEpochs' in config ? { ...config, maxEpochs: 1, minEpochs: 1 } : config;
}

async function runOnce(
  settings: TrainSettings,
  recordings: StoredRecordings,
  test: TimeSeriesFrame,
  { signal }: Listeners,
): Promise<Outcome> {
  const listeners = signal ? { signal } : {};
  const normal = prepareNormalData(recordings, settings);
  const { preprocessing } = normal;
  const primary = await fitPrimary(settings.detector, normal, {}, listeners);
  const { detector, input, alarmPolicy } = await calibrate(
    primary,
    normal,
    settings.alarmPolicy,
    listeners,
  );
  const prepared = prepareFrame(test, preprocessing);
  const scores = await scoreFrame(detector, prepared, input, preprocessing, listeners);
  const detection = applyAlarmPolicy(alarmPolicy, { frame: prepared.raw, scores });
  return { preprocessing, weights: encodeState(detector.state()), alarmPolicy, detection };
}

function outcomeDifferences(a: Outcome, b: Outcome): string[] {
  const parts: Readonly<Record<string, boolean>> = {
    preprocessing: isDeepStrictEqual(a.preprocessing, b.preprocessing),
    weights: isDeepStrictEqual(a.weights, b.weights),
    'normalisation and threshold': isDeepStrictEqual(a.alarmPolicy, b.alarmPolicy),
    scores: isDeepStrictEqual(a.detection.score, b.detection.score),
    alarms: isDeepStrictEqual(a.detection.alarms, b.detection.alarms),
  };
  return Object.keys(parts).filter((part) => !parts[part]);
}

function start(frame: TimeSeriesFrame): TimeSeriesFrame {
  return sliceFrame(frame, { start: 0, end: Math.min(ROWS, frameLength(frame)) });
}

/** Rows around the first one that is labelled as attack; the first rows where there is none. */
function partWithAttack(frame: TimeSeriesFrame): TimeSeriesFrame {
  const T = frameLength(frame);
  const attacked = frame.labels?.findIndex((label) => label !== 0) ?? 0;
  const first = Math.max(0, Math.min(T - ROWS, attacked - ROWS / 2));
  return sliceFrame(frame, { start: first, end: Math.min(T, first + ROWS) });
}

/** The rows with their labels in random order; with random labels where shuffling changes none. */
function withShuffledLabels(frame: TimeSeriesFrame): { frame: TimeSeriesFrame; changed: number } {
  const random = createRandom(0).stream('shuffled labels');
  const before = frame.labels ?? new Uint8Array(frameLength(frame));
  const mixed = before.some((label) => label !== before[0]);
  const labels = mixed
    ? shuffle(before.slice(), random)
    : Uint8Array.from(before, () => random.integer(2));
  const changed = labels.reduce((sum, label, t) => sum + (label === before[t] ? 0 : 1), 0);
  return { frame: createFrame({ ...frame, labels }), changed };
}
