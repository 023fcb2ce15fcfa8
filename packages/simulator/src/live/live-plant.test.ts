/** The plant as it runs: the rows of a recording, and attacks on request. */
import { expect, test } from 'vitest';
import { simulatePlant } from '../plant/simulate-plant.js';
import { createLivePlant, LIVE_HEADER, liveAttacks, LivePlantConfig } from './live-plant.js';

const config = LivePlantConfig.parse({ attackSeconds: 3, lead: 20, speed: 50 });

test('has the rows of a recording, whatever they are asked for in', () => {
  const plant = createLivePlant(config, 0);
  const lines = `${plant.advance(3)}${plant.advance(0)}${plant.advance(2)}`.trimEnd().split('\n');
  const rows = Array.from(simulatePlant({ seed: 42, start: 'running', seconds: 5 }), String);
  expect(rows).toHaveLength(5);
  expect(lines.map((line) => line.slice(line.indexOf(',') + 1))).toEqual(rows);
  expect(lines[4]).toContain('1970-01-01T00:00:04.000Z,');
});

test('an attack lasts its seconds and another one has to wait', () => {
  const plant = createLivePlant(config, 0);
  const place = LIVE_HEADER.trimEnd().split(',').indexOf('DPIT301');
  plant.advance(10);
  plant.attack(8);
  expect(plant.state().attack).toMatchObject({ number: 8, left: 3 });
  expect(() => plant.attack(2)).toThrow('Attack 8 must be over first, in 3 s.');
  const shown = plant
    .advance(4)
    .trimEnd()
    .split('\n')
    .map((line) => line.split(',')[place]);
  expect(shown.map((value) => value === '45')).toEqual([true, true, true, false]);
  expect(plant.state()).toMatchObject({ rows: 14, attack: null });
  expect(() => plant.attack(7)).toThrow('`attack` must be one of 2, 8, 22, 34, 40, got 7.');
  expect(liveAttacks[1].title).toBe('DPIT301: report above 40 kPa (data: 45)');
});
