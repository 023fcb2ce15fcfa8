import { expect, test } from 'vitest';
import { mergeSettings } from './merge-settings.js';

test('keeps a nested setting of the file beside another that a flag gives', () => {
  const file = { verdict: { pooling: { kind: 'topk', k: 5 } }, model: { maxEpochs: 3 } };
  const flags = { verdict: { pooling: { k: 3 } } };
  expect(mergeSettings(file, flags)).toEqual({
    verdict: { pooling: { kind: 'topk', k: 3 } },
    model: { maxEpochs: 3 },
  });
  expect(file.verdict.pooling.k).toBe(5);
});

test('replaces lists whole and takes a new group as it is', () => {
  const merged = mergeSettings(
    { source: { normal: ['a', 'b'] } },
    { source: { normal: ['c'] }, x: {} },
  );
  expect(merged).toEqual({ source: { normal: ['c'] }, x: {} });
});
