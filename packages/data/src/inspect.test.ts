import { createFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { inspectFrame } from './inspect.js';

test('describes rows, gaps, labels and channels in figures', () => {
  const frame = createFrame({
    values: Float32Array.of(1, 5, NaN, 2, 5, 0.5, 4, 5, 0.5, 5, 5, 1.5),
    channels: ['valve', 'still', 'level'],
    timestamps: Float64Array.of(0, 1000, 2000, 9000),
    labels: Uint8Array.of(1, 0, 1, 1),
  });
  const report = inspectFrame(frame);
  expect(report).toMatchObject({
    rows: 4,
    clock: 'utc',
    first: 0,
    last: 9000,
    period: 1000,
    gaps: [{ from: 2000, to: 9000 }],
    attacks: { rows: 3, runs: 2 },
  });
  // by hand: mean (1+2+4+5)/4 = 3, squares 4+1+1+4 = 10
  expect(report.channels[0]).toEqual({
    name: 'valve',
    smallest: 1,
    largest: 5,
    mean: 3,
    deviation: Math.sqrt(10 / 4),
    missing: 0,
    constant: false,
    discrete: true,
  });
  expect(report.channels[1]).toMatchObject({ constant: true, discrete: true, deviation: 0 });
  expect(report.channels[2]).toMatchObject({ missing: 1, smallest: 0.5, discrete: false });
  expect(report.channels[2].mean).toBeCloseTo(2.5 / 3, 12);
});

test('describes a recording of one row and a channel without readings', () => {
  const report = inspectFrame(createFrame({ values: Float32Array.of(NaN), channels: ['a'] }));
  expect(report).toMatchObject({ rows: 1, period: NaN, gaps: [] });
  expect(report.attacks).toBeUndefined();
  expect(report.channels[0]).toMatchObject({
    smallest: NaN,
    mean: NaN,
    missing: 1,
    constant: false,
    discrete: false,
  });
});
