/** Small charts, checked by their paths. */
import { expect, test } from 'vitest';
import { sparkline } from './sparkline.js';
import { smallHistogram } from './histogram.js';
import { matrixChart } from './matrix.js';

test('draws bars to the scale of both distributions, and none of nothing', () => {
  const svg = smallHistogram({ counts: [1, 0, 3], other: [1, 0, 0], width: 30, height: 11 });
  // the other's only bin is the highest: 1 of 1; ours reach 1/4 and 3/4 of 10 pixels
  expect(svg).toContain('d="M0 11V8.5h9V11zM20 11V3.5h9V11z"');
  expect(svg.match(/M/g)).toHaveLength(3);
});

test('breaks the sparkline where there is no reading', () => {
  const trend = [1, 2, NaN, 4];
  const svg = sparkline({ low: trend, high: trend, mean: trend, width: 40, height: 20 });
  expect(svg.match(/class="mean"/g)).toHaveLength(2);
  expect(svg).not.toContain('NaN');
});

test('leaves squares without a correlation empty and names the others', () => {
  const svg = matrixChart(['a', 'b<'], [1, -0.5, -0.5, NaN]);
  expect(svg.match(/<rect/g)).toHaveLength(3);
  expect(svg).toContain('a and b&lt;: -0.50');
});
