/** Roles of single columns. */
import { describe, expect, test } from 'vitest';
import { columnRole } from './column-role.js';

const rows = (of: (t: number) => number) => Float64Array.from({ length: 30 }, (_, t) => of(t));

describe('a column is', () => {
  test.each([
    ['attack_P1', rows((t) => Number(t > 20)), 'label'],
    ['Unnamed: 0', rows((t) => t), 'counter'],
    ['x', rows((t) => t), 'counter'],
    ['cycle', rows((t) => (t % 10) + 1), 'counter'],
    ['ts', rows((t) => 1_577_836_800 + 60 * t), 'clock'],
    ['unit', rows((t) => 1 + Math.floor(t / 10)), 'unit'],
    ['level', rows((t) => Math.sin(t)), undefined],
    ['fault_current', rows((t) => Math.sin(t)), undefined],
    ['energy', rows((t) => 500 + t), undefined],
    ['label', rows(() => NaN), undefined],
  ] as const)('%s', (name, values, role) => {
    expect(columnRole(name, values)).toBe(role);
  });
});
