/** Tests of readings that are looked at row by row: thresholds, reasons, and what time must not do. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createFrame,
  createRandom,
  quantile,
  selectChannels,
  type TimeSeriesFrame,
} from '@anodec/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CONTAMINATIONS,
  fitSensors,
  readSensors,
  scoreSensors,
  type SensorOptions,
} from './score-sensors.js';
import { sensorModels } from './sensor-models.js';
import { usualRows, withUsual } from './usual-rows.js';

/** Four sensors of a laboratory, a row a minute; some rows far off, each in one channel. */
function lab(
  rows: number,
  from: number,
  odd: Readonly<Record<number, number>> = {},
): TimeSeriesFrame {
  const random = createRandom(from);
  const channels = ['Humidity', 'Pressure', 'Light_Level', 'Temperature'];
  const values = new Float32Array(rows * 4);
  for (let t = 0; t < rows; t++) {
    const day = Math.sin((2 * Math.PI * t) / 300);
    const row = [45 + 3 * day, 1013 + day, 300 + 80 * day, 21 + 2 * day];
    for (let c = 0; c < 4; c++) values[t * 4 + c] = row[c] + 0.4 * (random.uniform() - 0.5);
    if (t in odd) values[t * 4 + odd[t]] += 30;
  }
  const timestamps = Float64Array.from(
    { length: rows },
    (_, t) => Date.UTC(2024, 0, 1) + (from + t) * 60_000,
  );
  return createFrame({ values, channels, timestamps, clock: 'utc' });
}

const MIDDLES = [
  [120, 'Pressure'],
  [300, 'Temperature'],
] as const;
const EDGES = [
  [75, 'Temperature'],
  [225, 'Humidity'],
] as const;

const historic = lab(1500, 1);
const live = lab(400, 100_000, { 75: 3, 120: 1, 225: 0, 300: 3 }); // two of them at the edges of the day

describe.each(Object.entries(sensorModels))('%s', (_, model) => {
  test('finds the odd rows and says which sensor they are odd in', async () => {
    const source = model.learnsFrom === 'historic' ? historic : live;
    const { score, thresholds, reasons } = await scoreSensors(
      await fitSensors(model, source),
      live,
    );
    const { threshold } = thresholds[40]; // the usual share
    // a forest does not tell a reading beyond all others from the largest of them, which noon has anyway
    const atTheEdge = model.detector === 'isolation-forest' ? [] : EDGES;
    for (const [row, channel] of [...MIDDLES, ...atTheEdge]) {
      expect(score[row]).toBeGreaterThan(threshold);
      expect(reasons.get(row)?.[0].channel).toBe(channel);
    }
  });
});

test('names the sensor that is odd in nearly every row that a forest finds, wherever in the day', async () => {
  const odd: Record<number, number> = {};
  for (let i = 0; i < 150; i++) odd[10 * i + 5] = i % 4;
  const fitted = await fitSensors(sensorModels['isolation-forest'], historic);
  const readings = lab(1500, 99, odd);
  const { reasons } = await scoreSensors(fitted, readings);
  const found = Object.entries(odd).filter(([t]) => reasons.has(Number(t)));
  const named = found.filter(([t, c]) => {
    return reasons.get(Number(t))?.[0]?.channel === readings.channels[c];
  });
  expect(found.length).toBeGreaterThan(75);
  expect(named.length / found.length).toBeGreaterThan(0.9); // with the mean of the sensor it is less
});

test('takes the usual reading from the row most like the others', () => {
  const values = Float32Array.of(1, 10, 2, 20, 3, 30, NaN, 40, 9, 90);
  const frame = createFrame({ values, channels: ['A', 'B'] });
  const usual = usualRows(frame, Float32Array.of(0, 0, 0, 0, 5), 1);
  expect([...usual]).toEqual([1, 10, 2, 20, 3, 30]);
  const odd = createFrame({ values: Float32Array.of(2.1, 99, 7, 11), channels: ['A', 'B'] });
  expect([...withUsual(odd, [0, 1], 1, usual).values]).toEqual([Math.fround(2.1), 20, 7, 30]);
  expect([...withUsual(odd, [1], 0, usual).values]).toEqual([1, 11]);
  expect([...withUsual(odd, [0], 1, new Float32Array()).values]).toEqual([Math.fround(2.1), 0]);
});

test('has the score that a share of the rows learned from exceeds as its threshold', async () => {
  const model = sensorModels['isolation-forest'];
  const fitted = await fitSensors(model, historic);
  const { score, thresholds } = await scoreSensors(fitted, historic);
  expect(thresholds.map(({ contamination }) => contamination)).toEqual(CONTAMINATIONS);
  for (const { contamination, threshold } of [thresholds[0], thresholds[40]]) {
    expect(threshold).toBe(quantile(score, 1 - contamination));
    const share = score.filter((value) => value > threshold).length / score.length;
    expect(Math.abs(share - contamination)).toBeLessThanOrEqual(1 / score.length);
  }
});

test('has a threshold of its own where the model decides itself: noise', async () => {
  const { thresholds } = await fitSensors(sensorModels.dbscan, live);
  expect(new Set(thresholds.map(({ threshold }) => threshold))).toEqual(new Set([1]));
});

test('scores the same readings alike at another time, and in another order of columns', async () => {
  const fitted = await fitSensors(sensorModels['isolation-forest'], historic);
  const { score } = await scoreSensors(fitted, live);
  const later = { ...live, timestamps: live.timestamps.map((time) => time + 1e10) };
  expect((await scoreSensors(fitted, later)).score).toEqual(score);
  const turned = selectChannels(live, live.channels.toReversed());
  expect((await scoreSensors(fitted, turned)).score).toEqual(score);
});

test('flags half of all later rows or all where time is a channel, which it is not by default', async () => {
  const later = lab(400, 100_000);
  for (const [name, least] of [
    ['pca', 1],
    ['norm', 1],
    ['isolation-forest', 0.4], // trees do not tell how far beyond the others a number is
  ] as const) {
    const share = async (options: SensorOptions): Promise<number> => {
      const fitted = await fitSensors(sensorModels[name], historic, {}, options);
      const { frame, score, thresholds } = await scoreSensors(fitted, later);
      expect(frame.channels).toEqual(later.channels);
      return score.filter((value) => value > thresholds[40].threshold).length / score.length;
    };
    expect(await share({})).toBeLessThan(0.1);
    expect(await share({ timeFeature: false })).toBeLessThan(0.1);
    expect(await share({ timeFeature: true })).toBeGreaterThanOrEqual(least);
  }
});

test('refuses a column that has the name of the time', async () => {
  const frame = { ...historic, channels: ['Humidity', 'Pressure', 'Time', 'Temperature'] };
  const fit = fitSensors(sensorModels.norm, frame, {}, { timeFeature: true });
  await expect(fit).rejects.toThrow('Readings must have no column Time where');
});

describe('tables', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'anodec-sensors-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('are read with their times, and one that lacks a sensor is refused', async () => {
    const path = join(folder, 'live.csv');
    writeFileSync(path, 'TimeStamp,Humidity,Pressure\n1700000000,45,1013\n1700000060,46,1012\n');
    const frame = await readSensors(path);
    expect([frame.channels, frame.clock]).toEqual([['Humidity', 'Pressure'], 'utc']);
    const fitted = await fitSensors(sensorModels.norm, historic);
    await expect(scoreSensors(fitted, frame)).rejects.toThrow('but lack Light_Level, Temperature.');
  });
});
