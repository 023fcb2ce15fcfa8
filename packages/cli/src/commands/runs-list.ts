/** `anodec runs list`. */
import { PathsConfig } from '@anodec/pipeline/basics';
import { groupsByRun, listRuns, type RunSummary } from '@anodec/runs';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { hintFlags } from '../view/hint-flags.js';
import { chooseRuns, ListChoice, runTable } from '../view/run-table.js';

export const runsList = defineCommand({
  details:
    'settings: a hash of the settings that decide the result. detected: attacks with an effect that overlap ' +
    'an alarm. false alarms: alarms that overlap no attack, with no recovery time excused. from: the run whose ' +
    'training this one continues. group: the runs of ' +
    'several seeds that this one belongs to; a column only where there are groups.',
  sections: { list: ListChoice, paths: z.strictObject({ logs: PathsConfig.shape.logs }) },
  examples: [
    ['anodec runs list', 'version, status, detector, settings, epochs, loss, results'],
    [
      'anodec runs list --sort false-alarms --dataset plant',
      'runs on one data set, fewest false alarms first',
    ],
  ],
  async run({ list: choice, paths: { logs } }, { print }) {
    const all = await listRuns(logs);
    const runs = chooseRuns(all, choice);
    if (choice.json) return print(JSON.stringify(runs, null, 2));
    if (runs.length === 0) return print(noneLine(all, logs));
    for (const line of runTable(runs, await groupsByRun(logs))) print(line);
  },
});

function noneLine(all: readonly RunSummary[], logs: string): string {
  if (all.length > 0) return `None of the ${all.length} runs in ${logs} is as asked for.`;
  return `No runs in ${logs} yet. Make one: npx anodec run --simulate${hintFlags({ logs })}`;
}
