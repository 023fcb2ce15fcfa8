/** Joining arrays. */
import { expect, test } from 'vitest';
import { concatenate } from './concatenate.js';

test('puts arrays one after the other, empty ones too, into new memory', () => {
  const first = Float32Array.of(1, 2);
  const whole = concatenate([first, new Float32Array(0), Float32Array.of(3)]);
  expect([...whole]).toEqual([1, 2, 3]);
  first[0] = 9;
  expect(whole[0]).toBe(1);
});
