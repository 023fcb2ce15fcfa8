/** Durations and points in time as text. */
import { expect, test } from 'vitest';
import { ConfigError } from './errors.js';
import { formatDuration, formatTime, isDuration, parseDuration } from './time.js';

test.each([
  ['10s', 10_000],
  ['500ms', 500],
  ['1.5h', 5_400_000],
  [' 5 MIN ', 300_000],
  ['2d', 172_800_000],
])('reads the duration %s', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
  expect(isDuration(text)).toBe(true);
});

test.each(['', '10', 's', '-5s', '0s', '10 weeks', '1e3s', '5 constructor'])(
  'refuses the duration "%s"',
  (text) => {
    expect(isDuration(text)).toBe(false);
    expect(() => parseDuration(text)).toThrow(ConfigError);
    expect(() => parseDuration(text)).toThrow(`such as 10s, got "${text}".`);
  },
);

test.each([
  [0, '0 s'],
  [0.05, '0.05 ms'],
  [1000 / 256, '3.91 ms'],
  [99.96, '100 ms'],
  [100, '0.1 s'],
  [4230, '4.2 s'],
  [59_900, '59 s'],
  [60_000, '1 min'],
  [3_599_900, '59 min 59 s'],
  [4_320_000, '1 h 12 min'],
  [90_000_000, '1 d 1 h'],
  [86_400_000, '1 d'],
  [NaN, 'unknown'],
])('writes %f ms as %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});

test('writes points in time in UTC', () => {
  expect(formatTime(Date.UTC(2015, 11, 28, 10, 29, 14, 999))).toBe('2015-12-28 10:29:14');
  expect(formatTime(NaN)).toBe('unknown');
});
