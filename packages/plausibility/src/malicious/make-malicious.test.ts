/** Tests of made-up malicious messages; every strategy goes through the first ones. */
import { DataError } from '@anodec/core';
import { describe, expect, test } from 'vitest';
import { messageKey } from '../clean.js';
import { joinMessages, type Messages, messagesFrom, selectMessages } from '../messages.js';
import { smallMessages } from '../testing/small-messages.js';
import { createClearance } from './clearance.js';
import { makeMalicious } from './make-malicious.js';
import { strategies } from './registry.js';

const genuine = smallMessages(300);
const keysOf = (messages: Messages): string[] =>
  Array.from(messages.kinds, (_, n) => messageKey(messages, n));

describe.each(strategies.kinds())('strategy %s', (kind) => {
  test('makes as many odd messages as asked for, none genuine and none twice', () => {
    const made = makeMalicious(genuine, { kind }, 200, 1);
    const keys = keysOf(made);
    expect(new Set([...keys, ...keysOf(genuine)]).size).toBe(200 + genuine.kinds.length);
    expect(made.odd.every((odd) => odd === 1)).toBe(true);
  });

  test('depends on the seed alone', () => {
    expect(makeMalicious(genuine, { kind }, 50, 1)).toEqual(
      makeMalicious(genuine, { kind }, 50, 1),
    );
    expect(makeMalicious(genuine, { kind }, 50, 2)).not.toEqual(
      makeMalicious(genuine, { kind }, 50, 1),
    );
  });
});

test('uniform ones fill the box of all classes up to the largest size', () => {
  const { kinds, lengths, widths } = makeMalicious(genuine, { kind: 'uniform' }, 3000, 1);
  const [longest, widest] = [Math.max(...genuine.lengths), Math.max(...genuine.widths)];
  expect(Math.max(...lengths)).toBeLessThanOrEqual(longest);
  // means and shares of 3,000 uniform draws, four standard errors wide
  const mean = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length;
  expect(Math.abs(mean(lengths) / longest - 0.5)).toBeLessThan(0.022);
  expect(Math.abs(mean(widths) / widest - 0.5)).toBeLessThan(0.022);
  for (const kind of [0, 1, 2]) {
    const share = kinds.filter((other) => other === kind).length / kinds.length;
    expect(Math.abs(share - 1 / 3)).toBeLessThan(0.035);
  }
});

test('a clearance keeps them away from genuine messages, as uniform ones are not', () => {
  const isClear = createClearance(genuine, 0.5);
  const clearOf = (kind: string): number => {
    const made = makeMalicious(
      genuine,
      kind === 'clear' ? { kind, clearance: 0.5 } : { kind },
      500,
      1,
    );
    return Array.from(made.kinds, (other, n) =>
      isClear({ kind: other, length: made.lengths[n], width: made.widths[n] }),
    ).filter(Boolean).length;
  };
  expect(clearOf('clear')).toBe(500);
  expect(clearOf('uniform')).toBeLessThan(500);
});

test('measures the clearance in standard deviations of the class', () => {
  const cars = messagesFrom(
    [1000, 1200, 1400].map((length) => ({ kind: 'car', length, width: length / 10 })),
    false,
  );
  const isClear = createClearance(cars, 1); // deviations are 163.3 and 16.33
  expect(isClear({ kind: 0, length: 1400 + 163, width: 140 })).toBe(false);
  expect(isClear({ kind: 0, length: 1400 + 164, width: 140 })).toBe(true);
  expect(isClear({ kind: 1, length: 1400, width: 140 })).toBe(true);
});

test('sizes of another class are genuine sizes of it', () => {
  const made = makeMalicious(genuine, { kind: 'other-class' }, 100, 1);
  const sizes = new Set(keysOf(genuine).map((key) => key.slice(2)));
  expect(keysOf(made).every((key) => sizes.has(key.slice(2)))).toBe(true);
});

test('says so when there is no free size, or nothing genuine', () => {
  const pair = selectMessages(genuine, [0, 1]);
  expect(() => makeMalicious(pair, { kind: 'other-class', clearance: 0 }, 3, 1)).toThrow(
    '3 malicious messages must find a size that is free, got 2 ',
  );
  const none = joinMessages([]);
  expect(() => makeMalicious(none, { kind: 'uniform' }, 3, 1)).toThrow(DataError);
});
