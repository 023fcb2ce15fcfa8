/** How well a detector finds anomalies that were injected into blocks which it did not learn from. */
import { type Listeners, mean } from '@anodec/core';
import {
  detectorEntry,
  evaluateSeries,
  type NormalData,
  ownSettings,
  type PreparedTest,
  prepareNormalData,
  scoreSeries,
  type StoredRecordings,
  windowSizeOf,
} from '@anodec/pipeline';
import { prepareFrame } from '@anodec/preprocess';
import type { Evaluated, TaskContext } from '@anodec/tune';
import { definedValue, injectInto } from './injected-anomalies.js';
import { orderedFold } from './ordered-blocks.js';
import type { TriedSettings } from './tried-detector.js';

/** What a detector is judged on. */
export interface JudgeParts {
  readonly settings: TriedSettings;
  readonly normal: StoredRecordings;
  /** Of the anomalies. */
  readonly seed: number;
  readonly listeners: Listeners;
  readonly context: TaskContext;
}

/** Draws of the random floors, which nothing here looks at. */
const FLOOR_DRAWS = 1;

/**
 * Fits and evaluates the detector block by block, and reports the mean after each.
 *
 * The anomalies of a block are the same for all trials. The split of the settings holds out a part of what is learned
 * from for early stopping and the threshold, as in a training.
 *
 * @throws DataError when blocks are too short for the windows or the anomalies, or the metric is not defined
 */
export async function judgeByInjection(parts: JudgeParts): Promise<Evaluated> {
  const { settings, context } = parts;
  const { folds, metric } = settings.criterion;
  const values: number[] = [];
  for (let fold = 0; fold < folds; fold++) {
    values.push(await judgeBlock(parts, fold));
    if (fold < folds - 1) await context.report(fold + 1, mean(values));
  }
  return { value: mean(values), details: { [metric]: values } };
}

async function judgeBlock(parts: JudgeParts, fold: number): Promise<number> {
  const { settings, listeners } = parts;
  const { metric } = settings.criterion;
  const { normal, tests } = foldData(parts, fold);
  const { kind } = settings.detector;
  const { input } = detectorEntry(kind);
  const detector = { kind, options: ownSettings(settings.detector), input, seed: null };
  const data = { normal, tests };
  const scores = await scoreSeries(detector, data, listeners);
  const { metrics } = evaluateSeries(settings.alarmPolicy, data, scores, [], FLOOR_DRAWS);
  return definedValue(metrics, metric, fold);
}

/** The rows that are learned from, and the held-out rows with anomalies in them. */
function foldData(
  { settings, normal: recordings, seed }: JudgeParts,
  fold: number,
): { readonly normal: NormalData; readonly tests: readonly PreparedTest[] } {
  const { folds, purge } = settings.criterion;
  const W = windowSizeOf(settings.detector);
  // a stretch must hold a window on both sides of its split, and the rows between them
  const least = Math.ceil((4 * W) / Math.min(0.5, settings.preprocess.validationSplit));
  const cut = orderedFold(recordings.frames, { folds, fold, purge: purge ?? W - 1, least });
  const training = {
    ...recordings,
    frames: cut.training.map(({ frame }) => frame),
    recorded: cut.training.map(({ recording }) => recordings.recorded[recording]),
  };
  const normal = prepareNormalData(training, settings);
  const tests = cut.held.map(({ frame, recording }): PreparedTest => {
    const place = { seed, fold, recording };
    const { frame: test, attacks } = injectInto(frame, settings.criterion, place);
    const { source } = recordings.recorded[recording];
    return { source, attacks, prepared: prepareFrame(test, normal.preprocessing) };
  });
  return { normal, tests };
}
