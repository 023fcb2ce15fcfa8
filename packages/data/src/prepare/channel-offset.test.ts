/** Tests of choosing the offsets of large counters. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readingsOf, type TimeSeriesFrame } from '@anodec/core';
import { importTables, openStore } from '@anodec/tables';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fingerprintFrame } from '../fingerprint.js';
import { chooseOffset } from './channel-offset.js';
import { PrepareConfig } from './config.js';
import { prepareStore, type PreparedTable, readRepairs } from './prepare.js';
import { readFrame } from './read-frame.js';
import { surveyNumbers } from './survey.js';

const ROWS = 600;
const config = PrepareConfig.parse({ startup: 'none' });

/** A column of one table of normal operation. */
const column = (readings: readonly number[], normal = true) => ({
  column: surveyNumbers('energy', Float64Array.from(readings)),
  normal,
});

const count = (from: number, rows = 100, step = 1): number[] =>
  Array.from({ length: rows }, (_, t) => from + t * step);

describe('chooseOffset', () => {
  test('is the largest whole number below the readings of a counter that float32 cannot count', () => {
    expect(chooseOffset([column(count(123_456_789))])).toBe(123_456_789);
    expect(chooseOffset([column(count(-123_456_789.5))])).toBe(-123_456_790);
    // 0.001 at 100,000: float32 is 0.0078 apart
    expect(chooseOffset([column(count(100_000.25, 100, 0.001))])).toBe(100_000);
  });

  test('goes by normal tables, for all tables', () => {
    const tables = [column(count(200_000_000), false), column(count(190_000_000))];
    expect(chooseOffset(tables)).toBe(190_000_000);
    expect(chooseOffset(tables.slice(0, 1))).toBe(200_000_000);
  });

  test('is 0 where float32 holds the steps', () => {
    expect(chooseOffset([column(count(8_388_608))])).toBe(0); // whole numbers up to 16,777,216
    expect(chooseOffset([column(count(123_456_784, 100, 8))])).toBe(0);
    expect(chooseOffset([column(count(815.0841, 1000, 0.0007))])).toBe(0);
    expect(chooseOffset([column(Array<number>(100).fill(123_456_789))])).toBe(0);
    expect(chooseOffset([column([NaN, NaN])])).toBe(0);
  });

  test('does not go by the noise of the last digits', () => {
    const noisy = count(1000).flatMap((reading) => [reading, reading]);
    noisy[7] += 1e-10;
    expect(chooseOffset([column(noisy)])).toBe(0);
  });

  test('is 0 where subtracting would gain nothing, a lone 0 among the readings included', () => {
    expect(chooseOffset([column(count(0, 100, 0.001 + 1e7))])).toBe(0);
    expect(chooseOffset([column([...count(123_456_789), 0])])).toBe(0);
    expect(chooseOffset([column(count(123_456_789)), column([5, 0], false)])).toBe(0);
  });
});

describe('a counter of the energy', () => {
  let folder = '';
  let prepared: readonly PreparedTable[] = [];
  let frames: ReadonlyMap<string, TimeSeriesFrame> = new Map();
  let notes: readonly string[] = [];

  /** Rows 1 s apart whose energy rises by one and whose level swings. */
  function writeTable(name: string, first: number, rows = ROWS): string {
    const lines = Array.from({ length: rows }, (_, t) => {
      const time = new Date(Date.UTC(2024, 0, 1) + (first + t) * 1000).toISOString().slice(0, 19);
      return `${time.replace('T', ' ')},${123_456_789 + first + t},${Math.sin(t / 10).toFixed(6)},0`;
    });
    const path = join(folder, name);
    writeFileSync(path, ['time,energy,level,label', ...lines].join('\n'));
    return path;
  }

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'anodec-offset-'));
    const [interim, processed] = ['interim.h5', 'processed.h5'].map((name) => join(folder, name));
    await importTables(interim, [
      { key: 'normal_1', paths: [writeTable('normal.csv', 1000)] },
      { key: 'attack_1', paths: [writeTable('test.csv', 5000)] },
    ]);
    prepared = await prepareStore({ interim, processed, config });
    const store = await openStore(processed);
    frames = new Map(['df_norm', 'df_att'].map((key) => [key, store.readFrame(key)]));
    notes = readRepairs(store, 'df_att').map(({ kind, example }) => `${kind}: ${example}`);
    store.close();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('keeps its 600 values in every recording, less the same offset', () => {
    for (const [key, first] of [
      ['df_norm', 1000],
      ['df_att', 5000],
    ] as const) {
      const frame = frames.get(key);
      if (!frame) throw new Error(key);
      expect(frame.offsets).toEqual(Float64Array.of(123_457_789, 0));
      expect([...readingsOf(frame, 0)]).toEqual(count(123_456_789 + first, ROWS));
      expect(frame.values[1]).toBe(Math.fround(Math.sin(0)));
    }
  });

  test('is said to be kept less an offset, and no more to be rounded', () => {
    expect(prepared.map(({ key }) => key)).toEqual(['df_norm', 'df_att']);
    expect(notes).toContain('channel-offset: energy less 123457789');
    expect(notes.filter((note) => note.startsWith('reading-rounded'))).toEqual([]);
  });

  test('is the same recording less another offset, and another with other readings', async () => {
    const path = join(folder, 'test.csv');
    const alone = (await readFrame(path, config)).frame;
    expect(alone.offsets).toEqual(Float64Array.of(123_461_789, 0));
    const within = frames.get('df_att');
    if (!within) throw new Error('df_att');
    expect(fingerprintFrame(alone)).toEqual(fingerprintFrame(within));
    const later = { ...alone, offsets: Float64Array.of(123_461_790, 0) };
    expect(fingerprintFrame(later).sha256).not.toBe(fingerprintFrame(within).sha256);
  });

  test('is read less the offsets of a training where they are given', async () => {
    const path = join(folder, 'test.csv');
    const offsets = new Map([['energy', 123_457_789]]);
    const { frame, repairs } = await readFrame(path, config, { offsets });
    expect(frame).toEqual(frames.get('df_att'));
    expect(repairs.map(({ kind }) => kind)).toContain('channel-offset');
    const plain = await readFrame(path, config, { offsets: new Map([['energy', 0]]) });
    expect(plain.frame.offsets).toBeUndefined();
    expect(plain.repairs.find(({ kind }) => kind === 'reading-rounded')?.example).toBe(
      'energy in test.csv, 525 of 599 steps; exclude it, or give its change from row to row',
    );
  });
});
