/** Seeded random numbers, compared with the published generator. */
import { expect, test } from 'vitest';
import { mean, standardDeviation } from './stats.js';
import { createRandom, type Random, shuffle } from './random.js';

function draw(random: Random): number[] {
  return Array.from({ length: 5 }, () => random.uniform());
}

/** The next whole words of the stream that stands at `state`. */
function wordsFrom(state: number[], count: number): number[] {
  const random = createRandom(0);
  random.state.set(state);
  return Array.from({ length: count }, () => random.uniform() * 2 ** 32);
}

// expected words: the authors' xoshiro128starstar.c, compiled and run
test('gives the integers of the published generator', () => {
  expect(wordsFrom([1, 2, 3, 4], 8)).toEqual([
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849,
  ]);
  const later = wordsFrom([0xdeadbeef, 0x80000001, 0xffffffff, 0x12345678], 1000);
  expect(later.slice(0, 4)).toEqual([6336, 3132620587, 2266909175, 3297222538]);
  expect(later[999]).toBe(293021693);
});

test('gives the same numbers for the same seed and others for the next', () => {
  const drawn = draw(createRandom(42));
  expect(draw(createRandom(42))).toEqual(drawn);
  expect(draw(createRandom(43)).filter((value) => drawn.includes(value))).toEqual([]);
});

test('goes on from a state that was kept', () => {
  const random = createRandom(7);
  random.normal();
  const resumed = createRandom(0);
  resumed.state.set(random.state);
  expect(resumed.uniform()).toBe(random.uniform());
});

test('splits streams by name, wherever the parent stands', () => {
  const random = createRandom(42);
  const before = random.stream('weights').uniform();
  random.uniform();
  expect(random.stream('weights').uniform()).toBe(before);
  expect(random.stream('windows').uniform()).not.toBe(before);
  expect(createRandom(43).stream('weights').uniform()).not.toBe(before);
});

test('draws normal numbers with mean 0 and deviation 1', () => {
  const random = createRandom(1);
  const values = Float64Array.from({ length: 40_000 }, () => random.normal());
  expect(Math.abs(mean(values))).toBeLessThan(0.02); // four standard errors
  expect(Math.abs(standardDeviation(values) - 1)).toBeLessThan(0.015);
  expect(values.filter((value) => Math.abs(value) < 1.96).length / 40_000).toBeCloseTo(0.95, 2);
});

test('draws each whole number below the limit equally often', () => {
  const random = createRandom(3);
  const counts = [0, 0, 0, 0, 0];
  for (let i = 0; i < 50_000; i++) counts[random.integer(5)]++;
  // each is binomial with mean 10,000 and deviation 89
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
});

test('shuffles in place into every order equally often', () => {
  const random = createRandom(5);
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = shuffle([1, 2, 3], random).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual(['123', '132', '213', '231', '312', '321']);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(130);
});
