/** The sections of a comparison. Which detector is better is only said with a p-value. */
import { type PairedTest, SIGNIFICANCE } from '@anodec/metrics';
import { type Block, type Chart, type SectionContent, type Table } from '../document.js';
import { formatCount, formatList, formatNumber, UNKNOWN } from '../format.js';
import type {
  AttackAgreement,
  ComparedDataSet,
  ComparedPair,
  Comparison,
  RankComparison,
} from './comparison.js';

const PAIRED_NOTE =
  'A difference is called one where p is below 0.05 after Holm’s correction for all tests of this ' +
  'comparison; otherwise no difference was shown, which does not mean that there is none. Tests over ' +
  'attacks are Wilcoxon signed-rank tests, over rows permutations of blocks, one around each attack; the ' +
  'interval is that of a bootstrap of the blocks. A detector with several seeds counts by its mean over them.';
const RANK_NOTE =
  'Each data set ranks the detectors, 1 is the best. The Friedman test asks whether they differ at all, by ' +
  'permutations of the ranks, as χ² and F are too sure over few data sets; Nemenyi’s test asks which of ' +
  'them do: no difference is shown between mean ranks closer than the critical difference.';

/** What sections are made from. */
export interface ComparisonInput {
  readonly comparison: Comparison;
  /** The critical-difference diagram; absent: rendered without charts. */
  readonly diagram?: Chart;
  /** Whether the short form for the terminal is wanted. */
  readonly brief: boolean;
}

/** All sections that have something to say, in order. */
export function comparisonSections({
  comparison,
  diagram,
  brief,
}: ComparisonInput): SectionContent[] {
  const { dataSets, ranks } = comparison;
  const several = dataSets.length > 1;
  return [
    ...(ranks ? [rankSection(ranks, brief, diagram)] : []),
    ...dataSets.flatMap((dataSet) => dataSetSections(dataSet, several, brief)),
  ].filter(({ blocks }) => blocks.length > 0);
}

function dataSetSections(dataSet: ComparedDataSet, several: boolean, brief: boolean) {
  const of = several ? ` on ${dataSet.name}` : '';
  const { contenders, pairs } = dataSet;
  const names = contenders.map(({ name }) => name);
  const tests: Block[] = pairs.flatMap((pair) => pairBlocks(pair, names, brief));
  const paired = [...tests, ...tooFew(dataSet)];
  return [
    { heading: `Runs${of}`, blocks: runBlocks(dataSet) },
    { heading: `Metrics${of}`, blocks: [panelBlock(dataSet, brief)] },
    { heading: `Attack by attack${of}`, blocks: attackBlocks(dataSet, brief) },
    {
      heading: `Differences${of}`,
      blocks:
        paired.length > 0 && !brief ? [{ kind: 'note', text: PAIRED_NOTE }, ...paired] : paired,
    },
  ] satisfies SectionContent[];
}

function runBlocks({ contenders, recordings }: ComparedDataSet): Block[] {
  const runs = contenders.map(({ name, runs: own }) => ({ name, value: own.join(', ') }));
  return [
    { kind: 'facts', facts: [...runs, { name: 'Test recordings', value: recordings.join(', ') }] },
  ];
}

function panelBlock({ contenders, panel }: ComparedDataSet, brief: boolean): Block {
  return {
    kind: 'table',
    columns: ['Metric', ...contenders.map(({ name }) => name)],
    valuesFrom: 1,
    rows: panel
      .filter((row) => row.brief || !brief)
      .map(({ heading, cells }) => [heading, ...cells]),
  };
}

/** In the terminal only the attacks on which the contenders disagree. */
function attackBlocks({ contenders, attacks }: ComparedDataSet, brief: boolean): Block[] {
  const split = attacks.filter(isSplit);
  const agreed = attacks.length - split.length;
  const shown = brief ? split : attacks;
  if (attacks.length === 0) return [];
  const several = attacks.some(({ recording }) => recording !== undefined);
  const table: Table = {
    columns: ['Attack', ...(several ? ['Recording'] : []), ...contenders.map(({ name }) => name)],
    rows: shown.map(({ name, recording = UNKNOWN, detected }) => [
      name,
      ...(several ? [recording] : []),
      ...detected.map((share, i) => detectedCell(share, contenders[i].runs.length)),
    ]),
  };
  const text = `All agree on ${agreed} of ${attacks.length} attacks.`;
  return [
    { kind: 'paragraph', text },
    ...(table.rows.length > 0 ? [{ kind: 'table', ...table } as const] : []),
  ];
}

/** Whether contenders disagree on an attack. */
function isSplit({ detected }: AttackAgreement): boolean {
  return detected.some((share) => share !== detected[0]);
}

function detectedCell(share: number, seeds: number): string {
  if (seeds > 1) return `${Math.round(share * seeds)} of ${seeds} seeds`;
  return share === 1 ? 'detected' : 'missed';
}

