/** The readings of sensors over HTTP: what is computed, how often, and what is not. */
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { labTable } from '../testing/lab-table.js';
import { createSensorStore, type SensorStore } from './sensor-store.js';

let folder: string;
let live: string;
let store: SensorStore;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-sensors-'));
  live = join(folder, 'live.csv');
  writeFileSync(join(folder, 'historic.csv'), labTable(800, 0));
  writeFileSync(live, labTable(200, 2000, true));
  store = createSensorStore({ historic: join(folder, 'historic.csv'), live });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a model learns once, and many who ask at once get the same', async () => {
  const views = await Promise.all(Array.from({ length: 5 }, () => store.view('isolation-forest')));
  expect(new Set(views).size).toBe(1);
  expect(store.counts()).toEqual({ reads: 2, fits: 1, scores: 1 });
  const [{ channels, readings, score, reasons, thresholds }] = views;
  expect(channels).toEqual(['Humidity', 'Pressure', 'Light_Level', 'Temperature']);
  expect([readings.length, readings[0].length, score.length]).toEqual([4, 200, 200]);
  expect(thresholds.at(-1)?.contamination).toBe(0.05);
  expect(reasons[50]).toMatch(/^Light_Level \d+ %/);
});

test('another model reads nothing again', async () => {
  const { decides } = await store.view('dbscan');
  expect(decides).toBe(true);
  expect(store.counts()).toEqual({ reads: 2, fits: 2, scores: 2 });
});

test('new readings are read and scored, and nothing is learned again from earlier ones', async () => {
  appendFileSync(live, labTable(10, 2200).split('\n').slice(1).join('\n'));
  expect(await store.changed()).toBe(true);
  expect(await store.changed()).toBe(false);
  expect((await store.view('isolation-forest')).time).toHaveLength(210);
  expect(store.counts()).toEqual({ reads: 3, fits: 2, scores: 3 });
});

test('a table that cannot be read is tried again', async () => {
  const path = join(folder, 'late.csv');
  const late = createSensorStore({ historic: path, live });
  await expect(late.view('norm')).rejects.toThrow('late.csv');
  writeFileSync(path, labTable(100, 0));
  expect((await late.view('norm')).time).toHaveLength(210);
});

test('says which models there are', async () => {
  await expect(store.view('__proto__')).rejects.toThrow('Known are: isolation-forest, dbscan');
});
