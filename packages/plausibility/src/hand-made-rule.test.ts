/** Tests of the rectangles drawn by hand. */
import { expect, test } from 'vitest';
import { handMadeConfusion, isPlausibleCar } from './hand-made-rule.js';
import { joinMessages, messagesFrom } from './messages.js';

test('accepts the green zone but for the two grey corners, in millimetres', () => {
  expect(isPlausibleCar(4500, 1800)).toBe(true);
  expect(isPlausibleCar(2999, 1800)).toBe(false);
  expect(isPlausibleCar(6500, 2400)).toBe(true);
  expect(isPlausibleCar(4000, 2100)).toBe(false); // too wide for its length
  expect(isPlausibleCar(4200, 2100)).toBe(true);
  expect(isPlausibleCar(5500, 1600)).toBe(false); // too narrow
  expect(isPlausibleCar(5500, 1700)).toBe(true);
});

test('is measured on cars alone', () => {
  const genuine = messagesFrom(
    [
      { kind: 'car', length: 4500, width: 1800 },
      { kind: 'moto', length: 1, width: 1 },
    ],
    false,
  );
  const malicious = messagesFrom(
    [
      { kind: 'car', length: 4500, width: 1801 },
      { kind: 'car', length: 9000, width: 100 },
    ],
    true,
  );
  expect(handMadeConfusion(joinMessages([genuine, malicious]))).toEqual({
    trueNegatives: 1,
    falsePositives: 0,
    falseNegatives: 1,
    truePositives: 1,
  });
});
