/** `anodec runs list`. */
import { PathsConfig } from '@anodec/pipeline';
import { groupsByRun, listRuns, type RunGroup, type RunSummary } from '@anodec/runs';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { hintFlags } from '../view/hint-flags.js';
import { textTable } from '../view/text-table.js';

const HEAD = [
  'version',
  'created',
  'status',
  'data set',
  'detector',
  'epochs',
  'loss',
  'detected',
  'false alarms',
];

export const runsList = defineCommand({
  summary: 'List all runs, oldest first',
  details:
    'detected: attacks with an effect that overlap an alarm. false alarms: alarms that overlap no attack, ' +
    'with no recovery time excused. from: the run whose training this one continues. group: the runs of ' +
    'several seeds that this one belongs to; a column only where there are groups.',
  sections: { paths: z.strictObject({ logs: PathsConfig.shape.logs }) },
  examples: [['anodec runs list', 'version, status, detector, epochs, loss, results']],
  async run({ paths: { logs } }, { print }) {
    const runs = await listRuns(logs);
    if (runs.length === 0) {
      const hint = `npx anodec run --simulate${hintFlags({ logs })}`;
      print(`No runs in ${logs} yet. Make one: ${hint}`);
      return;
    }
    for (const line of textTable(linesOf(runs, await groupsByRun(logs)))) print(line);
  },
});

/** A line for each run, with its group where any has one. */
function linesOf(
  runs: readonly RunSummary[],
  groups: ReadonlyMap<number, Pick<RunGroup, 'name'>>,
): string[][] {
  const lines = [HEAD, ...runs.map(cellsOf)];
  if (!runs.some(({ version }) => groups.has(version))) return lines;
  const names = ['group', ...runs.map(({ version }) => groups.get(version)?.name ?? '–')];
  return lines.map((cells, i) => [...cells, names[i]]);
}

function cellsOf(run: RunSummary): string[] {
  const { version, created, status, dataset, detector, epochs, bestValidationLoss } = run;
  const { resumedFrom } = run;
  const { attacks, attacksCaught, falseAlarms, falseAlarmsPerDay } = run;
  return [
    String(version),
    created?.slice(0, 16).replace('T', ' ') ?? '–',
    resumedFrom === undefined ? status : `${status}, from ${resumedFrom}`,
    dataset ?? '–',
    detector ?? '–',
    String(epochs ?? '–'),
    bestValidationLoss?.toPrecision(3) ?? '–',
    attacks === undefined ? '–' : `${attacksCaught} of ${attacks}`,
    falseAlarmsPerDay === undefined
      ? String(falseAlarms ?? '–')
      : `${falseAlarmsPerDay.toFixed(1)} per day`,
  ];
}
