/** Lines about the results of steps. */
import type { PreparedData } from '@anodec/pipeline';
import { expect, test } from 'vitest';
import { notableRepairs } from './result-lines.js';

test('shows warnings and columns that were left out, each once, and leaves the rest to data prepare', () => {
  const left = { kind: 'column-label', count: 1, example: 'attack_P1' } as const;
  const repairs = [left, { kind: 'header-trimmed', count: 3, example: 'a' } as const];
  const table = { source: 'n.csv', rows: 10, repairs };
  const prepared = { store: 'd.h5', tables: [table, table] } as unknown as PreparedData;
  expect(notableRepairs(prepared)).toEqual([
    '1 column holds labels, not readings, and was left out (keep it with `include`): attack_P1',
  ]);
});
