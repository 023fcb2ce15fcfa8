/** Tests of ensembles: what they make of the scores of their members. */
import { createFrame, defineDetector, type FittedDetector, sliceFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { ensembleOf } from './ensemble.js';

/** Scores a row by its first reading times a factor, less an offset. */
function scaled(name: string, factor: number, offset: number) {
  const fitted = (channels: readonly string[]): FittedDetector => ({
    channels,
    lookback: 0,
    score: async ({ values }) => ({
      rows: Float32Array.from(
        { length: values.length / channels.length },
        (_, t) => factor * values[t * channels.length] - offset,
      ),
    }),
    state: () => ({ detector: name, config: {}, channels, arrays: {} }),
  });
  return defineDetector(z.strictObject({ seed: z.number().optional() }), {
    title: () => name,
    create: () => ({ fit: async ([{ channels }]) => fitted(channels) }),
    restore: (_, { channels }) => fitted(channels),
  });
}

const registry = { small: scaled('small', 0.001, 3), large: scaled('large', 1000, 0) };
const ensemble = ensembleOf(registry);
const frame = (...readings: number[]) =>
  createFrame({ values: Float32Array.from(readings), channels: ['a'] });
/** A hundred rows; the last twenty, which members are calibrated on, are 0 to 19. */
const normal = frame(...Array.from({ length: 100 }, (_, t) => (t < 80 ? 500 : t - 80)));
const members = ['small', 'large'];

test('gives members of any unit the same say, by what held-out rows scored', async () => {
  const fitted = await ensemble.create({ members }).fit([normal]);
  const { rows } = await fitted.score(frame(10, 24, 29));
  // lowest 0, quartiles 5 and 14: one spread is 9 / 1.349
  const spread = 9 / 1.349;
  expect(rows[0]).toBeCloseTo(10 / spread, 3);
  expect(rows[1]).toBeCloseTo(24 / spread, 3);
  expect(rows[2]).toBeCloseTo(29 / spread, 3);
});

test('takes the largest deviation, or the share of held-out rows below', async () => {
  const opposed = ensembleOf({ up: scaled('up', 1, 0), down: scaled('down', -1, 0) });
  const both = ['up', 'down'];
  const score = async (combine: string) =>
    (await (await opposed.create({ members: both, combine }).fit([normal])).score(frame(24))).rows;
  // 24 spreads of 9 / 1.349 above the lowest of one, below the lowest of the other
  expect((await score('max'))[0]).toBeCloseTo((24 / 9) * 1.349, 4);
  expect((await score('mean'))[0]).toBeCloseTo((12 / 9) * 1.349, 4);
  expect((await score('rank'))[0]).toBeCloseTo(0.5, 6); // above all of one, below all of the other
});

test('gives a row no score where a member has none', async () => {
  const fitted = await ensemble.create({ members }).fit([normal]);
  const { rows } = await fitted.score(frame(1, NaN));
  expect([...rows].map((score) => Number.isNaN(score))).toEqual([false, true]);
});

test('refuses members that are unknown, alone or twice, and settings of others', () => {
  expect(() => ensemble.create({ members: ['small'] })).toThrow('members');
  expect(() => ensemble.create({ members: ['small', 'small'] })).toThrow(
    'members must be distinct',
  );
  expect(() => ensemble.create({ members: ['small', 'other'] })).toThrow('members');
  const others = { members, memberSettings: { pca: {} } };
  expect(() => ensemble.create(others)).toThrow('memberSettings must be about members');
});

test('refuses recordings whose end no member scores', async () => {
  const empty = frame(...Array.from({ length: 50 }, () => NaN));
  await expect(ensemble.create({ members }).fit([empty])).rejects.toThrow(
    'must score rows of the last fifth of a recording to be calibrated',
  );
  const fitted = await ensemble.create({ members }).fit([sliceFrame(normal, { start: 0, end: 3 })]);
  expect((await fitted.score(frame(7))).rows).toHaveLength(1);
});

test('learns from a recording whose last fifth has more rows than a call has arguments', async () => {
  const values = Float32Array.from({ length: 1_500_000 }, (_, t) => t % 20);
  const fitted = await ensemble.create({ members }).fit([createFrame({ values, channels: ['a'] })]);
  expect((await fitted.score(frame(24))).rows[0]).toBeGreaterThan(2);
});
