/** The recordings that an evaluation is about, checked to be the ones that were scored. */
import { type Attack, DataError, parseConfig, type TimeSeriesFrame } from '@anodec/core';
import { type NormalSides, type PreparedFrame, prepareFrame, rawSides } from '@anodec/preprocess';
import { openStore, readAttacks } from '@anodec/tables';
import { windowSizeOf } from './detectors.js';
import { ATTACK_KEY, NORMAL_KEY, processedStore } from './paths.js';
import { checkSameRecordings } from './recorded-frame.js';
import { readRecordings, type StoredRecordings } from './recordings.js';
import { StoredScoring } from './stored-scoring.js';
import type { TrainedRun } from './trained-run.js';

/** The recordings that an evaluation is about. */
export interface EvaluatedRecordings {
  readonly tests: StoredRecordings;
  readonly prepared: readonly PreparedFrame[];
  readonly scoring: StoredScoring['recordings'];
  readonly normal: StoredRecordings;
  readonly sides: NormalSides<TimeSeriesFrame>;
  /** Attacks of a list; absent where the labels must do. */
  readonly attacks?: readonly Attack[];
}

/**
 * Reads the recordings of a run's data set.
 *
 * @throws DataError when the run was not scored, its data set is gone, or holds other recordings now
 */
export async function readEvaluated(trained: TrainedRun): Promise<EvaluatedRecordings> {
  const { run, settings, preprocessing, detectors } = trained;
  const stored = await run.readScoring();
  if (stored === undefined && !(await hasFormerScores(trained))) {
    throw new DataError(
      `${run.path} must be scored before it is evaluated, but holds no scores. Score it first.`,
    );
  }
  const store = processedStore(settings.paths);
  const tests = await readRecordings(store, ATTACK_KEY, settings.preprocess);
  const scoring = stored
    ? parseConfig(StoredScoring, stored, `scoring.json of ${run.path}`).recordings
    : formerScoring(tests);
  const remedy = `Score it again, or restore the data set ${settings.paths.dataset}.`;
  checkSameRecordings(scoring, tests.recorded, { run: run.path, did: 'scored', remedy });
  const normal = await readRecordings(store, NORMAL_KEY, settings.preprocess);
  const windowSize = windowSizeOf(detectors.length > 0 ? settings.detector : { kind: '' });
  const sides = rawSides(normal, preprocessing, settings.preprocess, windowSize);
  const prepared = tests.frames.map((frame) => prepareFrame(frame, preprocessing));
  const attacks = await listedAttacks(store);
  return { tests, prepared, scoring, normal, sides, ...(attacks && { attacks }) };
}

/** Runs before format 1 kept their scores without saying of which recording. */
async function hasFormerScores({ run, detectors: [primary] }: TrainedRun): Promise<boolean> {
  if (!primary) return false;
  return run.readScores({ detector: primary.name, side: 'test', index: 0 }).then(
    () => true,
    () => false,
  );
}

function formerScoring({ recorded, frames }: StoredRecordings): StoredScoring['recordings'] {
  return recorded.slice(0, 1).map((one, i) => {
    const rows = frames[i].timestamps.length;
    return { ...one, rows, scoredRows: rows, unscored: [] };
  });
}

/** The attack list of a data set; undefined where it has none. */
async function listedAttacks(path: string): Promise<readonly Attack[] | undefined> {
  const store = await openStore(path);
  try {
    const { attacks } = readAttacks(store);
    return attacks.length > 0 ? attacks : undefined;
  } finally {
    store.close();
  }
}
