/** Rhythm and states of the simulated plant, compared with published plots. */
import { beforeAll, expect, test } from 'vitest';
import { at, ON, OPEN, PLANT_CHANNELS } from './tags.js';
import { simulatePlant } from './simulate-plant.js';

const HOUR = 3600;
const SECONDS = 26 * HOUR;
/** The plant has filled its tanks and washed its membranes by then. */
const SETTLED = 6 * HOUR;

/** A day of normal operation and its start-up, from a cold start, (T, 51). */
const rows = new Float32Array(SECONDS * 51);

beforeAll(() => {
  let t = 0;
  const plant = { seed: 42, start: 'cold', idleSeconds: 1860, seconds: SECONDS } as const;
  for (const row of simulatePlant(plant)) rows.set(row, 51 * t++);
});

function column(place: number, from = SETTLED): Float32Array {
  return Float32Array.from({ length: SECONDS - from }, (_, t) => rows[(from + t) * 51 + place]);
}

/** Minutes between the times at which an actuator reaches a state. */
function periods(place: number, state: number): number[] {
  const values = column(place);
  const times = [...values.keys()].filter(
    (t) => t > 0 && values[t] === state && values[t - 1] !== state,
  );
  return times.slice(1).map((time, i) => (time - times[i]) / 60);
}

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

function correlation(a: Float32Array, b: Float32Array): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let t = 0; t < a.length; t++) {
    ab += (a[t] - meanA) * (b[t] - meanB);
    aa += (a[t] - meanA) ** 2;
    bb += (b[t] - meanB) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

test('keeps the rhythm of the published plots', () => {
  const filling = mean(periods(at.MV101, OPEN));
  expect(filling).toBeGreaterThan(62);
  expect(filling).toBeLessThan(80);
  const backwash = mean(periods(at.P602, ON));
  expect(backwash).toBeGreaterThan(34);
  expect(backwash).toBeLessThan(40);
  const pumping = mean(column(at.P101)) - 1;
  expect(pumping).toBeGreaterThan(0.6);
  expect(pumping).toBeLessThan(0.75);
});

// extremes of Normal_v1 where they are published, else those of both recordings
test.each([
  ['FIT101', 0, 2.745],
  ['LIT101', 120.6, 817.5],
  ['AIT201', 251.7, 272.5],
  ['AIT202', 8.259, 8.988],
  ['AIT203', 312.3, 567.5],
  ['FIT201', 0, 2.488],
  ['DPIT301', 0, 45],
  ['FIT301', 0, 3],
  ['LIT301', 364, 1201],
  ['AIT401', 148, 149],
  ['AIT402', 140, 334],
  ['FIT401', 0, 2],
  ['LIT401', 243, 1003],
  ['AIT501', 7, 9],
  ['AIT502', 129, 273],
  ['AIT503', 244, 298],
  ['AIT504', 9, 443],
  ['FIT501', 0, 2],
  ['FIT502', 0, 2],
  ['FIT503', 0, 1],
  ['FIT504', 0, 1],
  ['PIT501', 8.9, 264.6],
  ['PIT502', 0, 3.668],
  ['PIT503', 3.1, 200.6],
  ['FIT601', 0, 1.741],
] as [keyof typeof at, number, number][])('keeps %s between %d and %d', (tag, low, high) => {
  const values = column(at[tag]);
  expect(values.reduce((a, b) => Math.min(a, b))).toBeGreaterThanOrEqual(low);
  expect(values.reduce((a, b) => Math.max(a, b))).toBeLessThanOrEqual(high);
});

test('knows only the states that actuators have, and leaves constant what is constant', () => {
  const states = PLANT_CHANNELS.map((tag, c) =>
    /^(MV|UV|P)\d/.test(tag) ? [...new Set(column(c, 0))].sort().join(' ') : '',
  );
  const of = (pattern: RegExp) =>
    PLANT_CHANNELS.flatMap((tag, c) => (pattern.test(tag) ? states[c] : []));
  expect(new Set(of(/^MV/))).toEqual(new Set(['0 1 2']));
  const constant = PLANT_CHANNELS.filter((_, c) => states[c] === '1');
  // as in the normal recordings; P205 and P301 move there
  expect(constant).toEqual('P102 P201 P202 P204 P206 P401 P403 P404 P502 P601 P603'.split(' '));
  expect(new Set(of(/^P\d|^UV/))).toEqual(new Set(['1', '1 2']));
});

test('lets readings with a common cause move together', () => {
  expect(correlation(column(at.PIT501), column(at.PIT503))).toBeGreaterThan(0.98);
  expect(correlation(column(at.FIT401), column(at.FIT501))).toBeGreaterThan(0.95);
  expect(correlation(column(at.FIT503), column(at.FIT504))).toBeGreaterThan(0.9);
  expect(correlation(column(at.DPIT301), column(at.FIT301))).toBeGreaterThan(0.95);
  expect(correlation(column(at.AIT402), column(at.AIT502))).toBeGreaterThan(0.89);
  expect(correlation(column(at.AIT201), column(at.AIT202))).toBeLessThan(-0.5);
});

test('starts up: tanks fill first, and chlorine from the standstill is washed out', () => {
  expect(rows[1800 * 51 + at.LIT101]).toBeGreaterThan(123); // the cut recording begins here
  expect(rows[1800 * 51 + at.LIT101]).toBeLessThan(126);
  expect(column(at.AIT203, 0).reduce((a, b) => Math.max(a, b))).toBeGreaterThan(500);
  expect(rows[HOUR * 51 + at.P501]).toBe(1);
  expect(rows[SETTLED * 51 + at.P501]).toBe(2);
});
