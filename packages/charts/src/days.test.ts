/** Charts of days: the numbers in their specifications. */
import { expect, test } from 'vitest';
import { activationMap } from './activation-map.js';
import { dayCurves } from './day-curves.js';
import { groupScatter } from './group-scatter.js';
import { scoreHistograms } from './score-histograms.js';

/** What a test looks at in a specification. */
interface Drawn {
  readonly data?: { readonly values: Record<string, unknown>[] };
  readonly layer?: readonly { readonly data: { readonly values: Record<string, unknown>[] } }[];
  readonly encoding?: Record<string, { scale?: { domain?: unknown } }>;
}

test('a day begins at 0 and its last step ends at 24; the axis reaches as far as is asked', () => {
  const spec = dayCurves({
    title: 'x',
    y: 'Power',
    curves: [{ name: 'real', values: [1, 50, 3, 4] }],
    highest: 40,
  }) as Drawn;
  expect(spec.data?.values.map(({ hour, value }) => [hour, value])).toEqual([
    [0, 1],
    [6, 50],
    [12, 3],
    [18, 4],
    [24, 4],
  ]);
  expect(spec.encoding?.y.scale?.domain).toEqual([0, 50]);
  const low = dayCurves({ title: 'x', y: '', curves: [{ name: 'a', values: [1] }], highest: 40 });
  expect((low as Drawn).encoding?.y.scale?.domain).toEqual([0, 40]);
});

test('cells of a map fill the day, and colours reach as far below 0 as above', () => {
  const parts = { title: 'x', rows: ['a', 'b'], rowTitle: 'Day', columns: 3 } as const;
  const values = [1, 2, 3, -8, 5, 6];
  const spec = activationMap({ ...parts, values, across: 'hours' }) as Drawn;
  const cells = spec.data?.values.map(({ row, from, to, value }) => [row, from, to, value]);
  expect(cells?.slice(2, 4)).toEqual([
    ['a', 16, 24, 3],
    ['b', 0, 8, -8],
  ]);
  expect(spec.encoding?.color.scale?.domain).toEqual([-8, 0, 8]);
  const numbered = activationMap({ ...parts, values, across: 'outputs' }) as Drawn;
  expect(numbered.encoding?.x.scale?.domain).toEqual([0, 3]);
});

test('a group without a point keeps its place in the legend', () => {
  const spec = groupScatter({
    title: 'x',
    points: [1, 2, 3, 4],
    groups: ['a', 'b', 'c'],
    groupOf: [2, 0],
  }) as Drawn;
  expect(spec.data?.values.map(({ group, x }) => [group, x])).toEqual([
    ['c', 1],
    ['a', 3],
  ]);
  expect(spec.encoding?.color.scale?.domain).toEqual(['a', 'b', 'c']);
});

test('shares of each group add up to 1, in bins that grow by the same factor', () => {
  const groups = [
    { name: 'normal', scores: [1, 20, 20, 200] },
    { name: 'anomalous', scores: [200, 2000, 10_000] },
  ] as const;
  const spec = scoreHistograms({ title: 'x', groups, bins: 4 }) as Drawn;
  const bars = spec.layer?.[0].data.values ?? [];
  // borders 1, 10, 100, 1000, 10,000, but for rounding
  const places = bars.map(({ name, from }) => `${String(name)} ${Math.round(Number(from))}`);
  expect(places).toEqual([
    'normal 1',
    'normal 10',
    'normal 100',
    'anomalous 100',
    'anomalous 1000',
  ]);
  const sum = (of: string): number =>
    bars.reduce((total, { name, share }) => total + (name === of ? Number(share) : 0), 0);
  expect(sum('normal')).toBeCloseTo(1, 12);
  expect(sum('anomalous')).toBeCloseTo(1, 12);
});

test('scores of 0 have an axis that is not logarithmic, equal ones some width', () => {
  const groups = [
    { name: 'a', scores: [0, 0] },
    { name: 'b', scores: [0] },
  ] as const;
  const [bar] =
    (scoreHistograms({ title: 'x', groups, bins: 2 }) as Drawn).layer?.[0].data.values ?? [];
  expect(bar).toEqual({ name: 'a', from: 0, to: 0.5, share: 1 });
});
