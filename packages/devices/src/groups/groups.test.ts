/** Mixtures and log loss against scikit-learn, groups of types of days, and their files. */
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fitMixture, mixtureBic } from '@anodec/classic';
import { quietWork } from '@anodec/core';
import { simulateAppliances } from '@anodec/simulator';
import { describe, expect, test } from 'vitest';
import { DailyConfig, dailyData } from '../raw/daily-data.js';
import { parseRawLog } from '../raw/raw-log.js';
import { usableDays } from '../prepare/usable-days.js';
import { readCombination, readLabels, writeCombination, writeLabels } from './class-files.js';
import { classesOfDays, dayTypes, numberClasses, ONE_CLASS } from './day-classes.js';
import { assignTypes, GroupConfig, groupDayTypes, groupingLogLoss } from './group-day-types.js';

interface GoldenMixture {
  size: number;
  values: number[];
  centres: number[];
  means: number[];
  shares: number[];
  logDensity: number;
  bic: number;
}
const fixture = new URL('../../../../test/fixtures/devices.json', import.meta.url);
const golden = JSON.parse(readFileSync(fixture, 'utf8')) as {
  mixtures: GoldenMixture[];
  wide: GoldenMixture;
  logLoss: { shares: number[][]; types: number[]; groups: number[]; value: number };
};

const largestDifference = (a: ArrayLike<number>, b: readonly number[]): number =>
  a.length === b.length ? Math.max(...b.map((value, i) => Math.abs(value - a[i]))) : Infinity;

describe('mixtures', () => {
  test.each([...golden.mixtures, golden.wide])(
    'has shares, density and BIC of scikit-learn after 20 steps from the same centres ($size numbers)',
    async ({ size, values, centres, means, shares, logDensity, bic }) => {
      const K = centres.length / size;
      const fitted = await fitMixture(
        { values: Float32Array.from(values), size },
        K,
        {
          covariance: 'full',
          minGain: 0,
          maxIterations: 20,
          seed: 0,
          centres: Float64Array.from(centres),
        },
        quietWork,
      );
      const N = values.length / size;
      const own = Array.from({ length: N * K }, (_, i) => fitted.shares[i % K][Math.floor(i / K)]);
      expect(largestDifference(own, shares)).toBeLessThan(1e-7);
      expect(largestDifference(fitted.mixture.centres, means)).toBeLessThan(1e-7);
      // covariances without full rank lose digits: 120 logarithms of about 1e-6
      expect(Math.abs(fitted.logDensity / logDensity - 1)).toBeLessThan(1e-7);
      expect(Math.abs(mixtureBic(fitted, N, 'full') / bic - 1)).toBeLessThan(1e-7);
    },
  );

  test('refuses centres of another shape', async () => {
    const config = { covariance: 'full', minGain: 0, maxIterations: 1, seed: 0 } as const;
    const points = { values: new Float32Array(12), size: 3 };
    const fit = fitMixture(points, 2, { ...config, centres: new Float64Array(5) }, quietWork);
    await expect(fit).rejects.toThrow('centres must have 2 × 3 = 6 values, got 5.');
  });
});

describe('grouping', () => {
  test('has the log loss of scikit-learn', () => {
    const { shares, types, groups, value } = golden.logLoss;
    const columns = [0, 1, 2].map((k) => shares.map((share) => share[k]));
    expect(groupingLogLoss(columns, types, groups)).toBeCloseTo(value, 12);
  });

  test('the original compares columns in the order of first appearance', () => {
    // three days: Sunday in group 1, then Mondays in group 0
    const shares = [
      [0.1, 0.8, 0.8],
      [0.9, 0.2, 0.2],
    ];
    const groups = [0, 0, 0, 0, 0, 0, 1, 1];
    const right = -(Math.log(0.9) + 2 * Math.log(0.8)) / 3;
    const swapped = -(Math.log(0.1) + 2 * Math.log(0.2)) / 3;
    expect(groupingLogLoss(shares, [6, 0, 0], groups)).toBeCloseTo(right, 12);
    expect(groupingLogLoss(shares, [6, 0, 0], groups, true)).toBeCloseTo(swapped, 12);
  });

  test('a type goes where the sum of its shares is largest; one without a day follows Sunday', () => {
    const shares = [
      [0.6, 0.1, 0.1],
      [0.4, 0.9, 0.9],
    ];
    // Monday: .6 + .1 against .4 + .9; Sunday: .1 against .9
    expect(assignTypes(shares, [0, 0, 6], [1, 2, 3, 4, 5, 7])).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
    expect(assignTypes(shares, [0, 1, 6], [2, 3, 4, 5, 7])).toEqual([0, 1, 1, 1, 1, 1, 1, 1]);
    // Sunday is in the smaller group
    const small = [
      [0.9, 0.9, 0.1],
      [0.1, 0.1, 0.9],
    ];
    expect(assignTypes(small, [0, 1, 6], [2, 3, 4, 5, 7])).toEqual([0, 0, 1, 1, 1, 1, 1, 1]);
    expect(assignTypes(shares, [0, 1, 1], [2, 3, 4, 5, 6, 7])).toEqual([0, 1, 1, 1, 1, 1, 1, 1]);
  });

  test('classes are numbered by their first type', () => {
    expect(numberClasses([4, 4, 2, 4, 4, 0, 2, 2])).toEqual([0, 0, 1, 0, 0, 2, 1, 1]);
    expect(() => numberClasses([0, 1])).toThrow('got 2');
  });
});

