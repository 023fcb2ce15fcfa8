/** Tests of the checks on the recordings of a fit. */
import { expect, test } from 'vitest';
import { DataError, ShapeError } from './errors.js';
import { createFrame } from './frame.js';
import { checkRecordings } from './recordings.js';

const frame = (...channels: string[]) =>
  createFrame({ values: new Float32Array(2 * channels.length), channels });

test('returns the channels that all recordings share', () => {
  expect(checkRecordings([frame('a', 'b'), frame('a', 'b')], [frame('a', 'b')])).toEqual([
    'a',
    'b',
  ]);
});

test('refuses no recording, and names the side on which the channels differ', () => {
  expect(() => checkRecordings([])).toThrow(DataError);
  expect(() => checkRecordings([])).toThrow('at least one recording, got none');
  expect(() => checkRecordings([frame('a'), frame('b')])).toThrow(ShapeError);
  expect(() => checkRecordings([frame('a'), frame('b')])).toThrow('The channels of the training');
  expect(() => checkRecordings([frame('a')], [frame('b')])).toThrow(
    'The channels of the validation data must be a in this order, got without a and with b besides.',
  );
});
