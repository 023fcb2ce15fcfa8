/** The step that learns: detectors, thresholds, and all that a later scoring needs. */
import { isUserError, type Listeners, StoppedError } from '@anodec/core';
import { type ChosenBackend, decodeCheckpoint } from '@anodec/model';
import { createRun, type Run, type RunFigures } from '@anodec/runs';
import { startComputing } from './computing.js';
import {
  calibrate,
  fitLearner,
  LEARNER,
  type TrainedDetector,
  trainNeighbour,
} from './fit-detectors.js';
import { flatSettings } from './flat-settings.js';
import { NORMAL_KEY, processedStore } from './paths.js';
import { prepareNormal, type PreparedNormal } from '@anodec/preprocess';
import { readRecordings } from './recordings.js';
import { saveDetectors, savePreprocessing, type TrainSettings } from './trained-run.js';
import { createTrainingLog, type TrainingRecord } from './training-log.js';

/** What a training came to. */
export interface Training {
  readonly run: Run;
  readonly record: TrainingRecord;
  readonly figures: RunFigures;
}

/** Listeners of a training. */
export interface TrainListeners extends Listeners {
  /** Receives the backend that computes, before the first step. */
  onBackend?(backend: ChosenBackend): void;
}

/**
 * Trains into a new version.
 *
 * @param resume a run whose training is to go on, from its last epoch
 * @throws StoppedError when the signal was raised; the run then says so and can be resumed
 */
export async function trainRun(
  asked: TrainSettings,
  listeners: TrainListeners = {},
  resume?: Run,
): Promise<Training> {
  const { computed, config: model } = await startComputing(asked.model, resume);
  listeners.onBackend?.(computed);
  const settings = { ...asked, model };
  const { place, recording } = settings;
  const stored = await readRecordings(processedStore(place), NORMAL_KEY, recording);
  const normal = prepareNormal(stored, recording, model.windowSize);
  const checkpoint = resume && decodeCheckpoint(await resume.readCheckpoint('last'), resume.path);
  const run = await createRun(place.logs);
  const record: TrainingRecord = { reports: [] };
  try {
    const resumedFrom = resume && { resumedFrom: resume.path };
    await run.writeConfig({ ...settings, computed, ...resumedFrom });
    await run.writeHparams(flatSettings(settings, normal, computed));
    await savePreprocessing(run, normal.preprocessing);
    const callback = createTrainingLog(run, record);
    const options = { config: model, callback, resume: checkpoint };
    const learned = await fitLearner(options, normal, listeners);
    const fitted = { name: LEARNER, detector: learned, input: 'inputs' } as const;
    const trained = [await calibrate(fitted, normal, settings.verdict, listeners)];
    trained.push(...(await fitNeighbours(settings, normal, listeners)));
    await saveDetectors(run, trained);
    const figures = figuresOf(settings, record);
    await run.writeSummary(figures);
    await run.writeStatus('finished');
    return { run, record, figures };
  } catch (error) {
    await markUnfinished(run, error);
    throw record.reports.length > 0 ? withRemedy(error, run) : error;
  }
}

async function fitNeighbours(
  { neighbours, verdict }: TrainSettings,
  normal: PreparedNormal,
  listeners: Listeners,
): Promise<TrainedDetector[]> {
  const trained: TrainedDetector[] = [];
  for (const name of neighbours.neighbours) {
    trained.push(await trainNeighbour(name, normal, verdict, listeners));
  }
  return trained;
}

/** Tells how a training that was stopped goes on. */
function withRemedy(error: unknown, { version, path }: Run): unknown {
  if (!(error instanceof StoppedError)) return error;
  return new StoppedError(
    `${error.message} Go on with npx anodec train --resume ${version ?? path}.`,
  );
}

/** Says in the run how it ended; a second fault while saying so must not hide the first. */
async function markUnfinished(run: Run, error: unknown): Promise<void> {
  const status = error instanceof StoppedError ? 'stopped' : 'failed';
  await run.writeStatus(status).catch((second: unknown) => {
    if (!isUserError(second)) throw second;
  });
}

function figuresOf({ model }: TrainSettings, { reports, summary }: TrainingRecord): RunFigures {
  const losses = reports.map(({ validLoss }) => validLoss).filter(Number.isFinite);
  return {
    detector: `${model.cell} autoencoder`,
    epochs: reports.length,
    fallbacks: summary?.fallbacks,
    ...(losses.length > 0 && { bestValidationLoss: Math.min(...losses) }),
  };
}

/** The words of a training for its line. */
export function describeTraining({ record }: Training, { model }: TrainSettings): string {
  const { start, summary, reports } = record;
  const best = reports.find(({ epoch }) => epoch === summary?.bestEpoch);
  const loss = best ? `, validation loss ${best.validLoss.toPrecision(3)}` : '';
  const count = summary?.fallbacks ?? 0;
  const fallbacks = count > 0 ? `, ${count} layers without a kernel, slow` : '';
  return (
    `${model.cell} autoencoder of ${start?.parameters.toLocaleString('en')} weights on ` +
    `${start?.backend.name}: ${reports.length} epochs of ` +
    `${start?.trainWindows.toLocaleString('en')} windows of ${model.windowSize} rows${loss}${fallbacks}`
  );
}
