/** Tests of resampling, against pandas. */
import { readFileSync } from 'node:fs';
import { ConfigError, createFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { parseAggregation } from './aggregates.js';
import { resampleFrame } from './resample.js';

const golden = JSON.parse(
  readFileSync(new URL('../../../test/fixtures/resample.json', import.meta.url), 'utf8'),
);
const numbers = (values: readonly (number | null)[]) => values.map((value) => value ?? NaN);

const recording = createFrame({
  values: Float32Array.from(numbers(golden.values)),
  channels: ['a', 'b'],
  timestamps: Float64Array.from(golden.times),
  labels: Uint8Array.from(golden.labels),
});

test.each([
  ['10s', 10_000],
  ['1min', 60_000],
] as const)("gives pandas' means, times and largest labels at %s", (name, period) => {
  const { timestamps, values, labels } = resampleFrame(recording, period);
  expect([...timestamps]).toEqual(golden[name].times);
  expect([...values]).toEqual([...Float32Array.from(numbers(golden[name].values))]);
  expect([...(labels ?? [])]).toEqual(golden[name].labels);
});

test.each(['median', 'min', 'max', 'first', 'last', 'mode'] as const)(
  "gives pandas' %s of every bin",
  (name) => {
    const readings = name === 'mode' ? golden.states : golden.values;
    const values = Float32Array.from(numbers(readings));
    const aggregation = { usual: name, channels: {} };
    const resampled = resampleFrame(createFrame({ ...recording, values }), 10_000, aggregation);
    const expected = Float32Array.from(numbers(golden.aggregates[name]));
    expect(resampled.values).toEqual(expected);
  },
);

test('takes another aggregate for the channels that ask for it', () => {
  const aggregation = parseAggregation(['max', 'b=last'], recording.channels);
  const { values } = resampleFrame(recording, 10_000, aggregation);
  const { max, last } = golden.aggregates;
  const expected = max.map((value: number | null, i: number) => (i % 2 === 0 ? value : last[i]));
  expect(values).toEqual(Float32Array.from(numbers(expected)));
});

test('names what it knows when asked for another aggregate or channel', () => {
  const parse =
    (...texts: string[]) =>
    () =>
      parseAggregation(texts, ['a', 'b']);
  expect(parse('sum')).toThrow('There is no aggregate "sum". Known are: mean, median');
  expect(parse('c=max')).toThrow('There is no channel "c" to aggregate. Known are: a, b.');
  expect(parse('min', 'max')).toThrow('One aggregate must be for all channels, got min and max.');
  expect(parse('a=min', 'a=max')).toThrow('a must have one aggregate, got several.');
  expect(parse()()).toEqual({ usual: 'mean', channels: {} });
});

test('anchors the grid at 1970 also where the period does not divide a day', () => {
  const { timestamps, values } = resampleFrame(recording, 7000);
  expect([...timestamps]).toEqual(golden['7s_epoch'].times);
  expect([...values]).toEqual([...Float32Array.from(numbers(golden['7s_epoch'].values))]);
});

test('leaves a gap where no rows are and a missing reading where all are missing', () => {
  const frame = createFrame({
    values: Float32Array.of(1, 3, NaN, NaN, 8),
    channels: ['a'],
    timestamps: Float64Array.of(0, 1, 2, 3, 9),
    clock: 'elapsed',
  });
  const resampled = resampleFrame(frame, 2);
  expect([...resampled.timestamps]).toEqual([0, 2, 8]);
  expect([...resampled.values]).toEqual([2, NaN, 8]);
  expect(resampled.clock).toBe('elapsed');
  expect(resampled.labels).toBeUndefined();
});

test('changes nothing at the period of the recording', () => {
  const frame = createFrame({
    values: Float32Array.of(1, 3, 4),
    channels: ['a'],
    timestamps: Float64Array.of(1e12, 1e12 + 1000, 1e12 + 3000),
    labels: Uint8Array.of(0, 1, 0),
  });
  expect(resampleFrame(frame, 1000)).toEqual(frame);
});

test('refuses a period of nothing and rows without times', () => {
  expect(() => resampleFrame(recording, 0)).toThrow(ConfigError);
  const numbered = createFrame({ values: Float32Array.of(1, 2), channels: ['a'] });
  expect(() => resampleFrame(numbered, 1000)).toThrow(
    'A recording must have times to be resampled, got one whose rows are only numbered.',
  );
});

test('knows no channel by a name that all objects have', () => {
  const frame = createFrame({
    values: Float32Array.of(1, 5, 3, 7),
    channels: ['constructor', '__proto__'],
    timestamps: Float64Array.of(0, 1),
    clock: 'elapsed',
  });
  expect([...resampleFrame(frame, 2).values]).toEqual([2, 6]);
  const aggregation = parseAggregation(['__proto__=max'], frame.channels);
  expect([...resampleFrame(frame, 2, aggregation).values]).toEqual([2, 7]);
});
