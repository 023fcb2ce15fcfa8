/** The recordings that an evaluation is about, checked to be the ones that were scored. */
import {
  type Attack,
  DataError,
  frameLength,
  parseConfig,
  type TimeSeriesFrame,
} from '@anodec/core';
import { type NormalSides, type PreparedFrame, prepareFrame, rawSides } from '@anodec/preprocess';
import { openStore, readAttacks } from '@anodec/tables';
import { checkSameRecordings } from '../data/recorded-frame.js';
import { readRecordings, type StoredRecordings } from '../data/recordings.js';
import { windowSizeOf } from '../detectors/registry.js';
import { MissingStepError } from '../next-step.js';
import { ATTACK_KEY, NORMAL_KEY, processedStore } from '../settings/paths.js';
import { StoredScoring } from './stored-scoring.js';
import { checkTrainedData, type TrainedRun } from './trained-run.js';

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
  const scored =
    stored === undefined
      ? undefined
      : parseConfig(StoredScoring, stored, `scoring.json of ${run.path}`).recordings;
  const former = scored ? undefined : await formerScores(trained);
  if (scored ? scored.length === 0 : !former) {
    throw new MissingStepError(
      `${run.path} must be scored before it is evaluated, but holds no complete scores. Score it first.`,
      { step: 'score', run: run.version ?? run.path },
    );
  }
  const store = processedStore(settings.paths);
  const normal = await readRecordings(store, NORMAL_KEY, settings.preprocess);
  await checkTrainedData(trained, normal.recorded);
  const { period } = preprocessing;
  const tests = await readRecordings(store, ATTACK_KEY, settings.preprocess, period);
  const scoring = scored ?? formerScoring(trained, tests, former);
  const remedy = `Score it again, or restore the data set ${settings.paths.dataset}.`;
  checkSameRecordings(scoring, tests.recorded, { run: run.path, did: 'scored', remedy });
  const windowSize = windowSizeOf(detectors.length > 0 ? settings.detector : { kind: '' });
  const sides = rawSides(normal, preprocessing, settings.preprocess, windowSize);
  const prepared = tests.frames.map((frame) => prepareFrame(frame, preprocessing));
  const attacks = await listedAttacks(store);
  return { tests, prepared, scoring, normal, sides, ...(attacks && { attacks }) };
}

/** Scores of a run before format 1, which did not say of which recording; undefined without any. */
async function formerScores({
  run,
  detectors: [primary],
}: TrainedRun): Promise<Float32Array | undefined> {
  if (!primary) return undefined;
  return run.readScores({ detector: primary.name, side: 'test', index: 0 }).then(
    ({ rows }) => rows,
    () => undefined,
  );
}

/** @throws DataError when the recording has other rows than were scored, as far as that is known */
function formerScoring(
  { run }: TrainedRun,
  { recorded: [first], frames: [frame] }: StoredRecordings,
  former: Float32Array = new Float32Array(0),
): StoredScoring['recordings'] {
  const rows = frameLength(frame);
  if (former.length !== rows) {
    throw new DataError(
      `${run.path} scored a recording of ${former.length} rows, but ${first.key} of ${first.store} now has ` +
        `${rows}. Score it again, or restore its data set.`,
    );
  }
  return [{ ...first, rows, scoredRows: rows, unscored: [] }];
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
