/** Physics of the simulated plant. */
import { expect, test } from 'vitest';
import { createSimulator, type Tampering } from './simulator.js';
import { at, OPEN, rowSize } from './tags.js';

/** The levels and flows that close the balance of a tank. */
const balances = [
  ['level101', 'inflow', 'transfer', 'overflow101'],
  ['level301', 'transfer', 'ultrafiltrationFeed', 'overflow301'],
  ['level401', 'ultrafiltrationProduct', 'osmosisFeed', 'overflow401'],
] as const;

test('puts the 51 columns of the recordings first, then two unrecorded ones', () => {
  expect([at.FIT101, at.LIT101, at.DPIT301, at.P603]).toEqual([0, 1, 16, 50]);
  expect([at.MV504, at.SPEED501, rowSize]).toEqual([51, 52, 53]);
});

test('neither loses nor makes water in any tank', () => {
  const simulator = createSimulator({ seed: 1, start: 'cold' });
  const { plant } = simulator;
  // an inlet that is stuck open makes tank 101 run over, too
  const stuck: Tampering = {
    readings() {},
    orders: (orders) => {
      if (plant.second > 3000) orders[at.MV101] = OPEN;
    },
  };
  let overflow = 0;
  let worst = 0;
  for (let t = 0; t < 16_000; t++) {
    const before = balances.map(([level]) => plant[level]);
    simulator.sense();
    simulator.act(stuck);
    balances.forEach(([level, inflow, outflow, spilled], i) => {
      // 1.5 m² of ground: a mm is 1.5 l, and a m³/h is 1000 l in 3600 s
      const litres = (plant[level] - before[i]) * 1.5;
      const expected = ((plant[inflow] - plant[outflow] - plant[spilled]) * 1000) / 3600;
      worst = Math.max(worst, Math.abs(litres - expected));
    });
    overflow += plant.overflow101;
  }
  expect(worst).toBeLessThan(1e-9); // rounding of levels around 1000
  expect(overflow).toBeGreaterThan(0);
  expect(plant.level101).toBe(1600);
});

test('lets the true level run away while a false LIT101 looks calm', () => {
  const simulator = createSimulator({ seed: 2, start: 'running' });
  const spoof: Tampering = {
    readings: (row) => {
      row[at.LIT101] = 480 + (row[at.LIT101] % 1);
    },
    orders() {},
  };
  const shown: number[] = [];
  for (let t = 0; t < 7200; t++) {
    simulator.sense();
    shown.push(simulator.act(spoof)[at.LIT101]);
  }
  expect(Math.max(...shown) - Math.min(...shown)).toBeLessThan(1);
  expect(simulator.plant.level101).toBeGreaterThan(900);
});

test('begins as the recordings do: at rest and nearly empty, or in full operation', () => {
  const cold = createSimulator({ seed: 42, start: 'cold', idleSeconds: 1860 });
  cold.sense();
  const rest = cold.act();
  expect(rest[at.LIT101]).toBeCloseTo(124.3, -0.5);
  expect([at.MV101, at.P101, at.P102, at.P501].map((place) => rest[place])).toEqual([1, 1, 1, 1]);
  expect([rest[at.FIT101], rest[at.FIT201], rest[at.PIT502]]).toEqual([0, 0, expect.closeTo(0, 0)]);
  const running = createSimulator({ seed: 42, start: 'running' });
  running.sense();
  const full = running.act();
  expect([at.MV101, at.P101, at.P102, at.P501].map((place) => full[place])).toEqual([2, 2, 1, 2]);
  expect(full[at.PIT501]).toBeCloseTo(250.9, -1);
});

test('runs no dosing pump without flow, whatever is ordered', () => {
  const simulator = createSimulator({ seed: 3, start: 'cold' });
  const dose: Tampering = {
    readings() {},
    orders: (orders) => {
      orders[at.P201] = 2;
    },
  };
  const seen = new Set<string>();
  for (let t = 0; t < 2000; t++) {
    const flowing = simulator.plant.transfer >= 0.5;
    simulator.sense();
    seen.add(`${flowing} ${simulator.act(dose)[at.P201]}`);
  }
  expect(seen).toEqual(new Set(['false 1', 'true 2']));
});

test('opens MV303 for no timed backwash while tank 301 reads full', () => {
  expect(opened(1001)).toBe(false);
  expect(opened(900)).toBe(true);
});

test('records the same bits for the same seed, and other noise for another', () => {
  expect(bits(7).equals(bits(7))).toBe(true);
  expect(bits(8).equals(bits(7))).toBe(false);
});

/** The bytes of some minutes. */
function bits(seed: number): Buffer {
  const simulator = createSimulator({ seed, start: 'running' });
  const rows = new Float64Array(51 * 500);
  for (let t = 0; t < 500; t++) {
    simulator.sense();
    rows.set(simulator.act(), 51 * t);
  }
  return Buffer.from(rows.buffer);
}

/** Whether MV303 opens within 40 minutes while LIT301 shows this level. */
function opened(level: number): boolean {
  const simulator = createSimulator({ seed: 4, start: 'running' });
  const show: Tampering = {
    readings: (row) => {
      row[at.LIT301] = level;
    },
    orders() {},
  };
  for (let t = 0; t < 2400; t++) {
    simulator.sense();
    if (simulator.act(show)[at.MV303] === OPEN) return true;
  }
  return false;
}
