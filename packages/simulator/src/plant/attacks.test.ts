/** Effects of the simulated attacks. */
import { createRandom, shuffle } from '@anodec/core';
import { expect, test } from 'vitest';
import { beginAttack } from './attack-act.js';
import { plantAttacks } from './attacks.js';
import { lookAt, type See } from './plant-attack.js';
import { createSimulator } from './simulator.js';
import { at, type PlantTag } from './tags.js';

/** The start states in the words of the list, checked on what was recorded a second before. */
const states: Readonly<Record<number, (see: See) => boolean>> = {
  1: (see) => see('MV101') === 1,
  2: (see) => see('P101') === 2 && see('P102') === 1,
  3: (see) => see('LIT101') > 499 && see('LIT101') < 801,
  6: (see) => see('AIT202') > 7.05,
  7: (see) => see('LIT301') > 799 && see('LIT301') < 1001,
  8: (see) => see('DPIT301') < 40,
  10: (see) => see('FIT401') > 1,
  13: (see) => see('MV304') === 2,
  14: (see) => see('MV303') === 1,
  16: (see) => see('LIT301') > 799 && see('LIT301') < 1001,
  17: (see) => see('MV303') === 1,
  19: (see) => see('AIT504') < 15,
  20: (see) => see('AIT504') < 15,
  21: (see) => see('MV101') === 2 && see('LIT101') > 499 && see('LIT101') < 801,
  22: (see) => see('UV401') === 2 && see('AIT502') < 150 && see('P501') === 2,
  23: (see) => see('DPIT301') < 40 && see('MV302') === 2 && see('P602') === 1,
  24: (see) => see('P203') === 2 && see('P205') === 2,
  25: (see) => see('LIT401') < 1000 && see('P402') === 2,
  26: (see) => see('P101') === 1,
  27: (see) => see('P302') === 2 && see('LIT401') > 799 && see('LIT401') < 1001,
  28: (see) => see('P302') === 2,
  29: (see) => see('P201') === 1 && see('P203') === 1 && see('P205') === 1,
  30: (see) => see('P101') === 1 && see('MV101') === 1 && see('MV201') === 1,
  31: (see) => see('LIT401') > 799 && see('LIT401') < 1001,
  32: (see) => see('LIT301') > 799 && see('LIT301') < 1001,
  33: (see) => see('LIT101') > 499 && see('LIT101') < 801,
  34: (see) => see('P101') === 2,
  35: (see) => see('P101') === 2 && see('P102') === 1,
  36: (see) => see('LIT101') > 499 && see('LIT101') < 801,
  37: (see) => see('P501') === 2 && see('FIT502') > 1.1,
  38: (see) => see('P501') === 2,
  39: (see) => see('FIT401') > 1.5,
  40: (see) => see('FIT401') > 1.5,
  41: (see) => see('LIT301') > 799 && see('LIT301') < 1001,
};

const byNumber = new Map(plantAttacks.map((attack) => [attack.number, attack]));

/**
 * Two equal plants, one of which is attacked once its start state holds.
 *
 * @returns the row recorded before the attack, and in how many seconds of it, and of ten minutes
 *   after it, the two differed at all, and in some channel clearly
 */
function tryAttack(number: number) {
  const attack = byNumber.get(number);
  if (attack?.end === undefined) throw new Error(`attack ${number} must have an end`);
  const length = Math.min((attack.end - attack.start) / 1000 + 1, 3600);
  const [attacked, control] = [1, 2].map(() => createSimulator({ seed: 5, start: 'running' }));
  let [before, begun, different, clear] = [new Float64Array(0), -1, 0, 0];
  let act = beginAttack([]);
  for (let t = 0; begun < 0 || t < begun + length + 600; t++) {
    if (t > 8 * 3600) throw new Error(`attack ${number} must find its start state in 8 h`);
    const view = attacked.sense();
    control.sense();
    if (begun < 0 && t > 300 && attack.startsWhen(lookAt(view), view)) {
      begun = t;
      act = beginAttack(attack.acts);
      before = view.row.slice();
    }
    const rows = [attacked.act(t < begun + length ? act : undefined), control.act()];
    act.tick();
    if (begun < 0) continue;
    if (rows[0].some((value, c) => value !== rows[1][c])) different++;
    if (rows[0].some((value, c) => isClear(value, rows[1][c]))) clear++;
  }
  return { before, different, clear };
}

/** Half a percent, a quarter of a unit at least: readings and actuators alike. */
function isClear(value: number, other: number): boolean {
  return Math.abs(value - other) > Math.max(0.25, 0.005 * other);
}

test.each([4, 14, 29])('leaves no trace of attack %d, by the rules of the plant', (number) => {
  expect(tryAttack(number).different).toBe(0);
});

const visible = plantAttacks.filter(({ leavesTrace }) => leavesTrace).map(({ number }) => number);
const sample = process.env.SOAK ? visible : shuffle([...visible], createRandom(1)).slice(0, 4);

test.each(sample)('shows attack %d in some reading (a sample; all with SOAK=1)', (number) => {
  const { before, clear } = tryAttack(number);
  expect(clear).toBeGreaterThan(60);
  expect(states[number]?.((tag) => before[at[tag]])).not.toBe(false);
});

test('does nothing in attacks 5, 9, 12, 15 and 18, and counts 33 that leave a trace', () => {
  const idle = plantAttacks.filter(({ acts }) => acts.length === 0);
  expect(idle.map(({ number }) => number)).toEqual([5, 9, 12, 15, 18]);
  expect(idle.every(({ end }) => end === undefined)).toBe(true);
  expect(visible).toHaveLength(33);
});

test('shows false readings as listed', () => {
  expect(shown(3, 99, { LIT101: 600 })).toEqual([700]); // +1 mm/s
  expect(shown(16, 99, { LIT301: 900 })).toEqual([800]); // -1 mm/s
  expect(shown(41, 1222, { LIT301: 990 })).toEqual([378.5]); // -0.5 mm/s, then slower
  expect(shown(41, 1322, { LIT301: 990 })).toEqual([375.5]);
  expect(shown(27, 533, { LIT401: 900 })).toEqual([600]); // 1:17:08 to 1:26:01
  expect(shown(27, 534, { LIT401: 900 })).toEqual([900]);
  expect(shown(37, 93, { FIT502: 0.8 })).toEqual([0.8]); // from 11:18:36
  expect(shown(37, 94, { FIT502: 0.8 })).toEqual([1.29]);
  expect(shown(39, 0, { FIT401: 1.7, AIT502: 147 })).toEqual([0.5, 140]);
});

/** What an attack makes of honest readings, in one of its seconds. */
function shown(number: number, second: number, row: Partial<Record<PlantTag, number>>) {
  const readings = new Float64Array(53);
  const attack = beginAttack(byNumber.get(number)?.acts ?? []);
  for (const [tag, value] of Object.entries(row)) readings[at[tag as PlantTag]] = value;
  const honest = readings.slice();
  for (let t = 0; t <= second; t++) {
    readings.set(honest);
    attack.readings(readings);
    attack.tick();
  }
  return Object.keys(row).map((tag) => readings[at[tag as PlantTag]]);
}
