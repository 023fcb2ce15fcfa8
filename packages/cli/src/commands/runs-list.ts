import { listRuns, type RunSummary } from '@anodec/runs';
import { z } from 'zod';
import { defineCommand } from '../command.js';
import { PathsConfig } from '@anodec/pipeline';
import { textTable } from '../view/text-table.js';

export const runsList = defineCommand({
  summary: 'All runs, oldest first',
  sections: { place: z.strictObject({ logs: PathsConfig.shape.logs }) },
  examples: [['anodec runs list', 'version, state, detector, epochs, loss, what was found']],
  async run({ place }, { print }) {
    const runs = await listRuns(place.logs);
    if (runs.length === 0) {
      print(`No runs in ${place.logs} yet. Make one: npx anodec run --simulate --preset quick`);
      return;
    }
    const head = [
      'version',
      'made',
      'status',
      'detector',
      'epochs',
      'loss',
      'caught',
      'false alarms',
    ];
    for (const line of textTable([head, ...runs.map(cellsOf)])) print(line);
  },
});

function cellsOf(run: RunSummary): string[] {
  const { version, created, status, detector, epochs, bestValidationLoss, attacks } = run;
  return [
    String(version),
    created?.slice(0, 16).replace('T', ' ') ?? '–',
    status,
    detector ?? '–',
    String(epochs ?? '–'),
    bestValidationLoss?.toPrecision(3) ?? '–',
    attacks === undefined ? '–' : `${run.attacksCaught} of ${attacks}`,
    run.falseAlarmsPerDay === undefined
      ? String(run.falseAlarms ?? '–')
      : `${run.falseAlarmsPerDay.toFixed(1)} per day`,
  ];
}
