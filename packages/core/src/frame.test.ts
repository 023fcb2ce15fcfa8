/** Frames: checks, slices, channels, periods, gaps and offsets. */
import { describe, expect, test } from 'vitest';
import { DataError, ShapeError } from './errors.js';
import {
  channelValues,
  checkComplete,
  contiguousSegments,
  createFrame,
  framePeriod,
  readingsOf,
  selectChannels,
  sliceFrame,
  type TimeSeriesFrame,
  withOffsets,
} from './frame.js';

const START = Date.UTC(2015, 11, 28, 10);
const frame = createFrame({
  values: Float32Array.of(1, 10, 2, 20, 3, 30, 4, 40),
  channels: ['LIT101', 'P101'],
  timestamps: Float64Array.of(0, 1000, 2000, 9000).map((time) => START + time),
  labels: Uint8Array.of(0, 1, 1, 0),
});

function atTimes(...times: number[]): TimeSeriesFrame {
  const values = new Float32Array(times.length);
  return createFrame({ values, channels: ['a'], timestamps: Float64Array.from(times) });
}

test('numbers the rows where no time is known', () => {
  const plain = createFrame({ values: Float32Array.of(1, 2, 3), channels: ['a'] });
  expect(plain.clock).toBe('rows');
  expect(plain.timestamps).toEqual(Float64Array.of(0, 1, 2));
  expect('labels' in plain).toBe(false);
});

test('says which array does not fit', () => {
  const channels = ['a', 'b'];
  const values = new Float32Array(6);
  expect(() => createFrame({ values, channels, timestamps: Float64Array.of(0, 1) })).toThrow(
    'values must have 2 × 2 = 4 values, got 6.',
  );
  expect(() => createFrame({ values, channels, labels: new Uint8Array(2) })).toThrow(
    'labels must have 3 = 3 values, got 2.',
  );
  expect(() => createFrame({ values: new Float32Array(5), channels })).toThrow(ShapeError);
});

test('names a channel that is there twice', () => {
  const parts = { values: new Float32Array(4), channels: ['a', 'a'] };
  const create = () => createFrame(parts);
  expect(create).toThrow(DataError);
  expect(create).toThrow('Channel names must be distinct, got a twice.');
});

test('names the row at which time does not increase, NaN included', () => {
  expect(() => atTimes(START, START + 1000, START + 1000)).toThrow(
    'got 2015-12-28 10:00:01 at row 2 after 2015-12-28 10:00:01.',
  );
  expect(() => atTimes(START, NaN)).toThrow('got unknown at row 1 after 2015-12-28 10:00:00.');
  expect(() => atTimes(NaN)).toThrow('got unknown at row 0 after nothing.');
});

test('takes the usual step as period, whatever the gaps', () => {
  expect(framePeriod(frame)).toBe(1000);
  expect(framePeriod(createFrame({ values: new Float32Array(2), channels: ['a'] }))).toBe(1);
  expect(() => framePeriod(sliceFrame(frame, { start: 0, end: 1 }))).toThrow(
    'A period needs at least 2 rows, got 1.',
  );
});

test('parts a recording at its gaps', () => {
  expect(contiguousSegments(frame)).toEqual([
    { start: 0, end: 3 },
    { start: 3, end: 4 },
  ]);
  expect(contiguousSegments(sliceFrame(frame, { start: 3, end: 4 }))).toEqual([
    { start: 0, end: 1 },
  ]);
  expect(contiguousSegments(sliceFrame(frame, { start: 2, end: 2 }))).toEqual([]);
});

test('slices rows as views on the same memory', () => {
  const slice = sliceFrame(frame, { start: 1, end: 3 });
  expect([...slice.values]).toEqual([2, 20, 3, 30]);
  expect([...(slice.labels ?? [])]).toEqual([1, 1]);
  expect(slice.timestamps[0]).toBe(START + 1000);
  expect(slice.values.buffer).toBe(frame.values.buffer);
  expect(Object.isFrozen(slice)).toBe(true);
});

