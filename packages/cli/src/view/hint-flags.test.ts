/** Tests of the flags of suggested commands. */
import { expect, test } from 'vitest';
import { hintFlags } from './hint-flags.js';

test('carries what is not the default, and nothing else', () => {
  expect(hintFlags({})).toBe('');
  expect(hintFlags({ dataRoot: 'data', dataset: 'data_store', logs: 'lightning_logs' })).toBe('');
  expect(hintFlags({ dataRoot: 'd', dataset: 'line2', logs: 'l' })).toBe(
    ' --data-root d --dataset line2 --logs l',
  );
});

test('quotes folders that a shell would tear apart', () => {
  expect(hintFlags({ logs: "my runs/it's" })).toBe(` --logs 'my runs/it'\\''s'`);
});
