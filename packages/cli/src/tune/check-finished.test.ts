/** Tests of whether a search came to a result. */
import { expect, test } from 'vitest';
import { checkFinished } from './check-finished.js';

test('a search of which no trial has finished ends with an error, one with a finished trial does not', () => {
  expect(() => checkFinished([{ state: 'failed' }, { state: 'running' }], 'tuned')).toThrow(
    'At least one trial must have finished, got none of 2.',
  );
  checkFinished([{ state: 'failed' }, { state: 'finished' }], 'tuned');
});
