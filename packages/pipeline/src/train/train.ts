/** The training step: detectors, thresholds, and everything that later scoring needs. */
import { basename } from 'node:path';
import {
  checkStopped,
  DataError,
  isUserError,
  type Listeners,
  StoppedError,
  type TimeSeriesFrame,
} from '@anodec/core';
import { errorCode } from '@anodec/files';
import type { Callback, Checkpoint, ChosenBackend, Profile } from '@anodec/model';
import { createRun, type GuardedEventWriter, type Run, type RunMetrics } from '@anodec/runs';
import { fittedFrames, type NormalData, prepareNormalData } from '../data/normal-data.js';
import { readRecordings, type StoredRecordings } from '../data/recordings.js';
import { readTableSettings } from '../data/table-settings.js';
import { startComputing } from '../detectors/computing.js';
import { detectorEntry, ownSettings } from '../detectors/registry.js';
import { inputOf } from '../detectors/score-frame.js';
import { logCodes } from '../logging/log-codes.js';
import { statusOf } from '../logging/tensorboard.js';
import { writeModelCard } from '../model-card/model-card.js';
import { TrainingStoppedError, UnwrittenTrainingError } from '../next-step.js';
import { writeArtifact } from '../runs/artifact.js';
import { recordProvenance } from '../runs/provenance.js';
import { flatSettings } from '../settings/flat-settings.js';
import { NORMAL_KEY, processedStore } from '../settings/paths.js';
import { settingsId } from '../settings/settings-id.js';
import {
  type GivenTrainSettings,
  parseTrainSettings,
  type TrainSettings,
} from '../settings/settings.js';
import { calibrateAll, type CalibratedDetector, fitPrimary } from './fit-detectors.js';
import { lossNotes } from './loss-notes.js';
import { checkResumedData, readResumable } from './resumable.js';
import { createTrainingLog, type TrainingRecord } from './training-log.js';
import { withWindowSize } from './window-from-period.js';

