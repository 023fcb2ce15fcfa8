/** Smoothings against pandas. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { smoothings } from './registry.js';

const { smoothing: golden } = JSON.parse(
  readFileSync(new URL('../../../../test/fixtures/metrics.json', import.meta.url), 'utf8'),
) as { smoothing: Record<string, number[]> };

const time = { clock: 'elapsed', period: 1000, assumedPeriod: '1min' } as const;

test.each(['mean', 'median', 'ewma'])('smooths as pandas: %s', (kind) => {
  const filter = smoothings.get(kind).filters({ kind, over: 4 }, time)();
  const smooth = Float32Array.from(golden.scores).map(filter);
  for (const [t, value] of golden[kind].entries()) expect(smooth[t]).toBeCloseTo(value, 6);
});

test('takes the geometric mean over half, one and two windows, by hand', () => {
  const filter = smoothings.get('scales').filters({ kind: 'scales', over: 2 }, time)();
  const [first, second, third] = [8, 0, 4].map(filter);
  expect(first).toBeCloseTo(8, 2); // all means are 8
  expect(second).toBeCloseTo(Math.cbrt(0.001 * 4.001 * 4.001), 9); // means of 1, 2 and 2 rows
  expect(third).toBeCloseTo(Math.cbrt(4.001 * 2.001 * 4.001), 9); // 4, (0 + 4) / 2, (8 + 0 + 4) / 3
});

test('leaves scores as they are without smoothing', () => {
  const filter = smoothings.get('none').filters({ kind: 'none' }, time)();
  expect([3, 1, 2].map(filter)).toEqual([3, 1, 2]);
});

test('takes a duration at the period of the recording, or at the assumed one without a clock', () => {
  const secondOf = (over: string, clock: 'elapsed' | 'rows'): number => {
    const filter = smoothings.get('mean').filters({ kind: 'mean', over }, { ...time, clock })();
    return [8, 0, 0].map(filter)[2];
  };
  expect(secondOf('2s', 'elapsed')).toBe(0);
  expect(secondOf('2min', 'rows')).toBe(0);
  expect(secondOf('4min', 'rows')).toBeCloseTo(8 / 3, 12);
});
