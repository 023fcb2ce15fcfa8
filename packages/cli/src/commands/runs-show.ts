/** `anodec runs show`. */
import { RunChoice } from '@anodec/pipeline/basics';
import { parseEvaluationReport, renderTerminal } from '@anodec/report';
import { groupOf, openRun } from '@anodec/runs';
import { readRunStory } from '@anodec/tracking';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { printNamed } from '../context.js';
import { hintFlags } from '../view/hint-flags.js';
import { storyLines } from '../view/story-lines.js';

export const runsShow = defineCommand({
  details:
    'Settings are shown where they differ from the nearest preset, recordings with their hashes, the training as a ' +
    'chart of its losses. The identifier of the settings is a hash of all that decide the result: the same ' +
    'settings have the same one.',
  sections: {
    choice: RunChoice,
    output: z.strictObject({
      json: z.boolean().default(false).describe('Print all that is known of the run as JSON'),
    }),
  },
  examples: [
    ['anodec runs show 3', 'run 3'],
    ['anodec runs show', 'the last run'],
  ],
  async run({ choice, output: { json } }, context) {
    const { print } = context;
    const run = await openRun(choice.logs, choice.run);
    const story = await readRunStory(run);
    if (json) return print(JSON.stringify(story, null, 2));
    for (const line of storyLines(story, choice.logs)) print(line);
    const group = run.version === undefined ? undefined : await groupOf(choice.logs, run.version);
    if (group) {
      const written = `npx anodec evaluate ${group.name}${hintFlags({ logs: choice.logs })}`;
      print(`One of several seeds, in ${group.name}: ${written} writes ${group.page}`);
    }
    const report = await run.readReport();
    if (report === undefined) {
      const which = `${choice.run}${hintFlags(choice)}`;
      return print(
        `Not evaluated yet: npx anodec score ${which}, then npx anodec evaluate ${which}`,
      );
    }
    const parsed = parseEvaluationReport(report, `report.json of ${run.path}`);
    printNamed(context, renderTerminal(parsed));
  },
});