/** A finished training. */
export interface Training {
  readonly run: Run;
  /** Complete with defaults and the backend that computed. */
  readonly settings: TrainSettings;
  readonly record: TrainingRecord;
  readonly metrics: RunMetrics;
  /** Further notes, a sentence each: what is missing in the log, what is odd about the losses. */
  readonly notes: readonly string[];
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
  /** Receives where the time of the training goes. */
  readonly profile?: Profile;
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
  const parsed = parseTrainSettings(given);
  const { paths, preprocess } = parsed;
  const found = resume && (await readResumable(resume, parsed));
  const recordings = await readRecordings(processedStore(paths), NORMAL_KEY, preprocess);
  const asked = withWindowSize(parsed, recordings);
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
    const completeProvenance = await recordProvenance(run, listeners.command, settingsId(settings));
    await listeners.onRun?.(run);
    const { metrics, notes } = await fitRun(
      { run, settings, recordings, normal, record },
      listeners,
      found?.checkpoint,
    );
    await completeProvenance();
    return { run, settings, record, metrics, notes, recordings };
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

/** Fits all detectors and alarm policies, writes the artifact and the log. */
async function fitRun(
  fit: RunFit,
  listeners: TrainListeners,
  checkpoint: Checkpoint | undefined,
): Promise<Pick<Training, 'metrics' | 'notes'>> {
  const { run, settings, normal, record } = fit;
  const log = createTrainingLog(run, record, {
    logging: settings.logging,
    summarize: () => metricsOf(settings, record),
    hparams: flatSettings(settings, normal, undefined),
    charted: chartedFrame(normal, settings),
  });
  try {
    const detectors = await fitDetectors(fit, log.callbacks, listeners, checkpoint);
    if (log.events) await logNormalCodes(log.events, fit, detectors[0]);
    log.close('success');
  } catch (error) {
    log.close(statusOf(error));
    throw error;
  }
  const { summary } = record;
  const notes = [...(summary ? lossNotes(summary) : []), ...log.notes()];
  return { metrics: metricsOf(settings, record), notes };
}

/** Held-out rows as the detector reads them, or rows it learns from where none are held out. */
function chartedFrame(
  normal: NormalData,
  { detector }: TrainSettings,
): TimeSeriesFrame | undefined {
  const { frames, validation } = fittedFrames(normal, detector.kind);
  return [...validation, ...frames][0];
}

async function fitDetectors(
  { run, settings, recordings, normal, record }: RunFit,
  log: readonly Callback[],
  listeners: TrainListeners,
  checkpoint: Checkpoint | undefined,
): Promise<CalibratedDetector[]> {
  const { detector, paths } = settings;
  const artifact = {
    preprocessing: normal.preprocessing,
    learnedFrom: recordings.recorded,
    tables: await readTableSettings(paths, recordings.frames[0].channels),
  };
  await writeArtifact(run, { ...artifact, detectors: [] }); // what a stopped training is resumed with
  await run.writeSummary(metricsOf(settings, record));
  const context = {
    callbacks: [...log, ...(listeners.callbacks ?? [])],
    ...(checkpoint && { resume: checkpoint }),
    ...(listeners.profile && { profile: listeners.profile }),
  };
  const primary = await fitPrimary(detector, normal, context, listeners);
  const detectors = await calibrateAll(run, primary, settings, normal, listeners);
  checkStopped(listeners.signal, 'training');
  await writeArtifact(run, { ...artifact, detectors });
  await run.writeSummary(metricsOf(settings, record));
  await writeModelCard(run);
  await run.writeStatus('finished');
  return detectors;
}

/** Codes of held-out windows for the projector. */
async function logNormalCodes(
  events: GuardedEventWriter,
  { settings, normal, record }: RunFit,
  { detector, input, normal: scores }: CalibratedDetector,
): Promise<void> {
  const [frame] = normal.validation;
  if (!frame) return;
  const known = { errors: scores.validation[0].rows };
  const step = record.summary?.reports.at(-1)?.step ?? 0;
  const place = { tag: 'code_normal', step, limit: settings.logging.logWindows };
  await logCodes(events, detector, inputOf(frame, input), known, place);
}

/**
 * Says how a training goes on that was stopped or could not write a file, or how it is completed where only baselines
 * are missing. Other faults would come back after a resume.
 */
function withRemedy(
  error: unknown,
  { version, path }: Run,
  { summary, bestLoss }: TrainingRecord,
): unknown {
  const named = version ?? path;
  if (error instanceof DataError && errorCode(error.cause) !== undefined) {
    const message = `${error.message} To continue, resume run ${named}.`;
    return new UnwrittenTrainingError(message, { step: 'resume', run: named }, { cause: error });
  }
  if (!(error instanceof StoppedError)) return error;
  const isTrained = summary !== undefined && summary.reason !== 'stopped on request';
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
  settings: TrainSettings,
  { epochs, bestLoss, windowsPerSecond, summary, resumedFrom }: TrainingRecord,
): RunMetrics {
  const { paths, detector } = settings;
  const { title } = detectorEntry(detector.kind);
  return {
    detector: title(ownSettings(detector)),
    dataset: paths.dataset,
    settingsId: settingsId(settings),
    ...(resumedFrom !== undefined && { resumedFrom }),
    ...(epochs > 0 && { epochs }),
    ...(summary && { fallbacks: summary.fallbacks }),
    ...(summary &&
      summary.jobsInWebAssembly > 0 && { jobsInWebAssembly: summary.jobsInWebAssembly }),
    ...(summary && summary.repeatedBatches > 0 && { repeatedBatches: summary.repeatedBatches }),
    ...(summary && summary.skippedSteps > 0 && { skippedSteps: summary.skippedSteps }),
    ...(bestLoss !== undefined && { bestValidationLoss: bestLoss }),
    ...(windowsPerSecond !== undefined && { windowsPerSecond }),
  };
}
