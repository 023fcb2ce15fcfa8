import { DataError } from '@anodec/core';
import { expect, test } from 'vitest';
import { parseLabel, parseLabelNumber } from './labels.js';

const place = { source: 'a.xlsx', row: 7, column: 'Normal/Attack' };

test.each([
  ['Normal', 0, false],
  ['Attack', 1, false],
  ['A ttack', 1, true],
  [' attack', 1, true],
] as const)('reads "%s" as %i', (text, attack, repaired) => {
  expect(parseLabel(text, place)).toEqual({ attack, repaired });
});

test('refuses any other word and number, naming its cell', () => {
  expect(() => parseLabel('Atack', place)).toThrow(DataError);
  expect(() => parseLabel('', place)).toThrow(
    'A label must be Normal or Attack, got "" in a.xlsx, row 7, column Normal/Attack.',
  );
  expect(() => parseLabelNumber(2, place)).toThrow(
    'A label must be 0 or 1, got 2 in a.xlsx, row 7',
  );
  expect(() => parseLabelNumber(NaN, place)).toThrow('got an empty cell');
  expect(parseLabelNumber(1, place).attack).toBe(1);
});
