/** The options of the benchmark, and the median that it prints. */
import { ConfigError } from '@anodec/core';
import { expect, test } from 'vitest';
import { parseBenchOptions } from './options.js';
import { median } from './rounds.js';

test('times every model with both cells by default', () => {
  const names = parseBenchOptions({}).models.map(({ name, cell }) => `${name} ${cell}`);
  expect(names).toHaveLength(12);
  expect(names.slice(5, 7)).toEqual(['F lstm', 'A gru']);
  const chosen = parseBenchOptions({ models: 'D,A', cells: 'gru', quick: 'true' });
  expect(chosen.models.map(({ name, cell }) => `${name} ${cell}`)).toEqual(['D gru', 'A gru']);
});

test('refuses a Python that is not there, and choices there are not', () => {
  expect(() => parseBenchOptions({ python: '/nowhere/python' })).toThrow(ConfigError);
  expect(() => parseBenchOptions({ models: 'Z' })).toThrow('Known are: A, B, C, D, E, F.');
  expect(() => parseBenchOptions({ model: 'A' })).toThrow('There is no option "model"');
});

test('the median of an even number of times lies between the two in the middle', () => {
  expect(median([4, 1, 3])).toBe(3);
  expect(median([8, 1, 2, 4])).toBe(3);
});
