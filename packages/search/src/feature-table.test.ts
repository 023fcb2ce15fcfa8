/** Tables of features and labels. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { classValue } from './cross-validate.js';
import { readFeatureTable } from './feature-table.js';

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'anodec-features-'));
  path = join(folder, 'messages.csv');
  writeFileSync(path, 'class,length,odd\nmoto,2100,0\ncar,4500,1\nhuman,950,0\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('makes categories of words in a fixed order, and numbers of numbers', async () => {
  const { rows, labels } = await readFeatureTable(path, { label: 'odd' });
  expect(rows.features).toEqual([
    { name: 'class', categories: ['car', 'human', 'moto'] },
    { name: 'length' },
  ]);
  expect([...rows.values]).toEqual([2, 2100, 0, 4500, 1, 950]);
  expect(labels).toEqual({ classes: ['0', '1'], values: Uint8Array.of(0, 1, 0) });
});

test('puts the positive class last, and takes the named features alone', async () => {
  const asked = { label: 'class', features: ['length'], positive: 'car' };
  const { rows, labels } = await readFeatureTable(path, asked);
  expect(rows.features).toEqual([{ name: 'length' }]);
  expect(labels.classes).toEqual(['human', 'moto', 'car']);
  expect([...labels.values]).toEqual([1, 2, 0]);
});

test('refuses columns that are not there, unknown classes, one class alone and empty cells', async () => {
  await expect(readFeatureTable(path, { label: 'od' })).rejects.toThrow(
    'messages.csv must have the column od, but it has class, length, odd.',
  );
  const joined = { label: 'odd', features: ['class,length'] };
  await expect(readFeatureTable(path, joined)).rejects.toThrow(
    'Write several columns with blanks between them.',
  );
  await expect(readFeatureTable(path, { label: 'odd', positive: '2' })).rejects.toThrow('got 2.');
  const holes = join(folder, 'holes.csv');
  writeFileSync(holes, 'length,odd\n1,0\n,1\n3,1\n');
  await expect(readFeatureTable(holes, { label: 'odd' })).rejects.toThrow(
    'length of holes.csv must have no empty cells, got one in row 3.',
  );
  writeFileSync(holes, 'length,odd\n1,0\n3,0\n');
  await expect(readFeatureTable(holes, { label: 'odd' })).rejects.toThrow(
    'odd of holes.csv must have at least two classes, got 0 alone.',
  );
});

test('values a confusion matrix by F1, mean F1 and accuracy', () => {
  const two = Int32Array.of(2801, 19, 36, 467);
  expect(classValue(two, 2, 'f1')).toBeCloseTo((2 * 467) / (2 * 467 + 19 + 36), 12);
  expect(classValue(two, 2, 'accuracy')).toBeCloseTo(3268 / 3323, 12);
  // sklearn.metrics.f1_score(..., average='macro') of y = [0,0,1,1,2,2], p = [0,1,1,1,0,2]
  const three = Int32Array.of(1, 1, 0, 0, 2, 0, 1, 0, 1);
  expect(classValue(three, 3, 'macro-f1')).toBeCloseTo((1 / 2 + 4 / 5 + 2 / 3) / 3, 12);
});
