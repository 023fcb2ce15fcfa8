/** Tests of re-centring, against values computed by hand. */
import {
  createFrame,
  createRandom,
  DataError,
  frameLength,
  type Random,
  ShapeError,
  sliceFrame,
  type TimeSeriesFrame,
} from '@anodec/core';
import { assert, integer, nat, property } from 'fast-check';
import { expect, test } from 'vitest';
import { applyRecentring, fitRecentring, type Recentring } from './recentre.js';

/** Rows lie 10 s apart. */
const HOUR = 360;
const DAY = 24 * HOUR;
/** A level looks back two hours. */
const HORIZON = 2 * HOUR;
/** Standard deviation of readings that are uniform in [-1, 1]. */
const DEVIATION = 1 / Math.sqrt(3);

const channels = ['LIT101', 'AIT201', 'FIT401'];
const AIT201 = 1;

/** Readings uniform in ±size on every channel, to which `add` may add on AIT201. */
function recording(
  rows: number,
  random: Random,
  { size = 1, add = () => 0 }: { size?: number; add?: (t: number) => number } = {},
): TimeSeriesFrame {
  const values = Float32Array.from({ length: rows * channels.length }, (_, i) => {
    const [t, c] = [Math.floor(i / channels.length), i % channels.length];
    return size * (2 * random.uniform() - 1) + (c === AIT201 ? add(t) : 0);
  });
  const timestamps = Float64Array.from({ length: rows }, (_, t) => t * 10_000);
  return createFrame({ values, channels, timestamps, clock: 'elapsed' });
}

const frameOf = (rows: readonly (readonly number[])[], names: readonly string[]) =>
  createFrame({ values: Float32Array.from(rows.flat()), channels: names });

/** One channel that never moves. */
const still = (reading: number, rows: number) =>
  createFrame({ values: new Float32Array(rows).fill(reading), channels: ['a'] });

const column = ({ values }: TimeSeriesFrame, c: number) =>
  values.filter((_, i) => i % channels.length === c);

const learned = fitRecentring([recording(2 * DAY, createRandom(1))], HORIZON);

test('learns levels and readings, with the margins, as computed by hand', () => {
  // levels of the rows: 2 (before), then the medians of 2 0, 0 0, 0 4
  const { channels: usual } = fitRecentring([frameOf([[0], [0], [4], [4]], ['a'])], 2);
  // a quarter of the range 0 to 2 and a twentieth of the deviation 2
  const margin = 0.25 * 2 + 0.05 * 2;
  expect(usual).toEqual([
    {
      channel: 'a',
      level: { low: -margin, high: 2 + margin },
      readings: { low: 0, high: 4 },
      middle: 2,
    },
  ]);
});

test('moves by the excess of the level, as computed by hand, and reports it', () => {
  const fives = frameOf(
    [
      [5, 5],
      [5, 5],
      [5, 5],
    ],
    ['up', 'down'],
  );
  const recentring = fitRecentring([fives], 4);
  const steps = [5, 9, 9, 9, 9, 9].map((reading) => [reading, 10 - reading]);
  const { frame, drifts } = applyRecentring(recentring, frameOf(steps, ['up', 'down']));
  // medians of the four rows before, 5 where none was: 5 5 5 7 9 9
  const moved = [5, 9, 9, 7, 5, 5];
  expect([...frame.values]).toEqual(moved.flatMap((reading) => [reading, 10 - reading]));
  expect(drifts).toEqual([
    { channel: 'up', start: 3, end: 5, rows: 3, largest: 4 },
    { channel: 'down', start: 3, end: 5, rows: 3, largest: -4 },
  ]);
});

