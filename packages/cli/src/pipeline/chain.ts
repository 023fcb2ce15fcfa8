/** The chain: each step alone, one after the other. */
import { ConfigError, formatDuration } from '@anodec/core';
import type { PrepareConfig } from '@anodec/data';
import { summaryLines } from '@anodec/eval';

import type { Run } from '@anodec/runs';
import type { Context } from '../context.js';
import { evaluateRun, rememberFindings } from './evaluate.js';
import {
  convertData,
  placeFor,
  prepareData,
  simulateIfMissing,
  type SourceConfig,
  tablesOf,
} from './prepare-data.js';
import { describeScoring, scoreRun } from './score.js';
import { createSteps } from './steps.js';
import { describeTraining, trainRun } from './train.js';
import { loadTrainedRun, type TrainSettings } from './trained-run.js';

/** What the chain is told. */
export interface ChainSettings extends TrainSettings {
  readonly source: SourceConfig;
  readonly prepare: PrepareConfig;
  readonly chain: { readonly simulate: boolean };
}

/** Runs the whole chain and says what was found. */
export async function runChain(given: ChainSettings, context: Context): Promise<void> {
  const { source, prepare, chain, ...train } = given;
  checkJudged(source);
  const began = performance.now();
  const place = placeFor(given.place, source);
  const settings = { ...train, place };
  const steps = createSteps(context, chain.simulate ? 6 : 5);
  if (chain.simulate) {
    await steps.run('Simulate', async () => {
      const manifest = await simulateIfMissing(place, context);
      if (!manifest) return [undefined, `the workbooks are there, in ${place.dataRoot}/interim`];
      const { normalDuration, attackDuration, seed } = manifest.config;
      const words = `${normalDuration} of normal operation, ${attackDuration} with 41 listed attacks, seed ${seed} → ${place.dataRoot}/interim`;
      return [manifest, words];
    });
  }
  const tables = tablesOf(place, source);
  await steps.run('Convert', async () => [null, await convertData(place, tables, context)]);
  await steps.run('Prepare', async () => {
    const { words } = await prepareData(place, prepare, context);
    return [null, words];
  });
  const training = await steps.run('Train', async () => {
    const done = await trainRun(settings, context);
    return [done, describeTraining(done, settings)];
  });
  const trained = await loadTrainedRun(training.run);
  await steps.run('Score', async () => {
    const scoring = await scoreRun(trained, context);
    return [scoring, describeScoring(scoring)];
  });
  const { report, page } = await steps.run('Report', async () => {
    const evaluated = await evaluateRun(trained, context);
    return [evaluated, evaluated.page];
  });
  await rememberFindings(training.run, training.figures, report);
  context.print();
  for (const line of summaryLines(report)) context.print(line);
  context.print();
  context.print(`Report            ${page}`);
  context.print(`Run directory     ${training.run.path}`);
  context.print(`TensorBoard logs  ${place.logs}   (tensorboard --logdir ${place.logs})`);
  context.print(`Done in ${formatDuration(performance.now() - began)}. Next, try:`);
  for (const line of nextCommands(training.run)) context.print(`  ${line}`);
}

/** Before an hour of training rather than after it. */
function checkJudged({ normal, attack }: SourceConfig): void {
  if (normal.length === 0 || attack !== undefined) return;
  throw new ConfigError(
    'There must be a table to be judged. Name it with --attack, or use anodec data convert, data prepare and train.',
  );
}

function nextCommands({ version, path }: Run): string[] {
  const run = version ?? path;
  return [
    `npx anodec runs show ${run}                    what this run found, once more`,
    'npx anodec data inspect                    what the recordings look like',
    'npx anodec train --cell gru --max-epochs 40    another network; then: npx anodec score, evaluate',
  ];
}
