/** Statistics of a profile, compared with pandas and NumPy. */
import { readFileSync } from 'node:fs';
import { createFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { columnsOfFrame, type ColumnTable } from '../inspect/columns.js';
import { histogramOf, chartHistogram } from './histogram.js';
import { profilePage } from './page.js';
import { profileColumns } from './profile.js';
import type { TableProfile } from './types.js';

interface Golden {
  readonly columns: Readonly<Record<string, readonly (number | null)[]>>;
  readonly quantiles: Readonly<Record<string, readonly number[]>>;
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  readonly distinct: readonly number[];
  readonly correlations: readonly number[];
  readonly duplicated: number;
  readonly histogram: { readonly counts: readonly number[]; readonly borders: readonly number[] };
}

const golden = JSON.parse(
  readFileSync(new URL('../../../../test/fixtures/exploration.json', import.meta.url), 'utf8'),
) as Golden;

/** A table of these columns; null is missing. */
function tableOf(columns: Readonly<Record<string, readonly (number | null)[]>>): ColumnTable {
  const channels = Object.keys(columns);
  const values = channels.map((name) => Float64Array.from(columns[name], (value) => value ?? NaN));
  const rows = values[0].length;
  return {
    source: 'table.csv',
    rows,
    clock: 'rows',
    times: Float64Array.from({ length: rows }, (_, t) => t),
    channels,
    dates: [],
    column: (c) => values[c].slice(),
    read: (c, start, out) => out.set(values[c].subarray(start, start + out.length)),
    texts: [],
  };
}

function profileOf(columns: Readonly<Record<string, readonly (number | null)[]>>): TableProfile {
  return profileColumns(tableOf(columns));
}

const profile = profileOf(golden.columns);

test('has the means, deviations, quantiles and counts of pandas', () => {
  for (const [c, channel] of profile.channels.entries()) {
    expect(channel.mean).toBeCloseTo(golden.mean[c], 9);
    expect(channel.deviation / golden.deviation[c]).toBeCloseTo(1, 9);
    expect(channel.distinct).toBe(golden.distinct[c]);
    for (const [i, value] of (channel.quantiles ?? []).entries()) {
      expect(value).toBeCloseTo(golden.quantiles[channel.name][i], 9);
    }
  }
});

test('correlates as pandas does, also where readings are missing', () => {
  for (const [i, r] of golden.correlations.entries()) {
    // noise of 1e-3 on a level of 1e4 costs either side half of its digits
    expect(profile.correlations.values[i]).toBeCloseTo(r, 8);
  }
});

test('leaves channels that never move out of the correlations', () => {
  const { correlations } = profileOf({ still: [2, 2, 2], up: [1, 2, 3.5], down: [3, 2, 0.5] });
  expect(correlations.names).toEqual(['up', 'down']);
  expect(correlations.values[1]).toBeCloseTo(-1, 12);
});

test('correlates over more rows than a block has', () => {
  const T = 5000;
  const rows = Array.from({ length: T }, (_, t) => t);
  const { correlations } = profileOf({
    up: rows,
    wave: rows.map((t) => (t === 4999 ? null : t + 0.5 * (t % 7))),
  });
  const pairs = rows.slice(0, -1).map((t) => [t, t + 0.5 * (t % 7)] as const);
  const centre = (i: 0 | 1) => pairs.reduce((sum, p) => sum + p[i], 0) / pairs.length;
  const [x, y] = [centre(0), centre(1)];
  const sum = (of: (p: readonly [number, number]) => number) =>
    pairs.reduce((s, p) => s + of(p), 0);
  const r =
    sum((p) => (p[0] - x) * (p[1] - y)) /
    Math.sqrt(sum((p) => (p[0] - x) ** 2) * sum((p) => (p[1] - y) ** 2));
  expect(correlations.values[1]).toBeCloseTo(r, 10);
});

test('counts in the bins of NumPy, the largest reading in the last', () => {
  const sorted = Float64Array.from(golden.columns.level, Number).sort();
  const { counts, places } = histogramOf(sorted, [sorted[0], sorted[sorted.length - 1]]);
  expect(counts).toEqual(golden.histogram.counts);
  for (const [b, border] of golden.histogram.borders.entries()) {
    expect(places[b]).toBeCloseTo(border, 9);
  }
});

test('gives a sensor of coarse steps bins of whole steps, so that no bin is empty by chance', () => {
  const steps = Float64Array.from({ length: 540 }, (_, i) => 10 + 0.25 * Math.floor(i / 10));
  expect(new Set(chartHistogram(steps, 54).counts)).toEqual(new Set([20]));
  expect(new Set(chartHistogram(steps.subarray(0, 300), 30).counts)).toEqual(new Set([10]));
});

test('does not press all readings into one bar for a few far away', () => {
  const sorted = Float64Array.from({ length: 10_000 }, (_, i) => (i === 9999 ? 1e6 : i / 1000));
  const { counts, above } = chartHistogram(sorted, 10_000);
  expect(counts.filter((count) => count > 0).length).toBeGreaterThan(35);
  expect(above).toBeGreaterThan(0);
});

test('counts rows that repeat another as pandas does, and those like the row above', () => {
  expect(profile.repeats).toEqual({ duplicates: golden.duplicated, likeTheRowAbove: 5 });
});

test('warns of what deserves a look, the gravest first', () => {
  const rows = Array.from({ length: 400 }, (_, t) => Math.sin(t / 9) + t / 1000);
  const { warnings } = profileOf({
    wave: rows,
    twin: rows.map((value) => 3 - 2 * value),
    still: rows.map(() => 7),
    none: rows.map(() => null),
    holes: rows.map((value, t) => (t % 50 === 0 ? null : value * value)),
    frozen: rows.map((value, t) => (t >= 100 && t < 220 ? 0.5 : value + (t % 3))),
  });
  expect(warnings.map(({ kind, channels }) => [kind, ...channels])).toEqual([
    ['empty', 'none'],
    ['missing', 'holes'],
    ['stuck', 'frozen'],
    ['constant', 'still'],
    ['alike', 'wave', 'twin'],
  ]);
  expect(warnings[1].sentence).toBe('Channels with missing readings, at most 2 %, in holes.');
});

test('names gaps, repeated times and steps back', () => {
  const frame = createFrame({
    values: Float32Array.of(1, 2, 3, 4),
    channels: ['a'],
    timestamps: Float64Array.of(0, 1000, 2000, 9000),
  });
  const table = columnsOfFrame(frame, 'a');
  expect(profileColumns(table).warnings[0].sentence).toBe(
    '1 gap, the longest from 1970-01-01 00:00:02 to 1970-01-01 00:00:09.',
  );
  const jumbled = { ...table, times: Float64Array.of(0, 1000, 1000, 500) };
  expect(profileColumns(jumbled).warnings.map(({ kind }) => kind)).toEqual([
    'unsorted',
    'repeated times',
  ]);
});

test('renders a page that needs no network and escapes what comes from the table', () => {
  const nasty = '<script>alert("x")</script>';
  const page = profilePage(profileOf({ [nasty]: [1.5, 2, 3.25], 'b&c': [1, 1, 1] }));
  expect(page).not.toContain(nasty);
  expect(page).toContain('&lt;script&gt;');
  expect(page).toContain('b&amp;c');
  expect(page).not.toMatch(/(src|href)="(?!#)/);
  expect(page).not.toMatch(/https?:/);
  expect(profilePage(profile)).toContain('Correlations');
});
