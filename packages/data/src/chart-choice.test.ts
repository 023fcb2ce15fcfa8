/** Tests of the default signals of a chart. */
import { expect, test } from 'vitest';
import { defaultSignals } from './chart-choice.js';

test('draws the four SWaT signals where a table has them, else its first four channels', () => {
  const swat = ['FIT101', 'LIT401', 'FIT501', 'AIT203', 'AIT503'];
  expect(defaultSignals(swat)).toEqual(['AIT503', 'AIT203', 'FIT501', 'LIT401']);
  expect(defaultSignals(['a', 'b', 'c', 'd', 'e'])).toEqual(['a', 'b', 'c', 'd']);
  expect(defaultSignals(['FIT101', 'AIT503'])).toEqual(['FIT101', 'AIT503']);
});
