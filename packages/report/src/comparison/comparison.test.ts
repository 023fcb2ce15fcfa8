/** What a comparison says: better with a p-value only, spread over seeds, and ranks with a diagram. */
import { evaluateRecordings, type PairedTest } from '@anodec/metrics';
import { expect, test } from 'vitest';
import { attackAt, dayOf, detectionOf } from '../evaluation.fixture.js';
import type { Comparison, RankComparison } from './comparison.js';
import { drawDiagram } from './diagram.js';
import { metricPanel, spreadOf } from './panel.js';
import { comparisonHtml, comparisonMarkdown, comparisonTerminal } from './render.js';
import { describeTest, formatP } from './sections.js';

const paired: PairedTest = {
  key: 'f1',
  title: 'F1',
  higherIsBetter: true,
  first: 0.7,
  second: 0.5,
  interval: [0.1, 0.3],
  p: 0.001,
  adjustedP: 0.01,
  method: 'by hand',
  smallestP: 0.001,
};

test('calls a detector better with a p-value below 0.05 only, by the direction of the metric', () => {
  const names = ['A', 'B'] as const;
  expect(describeTest(paired, names)).toBe('F1: A is better (A 0.700, B 0.500; p = 0.010).');
  expect(describeTest({ ...paired, higherIsBetter: false }, names)).toContain('B is better');
  expect(describeTest({ ...paired, adjustedP: 0.05 }, names)).toBe(
    'F1: no difference shown between A and B (0.700 and 0.500; p = 0.050).',
  );
  expect(describeTest({ ...paired, adjustedP: null, first: null }, names)).toContain(
    'cannot be compared',
  );
  expect([formatP(0.0004), formatP(0.0496), formatP(null)]).toEqual(['below 0.001', '0.050', '–']);
});

test('the spread of seeds is mean, deviation with n − 1, and range', () => {
  expect(spreadOf([1, 2, 3])).toEqual({ mean: 2, deviation: 1, least: 1, most: 3 });
  expect(spreadOf([1, null])).toBeUndefined();
  expect(spreadOf([4])?.deviation).toBeNaN();
});

/** Two attacks of 20 and 10 minutes; the second is detected if `both`. */
function monday(both: boolean) {
  const alarmed: [number, number][] = both
    ? [
        [100, 120],
        [302, 305],
      ]
    : [[100, 120]]; // prettier-ignore
  const attacks = [attackAt('Attack 1', 100, 119), attackAt('Attack 2', 300, 309)];
  return { name: 'Monday', frame: dayOf(), detection: detectionOf(...alarmed), attacks };
}

test('a panel shows one run as it is and several with their spread', () => {
  const [both, one] = [true, false].map((all) => evaluateRecordings([monday(all)], { draws: 1 }));
  const panel = metricPanel([[both, one, one], [both]], 'elapsed');
  const row = panel.find(({ key }) => key === 'detectedAttacks');
  expect(row?.values).toEqual([[2, 1, 1], [2]]); // prettier-ignore
  expect(row?.cells).toEqual(['1.3 of 2 ± 0.6 (1 of 2 to 2 of 2)', '2 of 2']);
  const f1 = panel.find(({ key }) => key === 'f1');
  // rows: both 23 of 30, one 20 of 30, no false one: 46 / 53 and 40 / 50
  expect(f1?.cells[0]).toBe('0.823 ± 0.039 (0.800 to 0.868)');
});

const ranks: RankComparison = {
  metric: { key: 'f1', title: 'F1', higherIsBetter: true },
  contenders: ['A', 'B <i>'],
  dataSets: ['plant', 'mill'],
  values: [
    [0.7, 0.5],
    [0.9, 0.8],
  ], // prettier-ignore
  meanRanks: [1, 2],
  friedman: { statistic: 2, p: 0.157 },
  imanDavenport: { statistic: null, p: 0 },
  permutationP: 0.5,
  criticalDifference: 1.386,
  pairs: [{ first: 0, second: 1, p: 0.157 }],
  groups: [[0, 1]],
};

const comparison: Comparison = {
  formatVersion: 1,
  title: 'A <b> & B',
  created: '2026-11-28 10:00:00',
  dataSets: [
    {
      name: 'plant',
      recordings: ['test.csv'],
      contenders: [
        { name: 'A', runs: ['version_0', 'version_1'] },
        { name: 'B <i>', runs: ['version_2'] },
      ],
      panel: metricPanel(
        [true, false].map((both) => [evaluateRecordings([monday(both)], { draws: 1 })]),
        'elapsed',
      ),
      attacks: [
        { name: 'Attack 1', detected: [1, 1] },
        { name: 'Attack 2', detected: [0.5, 0] },
      ],
      pairs: [{ first: 0, second: 1, tests: [paired] }],
    },
  ],
  ranks,
};

test('pages and lines have the metrics, the attacks and the tests, and names are escaped', async () => {
  const diagram = await drawDiagram(comparison);
  expect(diagram?.svg).toContain('critical difference 1.39');
  const html = comparisonHtml(comparison, diagram);
  expect(html).toContain('B &lt;i&gt;');
  expect(html).not.toContain('B <i>');
  expect(html).toContain('<svg');
  const markdown = comparisonMarkdown(comparison);
  expect(markdown).toContain('| Attack 2 | 1 of 2 seeds | missed |');
  expect(markdown).toContain('F1: A is better');
  const lines = comparisonTerminal(comparison).join('\n');
  expect(lines).toContain('All agree on 1 of 2 attacks.');
  expect(lines).not.toContain('Attack 1');
  expect(lines).toContain('F1: no difference shown between A and B <i> (p = 0.500).');
  const [dataSet] = comparison.dataSets;
  const pairs = [{ first: 0, second: 1, tests: [{ ...paired, adjustedP: 1, smallestP: 0.25 }] }];
  const few = { ...comparison, dataSets: [{ ...dataSet, pairs }] };
  expect(comparisonTerminal(few).join('\n')).toContain(
    '2 attacks and 1 test cannot give a corrected p below 0.250: no difference could have been shown.',
  );
  const differs = { ...comparison, ranks: { ...ranks, permutationP: 0.01 } };
  expect(comparisonTerminal(differs).join('\n')).toContain(
    'F1: no difference shown between A and B <i> (Nemenyi p = 0.157).',
  );
});
