/** Lines about the results of steps. */
import type { Alarm } from '@anodec/eval';
import type { PreparedData } from '@anodec/pipeline';
import { expect, test } from 'vitest';
import { alarmLines, notableRepairs } from './result-lines.js';

test('shows warnings and columns that were left out, each once, and leaves the rest to data prepare', () => {
  const left = { kind: 'column-label', count: 1, example: 'attack_P1' } as const;
  const repairs = [left, { kind: 'header-trimmed', count: 3, example: 'a' } as const];
  const table = { source: 'n.csv', rows: 10, repairs };
  const prepared = { store: 'd.h5', tables: [table, table] } as unknown as PreparedData;
  expect(notableRepairs(prepared)).toEqual([
    '1 column holds labels, not readings, and was left out (keep it with `include`): attack_P1',
  ]);
});

test('an alarm without channels is a line without blanks at its end', () => {
  const alarm = { start: 0, end: 60_000, channels: [{ channel: 'P1' }] } as unknown as Alarm;
  expect(alarmLines([alarm, { ...alarm, channels: [] }], 'utc')).toEqual([
    '  1970-01-01 00:00:00 to 1970-01-01 00:01:00  P1',
    '  1970-01-01 00:00:00 to 1970-01-01 00:01:00',
  ]);
});
