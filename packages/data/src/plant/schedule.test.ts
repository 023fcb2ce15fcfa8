import { beforeAll, expect, test } from 'vitest';
import { ConfigError } from '@anodec/core';
import { type ScheduledAttack, scheduleAttacks } from './schedule.js';
import { simulatePlant } from './simulate-plant.js';
import { at } from './tags.js';

const SECONDS = 48 * 3600;
const plant = {
  seed: 43,
  start: 'running',
  seconds: SECONDS,
  drift: { change: -94, seconds: SECONDS },
} as const;

let scheduled: ScheduledAttack[];

beforeAll(() => {
  scheduled = scheduleAttacks(plant);
}, 60_000);

test('keeps the order of the list and lets no attack overlap another', () => {
  expect(scheduled.map(({ attack }) => attack.number)).toEqual(
    Array.from({ length: 41 }, (_, i) => i + 1),
  );
  const busy = scheduled.filter(({ length }) => length > 0);
  expect(busy).toHaveLength(36);
  for (let i = 1; i < busy.length; i++) {
    const { start, length } = busy[i - 1];
    // attack 11 begins with the last second of attack 10, in the list too
    expect(busy[i].start).toBeGreaterThanOrEqual(start + length - 1);
  }
  const last = busy[busy.length - 1];
  expect(last.start + last.length).toBeLessThan(SECONDS);
});

test('shrinks pauses before lengths: two days hold every attack whole', () => {
  for (const { attack, length } of scheduled) {
    const listed = attack.end === undefined ? 0 : (attack.end - attack.start) / 1000 + 1;
    expect(length).toBe(listed);
  }
});

test('cuts only the longest in less than a day, and refuses a recording that cannot hold the list', () => {
  const short = scheduleAttacks({ ...plant, seconds: 20 * 3600 });
  const cut = short.filter(({ length }, i) => length < scheduled[i].length);
  expect(cut.map(({ attack }) => attack.number)).toEqual([28]);
  expect(cut[0].length).toBeGreaterThan(100);
  expect(() => scheduleAttacks({ ...plant, seconds: 3600 })).toThrow(ConfigError);
  expect(() => scheduleAttacks({ ...plant, seconds: 3600 })).toThrow('at least 12 h, got 1 h');
});

test('waits for every start state, and simulates what it placed', () => {
  expect(scheduled.filter(({ startStateHeld }) => !startStateHeld)).toEqual([]);
  const attacks = scheduled.slice(0, 3);
  const seconds = attacks[2].start + 1;
  const rows: Float64Array[] = [];
  for (const row of simulatePlant({ ...plant, seconds, attacks })) rows.push(row.slice());
  // 1 opens a shut inlet, 2 starts the pump that stands by, 3 begins between L and H
  const [first, second] = attacks.map(({ start }) => start);
  expect([rows[first - 1][at.MV101], rows[first][at.MV101]]).toEqual([1, 0]);
  expect([rows[second - 1][at.P102], rows[second][at.P102]]).toEqual([1, 2]);
  expect(rows[second - 1][at.P101]).toBe(2);
  expect(rows[seconds - 1][at.LIT101]).toBeGreaterThan(500);
  expect(rows[seconds - 1][at.LIT101]).toBeLessThan(802);
});
