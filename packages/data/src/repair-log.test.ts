/** Findings of cleaning as sentences. */
import { expect, test } from 'vitest';
import { describeRepair } from './repair-log.js';

test('a finding names its first example, or takes it into the sentence, whatever signs it has', () => {
  const of = (kind: 'gap' | 'label-from-file', example: string, count = 2): string =>
    describeRepair({ kind, count, example });
  expect(of('gap', 'row 5')).toBe('2 gaps in time were found and kept, first: row 5');
  expect(of('label-from-file', 'labels.csv', 1)).toBe('1 row is labelled as attack by labels.csv');
  expect(of('label-from-file', "a$&b$'.csv")).toBe("2 rows are labelled as attack by a$&b$'.csv");
});
