/** Tests of marking and removing repeats. */
import { expect, test } from 'vitest';
import { cleanMessages } from './clean.js';
import { messagesFrom } from './messages.js';

test('keeps the first of equal messages and marks it; the class makes a difference', () => {
  const cleaned = cleanMessages(
    messagesFrom(
      [
        { kind: 'car', length: 4000, width: 1700 },
        { kind: 'moto', length: 4000, width: 1700 },
        { kind: 'car', length: 4000, width: 1700 },
        { kind: 'car', length: 4000, width: 1701 },
        { kind: 'car', length: 4000, width: 1700 },
      ],
      false,
    ),
  );
  expect([...cleaned.kinds]).toEqual([0, 2, 0]);
  expect([...cleaned.widths]).toEqual([1700, 1700, 1701]);
  expect([...cleaned.duplicate]).toEqual([1, 0, 0]);
});
