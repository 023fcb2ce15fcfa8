/** Stretches of attenuation, by hand. */
import { expect, test } from 'vitest';
import { attenuationStage } from './attenuate.js';

const time = { clock: 'elapsed', period: 1, assumedPeriod: '1min' } as const;
/** The rolling median of a single row: the error of the row before, normal up to 1. */
const settings = { kind: 'discount', horizon: 1, leastRows: 1, margin: 1 };
const norms = ['a', 'b'].map((channel) => ({ channel, drift: { usual: 1, ceiling: 1 } }));
/** Rows of two channels. */
const rows = {
  errors: Float32Array.of(1, 1, 4, 1, 8, 1, 1, 2, 1, 2, 1.1, 2, 1, 2),
  timestamps: Float64Array.of(0, 10, 20, 30, 40, 50, 60),
};

test('multiplies the error by what the row before leaves, and reports the stretches', () => {
  const { attenuation, attenuated } = attenuationStage(settings, norms, time).apply(rows);
  const [a, b] = [0, 1].map((c) => [...attenuation].filter((_, i) => i % 2 === c));
  expect(a).toEqual([1, 1, 1 / 4, 1 / 8, 1, 1, Math.fround(1 / Math.fround(1.1))]);
  expect(b).toEqual([1, 1, 1, 1, 1 / 2, 1 / 2, 1 / 2]);
  expect(attenuated).toEqual([
    { channel: 'a', start: 20, end: 30, rows: 2, attenuation: 1 / 8 },
    { channel: 'b', start: 40, end: 60, rows: 3, attenuation: 1 / 2 },
  ]);
});

test('reports a stretch with the row after it, or with the end of the recording', () => {
  const stream = attenuationStage(settings, norms, time).start();
  const { errors, timestamps } = rows;
  const channelsAt = Array.from(timestamps, (at, t) => {
    const row = errors.slice(2 * t, 2 * t + 2);
    const { attenuated } = stream.push({ errors: row, timestamps: Float64Array.of(at) });
    return attenuated.map(({ channel }) => channel).join();
  });
  expect(channelsAt).toEqual(['', '', '', '', 'a', '', '']);
  expect(stream.finish().map(({ channel }) => channel)).toEqual(['b']);
});
