/** Tests of how a failed command ends. */
import { ConfigError, DataError, ShapeError, StoppedError } from '@anodec/core';
import { expect, test } from 'vitest';
import { endingOf, FailedError } from './ending.js';

test('ends with 2 and the sentence alone for what the user can put right', () => {
  for (const error of [new ConfigError('a'), new DataError('a'), new ShapeError('a')]) {
    expect(endingOf(error)).toEqual({ code: 2, message: 'a' });
  }
});

test('ends with 130 when it was stopped', () => {
  expect(endingOf(new StoppedError('Stopped.'))).toEqual({ code: 130, message: 'Stopped.' });
});

test('ends with 1 and the sentence alone where a part of the work failed', () => {
  expect(endingOf(new FailedError('2 of 9.'))).toEqual({ code: 1, message: '2 of 9.' });
});

test('ends with 1 and the whole error for a bug', () => {
  const fault = new TypeError('x is not a function');
  expect(endingOf(fault)).toEqual({ code: 1, message: fault });
});
