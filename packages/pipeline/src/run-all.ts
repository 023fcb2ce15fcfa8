/** All steps one after the other: simulate, convert, prepare, train, score, evaluate. */
import { ConfigError } from '@anodec/core';
import type { PrepareConfig, UnpackedArchive } from '@anodec/data';
import {
  checkWorkbooks,
  convertData,
  type ConvertedData,
  pathsFor,
  prepareData,
  type PreparedData,
  type SimulatedData,
  simulateIfMissing,
  tablesOf,
} from './data/data-steps.js';
import type { SourceConfig } from './data/source-config.js';
import { unpackMissing } from './data/unpack.js';
import { type EvaluatedRun, evaluateRun } from './evaluate/evaluate.js';
import { loadTrainedRun } from './runs/trained-run.js';
import { checkTestRecordings } from './score/check-test-recordings.js';
import { scoreRun, type Scoring } from './score/score.js';
import type { TrainSettings } from './settings/settings.js';
import { type Training, type TrainListeners, trainRun } from './train/train.js';

/** Settings of all steps. */
export interface AllSettings extends TrainSettings {
  readonly source: SourceConfig;
  readonly prepare: PrepareConfig;
  /** Whether to simulate the plant first, unless its workbooks are there. */
  readonly simulate: boolean;
}

/** The result of each step. */
export interface StepResults {
  readonly simulate: SimulatedData;
  readonly unpack: readonly UnpackedArchive[];
  readonly convert: ConvertedData;
  readonly prepare: PreparedData;
  readonly train: Training;
  readonly score: Scoring;
  readonly evaluate: EvaluatedRun;
}

/** A finished step. */
export type StepEvent = {
  [Step in keyof StepResults]: {
    readonly step: Step;
    readonly result: StepResults[Step];
    readonly milliseconds: number;
  };
}[keyof StepResults];

/** Listeners of all steps. */
export interface AllListeners extends TrainListeners {
  /** Receives each step when it is finished. */
  onStep?(event: StepEvent): void;
}

/**
 * Runs all steps. Steps before training whose result is there already are skipped; training always
 * makes a new run.
 *
 * @throws ConfigError or DataError as the steps; what is wrong with the test tables comes before training
 */
export async function runAll(
  given: AllSettings,
  listeners: AllListeners = {},
): Promise<Pick<StepResults, 'train' | 'evaluate'> & { readonly paths: TrainSettings['paths'] }> {
  const { source, prepare, simulate, ...rest } = given;
  checkTestTables(given);
  const paths = pathsFor(given.paths, source);
  const settings = { ...rest, paths };
  const step = createSteps(listeners);
  const tables = tablesOf(paths, source);
  if (simulate) await step('simulate', () => simulateIfMissing(paths, listeners));
  if (source.normal.length === 0) await step('unpack', () => unpackMissing(paths, listeners));
  checkWorkbooks(paths, source);
  const options = { ...listeners, replace: source.replace };
  await step('convert', () => convertData(paths, tables, options));
  await step('prepare', () => prepareData(paths, prepare, listeners));
  await checkTestRecordings(settings);
  const train = await step('train', () => trainRun(settings, listeners));
  const trained = await loadTrainedRun(train.run);
  await step('score', () => scoreRun(trained, listeners));
  const evaluate = await step('evaluate', () => evaluateRun(trained, listeners));
  return { train, evaluate, paths };
}

type RunStep = <Step extends keyof StepResults>(
  step: Step,
  work: () => Promise<StepResults[Step]>,
) => Promise<StepResults[Step]>;

function createSteps(listeners: AllListeners): RunStep {
  return async (step, work) => {
    const start = performance.now();
    const result = await work();
    const milliseconds = performance.now() - start;
    listeners.onStep?.({ step, result, milliseconds } as StepEvent);
    return result;
  };
}

/** Before an hour of training rather than after it. */
function checkTestTables({ simulate, source: { normal, attack } }: AllSettings): void {
  if (simulate && normal.length > 0) {
    throw new ConfigError(
      '`simulate` must come without tables of your own, got both. Leave one of them out.',
    );
  }
  if (normal.length === 0 || attack.length > 0) return;
  throw new ConfigError(
    'A test table must be given with `attack`, got none. To train without one, run the steps convert, ' +
      'prepare and train by themselves.',
  );
}
