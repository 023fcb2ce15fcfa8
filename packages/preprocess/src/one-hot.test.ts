/** Tests of one-hot encoding. */
import { createFrame, ShapeError } from '@anodec/core';
import { expect, test } from 'vitest';
import { createOneHot, decodeOneHot, encodeOneHot, sumOneHot } from './one-hot.js';

const channels = ['MV101', 'LIT101', 'P102'];
const states = new Map([
  ['MV101', [0, 1, 2]],
  ['P102', [1]],
]);
const encoding = createOneHot(channels, states);
const frameOf = (...rows: number[][]) =>
  createFrame({ values: Float32Array.from(rows.flat()), channels });

test('gives each state a column, and what no state covers another one', () => {
  const frame = encodeOneHot(encoding, frameOf([2, 500, 1], [0, 501, 2], [3, 502, 0]));
  expect(frame.channels).toEqual([
    'MV101=0',
    'MV101=1',
    'MV101=2',
    'MV101=other',
    'LIT101',
    'P102=1',
    'P102=other',
  ]);
  expect([...frame.values]).toEqual(
    [
      [0, 0, 1, 0, 500, 1, 0],
      [1, 0, 0, 0, 501, 0, 1],
      [0, 0, 0, 1, 502, 0, 1],
    ].flat(),
  );
});

test('shares an averaged switch between adjacent states, and decodes it', () => {
  const frame = frameOf([1.25, 500, 1], [0.5, 501, 1]);
  const encoded = encodeOneHot(encoding, frame);
  expect([...encoded.values.subarray(0, 4)]).toEqual([0, 0.75, 0.25, 0]);
  expect([...encoded.values.subarray(7, 11)]).toEqual([0.5, 0.5, 0, 0]);
  expect(decodeOneHot(encoding, encoded.values)).toEqual(frame.values);
});

test('keeps a missing reading missing in all its columns', () => {
  const { values } = encodeOneHot(encoding, frameOf([NaN, 500, 1]));
  expect([...values]).toEqual([NaN, NaN, NaN, NaN, 500, 1, 0]);
  expect(sumOneHot(encoding, values)[0]).toBeNaN();
});

test('adds the errors of the columns of a channel up', () => {
  const errors = Float32Array.of(0.25, 0.5, 1, 2, 7, 0.125, 4);
  expect([...sumOneHot(encoding, errors)]).toEqual([3.75, 7, 4.125]);
});

test('decodes the output of a network, which is no exact share', () => {
  // by hand: (0.9·1 + 0.3·2) / 1.2, without the negative share and `other`
  const decoded = decodeOneHot(encoding, Float32Array.of(-0.2, 0.9, 0.3, 0.4, 7, 0.5, 0.1));
  expect(decoded[0]).toBeCloseTo(1.25, 6);
  expect(decoded[2]).toBe(1);
});

test('refuses other channels', () => {
  const other = createFrame({ values: Float32Array.of(1), channels: ['MV101'] });
  expect(() => encodeOneHot(encoding, other)).toThrow(ShapeError);
});
