/** The list of runs as a table: which runs, in which order, and a line for each. */
import type { RunGroup, RunSummary } from '@anodec/runs';
import { z } from 'zod';
import { textTable } from './text-table.js';

/** A result by which runs are sorted: lowest first, unless higher is better. */
const ORDERS: Readonly<Record<string, (run: RunSummary) => number | undefined>> = {
  version: ({ version }) => version,
  loss: ({ bestValidationLoss }) => bestValidationLoss,
  detected: ({ attacks, attacksCaught }) =>
    attacks === undefined || attacksCaught === undefined ? undefined : -attacksCaught / attacks,
  'false-alarms': ({ falseAlarmsPerDay, falseAlarms }) => falseAlarmsPerDay ?? falseAlarms,
};

/** Which runs to list, and how. */
export const ListChoice = z.strictObject({
  sort: z
    .enum(Object.keys(ORDERS) as [string, ...string[]])
    .default('version')
    .describe(
      'Order: version = oldest first, or the best first by validation loss (loss), share of attacks detected ' +
        '(detected) or false alarms (false-alarms); runs without that result come last',
    ),
  detector: z
    .string()
    .optional()
    .describe('Show runs whose detector has this text in its name, such as gru or pca'),
  dataset: z.string().optional().describe('Show runs on the data set of this name'),
  status: z
    .enum(['running', 'finished', 'stopped', 'failed', 'crashed', 'unknown'])
    .optional()
    .describe('Show runs with this status'),
  json: z.boolean().default(false).describe('Print the runs as JSON'),
});

export type ListChoice = z.output<typeof ListChoice>;

/** The runs that were asked for, in the order asked for. */
export function chooseRuns(runs: readonly RunSummary[], choice: ListChoice): RunSummary[] {
  const { sort, detector: name = '', dataset: data, status } = choice;
  const place = (run: RunSummary): number => ORDERS[sort](run) ?? Infinity;
  return runs
    .filter(({ detector = '' }) => detector.toLowerCase().includes(name.toLowerCase()))
    .filter(({ dataset }) => data === undefined || dataset === data)
    .filter((run) => status === undefined || run.status === status)
    .sort((a, b) => (place(a) === place(b) ? a.version - b.version : place(a) - place(b)));
}

const HEAD = [
  'version',
  'created',
  'status',
  'data set',
  'detector',
  'settings',
  'epochs',
  'loss',
  'detected',
  'false alarms',
];

/** A line for each run, with its group where any has one. */
export function runTable(
  runs: readonly RunSummary[],
  groups: ReadonlyMap<number, Pick<RunGroup, 'name'>>,
): string[] {
  const lines = [HEAD, ...runs.map(cellsOf)];
  if (!runs.some(({ version }) => groups.has(version))) return textTable(lines);
  const names = ['group', ...runs.map(({ version }) => groups.get(version)?.name ?? '–')];
  return textTable(lines.map((cells, i) => [...cells, names[i]]));
}

function cellsOf(run: RunSummary): string[] {
  const { version, created, status, dataset, detector, settingsId, epochs, resumedFrom } = run;
  const { bestValidationLoss, attacks, attacksCaught, falseAlarms, falseAlarmsPerDay } = run;
  return [
    String(version),
    created?.slice(0, 16).replace('T', ' ') ?? '–',
    resumedFrom === undefined ? status : `${status}, from ${resumedFrom}`,
    dataset ?? '–',
    detector ?? '–',
    settingsId ?? '–',
    String(epochs ?? '–'),
    bestValidationLoss?.toPrecision(3) ?? '–',
    attacks === undefined ? '–' : `${attacksCaught} of ${attacks}`,
    falseAlarmsPerDay === undefined
      ? String(falseAlarms ?? '–')
      : `${falseAlarmsPerDay.toFixed(1)} per day`,
  ];
}
