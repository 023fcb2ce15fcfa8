/** Tests of work in pieces. */
import { expect, test } from 'vitest';
import { StoppedError } from './errors.js';
import { withProgress } from './progress.js';
import { runWork } from './work.js';

test('says in a sentence which work was stopped', async () => {
  const stop = new AbortController();
  const work = runWork(
    { signal: stop.signal },
    { label: 'Learning', total: 2, unit: 'rows' },
    async (piece) => {
      await piece.piece(1);
      stop.abort();
      await piece.piece(2);
    },
  );
  await expect(work).rejects.toThrow(new StoppedError('Stopped during learning.'));
});

test('ends its progress also where it fails', async () => {
  const calls: string[] = [];
  const progress = {
    begin: (label: string) => void calls.push(`begin ${label}`),
    update: (done: number, note = '') => void calls.push(`${done} ${note}`),
    end: () => void calls.push('end'),
  };
  const work = withProgress(
    progress,
    { label: 'Learning', total: 2, unit: 'rows' },
    async (update) => {
      update(1, 'loss 0.1');
      throw new StoppedError('Stopped.');
    },
  );
  await expect(work).rejects.toThrow(StoppedError);
  expect(calls).toEqual(['begin Learning', '1 loss 0.1', 'end']);
});
