/** Tests of collecting recordings: intervals, skipped rows, labelled rows, and what is counted. */
import { contiguousSegments, createFrame, createRandom, frameLength } from '@anodec/core';
import { expect, test } from 'vitest';
import { collectRecordings } from './collect.js';
import { PreprocessConfig, SWAT_PREPROCESS } from './config.js';

const config = (settings: object = {}) => PreprocessConfig.parse(settings);
const nameOf = (i: number) => `recording ${i}`;

const atTimes = (times: readonly number[], values = times.map((_, t) => t)) =>
  createFrame({
    values: Float32Array.from(values),
    channels: ['level'],
    timestamps: Float64Array.from(times),
    clock: 'elapsed',
  });
const everyMs = (step: number, rows: number) =>
  atTimes(Array.from({ length: rows }, (_, t) => step * t));

test('leaves rows as they are unless asked, and reports aggregation of all recordings', () => {
  const frames = [everyMs(1000, 600), everyMs(1000, 300)];
  const own = collectRecordings(frames, config(), nameOf);
  expect(own.frames).toEqual(frames);
  expect('averaged' in own).toBe(false);
  const swat = collectRecordings(frames, config(SWAT_PREPROCESS), nameOf);
  expect(swat.averaged).toEqual({ from: 1000, to: 10_000, rowsBefore: 900, rowsAfter: 90 });
});

test('aggregates a finer recording to the first, and refuses a coarser one', () => {
  const finer = collectRecordings([everyMs(5000, 60), everyMs(1000, 60)], config(), nameOf);
  expect(finer.frames.map(frameLength)).toEqual([60, 12]);
  expect(finer.averaged).toEqual({ from: 1000, to: 5000, rowsBefore: 60, rowsAfter: 12 });
  const coarser = [everyMs(1000, 60), everyMs(5000, 60)];
  expect(() => collectRecordings(coarser, config(), nameOf)).toThrow(
    'The rows of recording 1 must be at most 1 s apart, the interval of recording 0, got 5 s.',
  );
});

test('aggregates to the interval of training', () => {
  const { frames } = collectRecordings([everyMs(1000, 60)], config(), nameOf, { trained: 10_000 });
  expect(frames.map(frameLength)).toEqual([6]);
});

test('makes one stretch of a table with rows at irregular times, and counts what it made', () => {
  // rows when something changes: 19 s apart on average, up to minutes
  const random = createRandom(3);
  let time = 0;
  const times = Array.from(
    { length: 800 },
    () => (time += -19_000 * Math.log(1 - random.uniform())),
  );
  const frame = atTimes(times);
  const bins = new Set(times.map((at) => Math.floor(at / 60_000)));
  const last = Math.floor(time / 60_000);
  const first = Math.floor(times[0] / 60_000);
  const absent = last - first + 1 - bins.size;
  expect(absent).toBeGreaterThan(5);
  const without = collectRecordings(
    [frame],
    config({ sampleFreq: '60s', missing: 'forward-fill' }),
    nameOf,
  );
  expect(contiguousSegments(without.frames[0]).length).toBeGreaterThan(5);
  const held = config({ sampleFreq: '60s', missing: { kind: 'forward-fill', hold: '5min' } });
  const { frames, missing, averaged } = collectRecordings([frame], held, nameOf);
  expect(contiguousSegments(frames[0])).toEqual([{ start: 0, end: last - first + 1 }]);
  expect(missing).toEqual({ missing: absent, filled: absent, dropped: 0, inserted: absent });
  expect(averaged?.rowsAfter).toBe(bins.size);
  expect(frames[0].values.some((value) => Number.isNaN(value))).toBe(false);
});

test('removes labelled rows of normal operation after aggregation, and takes no state from them', () => {
  const values = Array.from({ length: 100 }, (_, t) => (t >= 40 && t < 45 ? 9 : t % 2));
  const frame = createFrame({
    ...everyMs(1000, 100),
    values: Float32Array.from(values),
    labels: Uint8Array.from(values, (value) => (value === 9 ? 1 : 0)),
  });
  const settings = config({ sampleFreq: '10s', discrete: 'apart' });
  const normal = collectRecordings([frame], settings, nameOf, { normal: true });
  expect(normal.removed).toBe(1);
  expect(frameLength(normal.frames[0])).toBe(9);
  expect(contiguousSegments(normal.frames[0])).toHaveLength(2);
  expect([...normal.states]).toEqual([['level', [0, 1]]]);
  const tested = collectRecordings([frame], settings, nameOf);
  expect('removed' in tested).toBe(false);
  expect(frameLength(tested.frames[0])).toBe(10);
  expect([...tested.states]).toEqual([['level', [0, 1, 9]]]);
});

test('never bridges rows that were removed as labelled', () => {
  const labels = Uint8Array.from({ length: 100 }, (_, t) => (t === 50 ? 1 : 0));
  const frame = createFrame({ ...everyMs(1000, 100), labels });
  const settings = config({ gapTolerance: 10 });
  const { frames, missing } = collectRecordings([frame], settings, nameOf, { normal: true });
  expect(missing.inserted).toBe(0);
  expect(contiguousSegments(frames[0])).toEqual([
    { start: 0, end: 50 },
    { start: 50, end: 99 },
  ]);
});
