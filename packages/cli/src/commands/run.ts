/** `anodec run`: all steps. */
import { runAllSeeds, SeedsConfig } from '@anodec/compare';
import { formatDuration } from '@anodec/core';
import { PrepareConfig } from '@anodec/data';
import {
  type AllSettings,
  type PathsConfig,
  presetNames,
  requireGpu,
  runAll,
  SourceConfig,
  type StepEvent,
  trainSections,
  withDatasetDefaults,
  withPreset,
} from '@anodec/pipeline';
import { comparisonTerminal, renderTerminal } from '@anodec/report';
import { createLogging, trackEvaluation } from '@anodec/tracking';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { printNamed } from '../context.js';
import { COMMON_FLAGS } from '../common-flags.js';
import { checkOneProfiled, OutputConfig } from '../output/config.js';
import { type Outcome, type TrainingOutput, withOutput } from '../output/with-output.js';
import { hintFlags } from '../view/hint-flags.js';
import { backendLine } from '../view/result-lines.js';
import { seedListeners } from '../view/seed-lines.js';
import { createStepPrinter } from '../view/step-lines.js';
import { textTable } from '../view/text-table.js';

const StepsConfig = z.strictObject({
  simulate: z
    .boolean()
    .default(false)
    .describe('Simulate the built-in plant first, unless its workbooks exist'),
});

export const run = defineCommand({
  details:
    'Without --normal it uses the SWaT workbooks in data/interim or, with --simulate, those of the ' +
    'simulated plant. With --normal and --attack it uses your own tables. Steps whose result exists ' +
    'are skipped; training always makes a new run.',
  sections: {
    steps: StepsConfig,
    source: SourceConfig,
    prepare: PrepareConfig,
    repeat: SeedsConfig,
    ...trainSections,
    output: OutputConfig,
  },
  common: ['simulate', 'normal', 'attack', 'label-column', 'seeds', ...COMMON_FLAGS],
  presets: presetNames,
  usualPreset: 'default',
  takesTrainerFlags: true,
  complete: (given) => withDatasetDefaults(withPreset(given)),
  examples: [
    ['anodec run --simulate', 'the simulated plant, end to end'],
    [
      'anodec run --normal train.csv --attack test.csv --period 300s',
      'your own tables without times, one row every 5 min',
    ],
  ],
  async run({ output, steps, repeat: { seeds }, ...settings }, context) {
    if (context.needsGpu) await requireGpu(settings.detector);
    checkOneProfiled(output, seeds);
    const all = { ...settings, simulate: steps.simulate };
    await withOutput(output, context, (shown) => {
      const logging = createLogging(all.logging, shown.note ?? shown.print);
      const logged = logging.listen(shown);
      return logging.during(() =>
        seeds > 1 ? runSeeds(all, seeds, logged) : runOnce(all, logged),
      );
    });
  },
});

async function runOnce(all: AllSettings, output: TrainingOutput): Promise<Outcome> {
  const { print } = output;
  const began = performance.now();
  const { train, evaluate, paths } = await runAll(all, {
    ...output,
    onBackend: (backend) => print(backendLine(backend)),
    onStep: stepListener(all, output),
  });
  await trackEvaluation(train.run, output.note ?? print);
  print();
  printNamed(output, renderTerminal(evaluate.report));
  for (const line of closingLines(train.run, evaluate.page, paths, began)) print(line);
  return { report: evaluate.page };
}

async function runSeeds(all: AllSettings, seeds: number, output: TrainingOutput): Promise<Outcome> {
  const { print, progress } = output;
  const began = performance.now();
  const onStep = stepListener(all, output);
  const { comparison, page } = await runAllSeeds(all, seeds, {
    ...output,
    ...seedListeners(output),
    onStep,
  });
  progress.end();
  for (const line of comparisonTerminal(comparison)) print(line);
  print(`Report  ${page}`);
  print(`Done in ${formatDuration(performance.now() - began)}.`);
  return { report: page };
}

/** Prints each finished step and writes its event. */
function stepListener({ simulate }: AllSettings, output: TrainingOutput) {
  const printStep = createStepPrinter(output, simulate ? 6 : 5);
  return (step: StepEvent): void => {
    printStep(step);
    output.event('stage', { stage: step.step, seconds: step.milliseconds / 1000 });
  };
}

/** Where the results are, and what to try next. */
function closingLines(
  { version, path }: { readonly version: number | undefined; readonly path: string },
  page: string,
  paths: PathsConfig,
  began: number,
): string[] {
  const which = version ?? path;
  const { logs, ...data } = paths;
  return [
    '',
    `Report            ${page}`,
    `Run directory     ${path}`,
    `TensorBoard logs  ${logs}   (tensorboard --logdir ${logs})`,
    `Done in ${formatDuration(performance.now() - began)}. Next, try:`,
    ...textTable([
      [`  npx anodec runs show ${which}${hintFlags({ logs })}`, 'the results of this run again'],
      [`  npx anodec data inspect${hintFlags(data)}`, 'an overview of the recordings'],
      [
        `  npx anodec train --cell gru${hintFlags(paths)}`,
        'another network; then score and evaluate',
      ],
    ]),
  ];
}