const made = simulateAppliances({ days: 150, anomalies: 0, seed: 3 });
const logs = [...made.logs()].slice(0, -1).map(({ file, text }) => parseRawLog(file, text));
const tables = dailyData(logs, DailyConfig.parse({})).devices.map(
  ({ table }) => usableDays(table).table,
);

describe('types of days of made-up households', () => {
  const workAndHome = [0, 0, 0, 0, 0, 1, 1, 1];
  const saturday = [0, 0, 0, 0, 0, 1, 2, 2];
  const dayCare = [0, 1, 0, 1, 0, 2, 2, 2];
  test.each([
    ['503342', dayCare],
    ['5032AB', workAndHome],
    ['5032B9', saturday],
  ])('finds the habits of %s', async (id, expected) => {
    const table = tables.find(({ device }) => device === id);
    if (!table) throw new Error(`${id} is one of ${tables.length} devices.`);
    const { classes, tried, unseen } = await groupDayTypes(table, GroupConfig.parse({}), 0);
    expect(classes).toEqual(expected);
    expect(tried.map(({ components }) => components)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(unseen).toEqual([]);
  });

  test('prefers the finest of groupings that agree on as many days, the original the coarsest', async () => {
    const table = tables.find(({ device }) => device === '5032B9') ?? tables[0];
    const { classes, tried } = await groupDayTypes(
      table,
      GroupConfig.parse({ rule: 'original' }),
      0,
    );
    const losses = tried.slice(0, 2).map(({ logLoss }) => Number(logLoss).toFixed(9));
    expect(losses).toEqual(['0.000000000', '0.000000000']); // joined classes agree on every day, too
    expect(new Set(classes).size).toBe(2);
  });

  test('takes the first mixture with three groups without comparing them', async () => {
    const config = GroupConfig.parse({ gmm: false });
    const table = tables.find(({ device }) => device === '5032B9') ?? tables[0];
    const { classes, tried } = await groupDayTypes(table, config, 0);
    expect(classes).toEqual(saturday);
    expect(tried.map(({ components }) => components)).toEqual([3]);
  });

  test('the same seed gives the same shares; an abort ends it', async () => {
    const run = (signal?: AbortSignal) =>
      groupDayTypes(tables[0], GroupConfig.parse({ rule: 'bic' }), 5, {
        ...(signal && { signal }),
      });
    expect(await run()).toEqual(await run());
    await expect(run(AbortSignal.abort())).rejects.toThrow('Stopped');
  });
});

describe('files of classes', () => {
  test('have the keys and blanks of the original, and come back', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'anodec-classes-'));
    const classes = [0, 0, 0, 0, 0, 1, 2, 2];
    const path = join(folder, 'combination.json');
    await writeCombination(path, classes);
    expect(await readFile(path, 'utf8')).toBe(
      '{\n    "monday": 0,\n    "tuesday": 0,\n    "wednesday": 0,\n    "thursday": 0,\n    "friday": 0,\n' +
        '    "saturday": 1,\n    "sunday": 2,\n    "holiday": 2\n}\n',
    );
    expect(await readCombination(path)).toEqual(classes);
    await writeFile(path, '{"monday": 0}');
    await expect(readCombination(path)).rejects.toThrow('got undefined for tuesday');
    await writeCombination(path, [0, 0, 0, 0, 0, 0, 0, 2]);
    await expect(readCombination(path)).rejects.toThrow('got none for 1');
  });

  test('labels of days are found by their dates', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'anodec-classes-')), 'label.csv');
    const dates = ['20.05.04', '20.05.05', '20.05.07'];
    const labels = classesOfDays(dates, [0, 1, 2, 3, 4, 5, 6, 7]);
    expect([...labels]).toEqual([7, 7, 3]);
    await writeLabels(path, dates, labels);
    expect(await readFile(path, 'utf8')).toBe('20.05.04,7\n20.05.05,7\n20.05.07,3\n');
    expect([...(await readLabels(path, dates.toReversed()))]).toEqual([3, 7, 7]);
    await expect(readLabels(path, ['20.05.06'])).rejects.toThrow('got none for 20.05.06');
    await writeFile(path, '20.05.04;7\n');
    await expect(readLabels(path, dates)).rejects.toThrow('(label.csv, row 1)');
    await writeFile(path, '20.05.04,7\n20.05.05,7\n20.05.04,1\n');
    await expect(readLabels(path, dates)).rejects.toThrow('for 20.05.04 (label.csv, row 3)');
  });

  test('one class is of all types', () => {
    expect([...classesOfDays(['20.05.04', '20.06.01'], ONE_CLASS)]).toEqual([0, 0]);
    expect([...dayTypes(['20.06.01'])]).toEqual([0]);
  });
});
