/** Labels from cells, maps and legends. */
import { describe, expect, test } from 'vitest';
import { ConfigError, DataError } from './errors.js';
import { UNKNOWN_LABEL } from './frame.js';
import {
  createLabelReader,
  parseLabel,
  parseLabelLegend,
  parseLabelMap,
  parseLabelNumber,
} from './labels.js';

const place = { source: 'a.xlsx', row: 7, column: 'Normal/Attack' };

test.each([
  ['Normal', 0, false],
  ['Attack', 1, false],
  ['A ttack', 1, true],
  [' attack', 1, true],
  ['True', 1, false],
  ['FALSE', 0, false],
  ['yes', 1, false],
  ['1', 1, false],
  ['0.0', 0, false],
  ['', UNKNOWN_LABEL, false],
] as const)('reads "%s" as %i', (text, attack, repaired) => {
  expect(parseLabel(text, place)).toEqual({ attack, repaired });
});

test('refuses any other word and number', () => {
  expect(() => parseLabel('Atack', place)).toThrow(DataError);
  expect(() => parseLabel('Atack', place)).toThrow(
    'The labels of a.xlsx must be 0 and 1, or Normal and Attack, got "Atack" in row 7. Column ' +
      'Normal/Attack holds Atack. Say what they mean with `labelMap`, such as "Atack=attack"',
  );
  expect(() => parseLabelNumber(2, place)).toThrow('got "2" in row 7');
  expect(parseLabelNumber(NaN, place).attack).toBe(UNKNOWN_LABEL);
  expect(parseLabelNumber(1, place).attack).toBe(1);
});

/** The codes of cells, or the message of the refusal. */
function readAll(cells: readonly (string | number)[], map?: string, legend?: string) {
  const reader = createLabelReader({
    source: 'a.csv',
    column: 'label',
    ...(map !== undefined && { map: parseLabelMap(map) }),
    ...(legend !== undefined && { legend: parseLabelLegend(legend) }),
  });
  const codes = cells.map((cell, r) => reader.read(cell, r + 2).attack);
  reader.check();
  return codes;
}

describe('a column of labels', () => {
  test('of several classes is refused with all its values and a map that works', () => {
    expect(() => readAll([0, 0, 1, 2, 0])).toThrow(
      'The labels of a.csv must be 0 and 1, or Normal and Attack, got "2" in row 5. Column label ' +
        'holds 0, 1, 2. Say what they mean with `labelMap`, such as "0=normal,1=attack,2=attack", or ' +
        'name another `labelColumn`.',
    );
    expect(readAll([0, 0, 1, 2, 0], '0=normal,1=attack,2=attack')).toEqual([0, 0, 1, 1, 0]);
    expect(() => readAll(['NORMAL', 'BROKEN', 'RECOVERING'])).toThrow(
      'such as "NORMAL=normal,BROKEN=attack,RECOVERING=unknown"',
    );
    expect(() => readAll(['Attack', 'Natural'])).toThrow('such as "Attack=attack,Natural=normal"');
    expect(() => readAll([-999, 1])).toThrow('such as "1=attack,-999=unknown"');
    expect(() => readAll([2, 3])).toThrow('such as "2=normal,3=attack"');
  });

  test('of 1 and -1 is read by a map or its legend only', () => {
    expect(() => readAll([1, 1, -1])).toThrow(
      '`labelMap` must say what 1 and -1 mean in column label of a.csv, as both conventions are in use. ' +
        'Give `labelMap: 1=normal,-1=attack` or `labelMap: 1=attack,-1=normal`.',
    );
    expect(readAll([1, 1, -1], '1=normal,-1=attack')).toEqual([0, 0, 1]);
    expect(readAll([1, -1], undefined, 'Attack LABLE (1:No Attack, -1:Attack)')).toEqual([0, 1]);
    expect(readAll([0, -1, 1], undefined, '0 = Normal, 1 = Attack, -1 = Unknown')).toEqual([
      0,
      UNKNOWN_LABEL,
      1,
    ]);
  });

  test('is read by a map past case and blanks, and may have unknown rows', () => {
    expect(readAll(['ok', ' OK', 'bad', ''], 'OK=normal,bad=attack')).toEqual([
      0,
      0,
      1,
      UNKNOWN_LABEL,
    ]);
    expect(readAll([-999, 1, NaN], '-999=unknown')).toEqual([UNKNOWN_LABEL, 1, UNKNOWN_LABEL]);
    expect(() => readAll(['ok', 'bad'], 'ok=normal')).toThrow(
      '`labelMap` must say what each label of a.csv means, got none for "bad" in row 3',
    );
  });

  test('lists at most ten of its values', () => {
    const cells = Array.from({ length: 14 }, (_, i) => i + 2);
    expect(() => readAll(cells)).toThrow('2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 4 more');
  });
});

test('a map must be pairs of a value and one meaning', () => {
  expect(() => parseLabelMap('a=good')).toThrow(ConfigError);
  expect(() => parseLabelMap('normal')).toThrow('got "normal"');
  expect(() => parseLabelMap('1=normal,1.0=attack')).toThrow('got two for "1.0"');
  expect(parseLabelLegend('label')).toBeUndefined();
  expect(parseLabelLegend('state (0:closed, 1:open)')).toBeUndefined();
});
