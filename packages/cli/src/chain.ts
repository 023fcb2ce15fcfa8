/** The chain: each step alone, one after the other. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, DataError, formatDuration } from '@anodec/core';
import { type PrepareConfig, SWAT_FILES } from '@anodec/data';
import { summaryLines } from '@anodec/eval';
import type { Run } from '@anodec/runs';
import type { Context } from './context.js';
import { textTable } from './view/text-table.js';
import {
  convertData,
  describeScoring,
  describeTraining,
  type EvaluatedRun,
  evaluateRun,
  interimFolder,
  loadTrainedRun,
  PathsConfig,
  placeFor,
  prepareData,
  rememberFindings,
  scoreRun,
  simulateIfMissing,
  type SourceConfig,
  tablesOf,
  trainRun,
  type TrainSettings,
  unpackMissing,
} from '@anodec/pipeline';
import { createSteps, type Steps } from './view/steps.js';

/** What the chain is told. */
export interface ChainSettings extends TrainSettings {
  readonly source: SourceConfig;
  readonly prepare: PrepareConfig;
  readonly chain: { readonly simulate: boolean };
}

/** Runs the whole chain and says what was found. */
export async function runChain(given: ChainSettings, context: Context): Promise<void> {
  const { source, chain, recording, model, neighbours, verdict } = given;
  checkJudged(source);
  const began = performance.now();
  const place = placeFor(given.place, source);
  const settings = { place, recording, model, neighbours, verdict };
  const steps = createSteps(context, chain.simulate ? 6 : 5);
  await readySteps(steps, { ...given, place }, context);
  const training = await steps.run('Train', async () => {
    const done = await trainRun(settings, context);
    return [done, describeTraining(done, settings)];
  });
  const trained = await loadTrainedRun(training.run);
  await steps.run('Score', async () => {
    const scoring = await scoreRun(trained, context);
    return [scoring, describeScoring(scoring)];
  });
  const evaluated = await steps.run('Report', async () => {
    const done = await evaluateRun(trained, context);
    return [done, done.page];
  });
  await rememberFindings(training.run, training.figures, evaluated.report);
  const took = formatDuration(performance.now() - began);
  for (const line of closingLines(evaluated, training.run, place, took)) {
    context.print(line);
  }
}

/** The steps before training; what is there already is skipped. */
async function readySteps(steps: Steps, settings: ChainSettings, context: Context): Promise<void> {
  const { place, source, prepare, chain } = settings;
  if (chain.simulate) {
    await steps.run('Simulate', async () => [null, await simulateIfMissing(place, context)]);
  }
  const tables = tablesOf(place, source);
  if (source.normal.length === 0) {
    for (const line of await unpackMissing(place, context)) context.print(line);
  }
  checkWorkbooks(place, source);
  await steps.run('Convert', async () => [null, await convertData(place, tables, context)]);
  await steps.run('Prepare', async () => {
    const { words } = await prepareData(place, prepare, context);
    return [null, words];
  });
}

/** What was found, where it lies, and what to try next. */
function closingLines(
  { report, page }: EvaluatedRun,
  run: Run,
  place: PathsConfig,
  took: string,
): string[] {
  const which = run.version ?? run.path;
  const { dataset, logs } = place;
  const set = dataset === PathsConfig.parse({}).dataset ? '' : ` --dataset ${dataset}`;
  return [
    '',
    ...summaryLines(report),
    '',
    `Report            ${page}`,
    `Run directory     ${run.path}`,
    `TensorBoard logs  ${logs}   (tensorboard --logdir ${logs})`,
    `Done in ${took}. Next, try:`,
    ...textTable([
      [`  npx anodec runs show ${which}`, 'what this run found, once more'],
      [`  npx anodec data inspect${set}`, 'what the recordings look like'],
      [`  npx anodec train --cell gru${set}`, 'another network; then npx anodec score, evaluate'],
    ]),
  ];
}

/** Says what to do where there is nothing to begin with. */
function checkWorkbooks(place: PathsConfig, { normal }: SourceConfig): void {
  const folder = interimFolder(place);
  if (normal.length > 0 || existsSync(join(folder, SWAT_FILES.normalV1))) return;
  throw new DataError(
    `${join(folder, SWAT_FILES.normalV1)} must be there, or tables be named. Put the SWaT workbooks ` +
      'into place, name your own with --normal and --attack, or simulate a plant with --simulate.',
  );
}

/** Before an hour of training rather than after it. */
function checkJudged({ normal, attack }: SourceConfig): void {
  if (normal.length === 0 || attack !== undefined) return;
  throw new ConfigError(
    'There must be a table to be judged. Name it with --attack, or use anodec data convert, data prepare and train.',
  );
}
