/** The drift report, compared with SciPy and NumPy. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFrame, type TimeSeriesFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { columnsOfFrame } from '../inspect/columns.js';
import { readColumns } from '../inspect/read-columns.js';
import { openTable } from '@anodec/tables';
import { kolmogorovSmirnov, stabilityIndex } from './distance.js';
import { reportDrift } from './drift-report.js';

interface Pair {
  readonly train: readonly number[];
  readonly test: readonly number[];
  readonly states: readonly number[] | null;
  readonly ks: number;
  readonly psi: number;
  readonly shift: number;
}

const { pairs } = JSON.parse(
  readFileSync(new URL('../../../../test/fixtures/exploration.json', import.meta.url), 'utf8'),
) as { readonly pairs: Readonly<Record<string, Pair>> };

test.each(Object.entries(pairs))('measures as SciPy and NumPy do: %s', (_, pair) => {
  const [a, b] = [pair.train, pair.test].map((values) => Float64Array.from(values).sort());
  expect(kolmogorovSmirnov(a, b)).toBeCloseTo(pair.ks, 12);
  expect(stabilityIndex(a, b, pair.states ?? undefined)).toBeCloseTo(pair.psi, 12);
});

/** A recording of one channel; `labels` by row. */
function recording(values: readonly number[], labels?: readonly number[]): TimeSeriesFrame {
  return createFrame({
    values: Float32Array.from(values),
    channels: ['a'],
    ...(labels && { labels: Uint8Array.from(labels) }),
  });
}

function drift(train: readonly TimeSeriesFrame[], tested: TimeSeriesFrame, withAttacks = false) {
  const left = train.map((frame, n) => columnsOfFrame(frame, `train ${n}`));
  return reportDrift(left, [columnsOfFrame(tested, 'test')], { withAttacks });
}

test('refuses a column of labels that it cannot read, unless all rows count', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'anodec-drift-'));
  try {
    const table = async (name: string, labels: readonly string[]) => {
      await writeFile(
        join(folder, name),
        `a,Label\n${labels.map((l, t) => `${t},${l}\n`).join('')}`,
      );
      return readColumns(await openTable(join(folder, name)));
    };
    const train = columnsOfFrame(recording([1, 2, 3, 4]), 'train');
    for (const labels of [
      ['Normal', 'Atack', 'Attack'],
      ['0', '2', '1'],
    ]) {
      const tested = await table('test.csv', labels);
      expect(() => reportDrift([train], [tested])).toThrow(
        'The column Label of test.csv must hold Normal or Attack, or 0 or 1, in every row',
      );
      expect(reportDrift([train], [tested], { withAttacks: true }).test.rows).toBe(3);
    }
    const read = await table('read.csv', ['Normal', 'A ttack', 'Attack']);
    expect(reportDrift([train], [read]).test.attackRows).toBe(2);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('excludes rows labelled as attack, unless asked to keep them', () => {
  const [train, tested] = [recording([1, 2, 3, 4]), recording([1, 2, 3, 4, 90], [0, 0, 0, 0, 1])];
  const without = drift([train], tested);
  expect(without.channels[0]).toMatchObject({ kolmogorovSmirnov: 0, shift: 0, level: 'steady' });
  expect(without.test).toEqual({ names: ['test'], rows: 5, attackRows: 1 });
  const all = drift([train], tested, true);
  expect(all.channels[0].outside).toBe(1 / 5);
  expect(all.channels[0].test?.mean).toBe(20);
});

test('counts rows labelled 1 only as attacks: a row whose label is unknown stays in', () => {
  const tested = recording([1, 2, 3, 90, 4], [0, 255, 0, 1, 255]);
  const { test: side, channels } = drift([recording([1, 2, 3, 4])], tested);
  expect(side).toEqual({ names: ['test'], rows: 5, attackRows: 1 });
  expect(channels[0]).toMatchObject({ kolmogorovSmirnov: 0, test: { readings: 4 } });
});

test('joins several recordings of a side, and gives a shift in their deviations', () => {
  const { channels } = drift([recording([0, 2]), recording([4, 6])], recording([8, 8]));
  // by hand: mean 3, squares 9 + 1 + 1 + 9 over 4 = 5
  expect(channels[0].shift).toBeCloseTo(5 / Math.sqrt(5), 12);
  expect(channels[0].kolmogorovSmirnov).toBe(1);
});

test('gives no finite shift of a channel that was constant, and none of one without readings', () => {
  expect(drift([recording([5, 5, 5])], recording([5, 5, 6])).channels[0].shift).toBe(Infinity);
  expect(drift([recording([5, 5])], recording([NaN, NaN])).channels[0]).toMatchObject({
    level: 'unknown',
    kolmogorovSmirnov: NaN,
  });
});

test('refuses sides without a common channel', () => {
  const other = createFrame({ values: Float32Array.of(1), channels: ['b'] });
  expect(() => drift([recording([1])], other)).toThrow(
    'Training and test must have channels in common, got a and b.',
  );
});
