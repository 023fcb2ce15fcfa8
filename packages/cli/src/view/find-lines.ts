/** What a search found, as lines for a terminal: a chart, the recommendation as a flag, the files. */
import { formatCount } from '@anodec/core';
import type { PathsConfig } from '@anodec/pipeline/basics';
import type { FoundBatchSize, FoundDetector, FoundLearningRate } from '@anodec/search';
import { formatBytes } from './format-bytes.js';
import { hintFlags } from './hint-flags.js';
import { textChart } from './text-chart.js';
import { textTable } from './text-table.js';

/** The chart of a range test, and the rate to train with. */
export function rateLines(found: FoundLearningRate, paths: PathsConfig): string[] {
  const { points, trend, suggestion, lowestAt, divergedAt } = found;
  const curve = (some: typeof points) =>
    some.map(({ learningRate, loss }) => [learningRate, loss] as const);
  const marked = trend.filter(({ learningRate }) => learningRate === suggestion);
  const end = divergedAt === null ? 'did not diverge' : `diverged at ${format(divergedAt)}`;
  const lowest = lowestAt === null ? '' : `was lowest at ${format(lowestAt)} and `;
  return [
    ...textChart(
      [
        { name: 'loss', mark: '·', points: curve(points) },
        { name: 'mean over a decade', mark: '*', points: curve(trend) },
        { name: 'suggestion', mark: '#', points: curve(marked) },
      ],
      { x: 'learning rate', logX: true },
    ),
    `The loss ${lowest}${end}.`,
    suggestion === null
      ? 'Nothing is recommended: the loss falls nowhere. Widen the range or take more steps.'
      : `Recommended: --learning-rate ${format(suggestion)}, where it falls fastest`,
    ...fileLines(found),
    ...(suggestion === null ? [] : [nextLine(`--learning-rate ${format(suggestion)}`, paths)]),
  ];
}

/** The speeds as a table and a chart, and the size to train with. */
export function batchSizeLines(found: FoundBatchSize, paths: PathsConfig): string[] {
  const { trials, suggestion, ending } = found;
  const why = {
    'no faster': 'the next one is not noticeably faster',
    memory: 'the next one needs too much memory',
    'largest size': 'no larger one was tried',
  }[ending];
  return [
    ...textTable(
      [
        ['batch size', 'windows/s', 'peak memory'],
        ...trials.map(({ batchSize, windowsPerSecond, peakMemory }) => [
          String(batchSize),
          formatCount(Math.round(windowsPerSecond)),
          formatBytes(peakMemory),
        ]),
      ],
      [0, 1, 2],
    ),
    ...textChart(
      [
        {
          name: 'windows/s',
          mark: '*',
          points: trials.map((one) => [one.batchSize, one.windowsPerSecond] as const),
        },
      ],
      { x: 'batch size', logX: true, columns: 40, rows: 6 },
    ),
    `Recommended: --batch-size ${suggestion}, as ${why}; whether it trains as well is another question`,
    ...fileLines(found),
    nextLine(`--batch-size ${suggestion}`, paths),
  ];
}

/** The ratings as a table, and the detector to train. */
export function detectorLines({ ratings, numbers }: FoundDetector, paths: PathsConfig): string[] {
  const [best, second] = ratings;
  const lead = best.auprc - second.auprc;
  const isClear = lead > 2 * second.error;
  return [
    ...textTable(
      [
        ['detector', 'AUPRC, injected', 'agreement'],
        ...ratings.map(({ name, auprc, agreement }) => [
          name,
          auprc.toFixed(3),
          Number.isNaN(agreement) ? '–' : agreement.toFixed(2),
        ]),
      ],
      [1, 2],
    ),
    isClear
      ? `Recommended: --detector ${best.name}, ahead of ${second.name} by ${lead.toFixed(3)} ± ${second.error.toFixed(3)}`
      : `No clear choice: ${best.name} is ahead of ${second.name} by ${lead.toFixed(3)} ± ${second.error.toFixed(3)} only`,
    `Numbers  ${numbers}`,
    nextLine(`--detector ${best.name}`, paths),
  ];
}

function fileLines({ chart, numbers }: { readonly chart: string; readonly numbers: string }) {
  return [`Chart    ${chart}`, `Numbers  ${numbers}`];
}

function nextLine(flag: string, paths: PathsConfig): string {
  return `Next: npx anodec train ${flag}${hintFlags(paths)}, with the other flags as here`;
}

/** Two significant digits, as a flag takes them. */
function format(rate: number): string {
  return String(Number(rate.toPrecision(2)));
}