test('re-centres a channel that drifts over a day, and leaves the others as they are to the bit', () => {
  const drift = (t: number) => (30 * DEVIATION * t) / DAY;
  const drifting = recording(DAY, createRandom(2), { add: drift });
  const { frame, drifts } = applyRecentring(learned, drifting);
  expect(Math.max(...column(drifting, AIT201))).toBeGreaterThan(29 * DEVIATION);
  // the usual range ends at 1; the level lags by half the horizon, in which 1.25 deviations pass
  expect(Math.max(...column(frame, AIT201))).toBeLessThan(1 + 2 * DEVIATION);
  for (const c of [0, 2]) expect(column(frame, c)).toEqual(column(drifting, c));
  expect(drifts.map(({ channel }) => channel)).toEqual(['AIT201']);
  expect(drifts[0].largest).toBeGreaterThan(25 * DEVIATION);
  expect(drifts[0].end).toBe((DAY - 1) * 10_000);
});

test('lets an attack of 20 minutes pass as it is', () => {
  const attack = (t: number) => (t >= 6 * HOUR && t < 6 * HOUR + 120 ? 8 * DEVIATION : 0);
  const attacked = recording(DAY, createRandom(3), { add: attack });
  const { frame, drifts } = applyRecentring(learned, attacked);
  expect(frame.values).toEqual(attacked.values);
  expect(drifts).toEqual([]);
});

test('leaves normal readings before and after an attack of nine hours as they are', () => {
  const [start, end] = [6 * HOUR, 15 * HOUR];
  const attack = (t: number) => (t >= start && t < end ? 8 * DEVIATION : 0);
  // a little smaller than in training: about one in 500 of its readings lay outside its usual range
  const attacked = recording(DAY, createRandom(4), { size: 0.99, add: attack });
  const { frame, drifts } = applyRecentring(learned, attacked);
  const rows = (from: number, to: number) => ({ start: from, end: to });
  for (const part of [rows(0, start), rows(end, DAY)]) {
    expect(sliceFrame(frame, part).values).toEqual(sliceFrame(attacked, part).values);
  }
  expect(drifts.map((drift) => drift.end)).toEqual([(end - 1) * 10_000]);
  // up to half of the two hours the level stays among normal readings, after that it is the attack's
  const after = column(frame, AIT201);
  const moves = column(attacked, AIT201).map((reading, t) => reading - after[t]);
  expect(Math.max(...moves.subarray(start, start + HOUR - 10))).toBeLessThan(1);
  expect(Math.min(...moves.subarray(start + 2 * HOUR, end))).toBeGreaterThan(8 * DEVIATION - 2);
});

/** A walk of one channel in steps uniform in ±1, around which readings scatter. */
function walk(random: Random, rows: number): TimeSeriesFrame {
  let at = 0;
  const values = Float32Array.from({ length: rows }, () => {
    at += 2 * random.uniform() - 1;
    return at + random.normal();
  });
  return createFrame({ values, channels: ['a'] });
}

test('moves towards the usual range, never past it, and nothing within it', () => {
  assert(
    property(nat(), integer({ min: 1, max: 300 }), (seed, horizon) => {
      const random = createRandom(seed);
      const recentring = fitRecentring([walk(random.stream('training'), 400)], horizon);
      const { low, high } = recentring.channels[0].readings;
      const raw = walk(random.stream('test'), 400);
      const { frame } = applyRecentring(recentring, raw);
      const rounding = 1e-5; // readings are some tens, in float32
      const wrong = frame.values.filter((after, t) => {
        const before = raw.values[t];
        const within = before >= low && before <= high;
        if (within) return after !== before;
        return (
          after < Math.min(before, high - rounding) || after > Math.max(before, low + rounding)
        );
      });
      expect(wrong).toHaveLength(0);
    }),
    { seed: 1, numRuns: 50 },
  );
});

test('gives a row the same readings whatever comes after it', () => {
  assert(
    property(nat(), integer({ min: 1, max: 400 }), (seed, end) => {
      const random = createRandom(seed);
      const recentring = fitRecentring([walk(random.stream('training'), 400)], 240);
      const whole = walk(random.stream('test'), 400);
      const begun = sliceFrame(whole, { start: 0, end });
      const { frame } = applyRecentring(recentring, begun);
      expect(frame.values).toEqual(applyRecentring(recentring, whole).frame.values.slice(0, end));
    }),
    { seed: 2, numRuns: 50 },
  );
});