test.each([
  [-1, 2],
  [3, 2],
  [0, 5],
  [0.5, 2],
])('refuses rows %d to %d of 4', (start, end) => {
  expect(() => sliceFrame(frame, { start, end })).toThrow(
    `Rows must lie within 0 to 4, got ${start} to ${end}.`,
  );
});

test('selects channels in the order asked for, and names one that is missing', () => {
  const swapped = selectChannels(frame, ['P101', 'LIT101']);
  expect([...swapped.values.subarray(0, 4)]).toEqual([10, 1, 20, 2]);
  expect(swapped.labels).toBe(frame.labels);
  expect([...channelValues(frame, 1)]).toEqual([10, 20, 30, 40]);
  expect(() => selectChannels(frame, ['FIT101'])).toThrow(
    'The channel FIT101 must be in the table, which has LIT101, P101.',
  );
});

test('names channel, row and time of the first missing reading', () => {
  checkComplete(frame);
  const gap = createFrame({ ...frame, values: Float32Array.of(1, 10, 2, NaN, 3, NaN, 4, 40) });
  expect(() => checkComplete(gap, 'the normal recording')).toThrow(
    'P101 must have no gaps in the normal recording, got a missing reading at row 1 (2015-12-28 10:00:01).',
  );
});

test('names the time of a missing reading as the clock of the frame allows', () => {
  const gap = { values: Float32Array.of(1, NaN), channels: ['a'] };
  const timestamps = Float64Array.of(0, 90_000);
  const elapsed = createFrame({ ...gap, timestamps, clock: 'elapsed' });
  expect(() => checkComplete(elapsed)).toThrow('got a missing reading at row 1 (1 min 30 s).');
  expect(() => checkComplete(createFrame(gap))).toThrow('got a missing reading at row 1. Exclude');
});

describe('offsets', () => {
  const counters = createFrame({
    values: Float32Array.of(0, 5, 1, NaN, 2, -7),
    channels: ['energy', 'level'],
    offsets: Float64Array.of(123_456_789, 0),
  });

  test('give readings that float32 does not hold', () => {
    expect([...readingsOf(counters, 0)]).toEqual([123_456_789, 123_456_790, 123_456_791]);
    expect([...readingsOf(counters, 1)]).toEqual([5, NaN, -7]);
  });

  test('stay with their channels and rows', () => {
    expect(selectChannels(counters, ['level', 'energy']).offsets).toEqual(
      Float64Array.of(0, 123_456_789),
    );
    expect([...readingsOf(sliceFrame(counters, { start: 2, end: 3 }), 0)]).toEqual([123_456_791]);
  });

  test('are absent where all are 0', () => {
    expect('offsets' in selectChannels(counters, ['level'])).toBe(false);
    expect('offsets' in createFrame({ ...counters, offsets: new Float64Array(2) })).toBe(false);
  });

  test('can be others for the same readings, rounded once', () => {
    const moved = withOffsets(counters, Float64Array.of(123_456_700, -3));
    expect([...moved.values]).toEqual([89, 8, 90, NaN, 91, -4]);
    expect(readingsOf(moved, 0)).toEqual(readingsOf(counters, 0));
    expect(withOffsets(moved, counters.offsets)).toEqual(counters);
    expect(withOffsets(counters, Float64Array.of(123_456_789, 0))).toBe(counters);
    // float32 is 8 apart at 123,456,789
    expect([...withOffsets(counters).values]).toEqual([
      123_456_792,
      5,
      123_456_792,
      NaN,
      123_456_792,
      -7,
    ]);
  });

  test('leave the sign of a zero without an offset alone', () => {
    const zero = createFrame({ values: Float32Array.of(1, -0), channels: ['a', 'b'] });
    const moved = withOffsets(zero, Float64Array.of(1, 0));
    expect([...moved.values]).toEqual([0, -0]);
    expect([...readingsOf(moved, 1)]).toEqual([-0]);
  });

  test('must be finite, one for each channel', () => {
    const wrong = (...offsets: number[]) =>
      createFrame({ ...counters, offsets: Float64Array.from(offsets) });
    expect(() => wrong(1)).toThrow('offsets must have 2 = 2 values, got 1.');
    expect(() => wrong(1, NaN)).toThrow('The offset of level must be finite, got NaN.');
  });
});
