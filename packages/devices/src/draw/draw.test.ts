/** Pictures of days, days on a plane, charts of scores. */
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderSvg } from '@anodec/charts';
import { createRandom, DAY } from '@anodec/core';
import { expect, test } from 'vitest';
import { classDistances } from '../assess/class-distances.js';
import { evaluateScores } from '../assess/evaluate-scores.js';
import { createDayTable, formatDate, SLOTS } from '../day-table.js';
import { DAY_COLOURS, dayMap, projectDays } from './day-map.js';
import { writeDayPlots } from './day-plots.js';
import { rocChart, scoreHistogram } from './score-charts.js';

/** Days on in the morning and days on in the evening, in turn. */
function tableOf(N: number) {
  const random = createRandom(2);
  const values = Float32Array.from({ length: N * SLOTS }, (_, i) => {
    const [n, slot] = [Math.floor(i / SLOTS), i % SLOTS];
    const isOn = n % 2 === 0 ? slot > 30 && slot < 50 : slot > 90 && slot < 115;
    return isOn ? 30 + random.normal() : 0;
  });
  const dates = Array.from({ length: N }, (_, n) => formatDate(Date.UTC(2020, 3, 1) + n * DAY));
  return createDayTable('5032AB', dates, values);
}

test('writes a picture for each day under its date, and stops on an abort', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'anodec-days-'));
  const table = tableOf(2);
  const over = { ...table, dates: ['20.04.02', '20.04.09'] };
  expect(await writeDayPlots(folder, table, 'svg', { over })).toHaveLength(2);
  const [first, second] = await Promise.all(
    ['20.04.01.svg', '20.04.02.svg'].map((file) => readFile(join(folder, file), 'utf8')),
  );
  expect(first).toContain('5032AB, 20.04.01');
  expect(first).not.toContain('generated'); // there is none of this date
  expect(second).toContain('generated');
  await writeDayPlots(folder, table, 'png');
  expect((await readFile(join(folder, '20.04.02.png'))).subarray(1, 4).toString()).toBe('PNG');
  expect(await readdir(folder)).toHaveLength(4);
  const stopped = writeDayPlots(folder, table, 'svg', { signal: AbortSignal.abort() });
  await expect(stopped).rejects.toThrow('Stopped while drawing days.');
});

test('days that are alike lie together, the same for the same seed', async () => {
  const table = tableOf(30);
  const points = await projectDays(table, 0, true);
  const classes = table.dates.map((_, n) => n % 2);
  const { pairs, variances } = classDistances(points, 2, classes);
  expect(pairs[0].centroid).toBeGreaterThan(2 * Math.sqrt(Math.max(...variances)));
  expect(await projectDays(table, 0, true)).toEqual(points);
  const drawn = dayMap(table, points, classes, 'day-type') as {
    readonly data?: { readonly values: readonly { readonly group: string }[] };
  };
  const names = drawn.data?.values.slice(0, 5).map(({ group }) => group);
  expect(names).toEqual(['wednesday', 'thursday', 'friday', 'saturday', 'sunday']);
  const texts = {
    class: ['by class', 'class 1'],
    'day-type': ['by type of day', 'wednesday'],
    date: ['by date', 'Apr'],
    discriminator: ['by the class that the discriminator names', 'class 1'],
  };
  for (const colour of DAY_COLOURS) {
    const svg = await renderSvg(dayMap(table, points, classes, colour));
    for (const text of texts[colour]) expect(svg).toContain(text);
  }
});

test('charts of scores name areas, curves and groups', async () => {
  const result = evaluateScores([1, 2, 3], [3, 4]);
  const roc = await renderSvg(
    rocChart([
      { name: 'weight 0.1', result },
      { name: 'weight 0.5', result: evaluateScores([1], [2]) },
    ]),
  );
  expect(roc).toContain('weight 0.1 (AUC 0.917)'); // 5.5 of 6 pairs
  expect(roc).toContain('weight 0.5 (AUC 1.000)');
  expect(await renderSvg(scoreHistogram([1, 2], [3], 2.5))).toContain('anomalous');
});
