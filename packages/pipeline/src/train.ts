/** The training step: detectors, thresholds, and everything that later scoring needs. */
import { basename } from 'node:path';
import { checkStopped, isUserError, type Listeners, StoppedError } from '@anodec/core';
import { type Callback, type Checkpoint, type ChosenBackend } from '@anodec/model';
import { createRun, type Run, type RunMetrics } from '@anodec/runs';
import { writeArtifact } from './artifact.js';
import { startComputing } from './computing.js';
import { detectorEntry, ownSettings } from './detectors.js';
import { calibrate, type CalibratedDetector, fitBaselines, fitPrimary } from './fit-detectors.js';
import { flatSettings } from './flat-settings.js';
import { TrainingStoppedError } from './next-step.js';
import { type NormalData, prepareNormalData } from './normal-data.js';
import { NORMAL_KEY, processedStore } from './paths.js';
import { recordProvenance } from './provenance.js';
import { checkResumedData, readResumable } from './resumable.js';
import { readRecordings, type StoredRecordings } from './recordings.js';
import { type GivenTrainSettings, parseTrainSettings, type TrainSettings } from './settings.js';
import { readTableSettings } from './table-settings.js';
import { createTrainingLog, type TrainingRecord } from './training-log.js';

/** A finished training. */
export interface Training {
  readonly run: Run;
  /** Complete with defaults and the backend that computed. */
  readonly settings: TrainSettings;
  readonly record: TrainingRecord;
  readonly metrics: RunMetrics;
  /** Normal recordings at the interval they were trained at. */
  readonly recordings: StoredRecordings;
}

/** Listeners of a training. */
export interface TrainListeners extends Listeners {
  /** Receives the backend that computes, before the first step. */
  onBackend?(backend: ChosenBackend): void;
  /** Receives the run as soon as it is there, before the first step. */
  onRun?(run: Run): void | Promise<void>;
  /** The command that was typed, to be kept with the run. */
  readonly command?: string;
  /** Further callbacks of detectors that train by epochs. */
  readonly callbacks?: readonly Callback[];
}

/**
 * Trains on the normal recordings of a prepared data set into a new run.
 *
 * @param given settings by group; defaults elsewhere
 * @param resume an earlier run whose training continues where it ended, within an epoch too
 * @throws ConfigError when a setting is not valid, or nothing is left to train
 * @throws DataError when the data set is missing, or differs from the one that `resume` learned from
 * @throws StoppedError when the signal was raised; the run says so and can be resumed
 */
export async function trainRun(
  given: GivenTrainSettings = {},
  listeners: TrainListeners = {},
  resume?: Run,
): Promise<Training> {
  const asked = parseTrainSettings(given);
  const { paths, preprocess } = asked;
  const found = resume && (await readResumable(resume, asked));
  const recordings = await readRecordings(processedStore(paths), NORMAL_KEY, preprocess);
  if (found) await checkResumedData(found, recordings);
  const normal = prepareNormalData(recordings, asked);
  const { computed, config: detector } = await startComputing(asked.detector, resume);
  if (computed) listeners.onBackend?.(computed);
  const settings = { ...asked, detector };
  const run = await createRun(paths.logs);
  const record: TrainingRecord = {
    reports: [],
    epochs: 0,
    ...(resume && { resumedFrom: basename(resume.path) }),
  };
  try {
    await run.writeConfig({
      ...settings,
      formatVersion: 1,
      ...(computed && { computed }),
      ...(resume && { resumedFrom: resume.path }),
    });
    await run.writeHparams(flatSettings(settings, normal, computed));
    await listeners.onRun?.(run);
    const completeProvenance = await recordProvenance(run, listeners.command);
    const metrics = await fitRun(
      { run, settings, recordings, normal, record },
      listeners,
      found?.checkpoint,
    );
    await completeProvenance();
    return { run, settings, record, metrics, recordings };
  } catch (error) {
    await markUnfinished(run, error);
    throw run.hasLastCheckpoint() ? withRemedy(error, run, record) : error;
  }
}

