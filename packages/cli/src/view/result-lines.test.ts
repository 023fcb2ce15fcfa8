/** Lines about the results of steps. */
import type { Alarm } from '@anodec/eval';
import type { PreparedData } from '@anodec/pipeline';
import { expect, test } from 'vitest';
import { alarmLines, notableRepairs } from './result-lines.js';

test('shows warnings and columns that were left out, each once, before the others', () => {
  const left = { kind: 'column-label', count: 1, example: 'attack_P1' } as const;
  const repairs = [left, { kind: 'header-trimmed', count: 3, example: 'a' } as const];
  const table = { source: 'n.csv', rows: 10, repairs };
  const prepared = { store: 'd.h5', tables: [table, table] } as unknown as PreparedData;
  expect(notableRepairs(prepared)).toEqual([
    '1 column holds labels, not readings, and was left out (keep it with `include`): attack_P1',
    '3 column names had blanks around them, which were removed, first: a',
  ]);
});

test('an alarm without channels is a line without blanks at its end', () => {
  const alarm = { start: 0, end: 60_000, channels: [{ channel: 'P1' }] } as unknown as Alarm;
  expect(alarmLines([alarm, { ...alarm, channels: [] }], 'utc')).toEqual([
    '  1970-01-01 00:00:00 to 1970-01-01 00:01:00  P1',
    '  1970-01-01 00:00:00 to 1970-01-01 00:01:00',
  ]);
});

test('shows the three most frequent findings where none is notable, and says where the rest is', () => {
  const finding = (kind: 'gap' | 'row-duplicate' | 'row-unordered', count: number) => ({
    kind,
    count,
    example: `row ${count}`,
  });
  const store = 'data/processed/x.h5';
  const repairs = [finding('gap', 2), finding('row-duplicate', 9), finding('row-unordered', 4)];
  const table = { key: 'df_norm', source: 'n.csv', rows: 10, repairs };
  expect(notableRepairs({ store, tables: [table] })).toEqual([
    '9 rows repeated a time and were left out, first: row 9',
    '4 rows came before the row above them and were sorted, first: row 4',
    '2 gaps in time were found and kept, first: row 2',
  ]);
  const other = { ...table, repairs: [finding('gap', 1)] };
  expect(notableRepairs({ store, tables: [table, other] }).at(-1)).toBe(
    'and 1 more: npx anodec data inspect data/processed/x.h5',
  );
});
