/** `anodec run`: all steps. */
import { formatDuration } from '@anodec/core';
import { PrepareConfig } from '@anodec/data';
import { comparisonTerminal, renderTerminal } from '@anodec/report';
import {
  type PathsConfig,
  presetNames,
  requireGpu,
  runAll,
  runAllSeeds,
  SeedsConfig,
  SourceConfig,
  trainSections,
  withDatasetDefaults,
  withPreset,
} from '@anodec/pipeline';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { COMMON_FLAGS } from '../common-flags.js';
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
  summary: 'Run all steps: convert, prepare, train, score, report',
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
  async run({ steps, repeat: { seeds }, ...settings }, context) {
    if (context.needsGpu) await requireGpu(settings.detector);
    const began = performance.now();
    const all = { ...settings, simulate: steps.simulate };
    const onStep = createStepPrinter(context, steps.simulate ? 6 : 5);
    if (seeds > 1) {
      const listeners = { ...context, ...seedListeners(context), onStep };
      const { comparison, page } = await runAllSeeds(all, seeds, listeners);
      context.progress.end();
      for (const line of comparisonTerminal(comparison)) context.print(line);
      context.print(`Report  ${page}`);
      context.print(`Done in ${formatDuration(performance.now() - began)}.`);
      return;
    }
    const { train, evaluate, paths } = await runAll(all, {
      ...context,
      onBackend: (backend) => context.print(backendLine(backend)),
      onStep,
    });
    context.print();
    for (const line of renderTerminal(evaluate.report)) context.print(line);
    for (const line of closingLines(train.run, evaluate.page, paths, began)) context.print(line);
  },
});

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
