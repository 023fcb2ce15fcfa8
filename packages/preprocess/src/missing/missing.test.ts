/** Tests of the rules for missing readings, against pandas. */
import { readFileSync } from 'node:fs';
import { createFrame, DataError, frameLength } from '@anodec/core';
import { describe, expect, test } from 'vitest';
import { treatMissing } from './missing.js';

const golden = JSON.parse(
  readFileSync(new URL('../../../../test/fixtures/missing.json', import.meta.url), 'utf8'),
);

const numbers = (values: readonly (number | null)[]) =>
  Float32Array.from(values, (value) => value ?? NaN);

const frame = createFrame({
  values: numbers(golden.values),
  channels: ['level', 'valve'],
  timestamps: Float64Array.from(golden.timestamps),
  labels: Uint8Array.from({ length: golden.timestamps.length }, (_, t) => t % 2),
});
const missing = golden.values.filter((value: number | null) => value === null).length;

test.each(['forward-fill', 'linear'] as const)(
  '%s gives what pandas gives stretch by stretch, and counts what it filled',
  (rule) => {
    const treated = treatMissing(frame, { kind: rule });
    expect(treated.frame.values).toEqual(numbers(golden[rule]));
    expect(treated.frame.labels).toEqual(frame.labels);
    const left = golden[rule].filter((value: number | null) => value === null).length;
    expect(treated).toMatchObject({ missing, filled: missing - left, dropped: 0, inserted: 0 });
    expect(left).toBeGreaterThan(0); // beside the gap nothing may be filled
  },
);

test('drop keeps the complete rows with their times and labels', () => {
  const treated = treatMissing(frame, { kind: 'drop' });
  expect(treated.frame.values).toEqual(numbers(golden.drop));
  expect(treated).toMatchObject({ filled: 0, dropped: 24 - frameLength(treated.frame) });
  for (const [n, time] of treated.frame.timestamps.entries()) {
    const t = frame.timestamps.indexOf(time);
    expect(treated.frame.labels?.[n]).toBe(frame.labels?.[t]);
    expect(treated.frame.values[n * 2]).toBe(frame.values[t * 2]);
  }
});

test('mask leaves them missing', () => {
  const treated = treatMissing(frame, { kind: 'mask' });
  expect(treated).toEqual({ frame, missing, filled: 0, dropped: 0, inserted: 0 });
});

test('refuse names the first one, and lets complete frames pass', () => {
  expect(() => treatMissing(frame, { kind: 'refuse' })).toThrow(DataError);
  expect(() => treatMissing(frame, { kind: 'refuse' })).toThrow(
    'must have no gaps in the recording',
  );
  const complete = treatMissing(frame, { kind: 'drop' }).frame;
  expect(treatMissing(complete, { kind: 'refuse' }).frame).toBe(complete);
});

test('says so when no row is complete, or the rule is not known', () => {
  const half = createFrame({ values: Float32Array.of(1, NaN, NaN, 2), channels: ['a', 'b'] });
  expect(() => treatMissing(half, { kind: 'drop' })).toThrow(
    'Some row of the recording must have a reading of every channel',
  );
  expect(() => treatMissing(half, { kind: 'zero' })).toThrow('Known are: mask, forward-fill');
});

describe('rows that a logger skips', () => {
  const grid = createFrame({
    values: numbers(golden.grid.values),
    channels: ['a', 'b'],
    timestamps: Float64Array.from(golden.grid.timestamps),
  });
  const { hold } = golden.grid;
  const inserted = golden.grid.complete_timestamps.length - golden.grid.timestamps.length;
  const missingNow = golden.grid.complete.filter((value: number | null) => value === null).length;

  test.each(['forward-fill', 'linear'] as const)(
    '%s inserts and fills at most hold of them on end, as pandas does on each stretch',
    (kind) => {
      const treated = treatMissing(grid, { kind, hold });
      expect([...treated.frame.timestamps]).toEqual(golden.grid.complete_timestamps);
      expect(treated.frame.values).toEqual(numbers(golden.grid[kind]));
      const left = golden.grid[kind].filter((value: number | null) => value === null).length;
      const counts = { missing: missingNow, filled: missingNow - left, dropped: 0, inserted };
      expect(treated).toMatchObject(counts);
      expect(treatMissing(grid, { kind, hold: `${hold * 10}s` })).toEqual(treated);
    },
  );

  test('mask leaves inserted rows without readings', () => {
    const treated = treatMissing(grid, { kind: 'mask' }, { gapTolerance: hold });
    expect(treated.frame.values).toEqual(numbers(golden.grid.complete));
    expect(treated).toMatchObject({ missing: missingNow, filled: 0, inserted });
    expect(treatMissing(grid, { kind: 'mask' })).toMatchObject({ frame: grid, inserted: 0 });
  });
});
