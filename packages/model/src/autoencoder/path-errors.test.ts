/** Tests of the mixed errors of network and linear path. */
import { createFrame } from '@anodec/core';
import { expect, test } from 'vitest';
import { mixPathErrors } from './path-errors.js';

const frame = createFrame({ values: Float32Array.of(3, -2, NaN, 1), channels: ['a', 'b'] });

test('mixes squared errors of a network with squared residuals of the path', () => {
  const errors = Float32Array.of(1, 2, NaN, 9);
  mixPathErrors(errors, frame, { pathShare: 0.25, scoreError: 'squared' });
  expect([...errors]).toEqual([3, 2.5, NaN, 7]);
});

test('mixes absolute errors with absolute residuals', () => {
  const errors = Float32Array.of(1, 2, 5, 0);
  mixPathErrors(errors, frame, { pathShare: 0.5, scoreError: 'absolute' });
  expect([...errors]).toEqual([2, 2, NaN, 0.5]);
});

test('leaves the errors of the network as they are without a share', () => {
  const errors = Float32Array.of(1, 2, 5, 0);
  mixPathErrors(errors, frame, { pathShare: 0, scoreError: 'squared' });
  expect([...errors]).toEqual([1, 2, 5, 0]);
});