test('leaves a recording that ends before its first block as it is', () => {
  // a level looks back on 120 blocks of 10 rows
  const recentring = fitRecentring([still(5, 50)], 1200);
  const recentre = (rows: number) => applyRecentring(recentring, still(9, rows)).frame;
  expect(recentre(9)).toEqual(still(9, 9));
  expect(frameLength(recentre(0))).toBe(0);
  // 60 blocks of 9 against 60 of 5 from before the beginning: halfway
  expect(recentre(602).values.slice(599)).toEqual(Float32Array.of(9, 7, 7));
});

test('gives the same after what was learned went through JSON', () => {
  const drifting = recording(DAY, createRandom(5), { add: (t) => t / HOUR });
  const kept = JSON.parse(JSON.stringify(learned)) as Recentring;
  expect(applyRecentring(kept, drifting)).toEqual(applyRecentring(learned, drifting));
});

test('leaves the frame that it is given as it was', () => {
  const drifting = recording(DAY, createRandom(6), { add: (t) => t / HOUR });
  const before = drifting.values.slice();
  applyRecentring(learned, drifting);
  expect(drifting.values).toEqual(before);
});

test('re-centres a channel with missing readings, which stay missing and change no other row much', () => {
  const drifting = recording(DAY, createRandom(8), { add: (t) => (6 * t) / DAY });
  const holes = createFrame({
    ...drifting,
    // every third reading, and half an hour on end, in which whole blocks have none
    values: drifting.values.map((value, i) => {
      const [t, c] = [Math.floor(i / channels.length), i % channels.length];
      const hole = t % 3 === 0 || (t > 4000 && t < 4000 + HOUR / 2);
      return c === AIT201 && hole ? NaN : value;
    }),
  });
  const whole = applyRecentring(learned, drifting).frame.values;
  const { frame, drifts } = applyRecentring(learned, holes);
  const isHole = (i: number) => Number.isNaN(holes.values[i]);
  expect([...frame.values.keys()].filter((i) => Number.isNaN(frame.values[i]))).toEqual(
    [...holes.values.keys()].filter(isHole),
  );
  const apart = frame.values.map((value, i) => (isHole(i) ? 0 : Math.abs(value - whole[i])));
  // a block's median is one of fewer readings, uniform in ±1
  expect(apart.reduce((a, b) => Math.max(a, b))).toBeLessThan(0.5);
  expect(drifts.map(({ channel }) => channel)).toEqual(['AIT201']);
  expect(frame.values.filter((value) => value > 2)).toHaveLength(0);
});

test('refuses other channels and nothing to learn from', () => {
  const other = frameOf([[1, 2]], ['AIT201', 'LIT101']);
  expect(() => applyRecentring(learned, other)).toThrow(ShapeError);
  expect(() => applyRecentring(learned, other)).toThrow(
    'A frame must have FIT401 to be re-centred',
  );
  expect(() => fitRecentring([recording(9, createRandom(7)), other], 2)).toThrow(ShapeError);
  const empty = frameOf([[1, NaN, 3]], channels);
  expect(() => fitRecentring([empty], 2)).toThrow(DataError);
  expect(() => fitRecentring([empty], 2)).toThrow('AIT201 must have a reading, got none.');
  expect(() => fitRecentring([], 2)).toThrow('Re-centring must have a recording to learn from.');
  expect(() => fitRecentring([other], 0)).toThrow(
    'The horizon of re-centring must be a whole number of rows, at least 1, got 0.',
  );
});

test('leaves channels that it was not asked to re-centre as they are, wherever they stand', () => {
  const training = [recording(4 * DAY, createRandom(1))];
  const probes = fitRecentring(training, HORIZON, ['FIT401', 'LIT101']);
  expect(probes.channels.map(({ channel }) => channel)).toEqual(['FIT401', 'LIT101']);
  const drifting = recording(DAY, createRandom(6), { add: (t) => t / HOUR });
  const { frame, drifts } = applyRecentring(probes, drifting);
  expect(frame.values).toEqual(drifting.values);
  expect(drifts).toEqual([]);
});
