/** Thresholds from labelled validation rows: by hand, and never from rows of one kind alone. */
import { describe, expect, test } from 'vitest';
import { labelledThresholds } from './registry.js';

// two of three attacked rows stand apart, the third is among the normal ones; 9 has no known label
const score = Float32Array.of(1, 2, 3, 4, 5, 6, NaN, 9);
const labels = Uint8Array.of(0, 1, 0, 0, 1, 1, 1, 255);

test.each([
  ['f1', 4.5, '0.800'],
  ['mcc', 4.5, '0.707'],
  ['balanced', 4.5, '0.833'],
])('takes the best of %s by hand', (metric, value, best) => {
  const picked = labelledThresholds
    .get('best-of')
    .pick({ kind: 'best-of', metric }, { score, labels });
  expect(picked.value).toBe(value);
  expect(picked.rule).toContain(`${metric}, ${best}, on 6 labelled validation rows`);
});

describe.each(labelledThresholds.kinds())('labelled threshold %s', (kind) => {
  test('lies between normal rows and rows under attack that are apart', () => {
    const apart = { score: Float32Array.of(1, 2, 8, 9), labels: Uint8Array.of(0, 0, 1, 1) };
    expect(labelledThresholds.get(kind).pick({ kind }, apart).value).toBe(5);
  });

  test('refuses rows of one kind', () => {
    const normal = { score, labels: new Uint8Array(8) };
    expect(() => labelledThresholds.get(kind).pick({ kind }, normal)).toThrow(
      'needs scored rows under attack and normal ones, got 0 and 7',
    );
  });
});

test('takes the largest Youden index by hand', () => {
  const { value, rule } = labelledThresholds
    .get('youden')
    .pick({ kind: 'youden' }, { score, labels });
  expect(value).toBe(4.5);
  expect(rule).toContain('Youden index, 0.667');
});
