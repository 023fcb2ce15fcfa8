/** Schedules of attacks. */
import { beforeAll, expect, test } from 'vitest';
import { ConfigError } from '@anodec/core';
import { plantAttacks } from './attacks.js';
import type { PlantAttack } from './plant-attack.js';
import { planAttacks, type ScheduledAttack, scheduleAttacks } from './schedule.js';
import { simulatePlant } from './simulate-plant.js';
import { at } from './tags.js';

const SECONDS = 24 * 3600;
const plant = {
  seed: 43,
  start: 'running',
  seconds: SECONDS,
  drift: { change: -94, seconds: SECONDS },
} as const;

let scheduled: ScheduledAttack[];

beforeAll(() => {
  scheduled = scheduleAttacks(plant);
});

/** How long an attack lasts in the list. */
function listedLength({ start, end }: PlantAttack): number {
  return end === undefined ? 0 : (end - start) / 1000 + 1;
}

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

test('shrinks pauses before lengths: two days and the full length hold every attack whole', () => {
  for (const hours of [48, 125]) {
    const planned = planAttacks(plantAttacks, hours * 3600, true);
    expect(planned.map(({ length }) => length)).toEqual(plantAttacks.map(listedLength));
  }
});

test('aims at the times of the list in a recording of the full length', () => {
  const start = Date.UTC(2015, 11, 28, 10);
  for (const { attack, aim } of planAttacks(plantAttacks, 450_000, false)) {
    expect(aim).toBe((attack.start - start) / 1000);
  }
});

test('cuts the long attacks to one length in a day, and never below 100 s', () => {
  const whole = plantAttacks.map(listedLength);
  const lengths = scheduled.map(({ length }) => length);
  const cap = Math.max(...lengths);
  expect(cap).toBeLessThan(Math.max(...whole));
  expect(lengths).toEqual(whole.map((length) => Math.min(length, cap)));
  const shortest = planAttacks(plantAttacks, 12 * 3600, true).filter(({ length }) => length > 0);
  expect(Math.min(...shortest.map(({ length }) => length))).toBeGreaterThanOrEqual(100);
});

test('refuses a recording that cannot hold the list', () => {
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
