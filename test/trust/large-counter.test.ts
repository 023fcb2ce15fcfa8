/** Readings with more digits than float32 holds keep their steps from the table to the scores. */
import { join } from 'node:path';
import { readingsOf, type TimeSeriesFrame } from '@anodec/core';
import {
  openRun,
  type PathsConfig,
  prepareTables,
  processedStore,
  scoreRun,
  scoreTable,
  trainRun,
} from '@anodec/pipeline';
import { openStore } from '@anodec/tables';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkplace } from '../anodec-command.js';
import { type Bench, createBench, tinySettings } from './plant.js';

const FIRST = 123_456_789;
const ATTACK = { start: 200, end: 210 };

/** Whole numbers within 4 of a mean, which float32, 8 apart there, rounds to one or two. */
const energyAt = (t: number): number => FIRST + Math.round(4 * Math.sin(t / 7) * Math.cos(t / 3));

/** Rows a second apart; during the attack `energy` is 30 higher. */
function table(from: number, rows: number, attacked: boolean): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const t = from + i;
    const time = new Date(Date.UTC(2024, 0, 1) + t * 1000).toISOString().slice(0, 19);
    const attack = attacked && i >= ATTACK.start && i < ATTACK.end;
    const energy = energyAt(t) + (attack ? 30 : 0);
    return `${time},${energy},${Math.sin(t / 5).toFixed(4)},${Number(attack)}`;
  });
  return `time,energy,level,label\n${lines.join('\n')}\n`;
}

let bench: Bench;
let paths: Awaited<ReturnType<typeof prepareTables>>['paths'];
let run: Awaited<ReturnType<typeof openRun>>;
beforeAll(async () => {
  bench = createBench();
  const normal = bench.write('train.csv', table(0, 900, false));
  const attack = bench.write('test.csv', table(5000, 400, true));
  ({ paths } = await prepareTables({ normal, attack, paths: bench.paths }));
  run = await openRun((await trainRun(tinySettings(paths, { kind: 'norm' }))).run.path);
});
afterAll(() => bench.remove());

test('a detector receives all steps, and catches what lies between two numbers of float32', async () => {
  const [{ prepared, detection }] = (await scoreRun(run)).recordings;
  const energy = readingsOf(prepared.raw, 0);
  expect(Array.from(energy.subarray(0, 200))).toEqual(
    Array.from({ length: 200 }, (_, t) => energyAt(5000 + t)),
  );
  const inputs = prepared.inputs.values.filter((_, i) => i % 2 === 0);
  expect(new Set(inputs.subarray(0, 200)).size).toBe(new Set(energy.subarray(0, 200)).size);
  expect(detection.alarms[0]?.channels[0].channel).toBe('energy');
  expect(detection.alarms[0]?.start).toBe(Date.UTC(2024, 0, 1) + 5200 * 1000);
});

test('a table alone has the scores that it has within the data set, to the bit', async () => {
  const [{ detection }] = (await scoreRun(run)).recordings;
  const whole = await scoreTable(run, join(bench.path, 'test.csv'));
  expect(whole.detection.score).toEqual(detection.score);
  // rows whose energy stands still have no steps by which an offset could be chosen
  const still = Array.from({ length: 50 }, (_, t) => `2024-02-01T00:00:${10 + t},${FIRST + 2},0.5`);
  const alone = await scoreTable(
    run,
    bench.write('still.csv', `time,energy,level\n${still.join('\n')}\n`),
  );
  expect(alone.frame.offsets).toEqual(Float64Array.of(energyLeast(), 0));
  expect([...readingsOf(alone.frame, 0)]).toEqual(Array<number>(50).fill(FIRST + 2));
});

test('its readings are inspected, drawn and exported, and prepared again alike', async () => {
  const work = createWorkplace();
  const found = ['--data-root', bench.paths.dataRoot, '--dataset', paths.dataset];
  try {
    const [inspected, drawn, csv, parquet] = work.anodecEach([
      ['data', 'inspect', 'df_norm', ...found],
      [
        'data',
        'plot',
        '--recording',
        'df_norm',
        '--signals',
        'energy',
        '--interval',
        'none',
        ...found,
      ],
      ['data', 'export', 'df_norm', '--output', 'a.csv', ...found],
      ['data', 'export', 'df_norm', '--output', 'a.parquet', ...found],
    ]);
    for (const { err } of [inspected, drawn, csv, parquet]) expect(err).toBe('');
    expect(inspected.out).toMatch(/energy +integer +123456785 +123456793 +123456789 .* 9\n/);
    expect(work.read('signals.svg')).toMatch(/>123,456,79\d</);
    expect(work.read('a.csv').split('\n')[2]).toMatch(new RegExp(`^[^,]*,${energyAt(1)},`));
    const again = await prepareTables({
      normal: join(work.path, 'a.parquet'),
      attack: join(bench.path, 'test.csv'),
      paths: { ...bench.paths, dataset: 'again' },
    });
    const frames = [paths, again.paths].map((one) => normalFrame(one));
    expect(await frames[1]).toEqual(await frames[0]);
    expect((await frames[0]).offsets).toEqual(Float64Array.of(energyLeast(), 0));
  } finally {
    work.remove();
  }
});

/** The smallest reading of the training table. */
function energyLeast(): number {
  return Math.min(...Array.from({ length: 900 }, (_, t) => energyAt(t)));
}

async function normalFrame(where: PathsConfig): Promise<TimeSeriesFrame> {
  const store = await openStore(processedStore(where));
  try {
    const { labels: _, ...frame } = store.readFrame('df_norm'); // an exported label is none in normal tables
    return frame;
  } finally {
    store.close();
  }
}
