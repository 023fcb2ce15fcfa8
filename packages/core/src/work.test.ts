/** Tests of work in pieces. */
import { expect, test } from 'vitest';
import { StoppedError } from './errors.js';
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
