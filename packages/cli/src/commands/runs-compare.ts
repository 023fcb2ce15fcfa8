/** `anodec runs compare`. */
import { PathsConfig } from '@anodec/pipeline/basics';
import { openRun } from '@anodec/runs';
import { compareStories, readRunStory } from '@anodec/tracking';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { storyComparisonLines } from '../view/story-comparison-lines.js';

export const runsCompare = defineCommand({
  details:
    'Reads the directories of the runs alone, so that it works without the data, for unfinished runs and for ' +
    'other data sets, too. Whether a difference of metrics is significant is a question for anodec compare, ' +
    'which tests it on the scores.',
  sections: {
    comparison: z.strictObject({
      runs: z
        .array(z.string())
        .default([])
        .describe('Runs to compare: numbers, last, or paths of run directories'),
      all: z
        .boolean()
        .default(false)
        .describe('Show every metric of the reports rather than the main ones'),
      json: z.boolean().default(false).describe('Print the comparison as JSON'),
    }),
    paths: z.strictObject({ logs: PathsConfig.shape.logs }),
  },
  examples: [
    ['anodec runs compare 3 4', 'settings, data and metrics of two runs'],
    ['anodec runs compare 3 4 5 --all', 'three runs, every metric'],
  ],
  async run({ comparison: { runs, all, json }, paths: { logs } }, { print }) {
    const stories = await Promise.all(
      runs.map(async (which) => readRunStory(await openRun(logs, which))),
    );
    const comparison = compareStories(stories);
    if (json) return print(JSON.stringify(comparison, null, 2));
    for (const line of storyComparisonLines(comparison, all, logs)) print(line);
  },
});
