/** Tests of windows. */
import { expect, test } from 'vitest';
import { DataError } from './errors.js';
import { createFrame } from './frame.js';
import { slidingWindows } from './windows.js';

/** Rows 0 to 11, one channel pair, with gaps before rows 5 and 9. */
const times = [0, 1, 2, 3, 4, 10, 11, 12, 13, 20, 21, 22];
const frame = createFrame({
  values: Float32Array.from({ length: 24 }, (_, i) => i),
  channels: ['a', 'b'],
  timestamps: Float64Array.from(times, (time) => time * 1000),
});

test('begins a window at every row of a stretch and spans no gap', () => {
  expect([...slidingWindows(frame, 3).starts]).toEqual([0, 1, 2, 5, 6, 9]);
  expect([...slidingWindows(frame, 4).starts]).toEqual([0, 1, 5]);
  for (const W of [1, 2, 3, 4, 5]) {
    for (const start of slidingWindows(frame, W).starts) {
      expect(times[start + W - 1] - times[start]).toBe(W - 1);
    }
  }
});

test('starts the strides again in each stretch', () => {
  expect([...slidingWindows(frame, 2, 2).starts]).toEqual([0, 2, 5, 7, 9]);
});

test('gathers windows one after the other into the buffer given', () => {
  const windows = slidingWindows(frame, 2);
  const out = new Float32Array(8).fill(-1);
  windows.gather([4, 0], out); // the fifth window starts at row 5
  expect([...out]).toEqual([10, 11, 12, 13, 0, 1, 2, 3]);
  expect(() => windows.gather([0], out)).toThrow('out must have 1 × 2 × 2 = 4 values, got 8.');
});

test('says how long the longest stretch is when no window fits', () => {
  expect(() => slidingWindows(frame, 6)).toThrow(DataError);
  expect(() => slidingWindows(frame, 6)).toThrow(
    /^windowSize must be at most 5, the longest stretch without a gap among the 12 rows of the recording, got 6. Set windowSize to 5 or less.$/,
  );
  expect(slidingWindows(frame, 5).starts).toHaveLength(1); // the advice works
});

test('advises a longer interval where rows come at irregular times', () => {
  // steps of 1, 5 and 20 s in turn: every third one is a gap
  const timestamps = Float64Array.from(
    { length: 40 },
    (_, t) => 26e3 * Math.floor(t / 3) + [0, 1e3, 6e3][t % 3],
  );
  const events = createFrame({ values: new Float32Array(40), channels: ['a'], timestamps });
  expect(() => slidingWindows(events, 4)).toThrow(
    'averaging them to a longer interval (sampleFreq) makes the stretches longer.',
  );
  const numbered = createFrame({ values: new Float32Array(4), channels: ['a'] });
  expect(() => slidingWindows(numbered, 5)).toThrow(/Set windowSize to 4 or less.$/);
});

test('leaves out the first rows of each stretch where an offset is set', () => {
  expect([...slidingWindows(frame, 3, 1, 1).starts]).toEqual([1, 2, 6]);
  expect([...slidingWindows(frame, 2, 2, 1).starts]).toEqual([1, 3, 6, 10]);
  expect(() => slidingWindows(frame, 5, 1, 1)).toThrow('windowSize must be at most 4');
});

test('refuses sizes and strides that are no whole numbers of rows', () => {
  expect(() => slidingWindows(frame, 0)).toThrow('windowSize must be a whole number of rows');
  expect(() => slidingWindows(frame, 2, 0.5)).toThrow('stride must be a whole number of rows');
});
