/** Tests of the correction of mistyped names. */
import { expect, test } from 'vitest';
import { nearest } from './nearest.js';

test.each([
  ['hiden-size', 'hidden-size'],
  ['trian', 'train'],
  ['runs', 'runs'],
  ['simulat', 'simulate'],
])('takes %s for %s', (typed, meant) => {
  expect(nearest(typed, ['runs', 'train', 'simulate', 'hidden-size'])).toBe(meant);
});

test('guesses nothing when more than a third of the letters differ', () => {
  // banana and manual: three of six letters
  expect(nearest('banana', ['manual'])).toBeUndefined();
  expect(nearest('bogus', ['logs', 'runs'])).toBeUndefined(); // two letters of five
  expect(nearest('xyz', ['runs', 'train'])).toBeUndefined();
  expect(nearest('train', [])).toBeUndefined();
});
