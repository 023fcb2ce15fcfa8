/** Tests of the preparation of rows against scikit-learn and by hand. */
import { readFileSync } from 'node:fs';
import { DataError } from '@anodec/core';
import { expect, test } from 'vitest';
import { fitPreparation, prepare } from './preparation.js';
import { farthest, useGolden } from './testing/golden.js';

const fixture = new URL('../../../test/fixtures/classifiers.json', import.meta.url);
const { golden, rows } = useGolden(readFileSync(fixture, 'utf8'));

const first = (values: Float64Array): Float64Array => values.subarray(0, 6 * 5);

test('scales numbers and encodes categories as scikit-learn', () => {
  expect(
    farthest(
      first(prepare(rows, fitPreparation(rows, 'standard')).values),
      golden.prepared.standard,
    ),
  ).toBeLessThan(1e-11);
  expect(
    farthest(first(prepare(rows, fitPreparation(rows, 'min-max')).values), golden.prepared.minMax),
  ).toBeLessThan(1e-11);
});

test('leaves numbers as they are on request', () => {
  const { values, D } = prepare(rows, fitPreparation(rows, 'none'));
  expect(D).toBe(5);
  expect([...values.subarray(3, 5)]).toEqual(golden.rows.slice(1, 3));
});

test('refuses a feature that is the same in every row', () => {
  const constant = {
    features: [{ name: 'length' }, { name: 'width' }],
    values: Float64Array.of(1, 8, 2, 8, 3, 8),
  };
  const prepareRows = () => fitPreparation(constant, 'standard');
  expect(prepareRows).toThrow(DataError);
  expect(prepareRows).toThrow('width must vary among the training rows, got 8 in all 3. ');
});
