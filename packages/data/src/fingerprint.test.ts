/** Fingerprints of recordings. */
import { createHash } from 'node:crypto';
import { createFrame, framePeriod, sliceFrame } from '@anodec/core';
import { describe, expect, test } from 'vitest';
import { fingerprintFrame, startFingerprint } from './fingerprint.js';

const parts = {
  values: Float32Array.of(1, 2, 3, NaN, 5, 6, 7, 8),
  channels: ['a', 'b'],
  timestamps: Float64Array.of(1000, 2000, 3000, 9000),
};
const frame = createFrame(parts);
const print = (changed: Partial<Parameters<typeof createFrame>[0]>) =>
  fingerprintFrame(createFrame({ ...parts, ...changed }));

test('is a hash of readings and times with what a message can name', () => {
  const hash = (bytes: Float32Array | Float64Array) => createHash('sha256').update(bytes).digest();
  const sha256 = createHash('sha256')
    .update(hash(parts.values))
    .update(hash(parts.timestamps))
    .digest('hex');
  expect(fingerprintFrame(frame)).toEqual({
    sha256,
    channels: ['a', 'b'],
    rows: 4,
    from: 1000,
    to: 9000,
    periodMs: framePeriod(frame),
    clock: 'utc',
  });
});

describe('changes with', () => {
  test.each([0, 3, 7])('cell %i', (i) => {
    const values = parts.values.slice();
    values[i] = 42;
    expect(print({ values }).sha256).not.toBe(fingerprintFrame(frame).sha256);
  });
  test('a time', () => {
    const timestamps = Float64Array.of(1000, 2000, 3000, 9001);
    expect(print({ timestamps }).sha256).not.toBe(fingerprintFrame(frame).sha256);
  });
  test('a name of a channel and the clock', () => {
    expect(print({ channels: ['a', 'c'] })).not.toEqual(fingerprintFrame(frame));
    expect(print({ clock: 'elapsed' })).not.toEqual(fingerprintFrame(frame));
  });
});

test('keeps the labels apart', () => {
  const normal = print({ labels: new Uint8Array(4) });
  const attack = print({ labels: Uint8Array.of(0, 0, 1, 0) });
  expect(normal.sha256).toBe(attack.sha256);
  expect(normal.labelsSha256).not.toBe(attack.labelsSha256);
  expect(fingerprintFrame(frame).labelsSha256).toBeUndefined();
});

test('does not depend on the pieces that the rows come in, nor on the bits of a missing reading', () => {
  const stream = startFingerprint(frame);
  for (const [start, end] of [
    [0, 1],
    [1, 1],
    [1, 4],
  ]) {
    stream.push(sliceFrame(frame, { start, end }));
  }
  expect(stream.finish()).toEqual(fingerprintFrame(frame));
  const values = parts.values.slice();
  new Uint32Array(values.buffer)[3] = 0xffc00001; // another NaN
  expect(print({ values })).toEqual(fingerprintFrame(frame));
});

test('of a recording without rows or with one has no period', () => {
  const none = createFrame({ values: new Float32Array(0), channels: ['a'] });
  expect(fingerprintFrame(none)).toMatchObject({ rows: 0, from: null, to: null, periodMs: null });
});
