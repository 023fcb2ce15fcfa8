/** Charts as text. */
import { expect, test } from 'vitest';
import { textChart } from './text-chart.js';

test('has the highest value at the top and the last one at the right', () => {
  const points = [
    [0, 1],
    [1, 2],
    [2, 4],
  ] as const;
  const lines = textChart([{ name: 'loss', mark: '*', points }], {
    x: 'epoch',
    columns: 5,
    rows: 4,
  });
  expect(lines).toEqual([
    '        4 │    *',
    '          │',
    '          │  *',
    '        1 │*',
    '          └─────',
    '           0   2',
    '           epoch; * loss',
  ]);
});

test('places powers of ten evenly on logarithmic scales', () => {
  const points = [
    [0.01, 1],
    [0.1, 10],
    [1, 100],
  ] as const;
  const options = { x: 'rate', columns: 5, rows: 3, logX: true, logY: true };
  const [first, second, third] = textChart([{ name: '', mark: 'o', points }], options);
  expect([first, second, third]).toEqual(['      100 │    o', '          │  o', '        1 │o']);
});

test('leaves out what is no finite number, and draws nothing where nothing is left', () => {
  const series = { name: '', mark: 'x', points: [[0, NaN] as const, [1, 5] as const] };
  expect(textChart([series], { x: 't', columns: 3, rows: 1 })[0]).toBe('        5 │x');
  expect(textChart([{ ...series, points: [[0, Infinity]] }], { x: 't' })).toEqual([]);
});

test('writes labels with three digits, small ones as powers of ten', () => {
  const points = [[0.000001, 12345.6] as const, [0.01234, 0.5] as const];
  const lines = textChart([{ name: '', mark: 'o', points }], { x: 'x', columns: 12, rows: 2 });
  expect(lines[0]).toBe('    12346 │o');
  expect(lines[1]).toBe('      0.5 │           o');
  expect(lines[3]).toBe('           1e-6  0.0123');
});
