/** The critical-difference diagram: lines, bars and names where they belong. */
import { expect, test } from 'vitest';
import { criticalDifferenceDiagram } from './critical-difference.js';
import { renderSvg } from './render.js';

const parts = {
  title: 'F1',
  detectors: [
    { name: 'LSTM', rank: 1.25 },
    { name: 'Norm', rank: 2.75 },
    { name: 'PCA', rank: 2 },
  ],
  criticalDifference: 1.66,
  groups: [
    [0, 2],
    [2, 1],
  ],
};

test('names every detector with its rank and draws the critical difference', async () => {
  const svg = await renderSvg(criticalDifferenceDiagram(parts));
  for (const text of ['LSTM  1.25', 'PCA  2.00', 'Norm  2.75', 'critical difference 1.66']) {
    expect(svg.replaceAll('\u00a0', ' ')).toContain(text);
  }
});

test('bars reach from the first to the last rank of their group, and lower names belong to better ranks', () => {
  const { layer } = criticalDifferenceDiagram(parts) as {
    layer: { data: { values: { rank: number; low: number; high: number; y: number }[] } }[];
  };
  const [lines, , bars] = layer.map(({ data }) => data.values);
  expect(bars.map(({ low, high }) => [low, high])).toEqual([
    [1.25, 2],
    [2, 2.75],
  ]);
  const downwards = [...lines].sort((a, b) => a.y - b.y);
  expect(downwards.map(({ rank }) => rank)).toEqual([2.75, 2, 1.25]);
});
