/** `anodec compare`: runs side by side, with tests of their differences. */
import { compareRuns, openGroupRuns } from '@anodec/compare';
import { ConfigError } from '@anodec/core';
import { openRun, PathsConfig } from '@anodec/pipeline';
import { comparisonTerminal } from '@anodec/report';
import { isGroupName, openGroup } from '@anodec/runs';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { comparisonFile, FORMATS, writeComparison } from '../view/comparison-file.js';

export const compare = defineCommand({
  details:
    'Runs on the same test recordings stand side by side with paired tests: Wilcoxon signed rank over ' +
    'attacks, a permutation of blocks of rows, corrected by Holm’s method. Runs on several data sets are ' +
    'grouped by their settings and ranked by a metric: Friedman’s test, Nemenyi’s after it, and the ' +
    'critical-difference diagram. A detector is only called better with a p-value below 0.05. ' +
    'In which settings and data runs differ: anodec runs compare.',
  sections: {
    comparison: z.strictObject({
      runs: z
        .array(z.string())
        .default([])
        .describe(
          'Runs to compare: numbers, last, or paths of run directories; group_N: the mean of its seeds',
        ),
      baselines: z
        .boolean()
        .default(false)
        .describe(
          'Compare the baselines of the first run, too; every other detector is then tested against that run',
        ),
      metric: z
        .string()
        .default('f1')
        .describe('Metric by which several data sets rank the detectors, such as f1 or auprc'),
      output: z
        .string()
        .optional()
        .describe(`File of the comparison; its ending selects the format: ${FORMATS.join(', ')}`),
    }),
    paths: z.strictObject({ logs: PathsConfig.shape.logs }),
  },
  examples: [
    ['anodec compare 3 4', 'two runs on the same test recordings'],
    ['anodec compare 3 --baselines', 'a run and its baselines'],
    [
      'anodec compare 3 4 5 6 --metric auprc --output compared.html',
      'several data sets, as a page',
    ],
  ],
  async run({ comparison: { runs: names, output, ...options }, paths: { logs } }, context) {
    if (names.length === 0) {
      throw new ConfigError(
        'There must be runs to compare. Name them, as in anodec compare 3 4; anodec runs list shows all.',
      );
    }
    const file = output === undefined ? undefined : comparisonFile(output);
    const runs = await Promise.all(
      names.map(async (name) =>
        isGroupName(name) ? openGroupRuns(await openGroup(logs, name)) : openRun(name, { logs }),
      ),
    );
    const comparison = await compareRuns(runs, options, context);
    context.progress.end();
    for (const line of comparisonTerminal(comparison)) context.print(line);
    if (file === undefined) return;
    await writeComparison(file, comparison);
    context.print(`Comparison  ${file.path}`);
  },
});