/** What is fitted, and the run that it is written into. */
interface RunFit {
  readonly run: Run;
  readonly settings: TrainSettings;
  readonly recordings: StoredRecordings;
  readonly normal: NormalData;
  /** Filled while training. */
  readonly record: TrainingRecord;
}

/** Fits all detectors and alarm policies and writes the artifact. @returns the summary of the run */
async function fitRun(
  { run, settings, recordings, normal, record }: RunFit,
  listeners: TrainListeners,
  checkpoint: Checkpoint | undefined,
): Promise<RunMetrics> {
  const { detector, paths, alarmPolicy } = settings;
  const artifact = {
    preprocessing: normal.preprocessing,
    learnedFrom: recordings.recorded,
    tables: await readTableSettings(paths, recordings.frames[0].channels),
  };
  await writeArtifact(run, { ...artifact, detectors: [] }); // what a stopped training is resumed with
  const summarize = (): RunMetrics => metricsOf(settings, record);
  await run.writeSummary(summarize());
  const log = createTrainingLog(run, record, summarize);
  const context = {
    callbacks: [...log, ...(listeners.callbacks ?? [])],
    ...(checkpoint && { resume: checkpoint }),
  };
  const primary = await fitPrimary(detector, normal, context, listeners);
  const detectors = [await calibrate(primary, normal, alarmPolicy, listeners)];
  detectors.push(...(await fitBaselines(settings, normal, listeners)));
  checkStopped(listeners.signal, 'training');
  await writeNormalScores(run, detectors);
  await writeArtifact(run, { ...artifact, detectors });
  await run.writeSummary(summarize());
  await run.writeStatus('finished');
  return summarize();
}

/** Keeps the scores that the alarm policies were fitted to. */
export async function writeNormalScores(
  run: Run,
  detectors: readonly CalibratedDetector[],
): Promise<void> {
  for (const { name: detector, normal } of detectors) {
    for (const side of ['training', 'validation'] as const) {
      for (const [index, scores] of normal[side].entries()) {
        await run.writeScores({ detector, side, index }, scores);
      }
    }
  }
}

/** Says how a stopped training goes on, or is completed where only baselines are missing. */
function withRemedy(
  error: unknown,
  { version, path }: Run,
  { summary, bestLoss }: TrainingRecord,
): unknown {
  if (!(error instanceof StoppedError)) return error;
  const isTrained = summary !== undefined && summary.reason !== 'stopped on request';
  const named = version ?? path;
  if (isTrained) {
    const message = `${error.message} To complete it, score run ${named}.`;
    return new TrainingStoppedError(message, { step: 'score', run: named });
  }
  const use = bestLoss === undefined ? '' : '; to use its best weights so far, score it';
  return new TrainingStoppedError(`${error.message} To continue, resume run ${named}${use}.`, {
    step: 'resume',
    run: named,
  });
}

/** Records in the run how it ended; a second error while doing so must not hide the first. */
async function markUnfinished(run: Run, error: unknown): Promise<void> {
  const status = error instanceof StoppedError ? 'stopped' : 'failed';
  await run.writeStatus(status).catch((second: unknown) => {
    if (!isUserError(second)) throw second;
  });
}

function metricsOf(
  { paths, detector }: TrainSettings,
  { epochs, bestLoss, summary, resumedFrom }: TrainingRecord,
): RunMetrics {
  const { title } = detectorEntry(detector.kind);
  return {
    detector: title(ownSettings(detector)),
    dataset: paths.dataset,
    ...(resumedFrom !== undefined && { resumedFrom }),
    ...(epochs > 0 && { epochs }),
    ...(summary && { fallbacks: summary.fallbacks }),
    ...(summary && summary.skippedSteps > 0 && { skippedSteps: summary.skippedSteps }),
    ...(bestLoss !== undefined && { bestValidationLoss: bestLoss }),
  };
}
