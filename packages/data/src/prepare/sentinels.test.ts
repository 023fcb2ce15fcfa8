/** Tests of numbers that stand for a lost reading, on channels with and without them. */
import { createFrame, createRandom } from '@anodec/core';
import { describe, expect, test } from 'vitest';
import { findSentinel, findSentinels } from './sentinels.js';

/** Readings that drift between two limits. */
function sensor(low: number, high: number, rows = 500): number[] {
  const random = createRandom(42);
  return Array.from({ length: rows }, (_, t) => {
    const wave = 0.5 + 0.4 * Math.sin(t / 20) + 0.1 * (random.uniform() - 0.5);
    return low + (high - low) * wave;
  });
}

/** The same with a value in every so many rows. */
function withValue(readings: readonly number[], value: number, every = 50): Float32Array {
  return Float32Array.from(readings, (reading, t) => (t % every === 7 ? value : reading));
}

describe('a number that is far off, repeated and alone', () => {
  test.each([
    [-9999, sensor(15, 25)],
    [-999, sensor(-20, 40)],
    [9999, sensor(0, 1)],
    [-999.25, sensor(40, 90)],
    [999.9, sensor(0, 200)],
    [-99, sensor(0, 20)],
    [65535, sensor(0, 4095)],
    [6553.5, sensor(0, 100)],
    [-32768, sensor(-500, 500)],
    [1e30, sensor(0, 1)],
    [-200, sensor(0.1, 12)],
    [1e6, sensor(0, 100)],
  ])('is suspected: %s', (value, readings) => {
    const found = findSentinel(withValue(readings, value));
    expect(found).toEqual({ value: Math.fround(value), count: 10 });
  });

  test('is not, where it is there once', () => {
    expect(findSentinel(withValue(sensor(15, 25), -9999, 1000))).toBeUndefined();
  });

  test('is found among missing readings, and in doubles', () => {
    const readings = [...sensor(15, 25), NaN, -9999, NaN, -9999];
    expect(findSentinel(Float64Array.from(readings))).toEqual({ value: -9999, count: 2 });
  });
});

test('of several channels, each has its own, with its offset', () => {
  const readings = [sensor(15, 25), sensor(1000, 1010), sensor(0, 4095)];
  const values = readings[0].flatMap((_, t) => [
    t % 50 === 7 ? -9999 : readings[0][t],
    readings[1][t] - 1000,
    t % 50 === 9 ? 65535 : readings[2][t],
  ]);
  const frame = createFrame({
    channels: ['A', 'B', 'C'],
    values: Float32Array.from(values),
    offsets: Float64Array.of(0, 1000, 0),
    timestamps: Float64Array.from(readings[0].keys()),
    clock: 'rows',
  });
  expect(findSentinels(frame)).toEqual([
    { channel: 0, value: -9999, count: 10 },
    { channel: 2, value: 65535, count: 10 },
  ]);
});

describe('true readings are not suspected', () => {
  const clip = (low: number, high: number, readings: readonly number[]) =>
    readings.map((reading) => Math.min(high, Math.max(low, reading)));
  test.each<[string, readonly number[]]>([
    ['a wave', sensor(15, 25)],
    ['a valve that opens and closes', sensor(0, 1).map((value) => (value > 0.5 ? 100 : 0))],
    ['a valve that leaks a little', sensor(0, 0.5).map((value, t) => (t % 50 === 7 ? 100 : value))],
    ['a level that saturates', clip(-Infinity, 999, sensor(500, 1200))],
    ['a converter at its limit', clip(0, 65535, sensor(30_000, 70_000))],
    ['a pump at rest', sensor(1440, 1460).map((value, t) => (t % 100 < 20 ? 0 : value))],
    ['states', sensor(0, 1).map((value) => Math.round(3 * value))],
    [
      'a code within the readings',
      sensor(-20_000, 20_000).map((v, t) => (t % 50 === 7 ? -9999 : v)),
    ],
    ['a constant', sensor(0, 1).map(() => 5)],
    ['nothing', []],
    ['only missing ones', [NaN, NaN]],
  ])('%s', (_, readings) => {
    expect(findSentinel(Float32Array.from(readings))).toBeUndefined();
  });
});
