/** `anodec benchmark`: detectors over all data sets of a folder. */
import {
  type Benchmark,
  type BenchmarkPlan,
  benchmarkSections,
  type CellEvent,
  runBenchmark,
  textTables,
  withProtocol,
} from '@anodec/benchmark';
import { countOf, formatDuration } from '@anodec/core';
import { presetNames, withPreset } from '@anodec/pipeline';
import { defineCommand } from '../command.js';
import { printNamed } from '../context.js';
import { FailedError } from '../ending.js';
import { textTable } from '../view/text-table.js';

export const benchmark = defineCommand({
  details:
    'Data sets are found by their file names: NAME_train.csv with NAME_test.csv (labels in the latter), ' +
    'the tables of TEP (d00.dat, dNN_te.dat), series of NAB with combined_windows.json. Ctrl-C stops it; the same ' +
    'command goes on where it stopped, and another alarm policy fits no detector again.',
  sections: benchmarkSections,
  common: [
    'detectors',
    'seeds',
    'only',
    'injected',
    'period',
    'missing-words',
    'results',
    'protocol',
    'validation-split',
    'scaler',
    'detector',
    'cell',
    'window-size',
    'max-epochs',
    'seed',
    'threshold',
  ],
  presets: presetNames,
  usualPreset: 'default',
  complete: (given) => withProtocol(withPreset(given)),
  examples: [
    ['anodec benchmark datasets --seeds 5', 'five seeds of the network, one of the others'],
    [
      'anodec benchmark datasets --detectors pca,knn --only "asd/*"',
      'two detectors on some of the data sets',
    ],
    [
      'anodec benchmark datasets --injected --injected-length 1h',
      'anomalies injected into normal rows; labels are not needed',
    ],
  ],
  async run(settings, context) {
    const began = performance.now();
    const result = await runBenchmark(settings, {
      ...context,
      onPlan: (plan) => planLines(plan).forEach(context.print),
      onCell(event) {
        context.progress.end();
        printNamed(context, [cellLine(event)]);
      },
    });
    printNamed(context, closingLines(result));
    context.print(`Done in ${formatDuration(performance.now() - began)}.`);
    const { failures } = result;
    if (failures.length === 0) return;
    throw new FailedError(
      `${countOf(failures.length, 'cell')} of ${result.cells} failed; the reasons are above.`,
    );
  },
});

/** What will run, and how each data set was understood. */
function planLines({ series, contenders, cells, protocol }: BenchmarkPlan): string[] {
  const names = contenders.map(({ title, seeds }) =>
    seeds.length > 1 ? `${title} × ${seeds.length} seeds` : title,
  );
  return [
    ...(protocol
      ? [
          `Protocol: ${protocol.title}`,
          ...protocol.does,
          ...protocol.limits,
          `Source: ${protocol.source}`,
          '',
        ]
      : []),
    ...textTable(series.map(({ name, about }) => [name, about])),
    '',
    `${countOf(cells, 'cell')}: ${countOf(series.length, 'data set')} with ${names.join(', ')}`,
  ];
}

const STATES: Readonly<Record<CellEvent['state'], string>> = {
  fitted: '',
  rescored: 'errors kept, policy applied',
  kept: 'kept',
  failed: 'failed',
};

/** One line for a finished cell. */
function cellLine({
  number,
  total,
  series,
  title,
  seed,
  state,
  seconds,
  cell,
  message,
}: CellEvent): string {
  const value = (key: string): string => cell?.metrics[key]?.toFixed(3) ?? '–';
  const results = cell ? [`AUPRC ${value('auprc')}`, `F1 ${value('f1')}`] : [message ?? ''];
  const parts = [
    `[${number}/${total}]`,
    series,
    title,
    ...(seed === null ? [] : [`seed ${seed}`]),
    ...(STATES[state] === '' ? [] : [STATES[state]]),
    ...results,
    ...(state === 'failed' ? [] : [formatDuration(seconds * 1000)]),
  ];
  return parts.join('  ');
}

function closingLines(result: Benchmark): string[] {
  const { tables, notes } = textTables(result);
  return [
    ...tables.flatMap(({ title, columns, rows }) => [
      '',
      title,
      ...textTable(
        [columns, ...rows],
        columns.flatMap((_, c) => (c > 0 ? [c] : [])),
      ),
    ]),
    '',
    ...(notes.length > 0 ? [...notes, ''] : []),
    ...Object.entries(result.files).map(([ending, path]) => `${ending.padEnd(5)} ${path}`),
  ];
}