function pairBlocks(
  { first, second, tests }: ComparedPair,
  names: readonly string[],
  brief: boolean,
): Block[] {
  const pair = [names[first], names[second]] as const;
  const sentences: Block = { kind: 'list', items: tests.map((test) => describeTest(test, pair)) };
  if (brief) return [sentences];
  const table: Block = {
    kind: 'table',
    caption: `${pair[0]} and ${pair[1]}`,
    columns: [
      'Compared',
      pair[0],
      pair[1],
      '95 % interval of the difference',
      'p',
      'p corrected',
      'Test',
    ],
    valuesFrom: 1,
    valuesTo: 6,
    rows: tests.map((test) => [
      test.title,
      formatValue(test.first),
      formatValue(test.second),
      test.interval ? test.interval.map(formatValue).join(' to ') : UNKNOWN,
      formatP(test.p),
      formatP(test.adjustedP),
      test.method,
    ]),
  };
  return [table, sentences];
}

/** That no difference could have been shown, where attacks are too few for so many tests. */
function tooFew({ attacks, pairs }: ComparedDataSet): Block[] {
  const tests = pairs.flatMap((pair) => pair.tests);
  const smallest = Math.min(...tests.map(({ smallestP }) => smallestP));
  if (!(tests.length > 0 && smallest >= SIGNIFICANCE)) return [];
  const text =
    `${formatCount(attacks.length, 'attack')} and ${formatCount(tests.length, 'test')} cannot give a corrected p below ` +
    `${formatP(smallest)}: no difference could have been shown.`;
  return [{ kind: 'paragraph', text }];
}

/** The outcome of a test in a sentence: which is better with the p-value, or that no difference was shown. */
export function describeTest(test: PairedTest, [a, b]: readonly [string, string]): string {
  const { title, first, second, adjustedP, higherIsBetter } = test;
  const values = `${formatValue(first)} and ${formatValue(second)}`;
  if (adjustedP === null || first === null || second === null) {
    return `${title}: ${a} and ${b} cannot be compared (${values}).`;
  }
  const how = `p = ${formatP(adjustedP)}`;
  if (adjustedP < SIGNIFICANCE) {
    const better = first > second === higherIsBetter ? a : b;
    return `${title}: ${better} is better (${a} ${formatValue(first)}, ${b} ${formatValue(second)}; ${how}).`;
  }
  return `${title}: no difference shown between ${a} and ${b} (${values}; ${how}).`;
}

function rankSection(ranks: RankComparison, brief: boolean, diagram?: Chart): SectionContent {
  const { metric, contenders, dataSets, values, meanRanks, criticalDifference } = ranks;
  const { friedman, imanDavenport, permutationP } = ranks;
  const order = contenders.map((_, i) => i).sort((i, j) => meanRanks[i] - meanRanks[j]);
  return {
    heading: `${metric.title} over ${dataSets.length} data sets`,
    blocks: [
      ...(brief ? [] : [{ kind: 'note', text: RANK_NOTE } as const]),
      ...(diagram ? [{ kind: 'chart', ...diagram } as const] : []),
      {
        kind: 'table',
        columns: ['Data set', ...order.map((i) => contenders[i])],
        valuesFrom: 1,
        rows: [
          ...dataSets.map((name, n) => [name, ...order.map((i) => formatNumber(values[n][i]))]),
          ['Mean rank', ...order.map((i) => formatNumber(meanRanks[i], 2))],
        ],
      },
      {
        kind: 'facts',
        facts: [
          {
            name: 'Friedman χ²',
            value: `${formatNumber(friedman.statistic, 2)}, p = ${formatP(friedman.p)}`,
          },
          {
            name: 'Iman–Davenport F',
            value: `${formatNumber(imanDavenport.statistic, 2)}, p = ${formatP(imanDavenport.p)}`,
          },
          { name: 'Permutations of the ranks', value: `p = ${formatP(permutationP)}` },
          {
            name: 'Critical difference',
            value: `${formatNumber(criticalDifference, 2)} mean ranks at 5 % (Nemenyi)`,
          },
        ],
      },
      { kind: 'list', items: rankSentences(ranks) },
    ],
  };
}

function rankSentences(ranks: RankComparison): string[] {
  const { contenders, pairs, meanRanks, metric, permutationP } = ranks;
  if (permutationP >= SIGNIFICANCE) {
    const how = `p = ${formatP(permutationP)}`;
    return [`${metric.title}: no difference shown between ${formatList(contenders)} (${how}).`];
  }
  return pairs.map(({ first, second, p }) => {
    const [a, b] = [contenders[first], contenders[second]];
    const how = `Nemenyi p = ${formatP(p)}`;
    if (p >= SIGNIFICANCE)
      return `${metric.title}: no difference shown between ${a} and ${b} (${how}).`;
    const [better, worse] = meanRanks[first] < meanRanks[second] ? [a, b] : [b, a];
    return `${metric.title}: ${better} is better than ${worse} (${how}).`;
  });
}

/** A share or a count: whole numbers without decimals. */
function formatValue(value: number | null): string {
  return formatNumber(value, value !== null && Number.isInteger(value) ? 0 : 3);
}

/** A probability; small ones as a bound. */
export function formatP(p: number | null): string {
  if (p === null) return UNKNOWN;
  return p < 0.001 ? 'below 0.001' : p.toFixed(3);
}
