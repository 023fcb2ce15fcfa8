/** A curve with a marked point is checked by its contents. */
import { expect, test } from 'vitest';
import { markedCurve } from './marked-curve.js';
import { renderSvg } from './render.js';

const points = [1, 2, 4, 8].map((x) => ({ x, y: 10 / x }));
const parts = { title: 'Search', x: 'Batch size', base: 2, y: 'Speed', points } as const;

test('draws a point for each value, and the mark with its label', async () => {
  const svg = await renderSvg(markedCurve({ ...parts, mark: { x: 4, label: 'suggested 4' } }));
  expect(svg.match(/aria-roledescription="point"/g)).toHaveLength(points.length);
  expect(svg.match(/aria-roledescription="rule mark"/g)).toHaveLength(1);
  for (const text of ['Search', 'Batch size', 'Speed', 'suggested 4']) expect(svg).toContain(text);
});

test('draws no mark where nothing is suggested', async () => {
  const svg = await renderSvg(markedCurve(parts));
  expect(svg).not.toContain('aria-roledescription="rule mark"');
});
